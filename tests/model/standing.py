"""Where every client stands: places, shares, classes and scores, by sorting everything again.

The answers have the shapes of docs/queries.md: the sections `rank` and `segments` of a client, and
the figures of `portfolio.pareto`.
"""

from dataclasses import dataclass

from money import ratio

WHOLE_PERCENT = 100
PARETO_PERCENT = 80
TOP20_PERCENT = 20
G_PERCENT, GM_PERCENT = 5, 20
SCORES = 5
DEFAULT_METRIC = "revenue"
DEFAULT_BORDERS = (80, 95)
POTENTIAL_CLASSES = {"A": "1", "B": "2", "C": "3"}


def percent_up(count, percent):
    """That many percent of `count`, rounded up."""
    return -(-count * percent // WHOLE_PERCENT)


@dataclass
class Row:
    """One client of a ranking: `cumulative` is the sum down to and including it."""

    client: str
    figure: int
    place: int
    cumulative: int
    better: int

    @property
    def before(self):
        return self.cumulative - self.figure


class Ranking:
    """Clients by figure, descending, ties by client id ascending (bytes)."""

    def __init__(self, figures):
        self.rows, self.total = [], 0
        better = 0
        for client, figure in sorted(figures.items(),
                                     key=lambda item: (-item[1], item[0].encode("utf-8"))):
            self.total += figure
            if self.rows and self.rows[-1].figure > figure:
                better = len(self.rows)
            self.rows.append(Row(client, figure, len(self.rows) + 1, self.total, better))
        self.by_client = {row.client: row for row in self.rows}
        self.positive = [row for row in self.rows if row.figure > 0]
        self.count_before = {}

    def leading(self, percent):
        """How many clients have less than this part of the total before them."""
        if percent not in self.count_before:
            self.count_before[percent] = 0 if self.total <= 0 else sum(
                WHOLE_PERCENT * row.before < percent * self.total for row in self.positive)
        return self.count_before[percent]

    def abc(self, client, borders):
        place = self.by_client[client].place
        a, b = (self.leading(percent) for percent in borders)
        return "A" if place <= a else "B" if place <= b else "C"

    def abc_sums(self, borders):
        sums = {name: {"count": 0, "sum": 0} for name in "ABC"}
        for row in self.rows:
            group = sums[self.abc(row.client, borders)]
            group["count"] += 1
            group["sum"] += row.figure
        return sums

    def pareto(self, client):
        is_large = self.by_client[client].place <= self.leading(PARETO_PERCENT)
        return "large" if is_large else "small"

    def pmg(self, client):
        row = self.by_client[client]
        if row.figure <= 0 or row.place > percent_up(len(self.positive), GM_PERCENT):
            return "P"
        return "G" if row.place <= percent_up(len(self.positive), G_PERCENT) else "M"

    def score(self, client):
        """5 for the best fifth down to 1; clients that are alike share a score."""
        return SCORES - SCORES * self.by_client[client].better // len(self.rows)

    def part(self, amount):
        """A share of the total; none without a positive total."""
        return ratio(amount, self.total) if self.total > 0 else None

    def sum_of_first(self, count):
        return sum(row.figure for row in self.positive[:count])

    def top20_share(self):
        return self.part(self.sum_of_first(percent_up(len(self.positive), TOP20_PERCENT)))

    def gini(self):
        """By its definition: the mean difference of two clients over twice their mean."""
        figures = [row.figure for row in self.positive]
        apart = sum(abs(one - other) for one in figures for other in figures)
        return ratio(apart, 2 * len(figures) * sum(figures))

    def concentration(self):
        squares = sum(row.figure ** 2 for row in self.positive)
        return {
            "largest": self.part(self.sum_of_first(1)),
            "ten_largest": self.part(self.sum_of_first(10)),
            "herfindahl": ratio(squares, self.total ** 2) if self.total > 0 else None,
            "gini": self.gini(),
        }


def metric_figure(account, metric, windows):
    """What an account is ranked by."""
    if metric == "orders":
        return sum(day in windows.trailing for day in account.order_days)
    window = windows.total if metric == "revenue_total" else windows.trailing
    name = "revenue" if metric == "revenue_total" else metric
    return sum(getattr(sale, name) or 0 for sale in account.sales if sale.date in window)


class Standings:
    """All rankings of a portfolio as of its day. `portfolio` has clients, windows, diversity()."""

    def __init__(self, portfolio, settings):
        self.portfolio = portfolio
        segments = settings.get("segments", {})
        self.metric = segments.get("metric", DEFAULT_METRIC)
        self.borders = tuple(segments.get("abc", DEFAULT_BORDERS))
        self.rankings = {}
        accounts = portfolio.clients
        self.potential = Ranking({
            client: account.record["potential"] for client, account in accounts.items()
            if account.record is not None and account.record["potential"] is not None})
        buyers = {client: account for client, account in accounts.items() if account.purchase_days}
        trailing = portfolio.windows.trailing
        self.scores = {
            "r": Ranking({client: max(account.purchase_days).toordinal()
                          for client, account in buyers.items()}),
            "f": Ranking({client: sum(day in trailing for day in account.purchase_days)
                          for client, account in buyers.items()}),
            "m": Ranking({client: metric_figure(account, "revenue", portfolio.windows)
                          for client, account in buyers.items()}),
            "t": Ranking({client: portfolio.diversity(account.sales)
                          for client, account in buyers.items()}),
        }

    def ranking(self, metric, rep=None):
        """Of all known clients, or of those that have this rep now."""
        if (metric, rep) not in self.rankings:
            self.rankings[metric, rep] = Ranking({
                client: metric_figure(account, metric, self.portfolio.windows)
                for client, account in self.portfolio.clients.items()
                if rep is None or account.rep == rep})
        return self.rankings[metric, rep]

    def rank(self, client):
        whole = self.ranking("revenue")
        row = whole.by_client[client]
        rep = self.portfolio.clients[client].rep
        of_rep = None if rep is None else self.ranking("revenue", rep)
        return {
            "place": row.place,
            "of": len(whole.rows),
            "cumulative_share": whole.part(row.cumulative),
            "in_rep": of_rep and of_rep.by_client[client].place,
            "rep_of": of_rep and len(of_rep.rows),
        }

    def segments(self, client):
        classes = self.ranking(self.metric)
        abc = classes.abc(client, self.borders)
        crossed = None
        if client in self.potential.by_client:
            crossed = abc + POTENTIAL_CLASSES[self.potential.abc(client, self.borders)]
        score = {}
        if client in self.scores["r"].by_client:
            score = {name: ranking.score(client) for name, ranking in self.scores.items()}
        return {
            "abc": abc,
            "pareto": classes.pareto(client),
            "pmg": classes.pmg(client),
            "crossed": crossed,
            "rfm": {name: score[name] for name in "rfm"} if score else None,
            "frat": {name: score[letter]
                     for name, letter in zip("frat", "frmt")} if score else None,
        }

    def client(self, client):
        """The sections of one client's object."""
        return {"rank": self.rank(client), "segments": self.segments(client)}

    def pareto(self, metric=None, rep=None):
        """The figures of a portfolio's curve, without the curve."""
        ranking = self.ranking(metric or self.metric, rep)
        return {
            "clients": len(ranking.positive),
            "top20_share": ranking.top20_share(),
            "clients_for_80": ranking.leading(PARETO_PERCENT),
            "concentration": ranking.concentration(),
        }
