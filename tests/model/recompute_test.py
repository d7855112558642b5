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
from reference import superstore_row

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
            actual = superstore_row(portfolio.client(client))
            expected = {key: row.get(key) for key in actual}
            expected["cadence"] = None if expected["cadence"] is None else round(expected[
                "cadence"], 6)
            self.assertEqual(actual, expected, client)
            figures += len(actual)
        summary = portfolio.portfolio_summary()
        self.assertEqual(summary["clients"]["known"], reference["portfolio"]["clients"])
        self.assertEqual(summary["revenue"]["total"].replace(".", ""),
                         str(reference["portfolio"]["revenue_total"]))
        self.assertEqual(summary["revenue"]["trailing_12m"].replace(".", ""),
                         str(reference["portfolio"]["trailing"]))
        print(f"superstore: {figures} figures of {len(reference['clients'])} clients agree")


if __name__ == "__main__":
    unittest.main()
