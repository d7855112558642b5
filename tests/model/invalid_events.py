"""Events that must be refused, each wrong in one way that nobody can read as right."""

from show import raw_number, to_json

NO_RATE_CURRENCY = "BRL"  # never configured by the generator
LATE_CURRENCY = "CHF"     # configured from 2024-01-01 on


def order(**changes):
    data = {"id": "CMD-0", "client": "C-0", "date": "2023-05-05",
            "lines": [{"category": "Paper", "quantity": "1", "amount": "10"}]}
    data.update(changes)
    return "order", "placed", {key: value for key, value in data.items() if value is not ABSENT}


ABSENT = object()


def line(**changes):
    fields = {"amount": "10", **changes}
    return order(lines=[{key: value for key, value in fields.items() if value is not ABSENT}])


# What is wrong: (kind, verb, data).
WRONG_DATA = {
    "no id": order(id=ABSENT),
    "empty id": order(id=""),
    "number as id": order(id=raw_number("17")),
    "control character in id": order(id="a\u0001b"),
    "id of 129 bytes": order(id="x" * 129),
    "no client": order(client=ABSENT),
    "number as client": order(client=raw_number("17")),
    "client of 65 two-byte letters": order(client="é" * 65),
    "30 February": order(date="2025-02-30"),
    "29 February of 2025": order(date="2025-02-29"),
    "month 13": order(date="2025-13-01"),
    "short date": order(date="2025-1-1"),
    "date with time": order(date="2025-01-01T00:00:00Z"),
    "currency without a rate": order(currency=NO_RATE_CURRENCY),
    "before the currency's first rate": order(currency=LATE_CURRENCY),
    "no such currency": order(currency="ZZZ"),
    "currency as number": order(currency=raw_number("978")),
    "no lines, no amount": order(lines=ABSENT),
    "empty lines": order(lines=[]),
    "lines as object": order(lines={"amount": "10"}),
    "line as string": order(lines=["10"]),
    "1001 lines": order(lines=[{"amount": "1"}] * 1001),
    "line without amount": line(amount=ABSENT),
    "word as amount": line(amount="ten"),
    "comma in amount": line(amount="10,50"),
    "blank in amount": line(amount=" 10"),
    "empty amount": line(amount=""),
    "true as amount": line(amount=True),
    "list as amount": line(amount=["10"]),
    "NaN as amount": line(amount=raw_number("NaN")),
    "1e400 as amount": line(amount=raw_number("1e400")),
    "amount of 20 digits": line(amount="12345678901234567890"),
    "number of 20 digits": line(amount=raw_number("12345678901234567890")),
    "four decimals": line(amount="1.0005"),
    "number of four decimals": line(amount=raw_number("1.0005")),
    "half a yen": order(currency="JPY", lines=[{"amount": "10.5"}]),
    "word as quantity": line(quantity="some"),
    "quantity of four decimals": line(quantity="1.0005"),
    "word as cost": line(cost="cheap"),
    "negative version": order(version=raw_number("-1")),
    "fractional version": order(version=raw_number("1.5")),
    "negative credit note": ("credit_note", "issued", {
        "id": "A-0", "client": "C-0", "date": "2023-05-05", "amount": "-10"}),
    "deposit as string": ("invoice", "issued", {
        "id": "F-0", "client": "C-0", "date": "2023-05-05", "amount": "10", "deposit": "yes"}),
    "accepted without the document": ("quote", "accepted", {"id": "D-0", "date": "2023-05-05"}),
    "amended without the document": ("order", "amended", {"id": "CMD-0", "client": "C-0"}),
    "cancelled without id": ("order", "cancelled", {"client": "C-0"}),
    "contract without start": ("contract", "signed", {"id": "K-0", "client": "C-0"}),
    "contract starting on no day": ("contract", "signed", {
        "id": "K-0", "client": "C-0", "start": "2025-02-30"}),
    "auto_renew as string": ("contract", "signed", {
        "id": "K-0", "client": "C-0", "start": "2025-02-03", "auto_renew": "true"}),
    "contact by fax": ("contact", "made", {"id": "V-0", "client": "C-0", "kind": "fax"}),
    "contact without kind": ("contact", "made", {"id": "V-0", "client": "C-0"}),
    "client record of nobody": ("client", "updated", {"name": "Acme"}),
    "relationship of friends": ("client", "updated", {"client": "C-0", "relationship": "friends"}),
    "tags as string": ("client", "updated", {"client": "C-0", "tags": "vip"}),
    "word as potential": ("client", "updated", {"client": "C-0", "potential": "much"}),
    "since no day": ("client", "updated", {"client": "C-0", "since": "2025-02-30"}),
    "data as list": ("order", "placed", [1]),
    "unknown verb": ("order", "eaten", {"id": "CMD-0", "client": "C-0", "amount": "1"}),
    "verb of another kind": ("credit_note", "amended",
                             {"id": "A-0", "client": "C-0", "amount": "1"}),
    "unknown kind": ("parcel", "sent", {"id": "P-0", "client": "C-0"}),
}


def without(name):
    return lambda event: event.pop(name)


def put(name, value):
    return lambda event: event.__setitem__(name, value)


WRONG_ENVELOPE = {
    "no specversion": without("specversion"),
    "specversion 0.3": put("specversion", "0.3"),
    "no type": without("type"),
    "type as number": put("type", raw_number("3")),
    "no source": without("source"),
    "empty source": put("source", ""),
    "no event id": without("id"),
    "empty event id": put("id", ""),
    "no time": without("time"),
    "time without offset": put("time", "2023-05-05T10:00:00"),
    "time as number": put("time", raw_number("1700000000")),
    "time on no day": put("time", "2023-02-30T10:00:00Z"),
    "25 o'clock": put("time", "2023-02-20T25:00:00Z"),
    "letters in sequence": put("sequence", "12x"),
    "no data": without("data"),
    "null data": put("data", None),
}


def make_invalid(rng, envelope):
    """The text of one event to refuse. `envelope` wraps (kind, verb, data) in a fresh event."""
    name = rng.choice(sorted(WRONG_DATA) + sorted(WRONG_ENVELOPE) + ["cut short", "not JSON"])
    if name == "not JSON":
        return rng.choice(("{", "order.placed", "}", "[1,", "\"text", "{'id': 1}"))
    if name in WRONG_DATA:
        kind, verb, data = WRONG_DATA[name]
        return to_json(envelope(kind, verb, data.copy()) if isinstance(data, dict)
                       else {**envelope(kind, verb, {}), "data": data})
    event = envelope(*order())
    if name == "cut short":
        text = to_json(event)
        return text[:rng.randrange(1, len(text))]
    WRONG_ENVELOPE[name](event)
    return to_json(event)
