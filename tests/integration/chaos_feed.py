"""A publisher of the replay protocol that misbehaves on purpose: several sources by one feed.

Its logs are whole; what it tells live is dropped, doubled, swapped or held back as its dice say.
"""

import json
import random

import zmq

from daemon import wait_until


class Log:
    """One source's events of one epoch, with the sequence of the first one."""

    def __init__(self, source, epoch, first):
        self.source, self.epoch, self.first = source, epoch, first
        self.oldest = first  # what is below can no longer be asked for
        self.events = []

    @property
    def last(self):
        return self.first + len(self.events) - 1

    def add(self, text):
        event = json.loads(text)
        event.update(source=self.source, sequence=str(self.last + 1))
        event.pop("epoch", None)
        if self.epoch:
            event["epoch"] = self.epoch
        self.events.append(json.dumps(event))
        return event["type"].encode(), self.events[-1].encode()

    def heartbeat(self):
        event = {"specversion": "1.0", "type": "feed.heartbeat", "source": self.source,
                 "id": "beat", "time": "2026-01-01T00:00:00Z", "sequence": str(self.last),
                 "data": {}}
        if self.epoch:
            event["epoch"] = self.epoch
        return json.dumps(event).encode()


class ChaosFeed:
    def __init__(self, seed, live, replay, **rates):
        self.rng = random.Random(f"chaos {seed}")
        self.live_endpoint, self.replay_endpoint = live, replay
        self.rates = {"drop": 0, "double": 0, "swap": 0, "hold": 0, "deaf": 0, **rates}
        self.logs = {}
        self.held = []
        self.context = zmq.Context()
        self.open()

    def open(self):
        self.live = self.context.socket(zmq.PUB)
        self.asked = self.context.socket(zmq.ROUTER)
        for socket, endpoint in ((self.live, self.live_endpoint),
                                 (self.asked, self.replay_endpoint)):
            socket.setsockopt(zmq.LINGER, 0)
            wait_until(lambda: self.try_bind(socket, endpoint), 10, f"{endpoint} is free")

    @staticmethod
    def try_bind(socket, endpoint):
        try:
            socket.bind(endpoint)
        except zmq.ZMQError:
            return False
        return True

    def close(self):
        self.live.close()
        self.asked.close()

    def restart(self):
        """Everything on its way is lost, the logs are not."""
        self.close()
        self.held = []
        self.open()

    def destroy(self):
        self.close()
        self.context.destroy(linger=0)

    def log(self, source, epoch="", first=1):
        if (source, epoch) not in self.logs:
            self.logs[source, epoch] = Log(source, epoch, first)
        return self.logs[source, epoch]

    def chance(self, what):
        return self.rng.random() < self.rates[what]

    def publish(self, log, text):
        message = log.add(text)
        if self.chance("drop"):
            return
        if self.chance("hold"):
            self.held.append(message)
            return
        if self.chance("swap") and self.held:
            self.live.send_multipart(self.held.pop(self.rng.randrange(len(self.held))))
        for _ in range(2 if self.chance("double") else 1):
            self.live.send_multipart(message)

    def let_go(self):
        self.rng.shuffle(self.held)
        for message in self.held:
            self.live.send_multipart(message)
        self.held = []

    def beat(self):
        for log in self.logs.values():
            if log.events:
                self.live.send_multipart([b"feed.heartbeat", log.heartbeat()])

    def serve(self, milliseconds=0):
        while self.asked.poll(milliseconds):
            self.answer(self.asked.recv_multipart())
            milliseconds = 0

    def answer(self, frames):
        peer, word, source, epoch, first, credit = frames
        assert word == b"ICANHAZ", frames
        if self.chance("deaf"):
            return
        log = self.logs.get((source.decode(), epoch.decode()))
        if log is None:  # that epoch's log is gone
            newest = [log for log in self.logs.values() if log.source == source.decode()][-1]
            self.asked.send_multipart([peer, b"TRIMMED", source, newest.epoch.encode(),
                                       str(newest.oldest).encode()])
            return
        first, credit = int(first), int(credit)
        if first < log.oldest and log.oldest > log.first:
            self.asked.send_multipart([peer, b"TRIMMED", source, epoch, str(log.oldest).encode()])
            return
        at = max(first, log.first) - log.first
        for text in log.events[at:at + credit]:
            self.asked.send_multipart([peer, b"EVENT", b"again", text.encode()])
        self.asked.send_multipart([peer, b"KTHXBAI", source, epoch, str(log.last).encode()])
