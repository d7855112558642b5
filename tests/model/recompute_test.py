#!/usr/bin/python3
"""The recomputation against figures that others computed from the same definitions.

Needs the real logs: CLIENTELE_DATA names their folder; without it the test is skipped.
"""

import datetime
import gzip
import json
import os
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from recompute import Portfolio, read_lines
from reference import (reference_portfolio, reference_row, superstore_portfolio,
                       superstore_row)
from standing_answers import StandingAnswers

DATA = os.environ.get("CLIENTELE_DATA")


@unittest.skipUnless(DATA, "CLIENTELE_DATA is not set: no real logs to recompute")
class Superstore(unittest.TestCase):
    def test_every_client_as_of_2021_06_30(self):
        with gzip.open(Path(DATA) / "superstore.2021-06-30.json.gz", "rt") as file:
            reference = json.load(file, parse_float=Decimal)
        events = read_lines(Path(DATA) / "superstore.jsonl.gz")
        portfolio = Portfolio(events, datetime.date(2021, 6, 30), {"base_currency": "USD"})
        self.assertEqual(portfolio.refusals, [])
        self.assertEqual(set(portfolio.clients), set(reference["clients"]))
        figures = 0
        for client, row in reference["clients"].items():
            answer = portfolio.client(client)
            actual = superstore_row(answer)
            expected, cumulative = reference_row(row, actual, reference["portfolio"]["trailing"])
            self.assertEqual(actual, expected, client)
            self.assertEqual(answer["rank"]["cumulative_share"], cumulative, client)
            self.assertEqual(portfolio.standings.ranking("revenue").by_client[client].cumulative,
                             row["cumulative"], client)
            figures += len(actual) + 2
        published = reference["portfolio"]
        actual = superstore_portfolio(portfolio.portfolio_summary())
        self.assertEqual(actual, reference_portfolio(published))
        pareto = StandingAnswers(portfolio).pareto()
        self.assertEqual((pareto["clients"], pareto["clients_for_80"]),
                         (published["positive"], published["clients_for_80"]))
        print(f"superstore: {figures} figures of {len(reference['clients'])} clients agree")


if __name__ == "__main__":
    unittest.main()
