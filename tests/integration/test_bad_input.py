#!/usr/bin/python3
"""Broken input on every socket, and starts that cannot succeed: clear answers, no harm."""

import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import zmq

from daemon import Daemon, NoAnswer, RpcError, batches, exchange, free_ports, program, wait_until
from sample import event, invoice, order, record

from invalid_events import WRONG_DATA, WRONG_ENVELOPE
from show import to_json

SETTINGS = {"base_currency": "EUR", "timezone": "Europe/Paris",
            "rates": {"CHF": [{"from": "2024-01-01", "rate": "0.9753"}],
                      "JPY": [{"from": "2010-01-01", "rate": "0.0061"}]}}
MEGABYTE = 1 << 20
END_SECONDS = 20
ADMIN_EXCHANGE_SECONDS = 30


def wrong_events():
    """(what is wrong, the bytes of the message)."""
    def build(kind, verb, data):
        return json.loads(event(f"{kind}.{verb}", data))

    rows = [(name, to_json(build(*row)).encode()) for name, row in WRONG_DATA.items()]
    for name, spoil in WRONG_ENVELOPE.items():
        spoiled = json.loads(order(1))
        spoil(spoiled)
        rows.append((name, to_json(spoiled).encode()))
    good = order(1).encode()
    nested = b"[" * 100_000 + b"]" * 100_000
    rows += [
        ("one byte", b"\x00"),
        ("a word", b"hello"),
        ("a number", b"17"),
        ("null", b"null"),
        ("cut short", good[:-9]),
        ("two objects", good + good),
        ("bad UTF-8", good.replace(b"C-1", b"C-\xff\xfe")),
        ("overlong UTF-8", good.replace(b"C-1", b"C-\xc0\xaf")),
        ("UTF-8 surrogate", good.replace(b"C-1", b"C-\xed\xa0\x80")),
        ("lone surrogate escape", good.replace(b"C-1", b"C-\\ud800")),
        ("NUL in the text", good.replace(b"C-1", b"C-\x001")),
        ("escaped NUL in an id", good.replace(b"C-1", b"C-\\u00001")),
        ("comment", good + b" // done"),
        ("single quotes", good.replace(b'"', b"'")),
        ("trailing comma", good[:-1] + b",}"),
        ("100,000 brackets", b"{" + b'"specversion":' + nested + b"}"),
        ("deep data", good.replace(b'"data": {', b'"data": {"deep": ' + nested + b", ")),
        ("10 MB of blanks", b" " * (10 * MEGABYTE)),
        ("10 MB name", record("C-1", "x" * (10 * MEGABYTE)).encode()),
        ("a million lines", good.replace(b'"amount": "10.00"', b'"lines": [' + b",".join(
            [b'{"amount":1}'] * 1_000_000) + b"]")),
    ]
    return rows


