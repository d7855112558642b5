#!/usr/bin/python3
"""Small random sets of events, made to collide: few clients, few document ids, few instants.

    generate.py SEED            prints the case: settings, day, events
    generate.py SEED --log N    prints N events of a larger log, one a line

The same seed gives the same case. Cases next to each other share their settings.
"""

import argparse
import datetime
import random
import sys
from dataclasses import dataclass

from invalid_events import make_invalid
from money import currency_decimals, show_scaled
from show import raw_number, to_json

CASES_PER_SETTINGS = 25
CATEGORIES = ("Binders", "Phones", "Paper", "Büro", "", "A b,c\"d")
ZONES = ("Europe/Paris", "UTC", "America/New_York", "Asia/Tokyo", "Pacific/Auckland",
         "Asia/Kolkata")
OFFSETS = ("Z", "+00:00", "+01:00", "-05:00", "+05:30", "+13:00", "-11:00")
SALE_VERBS = {
    "quote": (("sent", 6), ("amended", 3), ("accepted", 4), ("declined", 2), ("expired", 2),
              ("cancelled", 2)),
    "order": (("placed", 8), ("amended", 3), ("cancelled", 2)),
    "invoice": (("issued", 8), ("amended", 3), ("cancelled", 2)),
    "credit_note": (("issued", 6), ("cancelled", 2)),
}
CONTRACT_VERBS = (("signed", 6), ("amended", 2), ("renewed", 2), ("terminated", 3))
KINDS = (("order", 8), ("invoice", 9), ("credit_note", 3), ("quote", 5), ("contract", 4),
         ("client", 4),
         ("contact", 2))
PREFIXES = {"order": "CMD-", "invoice": "F-", "credit_note": "A-", "quote": "D-", "contract": "K-",
            "contact": "V-"}


@dataclass
class Case:
    seed: int
    settings: dict
    today: datetime.date
    earlier_days: list
    events: list  # (text, whether it must be refused)


def make_settings(seed):
    """The settings that cases with this number // CASES_PER_SETTINGS share."""
    rng = random.Random(f"settings {seed // CASES_PER_SETTINGS}")
    base = rng.choice(("EUR", "EUR", "EUR", "USD", "JPY", "TND"))
    rates = {}
    for currency in ("EUR", "USD", "GBP", "JPY", "TND"):
        if currency != base:
            days = ["2010-01-01"] + rng.sample(("2022-03-01", "2023-07-01", "2024-02-29",
                                                "2025-01-01"),
                                               rng.randrange(4))
            rates[currency] = [
                {"from": day, "rate": show_scaled(rng.randrange(1, 3_000_000), rng.choice((4, 6)))}
                for day in sorted(days)]
    # A currency whose rate begins late: documents dated earlier are refused.
    rates["CHF"] = [{"from": "2024-01-01", "rate": "0.9753"}]
    return {
        "base_currency": base,
        "rates": rates,
        "timezone": rng.choice(ZONES),
        "fiscal_year_start": rng.choice(("01-01", "01-01", "04-01", "07-01", "10-15", "02-28",
                                         "03-01")),
        "purchases": rng.choice(("orders", "orders", "invoices")),
        "margin_rates": {category: show_scaled(rng.randrange(0, 1001), 3)
                         for category in rng.sample(CATEGORIES, rng.randrange(3))},
        "segments": make_segments(rng, currency_decimals(base)),
    }


def make_segments(rng, decimals):
    """Half of the time the defaults; else what classes are made of and where they end."""
    if rng.random() < 0.5:
        return {}
    segments = {
        "metric": rng.choice(("revenue", "margin", "quantity", "orders", "revenue_total")),
        "abc": rng.choice(([80, 95], [50, 50], [0, 100], ["33.3333", 66], [100, 100]))}
    if segments["metric"] not in ("quantity", "orders") and rng.random() < 0.5:
        segments["pmg"] = {"G": show_scaled(300, decimals), "M": show_scaled(100, decimals)}
    if rng.random() < 0.5:
        segments["potential"] = {"1": show_scaled(12345, decimals), "2": show_scaled(99, decimals)}
    if rng.random() < 0.3:
        segments["rfm"] = [{"name": "last", "r": [1]}, {"name": "rest", "r": [2, 3, 4, 5]}]
    return segments


