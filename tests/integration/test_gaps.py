#!/usr/bin/python3
"""Feeds that lose, double, reorder and delay; restarts of either side; stalls, epochs, short logs.

    test_gaps.py [--rounds N] [--seed N] [--stall SECONDS]
"""

import argparse
import datetime
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import zmq

from chaos_feed import ChaosFeed
from daemon import ROOT, Daemon, free_ports, program, wait_until
from figures import Expected
from sample import order

from generate import make_log

sys.path.insert(0, str(ROOT / "docs" / "examples"))
from feed import Feed  # noqa: E402  (the folder is known only now)

LONG = bool(os.environ.get("CLIENTELE_LONG"))
OPTIONS = argparse.Namespace(rounds=100 if LONG else 4, seed=1, stall=30 if LONG else 3)
SETTINGS = {
    "base_currency": "EUR", "timezone": "Europe/Paris", "fiscal_year_start": "04-01",
    "rates": {currency: [{"from": "2010-01-01", "rate": rate}]
              for currency,
              rate in (("USD", "0.92"), ("GBP", "1.17"), ("JPY", "0.0061"), ("TND", "0.295"))}}
TODAY = datetime.date(2025, 6, 30)
LAST_DAY = datetime.date(2025, 12, 31)
SECONDS = 40
EVENTS = 2000