class BadEvents(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(**SETTINGS)
        self.addCleanup(self.daemon.destroy)
        self.daemon.start()
        self.daemon.send(record("C-1", "Acme"), order(1), invoice(1), order(2, "C-2"))
        self.before = self.figures()

    def figures(self):
        summary = self.daemon.query("portfolio.summary")
        del summary["commit"]
        return summary

    def check_unharmed(self):
        self.assertEqual(self.figures(), self.before)
        self.assertEqual(self.daemon.query("system.health")["status"], "ok")

    def test_each_is_refused_with_a_reason_and_kept(self):
        rows = wrong_events()
        slowest = 0.0
        for name, body in rows:
            with self.subTest(name):
                started = time.monotonic()
                receipt = self.daemon.send_raw(body)
                slowest = max(slowest, time.monotonic() - started)
                self.assertEqual((receipt["accepted"], receipt["duplicate"]), (0, 0), receipt)
                self.assertEqual(len(receipt["rejected"]), 1, receipt)
                rejected = receipt["rejected"][0]
                self.assertEqual(rejected["index"], 0)
                self.assertTrue(rejected["reason"])
                kept = self.daemon.query("ingest.rejected", limit=1)["rejected"][0]
                self.assertTrue(kept["reason"] and kept["message"], kept)
                self.assertEqual(kept["bytes"], len(body))
        self.check_unharmed()
        kept = self.daemon.list_all("ingest.rejected", "rejected")
        self.assertEqual(len(kept), len(rows))
        self.assertEqual(len({row["number"] for row in kept}), len(rows))
        self.assertEqual(self.daemon.query("system.health")["quarantined"], len(rows))
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(len(self.daemon.list_all("ingest.rejected", "rejected")), len(rows))
        self.check_unharmed()
        print(
            f"{len(rows)} wrong messages refused and kept; the slowest answer took {slowest:.3f} s")

    def test_receipts_come_in_order_and_name_the_place(self):
        """Good and bad messages in flight together: each receipt is its own message's."""
        sender = self.daemon.sender()
        self.addCleanup(sender.close)
        bad = event("order.eaten", {"id": "CMD-9"})
        bodies = [bad if number % 3 == 1 else "{" if number % 3 == 2 else order(100 + number)
                  for number in range(300)]
        receipts = sender.send_all(bodies, window=64)
        for number, receipt in enumerate(receipts):
            self.assertEqual((receipt["accepted"], len(receipt["rejected"])),
                             (1, 0) if number % 3 == 0 else (0, 1), f"message {number}: {receipt}")
        receipt = self.daemon.send(order(500), bad, order(501), "17", order(502))
        self.assertEqual(receipt["accepted"], 3)
        self.assertEqual([row["index"] for row in receipt["rejected"]], [1, 3])
        self.assertEqual(receipt["rejected"][0]["id"], json.loads(bad)["id"])
        print("300 messages in flight, each third good: every receipt is its own message's")

    def test_empty_batch_is_nothing(self):
        receipt = self.daemon.send_raw(b"[]")
        self.assertEqual(receipt, {"accepted": 0, "duplicate": 0, "rejected": []})
        self.check_unharmed()

    def test_a_message_over_every_limit_harms_nobody(self):
        """Such a sender may be cut off without an answer; others must not notice."""
        try:
            receipt = self.daemon.send_raw(b'"' + b"x" * (40 * MEGABYTE) + b'"', seconds=3)
            self.assertEqual(receipt.get("accepted", 0), 0)
        except NoAnswer:
            pass
        self.check_unharmed()
        self.assertEqual(self.daemon.send(order(7))["accepted"], 1)

    def test_strange_frames_harm_nobody(self):
        for frames in ([b"", b""], [b"a", b"b", b"c"], [b""] * 200,
                       [b"", order(8).encode(), b"more"]):
            for endpoint in (self.daemon.ingest_endpoint, self.daemon.query_endpoint):
                try:
                    exchange(self.daemon.context, endpoint, frames, 0.3)
                except NoAnswer:
                    pass
        with socket.create_connection(("127.0.0.1",
                                       int(self.daemon.ingest_endpoint.rsplit(":", 1)[1]))) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\n\r\n" + os.urandom(4096))
        self.assertEqual(self.daemon.send(order(9))["accepted"], 1)
        self.assertEqual(self.daemon.query("system.health")["status"], "ok")

    def test_retry_after_the_cause_is_gone(self):
        late = event("order.placed", {"id": "CMD-5", "client": "C-5", "date": "2026-01-02",
                                      "currency": "GBP", "amount": "10.00"})
        hopeless = event("order.eaten", {"id": "CMD-6"})
        self.assertEqual(len(self.daemon.send(late, hopeless)["rejected"]), 2)
        counts = self.daemon.admin("ingest.retry", all=True)
        self.assertEqual({key: counts[key] for key in ("retried", "accepted", "rejected")},
                         {"retried": 2, "accepted": 0, "rejected": 2})
        self.daemon.stop()
        self.daemon.configure(rates={**SETTINGS["rates"],
                                     "GBP": [{"from": "2020-01-01", "rate": "1.5"}]})
        self.daemon.start()
        counts = self.daemon.admin("ingest.retry", all=True)
        self.assertEqual({key: counts[key] for key in ("retried", "accepted", "rejected")},
                         {"retried": 2, "accepted": 1, "rejected": 1})
        self.assertEqual(self.daemon.query("client.get", client="C-5")["orders"]["backlog"],
                         "15.00")
        self.assertEqual(len(self.daemon.list_all("ingest.rejected", "rejected")), 1)
        print("retry: refused again while the rate is missing, accepted once it is configured")


class BadRequests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(**SETTINGS)
        cls.addClassCleanup(cls.daemon.destroy)
        cls.daemon.start()
        cls.daemon.send(record("C-1", "Acme"), order(1))

    def ask(self, body, admin=False, seconds=10):
        self.daemon.check_alive()
        endpoint = self.daemon.admin_endpoint if admin else self.daemon.query_endpoint
        return json.loads(exchange(self.daemon.context, endpoint, [body], seconds)[-1])

    def check_code(self, body, code, admin=False):
        answer = self.ask(body, admin)
        self.assertEqual(answer.get("error", {}).get("code"), code, (body[:80], answer))
        self.assertTrue(answer["error"]["message"])

    @staticmethod
    def request(method, params=None, **fields):
        return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {},
                           **fields}).encode()

    def test_what_is_no_request(self):
        for admin in (False, True):
            for body in (b"\x00", b"hello", b"{", b"{\"id\": \xff}", b"[" * 100_000,
                         b"[" * 100_000 + b"]" * 100_000, b" " * (10 * MEGABYTE), b"NaN"):
                with self.subTest(body[:20]):
                    answer = self.ask(body, admin, ADMIN_EXCHANGE_SECONDS)
                    self.assertIn(answer["error"]["code"], (-32700, -32600), body[:20])
            for body in (b"17", b"null", b"[]", b"{}", b'"x"',
                         b'{"jsonrpc": "1.0", "id": 1, "method": "x"}',
                         b'{"jsonrpc": "2.0", "id": 1}',
                         b'{"jsonrpc": "2.0", "id": 1, "method": 5}',
                         b"[" + b",".join([self.request("system.version")] * 101) + b"]"):
                with self.subTest(body[:40]):
                    self.check_code(body, -32600, admin)
            self.check_code(self.request("client.eat"), -32601, admin)

    def test_wrong_parameters_are_named(self):
        rows = [("client.get", {}, "client"), ("client.get", {"client": 5}, "client"),
                ("client.get", {"client": "C-1", "colour": 1}, "colour"),
                ("client.history", {"client": "C-1", "by": "hour"}, "by"),
                ("client.history", {"client": "C-1", "from": "2025-02-30"}, "from"),
                ("client.documents", {"client": "C-1", "kind": "parcel"}, "kind"),
                ("client.search", {"query": "C", "limit": 0}, "limit"),
                ("client.search", {"query": "C", "limit": 1001}, "limit"),
                ("client.search", {"query": "C", "after": "not a cursor"}, "after"),
                ("portfolio.list", {"sort": "revenue.colour"}, "sort"),
                ("portfolio.list", {"order": "up"}, "order"),
                ("portfolio.list", {"fields": ["colour"]}, "fields"),
                ("ingest.rejected", {"reason": 7}, "reason")]
        for method, params, name in rows:
            with self.subTest(f"{method} {params}"):
                with self.assertRaises(RpcError) as caught:
                    self.daemon.query(method, **params)
                self.assertEqual(caught.exception.code, -32602)
                self.assertIn(name, caught.exception.message)
        self.check_code(self.request("client.get", [1]), -32602)

    def test_what_is_not_there(self):
        for method, params in (("client.get", {"client": "nobody"}), ("rep.get", {"rep": "nobody"}),
                               ("client.history", {"client": "nobody"}),
                               ("client.documents", {"client": "nobody"})):
            with self.subTest(method):
                with self.assertRaises(RpcError) as caught:
                    self.daemon.query(method, **params)
                self.assertEqual(caught.exception.code, -32001)

    def test_admin_methods_stay_on_the_admin_socket(self):
        self.check_code(self.request("clock.advance", {"date": "2030-01-01"}), -32601)
        for params in ({}, {"date": "2026-02-30"}, {"date": 5}, {"date": "2026-03-03", "x": 1}):
            with self.assertRaises(RpcError) as caught:
                self.daemon.admin("clock.advance", **params)
            self.assertEqual(caught.exception.code, -32602, params)

    def test_the_clock_never_goes_back(self):
        day = self.daemon.query("system.health")["as_of"]
        with self.assertRaises(RpcError) as caught:
            self.daemon.advance("2020-01-01")
        self.assertEqual(caught.exception.code, -32002)
        self.assertEqual(self.daemon.query("system.health")["as_of"], day)

    def test_ids_and_batches_come_back(self):
        for identity in (7, "seven", None):
            answer = self.ask(json.dumps({"jsonrpc": "2.0", "id": identity,
                                          "method": "system.version"}).encode())
            self.assertEqual((answer["id"], "result" in answer), (identity, True))
        answer = self.ask(b'{"jsonrpc": "2.0", "method": "system.version"}')
        self.assertIsNone(answer["id"])
        answers = self.ask(b"[" + self.request("system.version") + b"," + self.request("client.eat",
                                                                                       id=2) + b"]")
        self.assertEqual([("result" in row, row["id"]) for row in answers], [(True, 1), (False, 2)])
        frames = exchange(self.daemon.context, self.daemon.query_endpoint,
                          [self.request("system.version")],
                          10, zmq.REQ)
        self.assertEqual(len(frames), 1)

    def test_described_methods_are_there(self):
        methods = {row["name"] for row in self.daemon.query("rpc.discover")["methods"]}
        self.assertLessEqual({"client.get", "client.search", "client.history", "client.documents",
                              "portfolio.summary", "portfolio.list", "rep.list", "rep.get",
                              "ingest.sources",
                              "ingest.rejected", "system.health", "system.version"}, methods)


