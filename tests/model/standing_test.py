#!/usr/bin/python3
"""Places, classes and scores of the recomputation, by small cases worked out by hand."""

import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from definitions_test import Scene
from standing import Ranking
from standing_answers import Movers, StandingAnswers

TODAY = "2026-02-01"


def invoices(*amounts, **fields):
    """A client c0, c1, ... for each amount."""
    scene = Scene()
    for number, amount in enumerate(amounts):
        kind = "credit_note" if amount < 0 else "invoice"
        scene.add(f"{kind}.issued", id=f"F{number}", client=f"c{number}", amount=abs(amount),
                  date="2026-01-10", **fields)
    return scene


class Places(unittest.TestCase):
    def test_ties_are_by_the_bytes_of_the_id(self):
        ranking = Ranking({"é": 1, "z": 1, "a": 0, "Z": 1, "b": 2})
        self.assertEqual([row.client for row in ranking.rows], ["b", "Z", "z", "é", "a"])
        self.assertEqual([row.cumulative for row in ranking.rows], [2, 3, 4, 5, 5])
        self.assertEqual([ranking.score(row.client) for row in ranking.rows], [5, 4, 4, 4, 1])

    def test_rank_overall_and_with_the_rep(self):
        scene = invoices(50, 30, 20).add("client.updated", client="c1", rep="anna")
        portfolio = scene.add("client.updated", client="c2", rep="anna").on(TODAY)
        self.assertEqual([portfolio.client(f"c{n}")["rank"] for n in range(3)], [
            {"place": 1, "of": 3, "cumulative_share": Decimal("0.5"), "in_rep": None,
             "rep_of": None},
            {"place": 2, "of": 3, "cumulative_share": Decimal("0.8"), "in_rep": 1, "rep_of": 2},
            {"place": 3, "of": 3, "cumulative_share": 1, "in_rep": 2, "rep_of": 2}])


class Classes(unittest.TestCase):
    def classes(self, portfolio, name, count):
        return [portfolio.client(f"c{n}")["segments"][name] for n in range(count)]

    def test_the_client_that_passes_a_border_is_still_inside(self):
        portfolio = invoices(50, 30, 10, 5, 5).on(TODAY)
        self.assertEqual(self.classes(portfolio, "abc", 5), list("AABBC"))
        portfolio = invoices(50, 29, 11, 5, 5).on(TODAY)
        self.assertEqual(self.classes(portfolio, "abc", 5), list("AAABC"))
        self.assertEqual(self.classes(portfolio, "pareto", 5), ["large"] * 3 + ["small"] * 2)
        self.assertEqual(self.classes(portfolio, "pmg", 5), list("GPPPP"))

    def test_without_a_positive_total_nobody_is_large(self):
        for amounts in ((0, 0), (10, -10), (10, -20)):
            portfolio = invoices(*amounts).on(TODAY)
            self.assertEqual(self.classes(portfolio, "abc", 2), ["C", "C"])
            self.assertEqual(portfolio.portfolio_summary()["segments"], {
                "abc": {"A": 0, "B": 0, "C": 2}, "pareto": {"large": 0, "small": 2},
                "top20_share": None, "clients_for_80": 0})
            self.assertIsNone(portfolio.client("c0")["rank"]["cumulative_share"])

    def test_crossed_with_the_potential(self):
        scene = invoices(90, 10)
        scene.add("client.updated", client="c0", potential="10")
        scene.add("client.updated", client="c1", potential="90")
        self.assertEqual(self.classes(scene.on(TODAY), "crossed", 2), ["A2", "B1"])
        scene.add("client.updated", client="c1")
        self.assertEqual(self.classes(scene.on(TODAY), "crossed", 2), ["A1", None])
        self.assertEqual(self.classes(
            scene.on(TODAY, segments={"potential": {"1": 50, "2": 20}}), "crossed", 2),
            ["A3", None])

    def test_scores_are_of_those_who_have_bought(self):
        scene = invoices(5)
        for number, date in enumerate(("2025-12-01", "2025-12-31", "2025-12-31", "2024-01-01")):
            scene.add("order.placed", id=f"O{number}", client=f"b{number}", date=date, amount="1")
        portfolio = scene.on(TODAY)
        self.assertEqual([portfolio.client(f"b{n}")["segments"]["rfm"] for n in range(4)], [
            {"r": 3, "f": 5, "m": 5, "name": "loyal"},
            {"r": 5, "f": 5, "m": 5, "name": "champions"},
            {"r": 5, "f": 5, "m": 5, "name": "champions"},
            {"r": 2, "f": 2, "m": 5, "name": "cannot_lose"}])
        self.assertEqual(portfolio.client("c0")["segments"]["rfm"],
                         {"r": None, "f": None, "m": None, "name": None})
        self.assertEqual(portfolio.client("c0")["segments"]["frat"],
                         {"f": None, "r": None, "a": None, "t": None})


class Answers(unittest.TestCase):
    def test_pareto_and_concentration(self):
        pareto = StandingAnswers(invoices(60, 20, 10, 10, 0, -20).on(TODAY)).pareto(points=2)
        self.assertEqual((pareto["known"], pareto["clients"], pareto["total"]), (6, 4, "80.00"))
        self.assertEqual((pareto["top20_clients"], pareto["top20_share"], pareto["clients_for_80"]),
                         (1, Decimal("0.75"), 2))
        self.assertEqual([(point["place"], point["cumulative_share"]) for point in pareto["curve"]],
                         [(2, 1), (4, Decimal("1.25"))])
        concentration = pareto["concentration"]
        self.assertEqual((concentration["largest_client"], concentration["herfindahl"],
                          concentration["gini"]), ("c0", Decimal("0.65625"), Decimal("0.4")))

    def test_movers_since_a_day(self):
        scene = invoices(50, 30)
        scene.add("invoice.issued", id="G", client="c1", amount="40", date="2026-01-20")
        movers = Movers(scene.on("2026-01-19"), scene.on(TODAY)).answer()
        self.assertEqual([(row["client"], row["change"], row["before"], row["now"])
                          for row in movers["gained"] + movers["lost"]], [
            ("c1", 1, {"revenue": "30.00", "place": 2, "abc": "A"},
             {"revenue": "70.00", "place": 1, "abc": "A"}),
            ("c0", -1, {"revenue": "50.00", "place": 1, "abc": "A"},
             {"revenue": "50.00", "place": 2, "abc": "A"})])


if __name__ == "__main__":
    unittest.main()
