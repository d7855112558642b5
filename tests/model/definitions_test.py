#!/usr/bin/python3
"""The recomputation itself, by small cases whose figures are worked out by hand."""

import datetime
import json
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from business_days import Windows, year_before
from generate import make_case
from money import divide_half_away, ratio, show_quantity, show_scaled
from recompute import Portfolio

DAY = datetime.date


class Scene:
    """Events with rising times, so that later calls win unless a version says otherwise."""

    def __init__(self):
        self.events = []

    def add(self, type_, time=None, **data):
        number = len(self.events)
        self.events.append(json.dumps({
            "specversion": "1.0", "type": type_, "source": "/test", "id": f"e{number:03}",
            "time": time or f"2026-01-01T10:00:{number:02}Z", "data": data}))
        return self

    def on(self, today, **settings):
        return Portfolio(self.events, DAY.fromisoformat(today), settings)


class Arithmetic(unittest.TestCase):
    def test_half_goes_away_from_zero(self):
        self.assertEqual([divide_half_away(n, 2) for n in (1, 3, -1, -3, 4)], [1, 2, -1, -2, 2])
        self.assertEqual(divide_half_away(149, 100), 1)
        self.assertEqual(ratio(2, 3), Decimal("0.666667"))
        self.assertEqual(ratio(-1, 2_000_000), Decimal("-0.000001"))
        self.assertIsNone(ratio(1, 0))

    def test_amounts_and_quantities_as_text(self):
        self.assertEqual([show_scaled(n, 2) for n in (0, 5, -5, 12345)],
                         ["0.00", "0.05", "-0.05", "123.45"])
        self.assertEqual(show_scaled(7, 0), "7")
        self.assertEqual([show_quantity(n) for n in (0, 21000, 2500, -1, 100_000)],
                         ["0", "21", "2.5", "-0.001", "100"])

    def test_a_year_before_29_february(self):
        self.assertEqual(year_before(DAY(2024, 2, 29)), DAY(2023, 2, 28))
        self.assertEqual(year_before(DAY(2024, 2, 29), 4), DAY(2020, 2, 29))
        windows = Windows(DAY(2025, 2, 28), "04-01")
        self.assertIn(DAY(2024, 2, 29), windows.trailing)
        self.assertNotIn(DAY(2024, 2, 28), windows.trailing)
        self.assertIn(DAY(2024, 4, 1), windows.year_to_date)
        self.assertNotIn(DAY(2024, 3, 31), windows.year_to_date)
        self.assertIn(DAY(2023, 4, 1), windows.previous_year_to_date)
        self.assertNotIn(DAY(2024, 2, 29), windows.previous_year_to_date)


class Documents(unittest.TestCase):
    def test_an_amendment_after_the_cancellation_revives(self):
        scene = Scene().add("order.placed", id="O", client="C", amount="10")
        scene.add("order.cancelled", id="O")
        self.assertEqual(scene.on("2026-02-01").client("C")["orders"]["count"], 0)
        scene.add("order.amended", id="O", client="C", amount="7")
        orders = scene.on("2026-02-01").client("C")["orders"]
        self.assertEqual((orders["count"], orders["backlog"]), (1, "7.00"))

    def test_the_greater_version_wins_whatever_the_time(self):
        scene = Scene().add("order.placed", id="O", client="A", amount="10", version=2)
        scene.add("order.amended", id="O", client="B", amount="99", version=1)
        portfolio = scene.on("2026-02-01")
        self.assertEqual(list(portfolio.clients), ["A"])
        self.assertEqual(portfolio.client("A")["orders"]["backlog"], "10.00")

    def test_order_of_arrival_and_repetition_change_nothing(self):
        for seed in range(20):
            case = make_case(seed)
            events = [text for text, _ in case.events]
            forward = Portfolio(events, case.today, case.settings).all_figures()
            backward = Portfolio(events[::-1] + events, case.today, case.settings).all_figures()
            del forward["refused"], backward["refused"]
            self.assertEqual(forward, backward, seed)

    def test_date_is_the_local_date_of_the_time(self):
        scene = Scene().add("order.placed", time="2026-01-31T23:30:00Z", id="O", client="C",
                            amount="1")
        self.assertEqual(scene.on("2026-03-01",
                                  timezone="Europe/Paris").client("C")["orders"]["first"],
                         "2026-02-01")
        self.assertEqual(scene.on("2026-03-01", timezone="UTC").client("C")["orders"]["first"],
                         "2026-01-31")

    def test_a_future_document_waits_for_its_day(self):
        scene = Scene().add("order.placed", id="O", client="C", amount="1", date="2026-02-02")
        self.assertEqual(scene.on("2026-02-01").client("C")["orders"]["count"], 0)
        self.assertEqual(scene.on("2026-02-02").client("C")["orders"]["count"], 1)

    def test_erasure_takes_name_and_tags_until_a_later_record(self):
        scene = Scene().add("client.updated", client="C", name="Acme", rep="anna", tags=["vip"])
        scene.add("client.erased", id="C")
        client = scene.on("2026-02-01").client("C")
        self.assertEqual((client["name"], client["tags"], client["rep"]), (None, [], "anna"))
        scene.add("client.updated", client="C", name="Acme again")
        self.assertEqual(scene.on("2026-02-01").client("C")["name"], "Acme again")