class Generator:
    """Draws events around one business date."""

    def __init__(self, rng, settings, today, clients, documents):
        self.rng = rng
        self.settings = settings
        self.today = today
        self.clients = [rng.choice(("C-{}", "c{}", "Élan {}", "{}/x")).format(n)
                        for n in range(clients)]
        self.reps = ["anna", "bob", "zoé"][:rng.randrange(1, 4)]
        self.documents = documents
        self.currencies = [currency for currency in self.settings["rates"] if currency != "CHF"]
        self.interesting_days = self.make_days()
        self.instants = [self.make_instant() for _ in range(rng.randrange(1, 12))]
        self.sequences = {} if rng.random() < 0.5 else None
        self.made = 0

    def chance(self, probability):
        return self.rng.random() < probability

    def weighted(self, rows):
        return self.rng.choices([row[0] for row in rows], [row[1] for row in rows])[0]

    def make_days(self):
        """Days at the edges of the windows, where mistakes show."""
        today = self.today
        start = datetime.date(today.year, *map(int, self.settings["fiscal_year_start"].split("-")))
        edges = [today, start, start.replace(year=start.year - 1),
                 start.replace(year=start.year - 2)]
        for years in (1, 2):
            edges.append(datetime.date(today.year - years, today.month, min(today.day, 28)))
        edges.append(datetime.date(2024, 2, 29))
        return [edge + datetime.timedelta(days=shift) for edge in edges for shift in (-1, 0, 1)]

    def day(self):
        if self.chance(0.5):
            return self.rng.choice(self.interesting_days)
        return self.today + datetime.timedelta(days=self.rng.randrange(-1100, 60))

    def make_instant(self):
        """A time as text; some pairs are the same instant with other offsets."""
        rng = self.rng
        day = self.day()
        clock = rng.choice(("00:00:00", "23:59:59", "12:30:00", f"{rng.randrange(24):02}:15:00"))
        fraction = rng.choice(("", "", ".5", ".123456789", ".000"))
        return f"{day}T{clock}{fraction}{rng.choice(OFFSETS)}"

    def time(self):
        return self.rng.choice(self.instants) if self.chance(0.6) else self.make_instant()

    # Values

    def number(self, minor, decimals):
        """The same value as a string or as a JSON number, in one of its spellings."""
        text = show_scaled(minor, decimals)
        if self.chance(0.6):
            return text
        if self.chance(0.1):
            return raw_number(f"{minor}e-{decimals}")
        if "." in text and self.chance(0.5):
            text = text.rstrip("0").rstrip(".")
        return raw_number(text)

    def amount(self, currency, negative=True):
        minor = self.rng.choice((0, 1, 5, 50, 99, 100, 12345, self.rng.randrange(100_000)))
        if negative and self.chance(0.08):
            minor = -minor
        return self.number(minor, currency_decimals(currency))

    def quantity(self, negative):
        thousandths = self.rng.choice((1000, 2000, 2500, 1, 0, self.rng.randrange(20_000)))
        return self.number(-thousandths if negative and self.chance(0.05) else thousandths, 3)

    def document_id(self, kind):
        return f"{PREFIXES[kind]}{self.rng.randrange(self.documents)}"

    def maybe(self, data, probability, **fields):
        for name, make in fields.items():
            if self.chance(probability):
                data[name] = make()

    # Documents

    def line(self, kind, currency):
        may_be_negative = kind != "credit_note"
        line = {"amount": self.amount(currency, may_be_negative)}
        self.maybe(line, 0.7, category=lambda: self.rng.choice(CATEGORIES),
                   quantity=lambda: self.quantity(may_be_negative),
                   cost=lambda: self.amount(currency, may_be_negative))
        self.maybe(line, 0.2, sku=lambda: "SKU-1")
        if kind == "invoice":
            self.maybe(line, 0.25, order=lambda: self.document_id("order"))
        return line

    def base_document(self, kind):
        data = {"id": self.document_id(kind), "client": self.rng.choice(self.clients)}
        self.maybe(data, 0.75, date=lambda: self.day().isoformat())
        self.maybe(data, 0.3, version=lambda: self.rng.randrange(4))
        self.maybe(data, 0.4, rep=lambda: self.rng.choice(self.reps))
        return data

    def sale(self, kind):
        verb = self.weighted(SALE_VERBS[kind])
        data = self.base_document(kind)
        if verb in ("cancelled", "declined", "expired") and self.chance(0.75):
            if self.chance(0.7):
                del data["client"]
            return verb, data
        currency = self.settings["base_currency"]
        if self.chance(0.35):
            currency = self.rng.choice(self.currencies)
        if currency != self.settings["base_currency"] or self.chance(0.3):
            data["currency"] = currency
        if self.chance(0.75):
            data["lines"] = [self.line(kind, currency)
                             for _ in range(self.rng.choice((1, 1, 2, 3, 6)))]
        else:
            data.update(self.line(kind, currency))
        if kind == "order":
            self.maybe(data, 0.2, quote=lambda: self.document_id("quote"),
                       contract=lambda: self.document_id("contract"))
        if kind == "invoice":
            self.maybe(data, 0.5, order=lambda: self.document_id("order"))
            self.maybe(data, 0.25, deposit=lambda: self.chance(0.6))
        if kind == "credit_note":
            self.maybe(data, 0.3, invoice=lambda: self.document_id("invoice"))
        return verb, data

    def contract(self):
        verb = self.weighted(CONTRACT_VERBS)
        data = self.base_document("contract")
        if verb == "terminated" and self.chance(0.75):
            if self.chance(0.7):
                del data["client"]
            return verb, data
        start = self.day()
        data["start"] = start.isoformat()
        self.maybe(data, 0.6, end=lambda: max(start, self.day()).isoformat())
        self.maybe(data, 0.4, auto_renew=lambda: self.chance(0.6),
                   notice_days=lambda: self.rng.randrange(120),
                   amount=lambda: self.amount(self.settings["base_currency"], False))
        return verb, data

    def client(self):
        client = self.rng.choice(self.clients)
        data = {"client": client}
        self.maybe(data, 0.4, id=lambda: client)
        self.maybe(data, 0.3, version=lambda: self.rng.randrange(4),
                   date=lambda: self.day().isoformat())
        if self.chance(0.2):
            if self.chance(0.3):
                data.pop("client")
                data["id"] = client
            return "erased", data
        self.maybe(data, 0.6, name=lambda: self.rng.choice(("Acme", "Ça & Là", "Löwe \"GmbH\"")),
                   rep=lambda: self.rng.choice(self.reps), segment=lambda: "Retail",
                   country=lambda: "FR",
                   since=lambda: "2019-04-01",
                   relationship=lambda: self.rng.choice(("active", "abandoned")),
                   tags=lambda: self.rng.sample(("vip", "späte Zahlung", "new"),
                                                self.rng.randrange(3)))
        if self.chance(0.6):
            currency = self.rng.choice(self.currencies) if self.chance(0.3) else self.settings[
                "base_currency"]
            data["potential"] = self.amount(currency, False)
            if currency != self.settings["base_currency"]:
                data["currency"] = currency
        return "updated", data

    def contact(self):
        data = self.base_document("contact")
        data["kind"] = self.rng.choice(("visit", "call", "mail", "meeting"))
        return "made", data

    def envelope(self, kind, verb, data):
        self.made += 1
        source = self.rng.choice(("/crm", "/orders", "/billing"))
        event = {"specversion": "1.0", "type": f"{kind}.{verb}", "source": source,
                 "id": f"{self.rng.choice('aZé9')}{self.rng.randrange(100)}-{self.made}",
                 "time": self.time()}
        if self.sequences is not None:
            self.sequences[source] = self.sequences.get(source, self.rng.randrange(1000)) + 1
            event["sequence"] = f"{self.sequences[source]:012}"
        self.maybe(event, 0.05, subject=lambda: "x", datacontenttype=lambda: "application/json")
        self.maybe(data, 0.05, colour=lambda: {"unknown": [1, None, "field"]})
        event["data"] = data
        return event

    def event(self):
        """One valid event as an object (numbers still as raw_number marks)."""
        kind = self.weighted(KINDS)
        if kind == "client":
            verb, data = self.client()
        elif kind == "contract":
            verb, data = self.contract()
        elif kind == "contact":
            verb, data = self.contact()
        else:
            verb, data = self.sale(kind)
        return self.envelope(kind, verb, data)

    def text(self):
        return to_json(self.event())

    def invalid(self):
        return make_invalid(self.rng, self.envelope)


