"""From the text of one event to what it says, or to the reason why it is refused."""

import datetime
import json
import re
import zoneinfo
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Optional

from business_days import read_date, read_time
from money import (DOCUMENT_SUM_MAX, QUANTITY_DECIMALS, Rates, Refused, currency_decimals,
                   divide_half_away, read_scaled)

VERBS = {
    "client": ("updated", "erased"),
    "quote": ("sent", "amended", "accepted", "declined", "expired", "cancelled"),
    "order": ("placed", "amended", "cancelled"),
    "invoice": ("issued", "amended", "cancelled"),
    "credit_note": ("issued", "cancelled"),
    "contract": ("signed", "amended", "renewed", "terminated"),
    "contact": ("made",),
}
ENDING_VERBS = ("cancelled", "declined", "expired", "terminated", "erased")
SALE_KINDS = ("quote", "order", "invoice", "credit_note")
CONTACT_KINDS = ("visit", "call", "mail", "meeting")
LINES_MAX = 1000
ID_BYTES_MAX = 128


class Configuration:
    """The keys of the configuration that change what figures mean, each with its default."""

    def __init__(self, settings):
        self.rates = Rates(settings.get("base_currency", "EUR"), settings.get("rates", {}))
        self.base_currency = self.rates.base_currency
        self.zone = zoneinfo.ZoneInfo(settings.get("timezone", "Europe/Paris"))
        self.fiscal_year_start = settings.get("fiscal_year_start", "01-01")
        self.purchases = settings.get("purchases", "orders")
        self.margin_rates = {
            category: Decimal(rate).as_integer_ratio()
            for category, rate in settings.get("margin_rates", {}).items()
        }


@dataclass
class Line:
    """One line in base minor units; quantity in thousandths; cost None when unknown."""

    category: str
    quantity: int
    amount: int
    cost: Optional[int]
    order: Optional[str]


@dataclass
class Body:
    """What an event that carries the full document says of it."""

    client: str
    date: datetime.date
    rep: Optional[str] = None
    lines: list = field(default_factory=list)
    deposit: bool = False
    start: Optional[datetime.date] = None
    end: Optional[datetime.date] = None
    auto_renew: bool = False
    record: Optional[dict] = None

    @property
    def amount(self):
        return sum(line.amount for line in self.lines)


@dataclass
class Event:
    kind: str
    id: str
    verb: str
    stamp: tuple
    date: datetime.date
    local_day: datetime.date
    body: Optional[Body]


def parse_json(text):
    """JSON with numbers kept exact."""
    def refuse_constant(name):
        raise Refused(f"{name} is not JSON")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"not JSON: {error}") from None


def optional(data, name, kind):
    value = data.get(name)
    if value is not None and (not isinstance(value, kind)
                              or (kind is int and isinstance(value, bool))):
        raise Refused(f"{name} is ill-typed")
    return value