class Figures(unittest.TestCase):
    def test_deposits_add_nothing_and_lines_bill_orders(self):
        scene = Scene().add("order.placed", id="O", client="C", amount="100")
        scene.add("invoice.issued", id="F1", client="C", order="O", amount="30", deposit=True)
        client = scene.on("2026-02-01", purchases="invoices").client("C")
        self.assertEqual((client["revenue"]["total"], client["orders"]["backlog"],
                          client["orders"]["purchase_days"]), ("0.00", "100.00", 0))
        scene.add("invoice.issued", id="F2", client="B", order="O",
                  lines=[{"amount": "60"}, {"amount": "5", "order": "other"}])
        portfolio = scene.on("2026-02-01")
        self.assertEqual(portfolio.client("C")["orders"]["backlog"], "40.00")
        self.assertEqual(portfolio.client("B")["revenue"]["total"], "65.00")

    def test_conversion_is_by_line_at_the_rate_of_the_day(self):
        rates = {"USD": [{"from": "2026-01-01", "rate": "0.5"},
                         {"from": "2026-01-15", "rate": "2"}]}
        scene = Scene().add("invoice.issued", id="F", client="C", date="2026-01-14", currency="USD",
                            lines=[{"amount": "0.01"}, {"amount": "0.01"}])
        self.assertEqual(scene.on("2026-02-01", rates=rates).client("C")["revenue"]["total"],
                         "0.02")
        scene.add("invoice.amended", id="F", client="C", date="2026-01-15", currency="USD",
                  amount="0.01")
        self.assertEqual(scene.on("2026-02-01", rates=rates).client("C")["revenue"]["total"],
                         "0.02")
        scene.add("invoice.amended", id="F", client="C", date="2025-12-31", currency="USD",
                  amount="9")
        portfolio = scene.on("2026-02-01", rates=rates)
        self.assertEqual(len(portfolio.refusals), 1)
        self.assertEqual(portfolio.client("C")["revenue"]["total"], "0.02")

    def test_margin_rate_coverage_and_the_rate_that_stands_in(self):
        scene = Scene().add("invoice.issued", id="F", client="C",
                            lines=[{"amount": "100", "cost": "60", "category": "a"},
                                   {"amount": "300", "category": "b"}])
        margin = scene.on("2026-02-01").client("C")["margin"]
        self.assertEqual((margin["total"], margin["rate"], margin["coverage"]),
                         ("40.00", Decimal("0.4"), Decimal("0.25")))
        margin = scene.on("2026-02-01", margin_rates={"b": "0.5"}).client("C")["margin"]
        self.assertEqual((margin["total"], margin["rate"], margin["coverage"]),
                         ("190.00", Decimal("0.475"), 1))

    def test_credit_notes_reduce_revenue_quantity_and_cost(self):
        scene = Scene().add("invoice.issued", id="F", client="C", amount="100", cost="60",
                            quantity="4")
        scene.add("credit_note.issued", id="A", client="C", invoice="F", amount="25", cost="15",
                  quantity="1")
        client = scene.on("2026-02-01").client("C")
        self.assertEqual((client["revenue"]["total"], client["margin"]["total"],
                          client["quantity"]["total"]),
                         ("75.00", "30.00", "3"))

    def test_contracts_end_renew_and_terminate(self):
        scene = Scene().add("contract.signed", id="K1", client="C", start="2026-01-01",
                            end="2026-01-31")
        scene.add("contract.signed", id="K2", client="C", start="2025-01-01", end="2025-12-31",
                  auto_renew=True)
        scene.add("contract.terminated", id="K2", date="2026-01-20")
        self.assertEqual([scene.on(day).client("C")["contracts"] for day in
                          ("2026-01-19", "2026-01-20", "2026-01-31", "2026-02-01")],
                         [{"active": 2, "next_end": "2026-01-31", "on_record": 2},
                          {"active": 1, "next_end": "2026-01-31", "on_record": 2},
                          {"active": 1, "next_end": "2026-01-31", "on_record": 2},
                          {"active": 0, "next_end": None, "on_record": 2}])

    def test_quotes_and_conversion(self):
        scene = Scene()
        for number, verb in enumerate(("accepted", "declined", "expired", "cancelled", "sent")):
            scene.add("quote.sent", id=f"Q{number}", client="C", amount="10")
            scene.add(f"quote.{verb}", id=f"Q{number}", client="C", amount="11")
        self.assertEqual(scene.on("2026-02-01").client("C")["quotes"], {
            "sent": 4, "accepted": 1, "declined": 1, "expired": 1, "open": 1,
            "open_amount": "11.00",
            "conversion": Decimal("0.333333")})

    def test_retention_and_the_reps_two_views(self):
        scene = Scene().add("client.updated", client="A", rep="anna", potential="100")
        scene.add("client.updated", client="B",
                  rep="anna").add("client.updated", client="P", rep="bob")
        for number, (client, date) in enumerate((("A", "2024-06-01"), ("B", "2024-06-01"),
                                                 ("A", "2025-06-01"))):
            scene.add("order.placed", id=f"O{number}", client=client, date=date, amount="5",
                      rep="bob")
        scene.add("invoice.issued", id="F", client="A", date="2025-06-02", amount="50", rep="bob")
        portfolio = scene.on("2026-02-01")
        anna, bob = portfolio.rep("anna"), portfolio.rep("bob")
        self.assertEqual((anna["clients"], anna["new"], anna["retention"], anna["attrition"]),
                         ({"known": 2, "prospects": 0, "buyers": 1}, 0, Decimal("0.5"),
                          Decimal("0.5")))
        self.assertEqual((anna["share"]["wallet"], anna["sold"]["orders"]["count"]),
                         (Decimal("0.5"), 0))
        self.assertEqual((bob["clients"]["prospects"], bob["orders"]["count"]), (1, 0))
        self.assertEqual((bob["sold"]["orders"], bob["sold"]["revenue"]["total"]),
                         ({"count": 3, "count_12m": 1}, "50.00"))

    def test_cadence(self):
        scene = Scene()
        self.assertIsNone(scene.add("client.updated", client="C").on("2026-02-01").client("C")[
            "orders"]["cadence_days"])
        for number, date in enumerate(("2026-01-05", "2026-01-15", "2026-01-15", "2026-01-26")):
            scene.add("order.placed", id=f"O{number}", client="C", date=date, amount="1")
        self.assertEqual(scene.on("2026-01-15").client("C")["orders"]["cadence_days"], 90)
        self.assertEqual(scene.on("2026-02-01").client("C")["orders"]["cadence_days"],
                         Decimal("10.5"))


class Generated(unittest.TestCase):
    def test_what_must_be_refused_is_and_nothing_else(self):
        refused = events = 0
        for seed in range(400):
            case = make_case(seed)
            portfolio = Portfolio([text for text, _ in case.events], case.today, case.settings)
            self.assertEqual({position for position, _ in portfolio.refusals},
                             {position for position, (_, bad) in enumerate(case.events) if bad},
                             seed)
            refused += len(portfolio.refusals)
            events += len(case.events)
        print(f"{events} generated events, {refused} to be refused")


if __name__ == "__main__":
    unittest.main()
