#!/usr/bin/python3
"""Every figure of section 3 of the contract, summed plainly from the documents that count.

    recompute.py --day 2026-03-31 --config settings.json events.jsonl[.gz]

The answers have the shapes of docs/queries.md, without `as_of` and `commit`.
"""

import argparse
import gzip
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from business_days import Windows, read_date
from events import Configuration
from money import ratio, show_quantity, show_scaled
from phases import PHASES, phase
from registers import build_documents
from show import to_json
from standing import Standings

NO_CADENCE_DAYS = 90


@dataclass
class Sale:
    """One counted invoice line, or credit note line with its signs turned."""

    date: object
    category: str
    revenue: int
    margin: object
    quantity: int


@dataclass
class Account:
    """What is on record of one client, or of the documents that name one rep."""

    sales: list = field(default_factory=list)
    order_days: list = field(default_factory=list)
    purchase_days: set = field(default_factory=set)
    quotes: list = field(default_factory=list)
    contracts: list = field(default_factory=list)
    backlog: int = 0
    record: dict = None

    @property
    def rep(self):
        return self.record["rep"] if self.record else None


def total(sales, window, figure):
    return sum(getattr(sale, figure) for sale in sales if sale.date in window)


class Portfolio:
    """All documents of a set of events as of one day."""

    def __init__(self, events, today, settings):
        self.configuration = Configuration(settings)
        self.documents, self.refusals, self.newest = build_documents(events, self.configuration)
        self.today = today if today is not None else self.newest
        self.windows = Windows(self.today, self.configuration.fiscal_year_start)
        self.clients = {}
        self.sold = defaultdict(Account)
        self.named_reps = set()
        for document in self.documents.values():
            if document.body is not None:
                self.take(document)
        self.take_backlog()
        self.trailing = sum(total(account.sales, self.windows.trailing, "revenue")
                            for account in self.clients.values())
        self.standings = Standings(self, settings)

    # From documents to accounts

    def take(self, document):
        account = self.clients.setdefault(document.client, Account())
        if document.kind == "client":
            account.record = dict(document.content.record)
            if document.verb == "erased":
                account.record.update(name=None, tags=[])
            return
        rep = document.content.rep
        if rep is not None:
            self.named_reps.add(rep)
        if document.counts(self.today):
            self.count(document, account)
            if rep is not None:
                self.count(document, self.sold[rep])

    def count(self, document, account):
        if document.kind == "order":
            account.order_days.append(document.date)
            if self.configuration.purchases == "orders":
                account.purchase_days.add(document.date)
        elif document.kind == "invoice" and not document.content.deposit:
            self.count_sales(document, account, 1)
            if self.configuration.purchases == "invoices":
                account.purchase_days.add(document.date)
        elif document.kind == "credit_note":
            self.count_sales(document, account, -1)
        elif document.kind == "quote":
            account.quotes.append(document)
        elif document.kind == "contract":
            account.contracts.append(document)

    @staticmethod
    def count_sales(document, account, sign):
        for line in document.content.lines:
            margin = None if line.cost is None else sign * (line.amount - line.cost)
            account.sales.append(
                Sale(document.date, line.category, sign * line.amount, margin,
                     sign * line.quantity))

    def take_backlog(self):
        billed = defaultdict(int)
        for document in self.documents.values():
            if document.kind == "invoice" and document.counts(
                self.today) and not document.content.deposit:
                for line in document.content.lines:
                    if line.order is not None:
                        billed[line.order] += line.amount
        for document in self.documents.values():
            if document.kind == "order" and document.counts(self.today):
                open_amount = document.content.amount - billed[document.id]
                self.clients[document.client].backlog += max(0, open_amount)

    # Sections

    def money(self, minor):
        return show_scaled(minor, self.configuration.rates.base_decimals)

    def orders(self, accounts):
        windows = self.windows
        days = [day for account in accounts for day in account.purchase_days]
        order_days = [day for account in accounts for day in account.order_days]
        return {
            "count": len(order_days),
            "count_12m": sum(day in windows.trailing for day in order_days),
            "first": min(days).isoformat() if days else None,
            "last": max(days).isoformat() if days else None,
            "purchase_days": len(days),
            "purchase_days_12m": sum(day in windows.trailing for day in days),
            "cadence_days": None,
            "backlog": self.money(sum(account.backlog for account in accounts)),
        }

    @staticmethod
    def cadence(days):
        if not days:
            return None
        if len(days) < 3:
            return ratio(NO_CADENCE_DAYS, 1)
        return ratio((max(days) - min(days)).days, len(days) - 1)

    def revenue(self, sales):
        windows = self.windows
        trailing = total(sales, windows.trailing, "revenue")
        previous = total(sales, windows.previous, "revenue")
        return {
            "total": self.money(total(sales, windows.total, "revenue")),
            "trailing_12m": self.money(trailing),
            "previous_12m": self.money(previous),
            "year_to_date": self.money(total(sales, windows.year_to_date, "revenue")),
            "previous_year_to_date": self.money(total(sales, windows.previous_year_to_date,
                                                      "revenue")),
            "evolution": ratio(trailing - previous, previous) if previous > 0 else None,
        }

    def margin(self, sales):
        known = [sale for sale in sales if sale.margin is not None]
        section = {}
        for name, rate, coverage, window in (
                ("total", "rate", "coverage", self.windows.total),
                ("trailing_12m", "rate_12m", "coverage_12m", self.windows.trailing)):
            margin = total(known, window, "margin")
            known_revenue = total(known, window, "revenue")
            section[name] = self.money(margin)
            section[rate] = ratio(margin, known_revenue)
            section[coverage] = ratio(known_revenue, total(sales, window, "revenue"))
        return section

    def quantity(self, sales):
        return {
            "total": show_quantity(total(sales, self.windows.total, "quantity")),
            "trailing_12m": show_quantity(total(sales, self.windows.trailing, "quantity")),
        }

    def products(self, sales):
        by_category = defaultdict(list)
        for sale in sales:
            by_category[sale.category].append(sale)
        rows = []
        for category, lines in by_category.items():
            known = [sale for sale in lines if sale.margin is not None]
            rows.append((-total(lines, self.windows.trailing, "revenue"), category.encode("utf-8"),
                         {
                "category": category,
                "revenue": {
                    "total": self.money(total(lines, self.windows.total, "revenue")),
                    "trailing_12m": self.money(total(lines, self.windows.trailing, "revenue"))},
                "quantity": self.quantity(lines),
                "margin": {
                    "total": self.money(total(known, self.windows.total, "margin")),
                    "trailing_12m": self.money(total(known, self.windows.trailing, "margin"))},
            }))
        return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]

    def diversity(self, sales):
        trailing = defaultdict(int)
        for sale in sales:
            if sale.date in self.windows.trailing:
                trailing[sale.category] += sale.revenue
        return sum(revenue > 0 for revenue in trailing.values())

    def quotes(self, accounts):
        quotes = [quote for account in accounts for quote in account.quotes]
        counts = {verb: sum(quote.verb == verb for quote in quotes)
                  for verb in ("accepted", "declined", "expired")}
        open_quotes = [quote for quote in quotes if quote.verb in ("sent", "amended")]
        return {
            "sent": len(quotes), **counts, "open": len(open_quotes),
            "open_amount": self.money(sum(quote.content.amount for quote in open_quotes)),
            "conversion": ratio(counts["accepted"], sum(counts.values())),
        }

    def is_active(self, contract):
        terms = contract.content
        return (terms.start <= self.today and not contract.terminated_by(self.today)
                and (terms.end is None or terms.end >= self.today or terms.auto_renew))

    def contracts(self, accounts):
        contracts = [contract for account in accounts for contract in account.contracts]
        active = [contract.content for contract in contracts if self.is_active(contract)]
        ends = [terms.end for terms in active if terms.end is not None and terms.end >= self.today]
        return {
            "active": len(active),
            "next_end": min(ends).isoformat() if ends else None,
            "on_record": len(contracts),
        }

    def share(self, accounts, sales):
        rated = [account for account in accounts
                 if account.record is not None and account.record["potential"] is not None]
        return {
            "revenue": ratio(total(sales, self.windows.trailing, "revenue"), self.trailing),
            "wallet": ratio(
                sum(total(account.sales, self.windows.trailing, "revenue") for account in rated),
                sum(account.record["potential"] for account in rated)),
        }

    def sections(self, accounts):
        sales = [sale for account in accounts for sale in account.sales]
        return {
            "orders": self.orders(accounts),
            "revenue": self.revenue(sales),
            "margin": self.margin(sales),
            "quantity": self.quantity(sales),
            "products": self.products(sales),
            "diversity": self.diversity(sales),
            "quotes": self.quotes(accounts),
            "contracts": self.contracts(accounts),
            "share": self.share(accounts, sales),
        }

    # Answers

    def profile(self, account):
        record = account.record or {
            "name": None, "rep": None, "segment": None, "country": None,
            "relationship": "active", "potential": None, "since": None, "tags": []}
        potential = record["potential"]
        return {**record, "potential": None if potential is None else self.money(potential)}

    def client(self, client):
        """The object of `client.get`; KeyError when the client is not known."""
        account = self.clients[client]
        sections = self.sections([account])
        sections["orders"]["cadence_days"] = self.cadence(account.purchase_days)
        return {"client": client, **self.profile(account), **sections,
                "lifecycle": {"phase": self.phase(account)}, **self.standings.client(client)}

    def phase(self, account):
        windows = self.windows
        return phase(account.record is not None and account.record["relationship"] == "abandoned",
                     account.purchase_days, total(account.sales, windows.trailing, "revenue"),
                     total(account.sales, windows.previous, "revenue"), account.contracts,
                     self.today)

    def summary(self, accounts, rep=None):
        windows = self.windows
        buyers = [account for account in accounts
                  if any(day in windows.trailing for day in account.purchase_days)]
        before = [account for account in accounts
                  if any(day in windows.previous for day in account.purchase_days)]
        again = sum(any(day in windows.trailing for day in account.purchase_days)
                    for account in before)
        return {
            "clients": {
                "known": len(accounts),
                "prospects": sum(not account.purchase_days for account in accounts),
                "buyers": len(buyers)},
            "phases": {name: sum(self.phase(account) == name for account in accounts)
                       for name in PHASES},
            "new": sum(min(account.purchase_days) in windows.trailing for account in buyers),
            "retention": ratio(again, len(before)),
            "attrition": ratio(len(before) - again, len(before)),
            **self.sections(accounts),
            **self.standings.summary(rep),
        }

    def portfolio_summary(self):
        return {"rep": None, **self.summary(list(self.clients.values()))}

    def reps(self):
        """The reps that surely exist: named by a known client's record or by a counted document."""
        attached = {account.rep for account in self.clients.values() if account.rep is not None}
        return attached | set(self.sold)

    def rep_summary(self, rep):
        return {"rep": rep, **self.summary(
            [account for account in self.clients.values() if account.rep == rep], rep)}

    def rep(self, rep):
        sold = self.sold.get(rep, Account())
        return {
            **self.rep_summary(rep),
            "sold": {
                "revenue": self.revenue(sold.sales),
                "margin": self.margin(sold.sales),
                "quantity": self.quantity(sold.sales),
                "orders": {
                    "count": len(sold.order_days),
                    "count_12m": sum(day in self.windows.trailing for day in sold.order_days)}},
        }

    def history(self, accounts, by):
        """Rows by `day` or `month`, oldest first, for the periods with a counted document."""
        length = {"day": 10, "month": 7}[by]
        periods = defaultdict(lambda: [0, 0, 0, 0])
        for account in accounts:
            for sale in account.sales:
                row = periods[sale.date.isoformat()[:length]]
                row[0] += sale.revenue
                row[1] += sale.margin or 0
                row[2] += sale.quantity
            for day in account.order_days:
                periods[day.isoformat()[:length]][3] += 1
        return [{"period": period, "revenue": self.money(revenue), "margin": self.money(margin),
                 "quantity": show_quantity(quantity), "orders": orders}
                for period, (revenue, margin, quantity, orders) in sorted(periods.items())]

    def client_history(self, client, by):
        return self.history([self.clients[client]], by)

    def portfolio_history(self, by):
        return self.history(list(self.clients.values()), by)

    def all_figures(self):
        return {
            "as_of": self.today.isoformat(),
            "clients": {client: self.client(client) for client in sorted(self.clients)},
            "reps": {rep: self.rep(rep) for rep in sorted(self.reps())},
            "portfolio": self.portfolio_summary(),
            "history": {by: {"portfolio": self.portfolio_history(by),
                             "clients": {client: self.client_history(client, by)
                                         for client in sorted(self.clients)}}
                        for by in ("month", "day")},
            "refused": self.refusals,
        }


def read_lines(path):
    """The events of a JSONL file, gzip or plain, one text a line."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [line for line in lines if line.strip()]


def main():
    parser = argparse.ArgumentParser(description="Recompute every figure from a log of events.")
    parser.add_argument("--day", help="the business date; default: the newest event's local day")
    parser.add_argument("--config", help="a JSON file with base_currency, rates, timezone, ...")
    parser.add_argument("events", help="JSONL, plain or .gz")
    arguments = parser.parse_args()
    settings = {}
    if arguments.config:
        with open(arguments.config, encoding="utf-8") as file:
            settings = json.load(file)
    today = read_date(arguments.day) if arguments.day else None
    print(to_json(Portfolio(read_lines(arguments.events), today, settings).all_figures()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
