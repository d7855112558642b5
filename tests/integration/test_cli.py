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
SINCE = "2026-01-01"


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
                    ("documents", "C-001"), ("reps",), ("reps", "anna"),
                    ("pareto",), ("pareto", "--rep", "bob", "--metric", "margin", "--points", "3"),
                    ("abc",), ("abc", "--rep", "bob", "--metric", "orders"),
                    ("abc", "--category", "Paper", "--limit", "3"), ("abc", "--class", "C"),
                    ("rfm",), ("rfm", "--rep", "anna"), ("movers",),
                    ("movers", "--since", SINCE, "--by", "class", "--rep", "bob"),
                    ("sources",), ("rejected",), ("health",),
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

    def test_pareto_says_the_sentence(self):
        figures = self.daemon.query("portfolio.pareto")
        for environment, block in (({"LC_ALL": "C.UTF-8"}, "█"), ({"LC_ALL": "C"}, "#")):
            shown = self.run_tool("pareto", **environment)
            self.assertIn(f"{figures['clients_for_80']} of {CLIENTS} clients "
                          f"({figures['clients_for_80_share'] * 100:.1f} %) make 80 % of the "
                          "trailing revenue", shown)
            self.assertIn(f"make {figures['top20_share'] * 100:.1f} % of the 1,860.00", shown)
            self.assertIn(block * 40, shown, "the curve")
            self.assertIn(str(figures["concentration"]["gini"]), shown)

    def test_pareto_of_nothing_has_no_shares(self):
        daemon = Daemon(base_currency="EUR")
        self.addCleanup(daemon.destroy)
        daemon.start()
        done = daemon.tool("clientele", "pareto")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""), done.stdout)
        self.assertIn("No shares", done.stdout)
        for command in ("abc", "rfm", "movers"):
            done = daemon.tool("clientele", command)
            self.assertEqual((done.returncode, done.stderr), (DONE, ""), f"{command} {done.stdout}")

    def test_classes_ranks_and_scores(self):
        counts = self.daemon.query("portfolio.summary")["segments"]["abc"]
        shown = self.run_tool("abc").splitlines()
        for name in "ABC":
            row = next(line.split() for line in shown if line.startswith(name + " "))
            self.assertEqual(int(row[1]), counts[name])
        first = self.run_tool("client", f"C-{CLIENTS - 1:03}")
        self.assertIn(f"1st of {CLIENTS}, 1st of 40 with anna", first)
        self.assertIn("ABC A, Pareto large", first)
        self.assertIn(f"3rd of {CLIENTS}, 1st of 20 with bob",
                      self.run_tool("client", f"C-{CLIENTS - 3:03}"))
        grid = self.run_tool("rfm")
        self.assertIn(f"{CLIENTS} of {CLIENTS} known clients have bought", grid)
        for line in ("R 5", "R 1"):
            self.assertIn(line, grid)
        self.assertIn("2026-01-02", grid, "the cut points")

    def test_movers_on_both_sides(self):
        shown = self.run_tool("movers", "--since", SINCE, "--limit", "3", LC_ALL="C.UTF-8")
        gained, lost = shown.split("Lost")
        self.assertEqual((gained.count("▲"), lost.count("▼")), (3, 3))
        self.assertIn(f"C-{CLIENTS - 1:03}", gained)
        self.assertIn("C-000", lost)
        shown = self.run_tool("movers", "--since", SINCE, "--rep", "bob", "--by", "revenue")
        self.assertIn("nobody", shown.split("Lost")[1])
        self.assertNotIn(f"C-{CLIENTS - 1:03}", shown, "the client of another rep")

    def test_json_is_the_raw_result(self):
        rows = [(("summary",), "portfolio.summary", {}),
                (("client", "C-001"), "client.get", {"client": "C-001"}),
                (("history", "C-001"), "client.history", {"client": "C-001"}),
                (("list", "--limit", "7"), "portfolio.list", {"limit": 7}),
                (("search", "C-00", "--limit", "3"), "client.search",
                 {"query": "C-00", "limit": 3}),
                (("pareto",), "portfolio.pareto", {}),
                (("pareto", "--rep", "bob", "--metric", "orders", "--points", "4"),
                 "portfolio.pareto", {"rep": "bob", "metric": "orders", "points": 4}),
                (("abc",), "portfolio.segments", {"by": "abc"}),
                (("rfm", "--rep", "anna"), "portfolio.segments", {"by": "rfm", "rep": "anna"}),
                (("movers", "--since", SINCE, "--limit", "4"), "portfolio.movers",
                 {"since": SINCE, "limit": 4}),
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

    def test_csv_of_standings(self):
        header, rows = self.csv_rows("list", "--all", "--sort", "rank.place")
        self.assertEqual([row[header.index("rank.place")] for row in rows],
                         [str(place + 1) for place in range(CLIENTS)], "the best first")
        counts = self.daemon.query("portfolio.summary")["segments"]
        for command, count in ((("list", "--abc", "B"), counts["abc"]["B"]),
                               (("list", "--pareto", "large"), counts["clients_for_80"]),
                               (("abc", "--class", "A"), counts["abc"]["A"])):
            header, rows = self.csv_rows(*command, "--all")
            self.assertEqual(len(rows), count, command)
        self.assertEqual({row[header.index("segments.abc")] for row in rows}, {"A"})
        header, rows = self.csv_rows("abc")
        self.assertEqual([(row[0], int(row[1])) for row in rows], list(counts["abc"].items()))
        self.assertEqual(len(self.csv_rows("abc", "--category", "Paper", "--limit", "9")[1]), 9)
        header, rows = self.csv_rows("pareto", "--points", "6")
        self.assertEqual([float(row[header.index("share_of_clients")]) for row in rows][-1], 1)
        self.assertEqual(len(rows), 6)
        self.assertEqual(sum(int(row[1]) for row in self.csv_rows("rfm")[1]), CLIENTS)
        header, rows = self.csv_rows("movers", "--since", SINCE, "--limit", "5")
        changes = [int(row[header.index("change")]) for row in rows]
        self.assertEqual([change > 0 for change in changes], [True] * 5 + [False] * 5)
        header, rows = self.csv_rows("reps")
        self.assertEqual(len(rows[0]), len(header))
        self.assertIn("segments.abc.A", header)

    def test_not_found_and_refused(self):
        for command in ("pareto", "abc", "rfm", "movers"):
            self.run_tool(command, "--rep", "nobody", status=REFUSED)
        self.run_tool("movers", "--since", "2026-06-01", status=REFUSED)
        self.run_tool("client", "nobody", status=REFUSED)
        self.run_tool("history", "nobody", status=REFUSED)
        self.run_tool("clock", "advance", "2020-01-01", status=REFUSED)

    def test_wrong_usage(self):
        for command in ((), ("eat",), ("client",), ("client", "a", "b"), ("summary", "--colour"),
                        ("list", "--limit", "none"), ("clock", "advance"),
                        ("clock", "advance", "tomorrow"),
                        ("pareto", "--metric", "luck"), ("pareto", "--points", "none"),
                        ("abc", "--class", "D"), ("abc", "--limit", "5"), ("abc", "--all"),
                        ("abc", "--class", "A", "--metric", "margin"),
                        ("movers", "--since", "soon"), ("movers", "--by", "luck"),
                        ("list", "--abc", "Z"),
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
