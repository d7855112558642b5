#!/usr/bin/python3
"""A real log through the real programs: every figure of every client, however the log is sent.

As it is, shuffled and with every event twice; by live feed and acknowledged; cut at 2021-06-30
(against figures that others computed) and whole (against the recomputation).
"""

import gzip
import json
import subprocess
import tempfile
import time
import unittest
from decimal import Decimal
from pathlib import Path

from daemon import Daemon, free_ports, program
from figures import DATA, Expected, needs_data, read_lines

from reference import (reference_portfolio, reference_row, superstore_portfolio,
                       superstore_row)

SETTINGS = {"base_currency": "USD", "timezone": "UTC"}
CUT_DAY = "2021-06-30"
FEED_SECONDS = 120
WAYS = {"as it is": [], "shuffled": ["--shuffle", "7"], "every event twice": ["--repeat", "2"]}


def feed_acknowledged(daemon, path, *options):
    """Sends the log with receipts; clientele-feed ends when the last one is there."""
    done = daemon.tool("clientele-feed", "--send", daemon.ingest_endpoint, *options, path,
                       seconds=FEED_SECONDS)
    if done.returncode != 0:
        raise AssertionError(f"clientele-feed ended with {done.returncode}: {done.stderr[-2000:]}")


def feed_live(daemon, path, count, *options):
    """Publishes the log where the daemon's feed connects to, until all of it is handled."""
    endpoint = daemon.settings["feeds"][0]["connect"]
    with open(daemon.folder / "feed.log", "wb") as log:
        feed = subprocess.Popen([program("clientele-feed"), "--listen", endpoint, *options,
                                 str(path)],
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        daemon.wait_handled(count, FEED_SECONDS)
    finally:
        feed.kill()
        feed.wait()


@needs_data
class Superstore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="clientele-")
        cls.whole = read_lines(DATA / "superstore.jsonl.gz")
        cls.cut = [line for line in cls.whole if json.loads(line)["time"][:10] <= CUT_DAY]
        cls.cut_path = Path(cls.scratch.name) / "cut.jsonl"
        cls.cut_path.write_text("".join(cls.cut), encoding="utf-8")
        cls.expected = Expected(cls.whole, None, SETTINGS)
        with gzip.open(DATA / f"superstore.{CUT_DAY}.json.gz", "rt") as file:
            reference = json.load(file, parse_float=Decimal)
        cls.reference, cls.published = reference["clients"], reference["portfolio"]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def daemon(self):
        feed = {"name": "log", "connect": f"tcp://127.0.0.1:{free_ports(1)[0]}"}
        daemon = Daemon(**SETTINGS, feeds=[feed])
        self.addCleanup(daemon.destroy)
        return daemon.start()

    def check_reference(self, daemon):
        self.assertEqual(daemon.advance(CUT_DAY), CUT_DAY)
        figures = 0
        for client, row in self.reference.items():
            answer = daemon.query("client.get", client=client)
            actual = superstore_row(answer)
            expected, cumulative = reference_row(row, actual, self.published["trailing"])
            self.assertEqual(actual, expected, client)
            self.assertEqual(answer["rank"]["cumulative_share"], cumulative, client)
            self.assertEqual(answer["rank"]["of"], len(self.reference), client)
            figures += len(actual) + 2
        summary = daemon.query("portfolio.summary")
        self.assertEqual(superstore_portfolio(summary), reference_portfolio(self.published))
        pareto = daemon.query("portfolio.pareto")
        self.assertEqual((pareto["clients"], pareto["clients_for_80"]),
                         (self.published["positive"], self.published["clients_for_80"]))
        return figures

    def run_log(self, live, cut, options):
        path = self.cut_path if cut else DATA / "superstore.jsonl.gz"
        count = len(self.cut if cut else self.whole) * (2 if "--repeat" in options else 1)
        daemon = self.daemon()
        started = time.monotonic()
        if live:
            feed_live(daemon, path, count, *options)
        else:
            feed_acknowledged(daemon, path, *options)
        seconds = time.monotonic() - started
        figures = self.check_reference(daemon) if cut else self.expected.check(self, daemon)
        self.assertEqual(daemon.query("system.health")["quarantined"], 0)
        print(f"superstore, {'live' if live else 'acknowledged'}, {'cut' if cut else 'whole'}, "
              f"{' '.join(options) or 'as it is'}: {count} events in {seconds:.2f} s, "
              f"{figures} figures agree")

    def test_acknowledged_cut(self):
        for way, options in WAYS.items():
            with self.subTest(way):
                self.run_log(False, True, options)

    def test_acknowledged_whole(self):
        for way, options in WAYS.items():
            with self.subTest(way):
                self.run_log(False, False, options)

    def test_live_cut(self):
        for way, options in WAYS.items():
            with self.subTest(way):
                self.run_log(True, True, options)

    def test_live_whole(self):
        for way, options in WAYS.items():
            with self.subTest(way):
                self.run_log(True, False, options)

    def test_figures_survive_a_restart_and_a_kill(self):
        daemon = self.daemon()
        feed_acknowledged(daemon, DATA / "superstore.jsonl.gz")
        daemon.restart()
        self.expected.check(self, daemon)
        daemon.kill()
        daemon.start()
        figures = self.expected.check(self, daemon)
        print(f"superstore after a restart and after a kill: {figures} figures agree")


@needs_data
class Pipeline(unittest.TestCase):
    def test_quotes_orders_and_invoices(self):
        events = read_lines(DATA / "pipeline.jsonl.gz")
        expected = Expected(events, None, SETTINGS)
        for way, options in WAYS.items():
            with self.subTest(way):
                daemon = Daemon(**SETTINGS)
                self.addCleanup(daemon.destroy)
                daemon.start()
                started = time.monotonic()
                feed_acknowledged(daemon, DATA / "pipeline.jsonl.gz", *options)
                seconds = time.monotonic() - started
                figures = expected.check(self, daemon)
                print(f"pipeline, acknowledged, {way}: {len(events)} events in {seconds:.2f} s, "
                      f"{figures} figures agree")
                daemon.destroy()


if __name__ == "__main__":
    unittest.main(verbosity=1)
