"""Cases that are hard for rankings: many clients alike, negative revenues, totals of zero."""

import datetime
import random

from generate import Case, Generator, make_settings
from money import currency_decimals
from show import to_json

KINDS = (("invoice", 10), ("order", 8), ("credit_note", 5), ("client", 5))
# Minor units: alike, two steps, losses as large as gains, nothing at all, and one giant.
AMOUNTS = ((100,), (100, 200), (0, 1), (100, -100), (-100, -200, 0), (0,), (1, 1, 1, 1000),
           (50, 100, 150, -50))


class Crowd(Generator):
    """Few distinct amounts and days among many clients, in the base currency alone."""

    def __init__(self, rng, settings, today, clients, documents):
        super().__init__(rng, settings, today, clients, documents)
        self.amounts = rng.choice(AMOUNTS)
        self.currencies = [settings["base_currency"]]
        self.days = [today - datetime.timedelta(days=days)
                     for days in rng.sample((0, 1, 30, 364, 365, 366, 367, 500, 731), 3)]

    def day(self):
        return self.rng.choice(self.days) if hasattr(self, "days") else super().day()

    def amount(self, currency, negative=True):
        minor = self.rng.choice(self.amounts)
        return self.number(minor if negative else abs(minor), currency_decimals(currency))

    def quantity(self, negative):
        return "1"

    def event(self):
        kind = self.weighted(KINDS)
        return self.envelope(kind, *(self.client() if kind == "client" else self.sale(kind)))


def make_crowd(seed):
    """A case like generate.make_case's, of a crowd."""
    rng = random.Random(f"crowd {seed}")
    settings = make_settings(seed)
    today = datetime.date(2024, 2, 29) + datetime.timedelta(days=rng.randrange(-400, 400))
    clients = rng.choice((1, 2, 5, 12, 30, 60))
    size = rng.choice((0, 3, 10, 40, 120, 200))
    generator = Crowd(rng, settings, today, clients, max(1, size // 2))
    events = [(to_json(generator.event()), False) for _ in range(size)]
    earlier = [today - datetime.timedelta(days=rng.choice((1, 2, 30, 365)))] * rng.randrange(2)
    return Case(seed, settings, today, earlier, events)
