#!/usr/bin/python3
"""The person's tool against a real daemon: exit codes, tables, --json and --csv."""

import csv
import io
import json
import subprocess
import time
import unittest

from daemon import Daemon, free_ports, program
from sample import event, invoice, order, record

DONE, REFUSED, USAGE, UNREACHABLE = 0, 1, 2, 3
CLIENTS = 60
TODAY = "2026-02-01"


def sample_events():
    events = []
    for number in range(CLIENTS):
        client = f"C-{number:03}"
        events += [record(client, f"Société {number}, \"Nº\" & fils", "anna"
                          if number % 3 else "bob"),
                   order(number, client, f"{number + 1}.50"),
                   invoice(number, client, f"{number + 1}.50")]
    return events + [event("quote.sent", {"id": "D-1", "client": "C-001", "amount": "75.00"})]


class Tool(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(base_currency="EUR")
        cls.addClassCleanup(cls.daemon.destroy)
        cls.daemon.start()
        receipt = cls.daemon.send(*sample_events())
        assert receipt["rejected"] == [], receipt
        cls.daemon.send(event("order.eaten", {"id": "CMD-1"}),
                        event("order.placed", {"id": "CMD-2"}))
        cls.daemon.advance(TODAY)

    def run_tool(self, *arguments, status=DONE, **environment):
        done = self.daemon.tool("clientele", *arguments, **environment)
        self.assertEqual(done.returncode, status, f"{arguments}: {done.stdout}{done.stderr}")
        if status != DONE:
            self.assertTrue(done.stderr.strip(), f"{arguments}: no word about what is wrong")
        else:
            self.assertEqual(done.stderr, "", arguments)
        return done.stdout

    def test_every_command_is_done(self):
        commands = [("summary",), ("summary", "--rep", "anna"), ("client", "C-001"),
                    ("search", "C-00"),
                    ("search", "Société"), ("list",), ("list", "--rep", "bob"),
                    ("history", "C-001"),
                    ("documents", "C-001"), ("reps",), ("sources",), ("rejected",), ("health",),
                    ("version",),
                    ("--help",), ("--version",), ("list", "--help")]
        for command in commands:
            with self.subTest(command):
                started = time.monotonic()
                shown = self.run_tool(*command)
                self.assertTrue(shown.strip())
                self.assertLess(time.monotonic() - started, 5)
                self.assertNotIn("\x1b", shown, "colours outside a terminal")

    def test_tables_show_the_figures(self):
        self.assertIn("Société 1, \"Nº\" & fils",
                      self.run_tool("client", "C-001", LC_ALL="C.UTF-8"))
        self.assertIn("75.00", self.run_tool("client", "C-001"))
        self.assertIn("C-059", self.run_tool("list"))

    def test_json_is_the_raw_result(self):
        rows = [(("summary",), "portfolio.summary", {}),
                (("client", "C-001"), "client.get", {"client": "C-001"}),
                (("history", "C-001"), "client.history", {"client": "C-001"}),
                (("list", "--limit", "7"), "portfolio.list", {"limit": 7}),
                (("search", "C-00", "--limit", "3"), "client.search",
                 {"query": "C-00", "limit": 3}),
                (("reps",), "rep.list", {}), (("sources",), "ingest.sources", {}),
                (("rejected",), "ingest.rejected", {}), (("version",), "system.version", {})]
        for command, method, params in rows:
            with self.subTest(command):
                shown = json.loads(self.run_tool(*command, "--json"))
                expected = json.loads(json.dumps(self.daemon.query(method, **params),
                                                 default=float))
                if method == "portfolio.list":  # the tool may ask for other sections
                    shown, expected = ([row["client"] for row in result["clients"]]
                                       for result in (shown, expected))
                self.assertEqual(shown, expected)
        self.assertEqual(json.loads(self.run_tool("health", "--json"))["clients"], CLIENTS)

    def csv_rows(self, *command):
        rows = list(csv.reader(io.StringIO(self.run_tool(*command, "--csv"))))
        self.assertGreaterEqual(len(rows), 1, "a header")
        self.assertEqual({len(row) for row in rows}, {len(rows[0])},
                         "every row has the header's columns")
        return rows[0], rows[1:]

    def test_csv_of_lists(self):
        header, rows = self.csv_rows("list", "--all")
        self.assertEqual(len(rows), CLIENTS)
        self.assertEqual(rows[0][header.index("client")], f"C-{CLIENTS - 1:03}",
                         "the largest first")
        self.assertIn(f"{CLIENTS}.50", rows[0])
        self.assertIn("Société 59, \"Nº\" & fils", rows[0])
        self.assertEqual(len(self.csv_rows("list", "--all", "--rep", "bob")[1]), CLIENTS // 3)
        self.assertEqual({row[0] for row in self.csv_rows("reps")[1]}, {"anna", "bob"})
        self.assertEqual(len(self.csv_rows("history", "C-001")[1]), 1)
        self.assertEqual(len(self.csv_rows("documents", "C-001")[1]), 3)
        self.assertEqual(len(self.csv_rows("rejected")[1]), 2)
        self.assertEqual(len(self.csv_rows("sources")[1]), 1)

    def test_not_found_and_refused(self):
        self.run_tool("client", "nobody", status=REFUSED)
        self.run_tool("history", "nobody", status=REFUSED)
        self.run_tool("clock", "advance", "2020-01-01", status=REFUSED)

    def test_wrong_usage(self):
        for command in ((), ("eat",), ("client",), ("client", "a", "b"), ("summary", "--colour"),
                        ("list", "--limit", "none"), ("clock", "advance"),
                        ("clock", "advance", "tomorrow"),
                        ("summary", "--json", "--csv"), ("client", "C-001", "--csv")):
            with self.subTest(command):
                self.run_tool(*command, status=USAGE)

    def test_daemon_not_there(self):
        nowhere = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        started = time.monotonic()
        self.run_tool("summary", "--timeout", "1", status=UNREACHABLE, CLIENTELE_ENDPOINT=nowhere)
        self.assertLess(time.monotonic() - started, 10)
        self.run_tool("clock", "advance", "2026-02-02", "--timeout", "1", status=UNREACHABLE,
                      CLIENTELE_ADMIN=f"ipc://{self.daemon.folder}/none.sock")

    def test_endpoint_option_goes_before_the_environment(self):
        nowhere = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        self.run_tool("summary", "--endpoint", self.daemon.query_endpoint,
                      CLIENTELE_ENDPOINT=nowhere)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [program("clientele"), "list", "--endpoint", self.daemon.query_endpoint],
                stdout=full,
                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=30, check=False)
        self.assertEqual(done.returncode, REFUSED, done.stderr)


class Administration(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(base_currency="EUR")
        self.addCleanup(self.daemon.destroy)
        self.daemon.start()

    def run_tool(self, *arguments):
        done = self.daemon.tool("clientele", *arguments)
        self.assertEqual(done.returncode, DONE, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def test_clock_and_retry(self):
        self.daemon.send(order(1), event("order.eaten", {"id": "CMD-1"}))
        self.run_tool("clock", "advance", "2027-03-01")
        self.assertEqual(self.daemon.query("system.health")["as_of"], "2027-03-01")
        self.assertEqual(self.daemon.query("client.get", client="C-1")["orders"]["count_12m"], 0)
        counts = json.loads(self.run_tool("retry", "--all", "--json"))
        self.assertEqual((counts["retried"], counts["accepted"], counts["rejected"]), (1, 0, 1))


if __name__ == "__main__":
    unittest.main(verbosity=1)
