"""Where every client stands: places, shares, classes and scores, by sorting everything again.

The answers have the shapes of docs/queries.md: the sections `rank` and `segments` of a client, and
`segments` of a summary.
"""

from dataclasses import dataclass
from fractions import Fraction

from money import ratio, read_scaled

WHOLE_PERCENT = 100
PARETO_PERCENT = 80
TOP20_PERCENT = 20
G_PERCENT, GM_PERCENT = 5, 20
SCORES = 5
METRICS = ("revenue", "margin", "quantity", "orders", "revenue_total")
DEFAULT_METRIC = "revenue"
MONEY_METRICS = ("revenue", "margin", "revenue_total")
DEFAULT_BORDERS = (80, 95)
POTENTIAL_CLASSES = {"A": "1", "B": "2", "C": "3"}
ALL_SCORES = (1, 2, 3, 4, 5)
# The default names of the cells: name, then the scores R, F and M that it is for.
CELL_NAMES = (
    ("champions", (4, 5), (4, 5), (4, 5)), ("loyal", (4, 5), (4, 5), (1, 2, 3)),
    ("loyal", (3,), (4, 5), ALL_SCORES), ("potential_loyal", (4, 5), (2, 3), ALL_SCORES),
    ("new", (5,), (1,), ALL_SCORES), ("promising", (4,), (1,), ALL_SCORES),
    ("need_attention", (3,), (3,), ALL_SCORES), ("about_to_sleep", (3,), (1, 2), ALL_SCORES),
    ("cannot_lose", (1, 2), (5,), ALL_SCORES), ("cannot_lose", (1, 2), (1, 2, 3, 4), (5,)),
    ("at_risk", (1, 2), (3, 4), (1, 2, 3, 4)), ("hibernating", (1, 2), (1, 2), (1, 2, 3, 4)),
)


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

    def pareto(self, client):
        is_large = self.by_client[client].place <= self.leading(PARETO_PERCENT)
        return "large" if is_large else "small"

    def pmg(self, client, amounts=None):
        """By the least amounts of G and M, or by number of clients."""
        row, count = self.by_client[client], len(self.positive)
        if amounts is not None:
            return "G" if row.figure >= amounts[0] else "M" if row.figure >= amounts[1] else "P"
        if row.figure <= 0 or row.place > percent_up(count, GM_PERCENT):
            return "P"
        return "G" if row.place <= percent_up(count, G_PERCENT) else "M"

    def score(self, client):
        """5 for the best fifth down to 1; clients that are alike share a score."""
        return SCORES - SCORES * self.by_client[client].better // len(self.rows)

    def part(self, amount):
        """A share of the total; none without a positive total."""
        return ratio(amount, self.total) if self.total > 0 else None

    def sum_of_first(self, count):
        return sum(row.figure for row in self.positive[:count])

    def top20(self):
        return percent_up(len(self.positive), TOP20_PERCENT)

    def top20_share(self):
        return self.part(self.sum_of_first(self.top20()))

    def curve(self, points):
        """Places evenly over the positive clients, the last of them at the end."""
        count = len(self.positive)
        points = min(points, count)
        places = [-(-count * number // points) for number in range(1, points + 1)]
        return [{
            "place": place,
            "share_of_clients": ratio(place, count),
            "cumulative_share": self.part(self.sum_of_first(place)),
            "client": self.positive[place - 1].client} for place in places]

    def gini(self):
        """By its definition: the mean difference of two clients over twice their mean."""
        figures = [row.figure for row in self.positive]
        apart = sum(abs(one - other) for one in figures for other in figures)
        return ratio(apart, 2 * len(figures) * sum(figures))

    def concentration(self):
        squares = sum(row.figure ** 2 for row in self.positive)
        return {
            "largest": self.part(self.sum_of_first(1)),
            "largest_client": self.positive[0].client if self.positive else None,
            "ten_largest": self.part(self.sum_of_first(10)),
            "herfindahl": ratio(squares, self.total ** 2) if self.total > 0 else None,
            "gini": self.gini(),
        }


def amounts_of(mapping, names, decimals):
    """Two least amounts in minor units; None when there are none."""
    return tuple(read_scaled(mapping[name], decimals, name) for name in names) if mapping else None


def sales_figure(sales, metric, windows):
    """A metric that lines make: any but orders."""
    window = windows.total if metric == "revenue_total" else windows.trailing
    name = "revenue" if metric == "revenue_total" else metric
    return sum(getattr(sale, name) or 0 for sale in sales if sale.date in window)


def metric_figure(account, metric, windows):
    """What an account is ranked by."""
    if metric == "orders":
        return sum(day in windows.trailing for day in account.order_days)
    return sales_figure(account.sales, metric, windows)


class Standings:
    """All rankings of a portfolio as of its day. `portfolio` has clients, windows, diversity()."""

    def __init__(self, portfolio, settings):
        self.portfolio = portfolio
        segments = settings.get("segments", {})
        self.metric = segments.get("metric", DEFAULT_METRIC)
        self.borders = tuple(map(Fraction, segments.get("abc", DEFAULT_BORDERS)))
        decimals = portfolio.configuration.rates.base_decimals
        self.pmg_amounts = amounts_of(segments.get("pmg"), "GM", decimals)
        self.potential_amounts = amounts_of(segments.get("potential"), "12", decimals)
        self.cell_names = [
            (row["name"], *(row.get(letter, ALL_SCORES) for letter in "rfm"))
            for row in segments["rfm"]] if "rfm" in segments else CELL_NAMES
        self.kept = {}

    def accounts(self, rep=None):
        """All known clients, or those that have this rep now."""
        return {client: account for client, account in self.portfolio.clients.items()
                if rep is None or account.rep == rep}

    def once(self, key, make):
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def ranking(self, metric, rep=None):
        windows = self.portfolio.windows
        return self.once((metric, rep), lambda: Ranking({
            client: metric_figure(account, metric, windows)
            for client, account in self.accounts(rep).items()}))

    def potentials(self, rep=None):
        """Of the clients whose potential is known."""
        return self.once(("potential", rep), lambda: Ranking({
            client: account.record["potential"] for client, account in self.accounts(rep).items()
            if account.record is not None and account.record["potential"] is not None}))

    def scores(self, rep=None):
        """The rankings of the clients with a purchase day, by letter."""
        return self.once(("scores", rep), lambda: self.make_scores(rep))

    def make_scores(self, rep):
        windows = self.portfolio.windows
        buyers = {client: account for client, account in self.accounts(rep).items()
                  if account.purchase_days}
        figures = {
            "r": lambda account: max(account.purchase_days).toordinal(),
            "f": lambda account: sum(day in windows.trailing for day in account.purchase_days),
            "m": lambda account: metric_figure(account, "revenue", windows),
            "t": lambda account: self.portfolio.diversity(account.sales),
        }
        return {letter: Ranking({client: figure(account) for client, account in buyers.items()})
                for letter, figure in figures.items()}

    def score(self, client, rep=None):
        """The four scores; each is None without a purchase day."""
        return {letter: ranking.score(client) if client in ranking.by_client else None
                for letter, ranking in self.scores(rep).items()}

    def crossed(self, client, rep=None, metric=None):
        """The class of what is realised with the class of the potential."""
        potentials = self.potentials(rep)
        if client not in potentials.by_client:
            return None
        number = POTENTIAL_CLASSES[potentials.abc(client, self.borders)]
        if self.potential_amounts is not None:
            potential = potentials.by_client[client].figure
            number = str(1 + sum(potential < amount for amount in self.potential_amounts))
        return self.ranking(metric or self.metric, rep).abc(client, self.borders) + number

    def pmg(self, client, rep=None, metric=None):
        metric = metric or self.metric
        amounts = self.pmg_amounts if metric in MONEY_METRICS else None
        return self.ranking(metric, rep).pmg(client, amounts)

    def cell_name(self, r, f, m):
        """What the configuration calls a cell."""
        return next(name for name, *scores in self.cell_names
                    if r in scores[0] and f in scores[1] and m in scores[2])

    # Sections of a client's object

    def rank(self, client):
        whole = self.ranking("revenue")
        rep = self.portfolio.clients[client].rep
        of_rep = None if rep is None else self.ranking("revenue", rep)
        return {
            "place": whole.by_client[client].place,
            "of": len(whole.rows),
            "cumulative_share": whole.part(whole.by_client[client].cumulative),
            "in_rep": of_rep and of_rep.by_client[client].place,
            "rep_of": of_rep and len(of_rep.rows),
        }

    def segments(self, client):
        classes, score = self.ranking(self.metric), self.score(client)
        rfm = {letter: score[letter] for letter in "rfm"}
        return {
            "abc": classes.abc(client, self.borders),
            "pareto": classes.pareto(client),
            "pmg": self.pmg(client),
            "crossed": self.crossed(client),
            "rfm": {**rfm, "name": self.cell_name(**rfm) if score["r"] else None},
            "frat": {"f": score["f"], "r": score["r"], "a": score["m"], "t": score["t"]},
        }

    def client(self, client):
        return {"rank": self.rank(client), "segments": self.segments(client)}

    # The section of a summary

    def summary(self, rep=None):
        ranking = self.ranking(self.metric, rep)
        large = ranking.leading(PARETO_PERCENT)
        classes = [ranking.abc(row.client, self.borders) for row in ranking.rows]
        return {"segments": {
            "abc": {name: classes.count(name) for name in "ABC"},
            "pareto": {"large": large, "small": len(ranking.rows) - large},
            "top20_share": ranking.top20_share(),
            "clients_for_80": large,
        }}