def make_case(seed):
    rng = random.Random(f"case {seed}")
    settings = make_settings(seed)
    today = rng.choice((
        datetime.date(2024, 2, 29), datetime.date(2025, 2, 28), datetime.date(2024, 1, 1),
        datetime.date(2023, 1, 1) + datetime.timedelta(days=rng.randrange(1200))))
    size = min(80, 3 + int(rng.expovariate(1 / 22)))
    generator = Generator(rng, settings, today, rng.randrange(1, 7), rng.randrange(1, 10))
    events = [(generator.text(), False) for _ in range(size)]
    if rng.random() < 0.3:
        events += [(generator.invalid(), True) for _ in range(rng.randrange(1, 4))]
        rng.shuffle(events)
    earlier = sorted(today - datetime.timedelta(days=rng.randrange(1, 800))
                     for _ in range(rng.choice((0, 0, 1, 2))))
    return Case(seed, settings, today, earlier, events)


def make_log(seed, count, settings, today, clients=200):
    """A larger log of valid events for tests of the whole daemon."""
    rng = random.Random(f"log {seed}")
    generator = Generator(rng, settings, today, clients, max(1, count // 8))
    generator.clients = [f"C-{n}" for n in range(clients)]
    return [generator.text() for _ in range(count)]


def main():
    parser = argparse.ArgumentParser(description="Print a random case.")
    parser.add_argument("seed", type=int)
    parser.add_argument("--log", type=int, help="print this many events of a larger log instead")
    arguments = parser.parse_args()
    case = make_case(arguments.seed)
    if arguments.log:
        events = make_log(arguments.seed, arguments.log, case.settings, case.today)
        print("\n".join(events))
        return 0
    print(to_json(case.settings), case.today, [str(day) for day in case.earlier_days])
    for text, refused in case.events:
        print("refused" if refused else "       ", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
