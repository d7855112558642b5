"""The published figures of the superstore log are kept in other units: the answers of
`client.get` in those units (amounts in cents, quantities in thousandths)."""

from decimal import Decimal

from money import ratio


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
        "rank": client["rank"]["place"],
        "abc": client["segments"]["abc"],
        "r": client["segments"]["rfm"]["r"],
        "f": client["segments"]["rfm"]["f"],
        "m": client["segments"]["rfm"]["m"],
        "t": client["segments"]["frat"]["t"],
    }


def reference_row(row, keys, trailing):
    """What superstore_row must give for a published row, and the row's cumulative share."""
    expected = {key: row.get(key) for key in keys}
    if expected["cadence"] is not None:
        expected["cadence"] = round(expected["cadence"], 6)
    return expected, ratio(row["cumulative"], trailing)


def superstore_portfolio(summary):
    """The portfolio's published figures that a summary has; shares to 6 decimals."""
    segments = summary["segments"]
    return {
        "clients": summary["clients"]["known"],
        "revenue_total": cents(summary["revenue"]["total"]),
        "trailing": cents(summary["revenue"]["trailing_12m"]),
        "top20_share": Decimal(segments["top20_share"]),
        "clients_for_80": segments["clients_for_80"],
        "abc": segments["abc"],
    }


def reference_portfolio(published):
    """What superstore_portfolio must give."""
    expected = {key: published[key] for key in ("clients", "revenue_total", "trailing",
                                                "top20_share", "clients_for_80", "abc")}
    expected["top20_share"] = round(expected["top20_share"], 6)
    return expected
