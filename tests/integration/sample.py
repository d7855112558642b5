"""Short ways to write events."""

import itertools
import json

_number = itertools.count(1)


def event(type_, data, **attributes):
    """The text of one event; ids and times rise with every call unless given."""
    number = next(_number)
    return json.dumps({
        "specversion": "1.0", "type": type_, "source": "/test", "id": f"event-{number:06}",
        "time": f"2026-01-02T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "data": data, **attributes}, ensure_ascii=False)


def order(number, client="C-1", amount="10.00", date="2026-01-02", **attributes):
    return event("order.placed",
                 {"id": f"CMD-{number}", "client": client, "date": date, "amount": amount},
                 **attributes)


def invoice(number, client="C-1", amount="10.00", date="2026-01-02", **attributes):
    return event("invoice.issued", {
        "id": f"F-{number}", "client": client, "date": date, "order": f"CMD-{number}",
        "lines": [{"category": "Paper", "quantity": "1", "amount": amount, "cost": "4.00"}]},
                 **attributes)


def record(client, name, rep="anna", **fields):
    return event("client.updated", {"client": client, "name": name, "rep": rep, **fields})