class Gaps(unittest.TestCase):
    def start(self, **rates):
        live, replay = (f"tcp://127.0.0.1:{port}" for port in free_ports(2))
        feed = ChaosFeed(rates.pop("seed", 1), live, replay, **rates)
        self.addCleanup(feed.destroy)
        return feed, self.start_daemon(live, replay)

    def start_daemon(self, live, replay, **settings):
        daemon = Daemon(**{**SETTINGS, **settings},
                        feeds=[{"name": "shop", "connect": live, "replay": replay}])
        self.addCleanup(daemon.destroy)
        return daemon.start()

    def rows(self, daemon):
        return {(row["source"], row["epoch"] or ""): row
                for row in daemon.query("ingest.sources")["sources"]}

    def wait_healed(self, feed, daemon):
        """Serves the feed until the daemon has committed all its logs."""
        next_beat = [0]

        def is_healed():
            feed.serve(5)
            if time.monotonic() >= next_beat[0]:
                feed.beat()
                next_beat[0] = time.monotonic() + 0.2
            rows = self.rows(daemon)
            return all(
                key in rows and rows[key]["issued"] == log.last and not rows[key]["missing"]
                and rows[key]["state"] == "complete" for key, log in feed.logs.items())

        try:
            wait_until(is_healed, SECONDS, "all gaps are healed")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.rows(daemon)}\n{daemon.log()}") from None
        self.assertEqual(daemon.query("system.health")["status"], "ok")
        return self.rows(daemon)

    def check_figures(self, feed, daemon):
        events = [text for log in feed.logs.values() for text in log.events]
        daemon.advance(LAST_DAY)
        return Expected(events, LAST_DAY, SETTINGS).check(self, daemon)

    def chaos(self, seed):
        """One round: what is told live is spoiled, and both sides are restarted at random."""
        rng = random.Random(f"round {seed}")
        rates = {what: rng.choice((0, 0.02, 0.2)) for what in ("drop", "double", "swap", "hold")}
        feed, daemon = self.start(seed=seed, deaf=rng.choice((0, 0, 0.02)), **rates)
        sources = ["/orders", "/billing", "/crm"][:rng.randrange(1, 4)]
        first = rng.choice((0, 1, 1000))
        epoch, troubles = "", []
        for number, text in enumerate(make_log(seed, EVENTS, SETTINGS, TODAY, clients=30)):
            feed.publish(feed.log(rng.choice(sources), epoch, first), text)
            if number % 20 == 0:
                feed.serve()
            if number % 100 == 0:
                feed.beat()
            if rng.random() < 3 / EVENTS:
                trouble = rng.choice(("kill", "restart daemon", "restart feed", "epoch", "let go"))
                troubles.append(trouble)
                if trouble == "kill":
                    daemon.kill()
                    daemon.start()
                elif trouble == "restart daemon":
                    daemon.restart()
                elif trouble == "restart feed":
                    feed.restart()
                elif trouble == "epoch":
                    epoch = f"epoch {number}"
                else:
                    feed.let_go()
        feed.let_go()
        rows = self.wait_healed(feed, daemon)
        self.assertEqual(sum(row["unhealable"] for row in rows.values()), 0)
        figures = self.check_figures(feed, daemon)
        daemon.kill()
        return (sum(row["healed"] for row in rows.values()), figures, len(troubles))

    def test_chaos(self):
        started = time.monotonic()
        healed = figures = troubles = 0
        for seed in range(OPTIONS.seed, OPTIONS.seed + OPTIONS.rounds):
            with self.subTest(seed=seed):
                counts = self.chaos(seed)
                healed, figures, troubles = (
                    healed + counts[0], figures + counts[1], troubles + counts[2])
        print(f"{OPTIONS.rounds} rounds of chaos from seed {OPTIONS.seed}: {healed} events healed, "
              f"{troubles} kills, restarts and epochs, {figures} figures agree, "
              f"{time.monotonic() - started:.1f} s")

    def test_subscriber_comes_late(self):
        """All was told before the daemon came; a killed daemon asks on from what it has committed."""
        feed, daemon = self.start()
        log = feed.log("/shop", "e1", 500)
        daemon.kill()
        for number in range(6000):
            log.add(order(number))
        daemon.start()
        rows = self.wait_healed(feed, daemon)
        self.assertEqual(rows["/shop", "e1"]["committed_to"], 6499)
        daemon.kill()
        for number in range(6000, 6100):
            log.add(order(number))
        daemon.start()
        row = self.wait_healed(feed, daemon)["/shop", "e1"]
        self.assertEqual((row["accepted"], row["duplicate"]), (6100, 0))

    def test_stalled_daemon(self):
        """The daemon stands still while more is told than any queue holds."""
        feed, daemon = self.start()
        feed.live.setsockopt(zmq.SNDHWM, 1000)
        log = feed.log("/shop")
        feed.publish(log, order(0))
        self.wait_healed(feed, daemon)
        feed.restart()  # with a small queue from its first message on
        feed.live.setsockopt(zmq.SNDHWM, 100)
        daemon.process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + OPTIONS.stall
        while time.monotonic() < until or log.last < 60_000:
            feed.publish(log, order(log.last))
        daemon.process.send_signal(signal.SIGCONT)
        row = self.wait_healed(feed, daemon)["/shop", ""]
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], log.last)
        self.assertGreater(row["healed"], 0)
        print(f"{log.last} events told during a stall of {OPTIONS.stall} s, "
              f"{row['healed']} healed by replay")

    def test_epoch_changes_while_the_daemon_is_away(self):
        feed, daemon = self.start()
        old = feed.log("/shop", "old")
        for number in range(10):
            feed.publish(old, order(number))
        self.wait_healed(feed, daemon)
        daemon.kill()
        del feed.logs["/shop", "old"]
        new = feed.log("/shop", "new")
        for number in range(10, 30):
            new.add(order(number))
        daemon.start()
        rows = self.wait_healed(feed, daemon)
        self.assertEqual(rows["/shop", "new"]["committed_to"], 20)
        wait_until(lambda: (feed.serve(5), self.rows(daemon)["/shop", "old"]["state"] == "ended")[1],
                   SECONDS, "the old epoch is ended")
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 30)

    def test_trimmed(self):
        feed, daemon = self.start()
        log = feed.log("/shop")
        for number in range(10):
            feed.publish(log, order(number))
        self.wait_healed(feed, daemon)
        daemon.kill()
        for number in range(10, 50):
            log.add(order(number))
        log.oldest = 31
        daemon.start()
        row = self.wait_healed(feed, daemon)["/shop", ""]
        self.assertEqual((row["unhealable"], row["trimmed_before"]), (20, 31))
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 30)
        wait_until(lambda: "feed_unhealable" in daemon.log(), SECONDS, "the log tells of it")
        daemon.restart()
        self.assertEqual(self.rows(daemon)["/shop", ""]["unhealable"], 20)

    def test_log_with_a_hole(self):
        """What the publisher itself has not got is given up, and told."""
        feed, daemon = self.start()
        log = feed.log("/shop")
        for number in range(10):
            feed.publish(log, order(number))
        log.events[4] = log.events[3]  # which the daemon has: nobody asks
        feed.rates["drop"] = 1
        for number in range(10, 20):
            feed.publish(log, order(number))
        log.events[14] = log.events[13]
        feed.rates["drop"] = 0
        row = self.wait_healed(feed, daemon)["/shop", ""]
        self.assertEqual((row["missing"], row["unhealable"]), (0, 1))

    def test_gap_without_replay(self):
        live = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = Daemon(**SETTINGS, feeds=[{"name": "shop", "connect": live}])
        self.addCleanup(daemon.destroy)
        daemon.start()
        link = daemon.context.socket(zmq.XPUB)
        self.addCleanup(link.close)
        link.bind(live)
        self.assertTrue(link.poll(SECONDS * 1000))
        for sequence in (1, 2, 5, 9):
            link.send(order(sequence, sequence=str(sequence)).encode())
        daemon.wait_handled(4, SECONDS)
        row = self.rows(daemon)["/test", ""]
        self.assertEqual((row["state"], row["missing"], row["gaps"], row["committed_to"]),
                         ("gap", 5, [[3, 4], [6, 8]], 2))
        daemon.kill()
        daemon.start()
        self.assertEqual(self.rows(daemon)["/test", ""]["gaps"], [[3, 4], [6, 8]])
        shown = daemon.tool("clientele", "sources")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("gap", shown.stdout)

    def test_hostile_answers(self):
        """Frames that are no answer: counted, and the daemon goes on asking and taking."""
        feed, daemon = self.start()
        log = feed.log("/shop")
        answers = iter([[b"EVENT"], [b""], [b"KTHXBAI", b"/other", b"", b"1"],
                        [b"TRIMMED", b"/shop", b"", b"x"], [b"KTHXBAI"] + [b"y"] * 50])
        true_answer = feed.answer

        def answer(frames):
            wrong = next(answers, None)
            if wrong is None:
                true_answer(frames)
            else:
                feed.asked.send_multipart([frames[0], *wrong])

        feed.answer = answer
        for number in range(100):
            feed.publish(log, order(number))
        self.wait_healed(feed, daemon)
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 100)

    def test_example_in_python(self):
        live, replay = (f"tcp://127.0.0.1:{port}" for port in free_ports(2))
        daemon = self.start_daemon(live, replay)
        with tempfile.TemporaryDirectory() as folder:
            feed = Feed(daemon.context, "/shop", live, replay, Path(folder) / "shop.jsonl", 1000)
            self.addCleanup(feed.close)
            for number in range(500):
                feed.publish("order.placed", json.loads(order(number))["data"])
            wait_until(lambda: (feed.serve(10), self.rows(daemon).get(("/shop", "1"), {}).get(
                "committed_to") == 500)[1], SECONDS, "all is in")
            self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 500)

    def test_example_in_node(self):
        """Where node and its zeromq package are installed (NODE_PATH names the folder)."""
        example = ROOT / "docs" / "examples" / "feed.js"
        if not shutil.which("node") or subprocess.run(
                ["node", "-e", "require('zeromq')"], capture_output=True, check=False).returncode:
            self.skipTest("node with its package zeromq is not installed")
        live, replay = (f"tcp://127.0.0.1:{port}" for port in free_ports(2))
        daemon = self.start_daemon(live, replay)
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen(
                ["node", str(example), "--source", "/shop", "--listen", live, "--replay", replay,
                 str(Path(folder) / "shop.jsonl")], stdin=subprocess.PIPE, text=True)
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            self.addCleanup(process.stdin.close)
            for number in range(500):
                process.stdin.write(json.dumps({
                    "type": "order.placed", "data": json.loads(order(number))["data"]}) + "\n")
            process.stdin.flush()
            wait_until(lambda: self.rows(daemon).get(("/shop", "1"), {}).get(
                "committed_to") == 500, SECONDS, "all is in")
            self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 500)

    def publish_file(self, path, live, replay, *options):
        process = subprocess.Popen(
            [program("clientele-feed"), "--listen", live, "--replay", replay, "--quiet",
             "--heartbeat", "0.1", *options, str(path)])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_clientele_feed(self):
        """A file of several sources that grows, published by the tool, which is killed meanwhile."""
        live, replay = (f"tcp://127.0.0.1:{port}" for port in free_ports(2))
        daemon = self.start_daemon(live, replay)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.jsonl"
            numbers = {"/a": 0, "/b": 0}

            def append(count):
                with path.open("a", encoding="utf-8") as log:
                    for _ in range(count):
                        source = "/a" if sum(numbers.values()) % 3 else "/b"
                        numbers[source] += 1
                        log.write(order(sum(numbers.values()), source=source,
                                        sequence=str(numbers[source])) + "\n")

            def wait_all():
                wait_until(lambda: all(
                    self.rows(daemon).get((source, ""), {}).get("committed_to") == last
                    and self.rows(daemon)[source, ""]["state"] == "complete"
                    for source, last in numbers.items()), SECONDS, f"all of {numbers} is in")

            append(5000)
            process = self.publish_file(path, live, replay, "--follow")
            wait_all()
            append(100)
            wait_all()
            process.kill()
            process.wait()
            append(100)
            process = self.publish_file(path, live, replay, "--follow")
            wait_all()
            self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 5200)
            process.terminate()
            self.assertEqual(process.wait(), 0)

    def test_clientele_feed_trims(self):
        live, replay = (f"tcp://127.0.0.1:{port}" for port in free_ports(2))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.jsonl"
            path.write_text("".join(order(n, sequence=str(n)) + "\n" for n in range(1, 301)),
                            encoding="utf-8")
            self.publish_file(path, live, replay, "--follow", "--keep", "100")
            daemon = self.start_daemon(live, replay)
            wait_until(lambda: self.rows(daemon).get(("/test", ""), {}).get("state") == "complete",
                       SECONDS, "what is kept is in")
            row = self.rows(daemon)["/test", ""]
            self.assertEqual((row["accepted"], row["trimmed_before"]), (100, 201))

    def test_simulated_services(self):
        """A lossy publisher with a replay endpoint: in the end nothing is missing."""
        ports = free_ports(6)
        endpoints = [f"tcp://127.0.0.1:{port}" for port in ports]
        names = ("orders", "billing", "crm")
        daemon = Daemon(**SETTINGS, feeds=[
            {"name": name, "connect": endpoints[i], "replay": endpoints[i + 3]}
            for i, name in enumerate(names)])
        self.addCleanup(daemon.destroy)
        arguments = [argument for i, name in enumerate(names) for argument in
                     (f"--{name}", endpoints[i], f"--{name}-replay", endpoints[i + 3])]
        common = ["--seed", "7", "--clients", "100", "--days", "120", "--quiet"]
        process = subprocess.Popen([program("clientele-sim"), *arguments, *common, "--speed", "0",
                                    "--lossy", "--heartbeat", "0.1"])
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        log = subprocess.run([program("clientele-sim"), *common, "--output", "-"], check=True,
                             capture_output=True, text=True).stdout.splitlines()
        daemon.start()
        wait_until(lambda: sum((row["committed_to"] or 0) for row in self.rows(daemon).values())
                   == len(log), SECONDS, "all of the simulated events are in")
        self.assertEqual(sum(row["unhealable"] for row in self.rows(daemon).values()), 0)
        figures = Expected(log, None, SETTINGS).check(self, daemon)
        print(f"{len(log)} simulated events, {figures} figures agree")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, value in vars(OPTIONS).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    _, others = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(argv=[sys.argv[0], *others])
