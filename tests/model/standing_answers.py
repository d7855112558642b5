"""Who stands where: the answers of `portfolio.pareto`, `portfolio.segments`, `portfolio.movers`."""

import datetime
from collections import defaultdict

from money import ratio, show_quantity
from show import ANY_WORDS
from standing import PARETO_PERCENT, Ranking, sales_figure

BEST_CLIENTS = 5
PAGE_ROWS = 50
CLASSES = {"abc": "ABC", "pareto": ("large", "small"), "pmg": "GMP"}
CROSSED = [letter + number for letter in "ABC" for number in "123"] + [None]


class StandingAnswers:
    """Answers about one portfolio (recompute.py), without `as_of` and `commit`."""

    def __init__(self, portfolio):
        self.portfolio = portfolio
        self.standings = portfolio.standings

    def show(self, metric, figure):
        if metric == "orders":
            return figure
        return show_quantity(figure) if metric == "quantity" else self.portfolio.money(figure)

    def pareto(self, rep=None, metric=None, points=20):
        """`portfolio.pareto`."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        count, for_80 = len(ranking.positive), ranking.leading(PARETO_PERCENT)
        return {
            "rep": rep, "metric": metric, "known": len(ranking.rows), "clients": count,
            "total": self.show(metric, ranking.total),
            "top20_share": ranking.top20_share(), "top20_clients": ranking.top20(),
            "clients_for_80": for_80,
            "clients_for_80_share": ratio(for_80, count),
            "curve": ranking.curve(points),
            "concentration": {**ranking.concentration(), "reading": ANY_WORDS},
        }

    def class_of(self, by, client, ranking, metric, rep):
        if by == "abc":
            return ranking.abc(client, self.standings.borders)
        if by == "crossed":
            return self.standings.crossed(client, rep, metric)
        return ranking.pareto(client) if by == "pareto" else self.standings.pmg(
            client, rep, metric)

    def group(self, ranking, metric, clients, of_clients):
        """What every row tells of its clients."""
        figures = sum(ranking.by_client[client].figure for client in clients)
        return {
            "clients": len(clients),
            "share_of_clients": ratio(len(clients), of_clients),
            "sum": self.show(metric, figures),
            "share": ranking.part(figures),
        }

    def segments(self, by, rep=None, metric=None):
        """`portfolio.segments` by abc, pareto, pmg or crossed."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        members = defaultdict(list)
        for row in ranking.rows:
            members[self.class_of(by, row.client, ranking, metric, rep)].append(row.client)
        rows = []
        for name in CROSSED if by == "crossed" else CLASSES[by]:
            row = {"class": name, **self.group(ranking, metric, members[name],
                                                 len(ranking.rows))}
            if by == "crossed":
                potentials = self.standings.potentials(rep).by_client
                row["potential"] = None if name is None else self.portfolio.money(
                    sum(potentials[client].figure for client in members[name]))
            rows.append(row)
        return {**self.scope(by, ranking, metric, rep), "rows": rows}

    def scope(self, by, ranking, metric, rep):
        return {"by": by, "rep": rep, "metric": metric, "clients": len(ranking.rows),
                "total": self.show(metric, ranking.total)}

    def cells(self, letters, rep):
        """{scores: the clients who have them}, the best scores first."""
        cells = defaultdict(list)
        for client in self.standings.scores(rep)["r"].by_client:
            score = self.standings.score(client, rep)
            cells[tuple(score[letter] for letter in letters)].append(client)
        return dict(sorted(cells.items(), reverse=True))

    def cuts(self, letter, rep):
        """The least figures that score 2, 3, 4 and 5 or better; None when nobody is scored."""
        ranking = self.standings.scores(rep)[letter]
        if not ranking.rows:
            return None
        figures = [min(row.figure for row in ranking.rows if ranking.score(row.client) >= score)
                   for score in (2, 3, 4, 5)]
        if letter == "r":
            return [datetime.date.fromordinal(figure).isoformat() for figure in figures]
        return [self.portfolio.money(figure) for figure in figures] if letter == "m" else figures

    def rfm(self, rep=None, metric=None):
        """`portfolio.segments` by rfm."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        scored = len(self.standings.scores(rep)["r"].rows)
        members, rows = {name: [] for name, *_ in self.standings.cell_names}, []
        for scores, clients in self.cells("rfm", rep).items():
            name = self.standings.cell_name(*scores)
            members[name] += clients
            group = self.group(ranking, metric, clients, scored)
            rows.append({**dict(zip("rfm", scores)), "name": name, "clients": group["clients"],
                         "sum": group["sum"]})
        return {
            **self.scope("rfm", ranking, metric, rep),
            "rows": [{"name": name, **self.group(ranking, metric, clients, scored)}
                     for name, clients in members.items()],
            "scored": scored,
            "cuts": {letter: self.cuts(letter, rep) for letter in "rfm"},
            "cells": rows,
        }

    def frat(self, rep=None, metric=None):
        """`portfolio.segments` by frat."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        scored = len(self.standings.scores(rep)["r"].rows)
        return {
            **self.scope("frat", ranking, metric, rep),
            "rows": [{**dict(zip("frat", scores)), **self.group(ranking, metric, clients, scored)}
                     for scores, clients in self.cells("frmt", rep).items()],
            "scored": scored,
            "cuts": {name: self.cuts(letter, rep) for name, letter in zip("frat", "frmt")},
        }

    def by_rep(self, rep=None, metric=None):
        """`portfolio.segments` by rep; the first page."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        members = defaultdict(list)
        for row in ranking.rows:
            members[self.portfolio.clients[row.client].rep].append(row.client)
        names = Ranking({name or "": sum(ranking.by_client[client].figure for client in clients)
                         for name, clients in members.items()})
        rows = [{"rep": row.client or None,
                 **self.group(ranking, metric, members[row.client or None], len(ranking.rows))}
                for row in names.rows]
        return {**self.scope("rep", ranking, metric, rep), "rows": rows, "after": None}

    def within(self, category, metric, rep):
        """The clients who have a line of the category, by its metric."""
        sales = {client: [sale for sale in account.sales if sale.category == category]
                 for client, account in self.standings.accounts(rep).items()}
        return Ranking({client: sales_figure(lines, metric, self.portfolio.windows)
                        for client, lines in sales.items() if lines})

    def by_category(self, rep=None, metric=None):
        """`portfolio.segments` by category; the first page."""
        metric = metric or self.standings.metric
        ranking = self.standings.ranking(metric, rep)
        products = {row["category"]: row for row in self.portfolio.products(
            [sale for account in self.standings.accounts(rep).values() for sale in account.sales])}
        within = {category: self.within(category, metric, rep) for category in products}
        rows = []
        for category in Ranking({name: each.total for name, each in within.items()}).rows:
            inside = within[category.client]
            buyers = inside.positive
            rows.append({
                **products[category.client], "clients": len(buyers),
                "share_of_clients": ratio(len(buyers), len(ranking.rows)),
                "sum": self.show(metric, inside.total), "share": ranking.part(inside.total),
                "best": [{"client": row.client, "name": self.name(row.client),
                          "sum": self.show(metric, row.figure), "share": inside.part(row.figure)}
                         for row in buyers[:BEST_CLIENTS]]})
        return {**self.scope("category", ranking, metric, rep), "rows": rows, "after": None}

    def name(self, client):
        return self.portfolio.profile(self.portfolio.clients[client])["name"]

    def in_category(self, category, rep=None, metric=None):
        """`portfolio.segments` within one category."""
        metric = metric or self.standings.metric
        ranking, borders = self.within(category, metric, rep), self.standings.borders
        members = defaultdict(list)
        for row in ranking.rows:
            members[ranking.abc(row.client, borders)].append(row.client)
        return {
            **self.scope("abc", ranking, metric, rep), "category": category,
            "rows": [{"class": name, **self.group(ranking, metric, members[name],
                                                  len(ranking.rows))} for name in "ABC"],
            "ranking": [{
                "place": row.place, "client": row.client, "name": self.name(row.client),
                "rep": self.portfolio.clients[row.client].rep,
                "sum": self.show(metric, row.figure), "share": ranking.part(row.figure),
                "cumulative_share": ranking.part(row.cumulative),
                "abc": ranking.abc(row.client, borders)} for row in ranking.rows[:PAGE_ROWS]]}


class Movers:
    """`portfolio.movers`: the same documents as of an earlier day and as of today.

    Both know the same clients, and a client's rep is the one it has now."""

    def __init__(self, before, now):
        self.before, self.now = before, now

    def state(self, portfolio, client, rep):
        standings = portfolio.standings
        revenue = standings.ranking("revenue", rep).by_client[client]
        abc = standings.ranking(standings.metric, rep).abc(client, standings.borders)
        return revenue.figure, revenue.place, abc

    def changes(self, by, rep=None):
        """[(change, change of revenue, client, state before, state now)] of all who changed."""
        rows = []
        for client in self.now.standings.accounts(rep):
            before = self.state(self.before, client, rep)
            now = self.state(self.now, client, rep)
            gain = {"rank": before[1] - now[1], "revenue": now[0] - before[0],
                    "class": ord(before[2]) - ord(now[2])}
            if gain[by] != 0:
                rows.append((gain[by], gain["revenue"], client, before, now))
        return rows

    def shown(self, by, row):
        change, _, client, before, now = row
        profile = self.now.profile(self.now.clients[client])
        states = [{"revenue": self.now.money(revenue), "place": place, "abc": abc}
                  for revenue, place, abc in (before, now)]
        return {"client": client, "name": profile["name"], "rep": profile["rep"],
                "change": self.now.money(change) if by == "revenue" else change,
                "before": states[0], "now": states[1]}

    def answer(self, by="rank", rep=None, limit=50):
        rows = self.changes(by, rep)
        sides = {}
        for side, sign in (("gained", 1), ("lost", -1)):
            chosen = sorted((row for row in rows if row[0] * sign > 0),
                            key=lambda row: (-sign * row[0], -sign * row[1], row[2].encode()))
            sides[side] = [self.shown(by, row) for row in chosen[:limit]]
        return {"rep": rep, "by": by, "since": self.before.today.isoformat(),
                "clients": len(self.now.standings.accounts(rep)), **sides}
