"""The published figures of the superstore log are kept in other units: the answers of
`client.get` in those units (amounts in cents, quantities in thousandths)."""

from decimal import Decimal


def cents(text):
    return int(Decimal(text).scaleb(2))


def thousandths(text):
    return int(Decimal(text).scaleb(3))


def superstore_row(client):
    orders, revenue, margin = client["orders"], client["revenue"], client["margin"]
    return {
        "revenue_total": cents(revenue["total"]),
        "trailing": cents(revenue["trailing_12m"]),
        "previous": cents(revenue["previous_12m"]),
        "ytd": cents(revenue["year_to_date"]),
        "pytd": cents(revenue["previous_year_to_date"]),
        "margin_total": cents(margin["total"]),
        "margin_trailing": cents(margin["trailing_12m"]),
        "qty_total": thousandths(client["quantity"]["total"]),
        "qty_trailing": thousandths(client["quantity"]["trailing_12m"]),
        "orders": orders["count"],
        "orders_12m": orders["count_12m"],
        "first": orders["first"],
        "last": orders["last"],
        "purchase_days": orders["purchase_days"],
        "freq": orders["purchase_days_12m"],
        "open_amount": cents(client["quotes"]["open_amount"]),
        "diversity": client["diversity"],
        "categories": {row["category"]: [cents(row["revenue"]["total"]),
                                         cents(row["revenue"]["trailing_12m"])]
                       for row in client["products"]},
        "rep": client["rep"],
        "name": client["name"],
        "relationship": client["relationship"],
        "backlog": cents(orders["backlog"]),
        "phase": client["lifecycle"]["phase"],
        "cadence": None
        if orders["cadence_days"] is None else round(Decimal(orders["cadence_days"]), 6),
    }