class BadStarts(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(**SETTINGS)
        self.addCleanup(self.daemon.destroy)

    def check_refuses_to_start(self, daemon, *wanted):
        """It ends by itself with an error that holds every wanted word."""
        daemon.start(ready=False)
        try:
            status = daemon.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.fail(f"clienteled runs although it cannot:\n{daemon.log()}")
        self.assertGreater(status, 0, daemon.log())
        for word in wanted:
            self.assertIn(word, daemon.log())

    def check_configuration(self, text):
        path = self.daemon.folder / "other.yaml"
        path.write_text(text, encoding="utf-8")
        return subprocess.run([program("clienteled"), "-c", str(path), "--check"],
                              capture_output=True,
                              text=True, timeout=END_SECONDS, stdin=subprocess.DEVNULL, check=False)

    def test_port_in_use(self):
        port = int(self.daemon.query_endpoint.rsplit(":", 1)[1])
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()
            self.check_refuses_to_start(self.daemon, str(port))
        self.daemon.start()

    def test_missing_state_folder(self):
        self.daemon.configure(state_dir=str(self.daemon.folder / "none" / "state"))
        self.check_refuses_to_start(self.daemon, "none/state")

    def test_state_folder_is_a_file(self):
        path = self.daemon.folder / "file"
        path.write_text("x", encoding="utf-8")
        self.daemon.configure(state_dir=str(path))
        self.check_refuses_to_start(self.daemon, str(path))

    def test_second_daemon_on_the_same_store(self):
        self.daemon.start()
        self.daemon.send(order(1))
        second = Daemon(**SETTINGS)
        self.addCleanup(second.destroy)
        second.configure(state_dir=str(self.daemon.state))
        self.check_refuses_to_start(second, str(self.daemon.state))
        self.assertEqual(self.daemon.send(order(2))["accepted"], 1)
        self.assertEqual(self.daemon.query("portfolio.summary")["orders"]["count"], 2)
        self.daemon.advance("2026-02-01")  # the admin socket is still the first one's

    def test_check_names_line_and_column(self):
        rows = [("timezone: Europe/Paris\ncolour: red\n", 2, "colour"),
                ("base_currency: EURO\n", 1, "EURO"),
                ("timezone: Mars/Olympus\n", 1, "Mars/Olympus"),
                ("clock: sundial\n", 1, "sundial"),
                ("fiscal_year_start: 13-01\n", 1, "13-01"),
                ("clock: event\nrates:\n  USD:\n    - {from: 2026-02-30, rate: '0.92'}\n", 4,
                 "2026-02-30"),
                ("rates:\n  USD: [{from: 2026-01-01, rate: much}]\n", 2, "much"),
                ("clock: event\nendpoints: [\n", None, ""),
                ("clock: [event\n", None, "")]
        for text, line, word in rows:
            with self.subTest(text):
                done = self.check_configuration(text)
                self.assertNotEqual(done.returncode, 0)
                place = re.search(r"other\.yaml:(\d+):(\d+): (.+)", done.stderr)
                self.assertIsNotNone(place, done.stderr)
                if line is not None:
                    self.assertEqual(int(place.group(1)), line, done.stderr)
                self.assertIn(word, place.group(3))

    def test_check_of_a_good_configuration(self):
        done = subprocess.run([program("clienteled"), "-c", str(self.daemon.configuration),
                               "--check"],
                              capture_output=True, text=True, timeout=END_SECONDS,
                              stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list(self.daemon.state.iterdir()), [], "--check must not make a store")

    def test_stops_on_sigterm_and_sigint(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.daemon.start()
            self.daemon.send(order(1))
            self.daemon.process.send_signal(number)
            self.assertEqual(self.daemon.process.wait(END_SECONDS), 0, self.daemon.log())

    def test_no_such_configuration(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([program("clienteled"), "-c", str(Path(folder) / "none.yaml")],
                                  capture_output=True, text=True, timeout=END_SECONDS,
                                  stdin=subprocess.DEVNULL, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("none.yaml", done.stderr)


class Flood(unittest.TestCase):
    def test_a_flood_of_wrong_messages_stops_nobody(self):
        daemon = Daemon(**SETTINGS)
        self.addCleanup(daemon.destroy)
        daemon.start()
        good = [order(number, f"C-{number % 50}") for number in range(2000)]
        rubbish, proper = daemon.sender(), daemon.sender()
        for number in range(5000):
            rubbish.post(f"rubbish {number}")
        started = time.monotonic()
        receipts = proper.send_all(batches(good))
        seconds = time.monotonic() - started
        self.assertEqual(sum(receipt["accepted"] for receipt in receipts), len(good))
        wait_until(lambda: daemon.query("system.health")["quarantined"] == 5000, 30,
                   "all rubbish is kept")
        rubbish.close()
        proper.close()
        print(f"{len(good)} events accepted beside 5000 wrong messages in {seconds:.2f} s")


if __name__ == "__main__":
    unittest.main(verbosity=1)
