"""Compares what the daemon answers with the recomputation of the same events."""

import os
import sys
import unittest
from pathlib import Path

from daemon import ROOT

sys.path.insert(0, str(ROOT / "tests" / "model"))
from recompute import Portfolio, read_lines  # noqa: E402,F401  (the folder is known only now)
from show import first_difference  # noqa: E402

DATA = Path(os.environ["CLIENTELE_DATA"]) if os.environ.get("CLIENTELE_DATA") else None
needs_data = unittest.skipUnless(DATA,
                                 "CLIENTELE_DATA is not set: it names the folder of the real logs")


def count_figures(value):
    if isinstance(value, dict):
        return sum(count_figures(item) for item in value.values())
    if isinstance(value, list):
        return sum(count_figures(item) for item in value)
    return 1


class Expected:
    """All answers about one set of events as of one day, computed once."""

    def __init__(self, events, today, settings):
        portfolio = Portfolio(events, today, settings)
        self.portfolio = portfolio
        self.today = portfolio.today
        rows = [("portfolio.summary", {}, portfolio.portfolio_summary())]
        rows += [("portfolio.history", {"by": by},
                  {"by": by, "history": portfolio.portfolio_history(by)})
                 for by in ("month", "day")]
        for client in sorted(portfolio.clients):
            rows.append(("client.get", {"client": client}, portfolio.client(client)))
            rows.append(("client.history", {"client": client, "by": "month"},
                         {"client": client, "by": "month",
                          "history": portfolio.client_history(client, "month")}))
        rows += [("rep.get", {"rep": rep}, portfolio.rep(rep)) for rep in sorted(portfolio.reps())]
        self.rows = rows
        self.figures = sum(count_figures(row[2]) for row in rows)

    def check(self, test, daemon):
        """Fails the test at the first difference; the number of figures compared."""
        for method, params, expected in self.rows:
            actual = daemon.query(method, **params)
            test.assertEqual(actual["as_of"], self.today.isoformat())
            wrong = first_difference(expected, actual)
            test.assertIsNone(wrong, f"{method} {params}: {wrong}")
        return self.figures
