#!/usr/bin/python3
"""kill -9 again and again during acknowledged ingest: nothing acknowledged is ever missing.

    test_kill.py [--kills N] [--seed N] [--events N]
"""

import argparse
import datetime
import os
import random
import subprocess
import sys
import time
import unittest

from daemon import Daemon, batches
from figures import Expected

from events import Configuration, read_event
from generate import make_log

OPTIONS = argparse.Namespace(
    kills=1000 if os.environ.get("CLIENTELE_LONG") else 100, seed=1, events=20_000)
SETTINGS = {
    "base_currency": "EUR", "timezone": "Europe/Paris", "fiscal_year_start": "04-01",
    "rates": {currency: [{"from": "2010-01-01", "rate": rate}]
              for currency,
              rate in (("USD", "0.92"), ("GBP", "1.17"), ("JPY", "0.0061"), ("TND", "0.295"))}}
TODAY = datetime.date(2025, 6, 30)
LAST_DAY = datetime.date(2025, 12, 31)  # later than every event's time
START_LIMIT_SECONDS = 20


class Traffic:
    """Which messages are acknowledged, which are still to be sent."""

    def __init__(self, rng, events):
        self.rng = rng
        self.messages, start = [], 0
        while start < len(events):
            size = rng.choice((1, 1, 3, 10, 40))
            self.messages.append(events[start:start + size])
            start += size
        self.bodies = [batches(message, len(message))[0] for message in self.messages]
        self.waiting = list(range(len(self.bodies)))[::-1]
        self.acknowledged = set()

    def next(self):
        """A message not yet acknowledged; once all are, any: repetition must do no harm."""
        return self.waiting.pop() if self.waiting else self.rng.randrange(len(self.bodies))

    def take_back(self, numbers):
        self.waiting += [number for number in reversed(numbers) if number not in self.acknowledged]

    def pump(self, sender, window, receipts_wanted, seconds):
        """Keeps `window` messages in flight until so many receipts or so much time.

        What is in flight then, and how many receipts came."""
        flying, receipts, limit = [], 0, None
        while receipts < receipts_wanted:
            while len(flying) < window:
                flying.append(self.next())
                sender.post(self.bodies[flying[-1]])
            remaining = START_LIMIT_SECONDS if limit is None else limit - time.monotonic()
            receipt = sender.receipt(max(0, remaining))
            if receipt is None:
                break
            limit = limit or time.monotonic() + seconds
            number = flying.pop(0)
            if "busy" in receipt:
                self.waiting.append(number)
                continue
            if receipt.get("rejected"):
                raise AssertionError(f"a valid event is rejected: {receipt['rejected'][:3]}")
            self.acknowledged.add(number)
            receipts += 1
        return flying, receipts


def documents_on_record(daemon):
    """(kind, id) of every document some client has, and the clients."""
    clients = [row["client"] for row in daemon.list_all("client.search", "clients", query="C-")]
    return {(row["kind"], row["id"]) for client in clients
            for row in daemon.list_all("client.documents", "documents",
                                       client=client)}, set(clients)


class Kill(unittest.TestCase):
    def run_until_killed(self, daemon, traffic, rng):
        """One life of the daemon: the number of receipts it gave."""
        if rng.random() < 0.1:  # killed while it starts
            daemon.start(ready=False)
            try:
                daemon.process.wait(rng.random() * 0.1)
            except subprocess.TimeoutExpired:
                pass
            else:
                self.fail(f"clienteled ended by itself:\n{daemon.log()}")
            daemon.kill()
            return 0
        daemon.start()
        as_of = daemon.query("system.health")["as_of"] or ""  # null before the first event
        self.assertGreaterEqual(as_of, self.as_of, "the clock went backwards over a kill")
        self.as_of = as_of
        sender = daemon.sender()
        flying, receipts = traffic.pump(sender, rng.choice((1, 4, 16, 64)),
                                        rng.choice((1, 20, 200, 1000)),
                                        rng.random() * 0.15)
        daemon.kill()
        sender.close()
        traffic.take_back(flying)
        return receipts

    def check_acknowledged(self, daemon, traffic, configuration):
        """Before anything is sent again: every acknowledged document is on record."""
        documents, clients = documents_on_record(daemon)
        acknowledged = 0
        for number in traffic.acknowledged:
            for text in traffic.messages[number]:
                event = read_event(text, configuration)
                acknowledged += 1
                if event.kind == "client" and event.body is not None:
                    self.assertIn(event.id, clients, "an acknowledged client is missing")
                elif event.body is not None:
                    self.assertIn((event.kind, event.id), documents,
                                  "an acknowledged document is missing")
        return acknowledged

    def test_nothing_acknowledged_is_lost(self):
        rng = random.Random(OPTIONS.seed)
        started = time.monotonic()
        events = make_log(OPTIONS.seed, OPTIONS.events, SETTINGS, TODAY)
        traffic = Traffic(rng, events)
        daemon = Daemon(**SETTINGS)
        self.addCleanup(daemon.destroy)
        self.as_of = ""
        receipts = sum(self.run_until_killed(daemon, traffic, rng) for _ in range(OPTIONS.kills))
        daemon.start()
        acknowledged = self.check_acknowledged(daemon, traffic, Configuration(SETTINGS))
        sender = daemon.sender()
        rest = [traffic.bodies[number] for number in range(len(traffic.bodies))
                if number not in traffic.acknowledged]
        for receipt in sender.send_all(rest):
            self.assertEqual(receipt["rejected"], [])
        sender.close()
        daemon.advance(LAST_DAY)
        figures = Expected(events, LAST_DAY, SETTINGS).check(self, daemon)
        daemon.kill()
        daemon.start()
        Expected(events, LAST_DAY, SETTINGS).check(self, daemon)
        print(f"{OPTIONS.kills} kills (seed {OPTIONS.seed}): {receipts} receipts, "
              f"{acknowledged} acknowledged events, {len(rest)} messages sent again at the end, "
              f"{figures} figures agree, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, value in vars(OPTIONS).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    _, others = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(argv=[sys.argv[0], *others])
