#!/usr/bin/python3
"""Live feeds: PUB to SUB, connected and bound, topics, batches, several sources."""

import time
import unittest

import zmq

from daemon import Daemon, free_ports, wait_until
from sample import event, invoice, order, record

SECONDS = 20


class Publisher:
    """A service's publishing socket that knows which topics the daemon has asked for."""

    def __init__(self, daemon, endpoint, bind):
        self.socket = daemon.context.socket(zmq.XPUB)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.SNDHWM, 0)
        self.socket.setsockopt(zmq.RECONNECT_IVL, 10)
        self.topics = set()
        if bind:  # a socket just closed frees its port a moment later
            wait_until(lambda: self.try_bind(endpoint), SECONDS, f"{endpoint} is free")
        else:
            self.socket.connect(endpoint)

    def try_bind(self, endpoint):
        try:
            self.socket.bind(endpoint)
        except zmq.ZMQError as error:
            if error.errno == zmq.EADDRINUSE:
                return False
            raise
        return True

    def wait_subscribed(self, *topics):
        def all_there():
            while self.socket.poll(0):
                notice = self.socket.recv()
                (self.topics.add
                 if notice[:1] == b"\x01" else self.topics.discard)(notice[1:].decode())
            return set(topics) <= self.topics
        wait_until(all_there, SECONDS, f"the daemon subscribes to {topics}")

    def publish(self, topic, body):
        self.socket.send_multipart([topic.encode(), body.encode()])

    def close(self):
        self.socket.close()