def read_id(data, name, required=True):
    value = optional(data, name, str)
    if value is None:
        if required:
            raise Refused(f"{name} is missing")
        return None
    try:
        size = len(value.encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused(f"{name} is not UTF-8") from None
    if not 1 <= size <= ID_BYTES_MAX or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise Refused(f"{name} is not 1 to 128 bytes without control characters")
    return value


def read_line(data, document, kind, currency, date, configuration):
    def amount(name):
        minor = read_scaled(data[name], currency_decimals(currency), name)
        if minor < 0 and kind == "credit_note":
            raise Refused(f"{name} of a credit note is negative")
        return configuration.rates.convert(minor, currency, date)

    if not isinstance(data, dict) or "amount" not in data:
        raise Refused("a line without amount")
    category = optional(data, "category", str) or ""
    quantity = read_scaled(data["quantity"], QUANTITY_DECIMALS,
                           "quantity") if "quantity" in data else 0
    value = amount("amount")
    cost = amount("cost") if "cost" in data else None
    if cost is None and category in configuration.margin_rates:
        numerator, denominator = configuration.margin_rates[category]
        cost = value - divide_half_away(value * numerator, denominator)
    order = read_id(data, "order", False)
    return Line(category, quantity, value, cost, order
                if order is not None else document.get("order"))


def read_sale(data, kind, currency, date, body, configuration):
    lines = optional(data, "lines", list)
    if lines is None:
        lines = [data]
    if not 1 <= len(lines) <= LINES_MAX:
        raise Refused("a document has 1 to 1,000 lines")
    read_id(data, "order", False)
    body.lines = [read_line(line, data, kind, currency, date, configuration) for line in lines]
    for figure in ("amount", "cost", "quantity"):
        if sum(abs(getattr(line, figure) or 0) for line in body.lines) > DOCUMENT_SUM_MAX:
            raise Refused(f"the {figure}s of a document are out of range")
    body.deposit = bool(optional(data, "deposit", bool))


def read_record(data, currency, date, configuration):
    """A client's record: what the CRM says, as the queries show it."""
    potential = data.get("potential")
    if potential is not None:
        minor = read_scaled(potential, currency_decimals(currency), "potential")
        potential = configuration.rates.convert(minor, currency, date)
    relationship = optional(data, "relationship", str) or "active"
    if relationship not in ("active", "abandoned"):
        raise Refused("relationship is active or abandoned")
    since = read_date(data["since"], "since").isoformat() if "since" in data else None
    tags = optional(data, "tags", list) or []
    return {
        "name": optional(data, "name", str), "rep": read_id(data, "rep", False),
        "segment": optional(data, "segment", str), "country": optional(data, "country", str),
        "relationship": relationship, "potential": potential, "since": since, "tags": tags,
    }


def read_body(kind, data, date, client, configuration):
    currency = optional(data, "currency", str) or configuration.base_currency
    if not re.match(r"[A-Z]{3}\Z", currency):
        raise Refused("currency is not ISO 4217")
    body = Body(client, date, rep=read_id(data, "rep", False))
    if kind in SALE_KINDS:
        read_sale(data, kind, currency, date, body, configuration)
    elif kind == "contract":
        body.start = read_date(data.get("start"), "start")
        body.end = read_date(data["end"], "end") if "end" in data else None
        body.auto_renew = bool(optional(data, "auto_renew", bool))
        if "amount" in data:
            read_scaled(data["amount"], currency_decimals(currency), "amount")
            configuration.rates.rate(currency, date)
    elif kind == "contact":
        if data.get("kind") not in CONTACT_KINDS:
            raise Refused("kind is visit, call, mail or meeting")
    else:
        body.record = read_record(data, currency, date, configuration)
    return body


def carries_body(kind, verb, data):
    if verb not in ENDING_VERBS:
        return True
    if kind in SALE_KINDS:
        return "lines" in data or "amount" in data
    return kind == "contract" and "start" in data


def read_attributes(event):
    if not isinstance(event, dict) or event.get("specversion") != "1.0":
        raise Refused("not a CloudEvents 1.0 object")
    for name in ("type", "source", "id", "time"):
        if not isinstance(event.get(name), str) or not event[name]:
            raise Refused(f"{name} is missing")
    if not isinstance(event.get("data"), dict):
        raise Refused("data is missing")
    sequence = optional(event, "sequence", str)
    if sequence is not None and not re.match(r"[0-9]+\Z", sequence):
        raise Refused("sequence is not decimal digits")


def read_event(event, configuration):
    """`event` is JSON text or an object whose numbers are exact. Raises Refused."""
    if isinstance(event, (str, bytes)):
        event = parse_json(event)
    read_attributes(event)
    kind, _, verb = event["type"].partition(".")
    if verb not in VERBS.get(kind, ()):
        raise Refused(f"unknown type {event['type']}")
    data = event["data"]
    instant, moment = read_time(event["time"])
    local_day = moment.astimezone(configuration.zone).date()
    date = read_date(data["date"]) if "date" in data else local_day
    version = optional(data, "version", int) or 0
    if version < 0:
        raise Refused("version is not a whole number")
    if kind == "client":
        client = read_id(data, "client", required=verb == "updated" or "id" not in data)
        identity = client if client is not None else read_id(data, "id")
    else:
        identity = read_id(data, "id")
        client = read_id(data, "client", required=carries_body(kind, verb, data))
    body = read_body(kind, data, date, client,
                     configuration) if carries_body(kind, verb, data) else None
    stamp = (version, instant, event["id"].encode("utf-8"))
    return Event(kind, identity, verb, stamp, date, local_day, body)