class Live(unittest.TestCase):
    def setUp(self):
        self.publishers = []

    def start(self, *feeds):
        daemon = Daemon(base_currency="EUR", feeds=list(feeds))
        self.addCleanup(daemon.destroy)
        self.addCleanup(lambda: [publisher.close() for publisher in self.publishers])
        return daemon.start()

    def publisher(self, daemon, endpoint, bind, *topics):
        publisher = Publisher(daemon, endpoint, bind)
        self.publishers.append(publisher)
        publisher.wait_subscribed(*topics)
        return publisher

    def test_daemon_connects(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "billing", "connect": endpoint})
        publisher = self.publisher(daemon, endpoint, True, "")
        publisher.publish("order.placed", order(1))
        publisher.socket.send(invoice(1).encode())  # [body] alone
        daemon.wait_handled(2, SECONDS)
        self.assertEqual(daemon.query("client.get", client="C-1")["revenue"]["total"], "10.00")

    def test_daemon_binds_for_many_publishers(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "services", "bind": endpoint})
        publishers = [self.publisher(daemon, endpoint, False, "") for _ in range(3)]
        for number in range(300):
            publishers[number % 3].publish("order.placed",
                                           order(number, source=f"/shop-{number % 3}"))
        daemon.wait_handled(300, SECONDS)
        sources = {row["source"]: row["accepted"]
                   for row in daemon.query("ingest.sources")["sources"]}
        self.assertEqual(sources, {"/shop-0": 100, "/shop-1": 100, "/shop-2": 100})
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 300)

    def test_topics_choose_what_comes(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "billing", "connect": endpoint,
                             "topics": ["invoice.", "credit_note."]})
        publisher = self.publisher(daemon, endpoint, True, "invoice.", "credit_note.")
        self.assertEqual(publisher.topics, {"invoice.", "credit_note."})
        publisher.publish("order.placed", order(1))
        publisher.publish("invoice.issued", invoice(1))
        publisher.publish("credit_note.issued", event("credit_note.issued", {
            "id": "A-1", "client": "C-1", "date": "2026-01-02", "amount": "2.50"}))
        daemon.wait_handled(2, SECONDS)
        client = daemon.query("client.get", client="C-1")
        self.assertEqual((client["revenue"]["total"], client["orders"]["count"]), ("7.50", 0))

    def test_batch_messages(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "orders", "connect": endpoint})
        publisher = self.publisher(daemon, endpoint, True, "")
        for start in range(0, 5000, 100):
            rows = [order(number) for number in range(start, start + 100)]
            rows[50] = "{}"
            publisher.publish("order.placed", "[" + ",".join(rows) + "]")
        daemon.wait_handled(5000, SECONDS)
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 4950)
        self.assertEqual(daemon.query("system.health")["quarantined"], 50)

    def test_feeds_beside_each_other_and_acknowledged(self):
        """The same events by two feeds and with receipts: counted once."""
        endpoints = [f"tcp://127.0.0.1:{port}" for port in free_ports(2)]
        daemon = self.start({"name": "one", "connect": endpoints[0]},
                            {"name": "two", "bind": endpoints[1]})
        first = self.publisher(daemon, endpoints[0], True, "")
        second = self.publisher(daemon, endpoints[1], False, "")
        events = [record("C-1", "Acme")] + [order(number) for number in range(200)]
        for text in events:
            first.publish("x", text)
        for text in reversed(events):
            second.publish("x", text)
        receipt = daemon.send(*events)
        self.assertEqual(receipt["accepted"] + receipt["duplicate"], len(events))
        daemon.wait_handled(3 * len(events), SECONDS)
        client = daemon.query("client.get", client="C-1")
        self.assertEqual((client["name"], client["orders"]["count"], client["orders"]["backlog"]),
                         ("Acme", 200, "2000.00"))
        row = daemon.query("ingest.sources")["sources"][0]
        self.assertEqual((row["accepted"], row["duplicate"]), (len(events), 2 * len(events)))

    def test_namespace_keeps_equal_ids_apart(self):
        endpoints = [f"tcp://127.0.0.1:{port}" for port in free_ports(2)]
        daemon = self.start({"name": "one", "connect": endpoints[0], "namespace": "fr/"},
                            {"name": "two", "connect": endpoints[1], "namespace": "de/"})
        for endpoint in endpoints:
            self.publisher(daemon, endpoint, True, "").publish("x", order(1))
        daemon.wait_handled(2, SECONDS)
        documents = daemon.query("client.documents", client="C-1")["documents"]
        self.assertEqual({row["id"] for row in documents}, {"fr/CMD-1", "de/CMD-1"})

    def test_a_publisher_that_comes_back(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "orders", "connect": endpoint})
        for number in range(3):
            publisher = Publisher(daemon, endpoint, True)
            publisher.wait_subscribed("")
            publisher.publish("x", order(number))
            daemon.wait_handled(number + 1, SECONDS)
            publisher.close()
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], 3)

    def test_wrong_messages_on_a_feed_are_kept(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "orders", "connect": endpoint})
        publisher = self.publisher(daemon, endpoint, True, "")
        for frames in ([b"x", b"\xff\xff"], [b""], [b"", b""], [b"x", b"{"],
                       [b"x", order(1).encode()]):
            publisher.socket.send_multipart(frames)
        wait_until(lambda: daemon.query("portfolio.summary")["orders"]["count"] == 1, SECONDS,
                   "the good event after the bad ones")
        self.assertEqual(daemon.query("system.health")["quarantined"], 4)

    def test_speed_of_a_burst(self):
        endpoint = f"tcp://127.0.0.1:{free_ports(1)[0]}"
        daemon = self.start({"name": "orders", "connect": endpoint})
        publisher = self.publisher(daemon, endpoint, True, "")
        events = [order(number, f"C-{number % 500}") for number in range(20_000)]
        started = time.monotonic()
        for text in events:
            publisher.publish("order.placed", text)
        daemon.wait_handled(len(events), 60)
        seconds = time.monotonic() - started
        self.assertEqual(daemon.query("portfolio.summary")["orders"]["count"], len(events))
        print(f"live feed, one event a message: {len(events)} events handled in {seconds:.2f} s")


if __name__ == "__main__":
    unittest.main(verbosity=1)
