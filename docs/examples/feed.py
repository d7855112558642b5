#!/usr/bin/python3
"""A feed that loses nothing, in Python: publishes events live and serves its log to those who ask.

    feed.py --source /shop --listen tcp://127.0.0.1:5581 --replay tcp://127.0.0.1:5582 shop.jsonl

Each line of standard input is the data of one event, with its type: {"type":"order.placed","data":{...}}.
It is numbered, appended to the log file and published. Needs pyzmq.
"""

import argparse
import json
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import zmq

HEARTBEAT_SECONDS = 1


class Feed:
    """One source: a log file, a live socket and a replay socket."""

    def __init__(self, context, source, listen, replay, path, keep=None):
        self.source, self.path, self.keep = source, Path(path), keep
        self.path.touch()
        self.log = self.path.read_text("utf-8").splitlines()  # the event with sequence n is line n - 1
        self.epoch = "1"  # another one whenever the log starts again from nothing
        self.live = context.socket(zmq.PUB)
        self.live.bind(listen)
        self.asked = context.socket(zmq.ROUTER)
        self.asked.bind(replay)
        self.next_heartbeat = 0

    def publish(self, type_, data):
        """Numbers an event, keeps it, and only then tells it."""
        number = len(self.log) + 1
        event = self.envelope(type_, f"{self.source}-{number}", number, data)
        with self.path.open("a", encoding="utf-8") as log:
            log.write(event + "\n")
        self.log.append(event)
        self.live.send_multipart([type_.encode(), event.encode()])

    def envelope(self, type_, id_, sequence, data):
        return json.dumps({
            "specversion": "1.0", "type": type_, "source": self.source, "id": id_,
            "epoch": self.epoch, "sequence": f"{sequence:012}",
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"), "data": data})

    def serve(self, milliseconds):
        """Answers what is asked within that time, and sends the heartbeat when it is due."""
        if time.monotonic() >= self.next_heartbeat and self.log:
            heartbeat = self.envelope("feed.heartbeat", "heartbeat", len(self.log), {})
            self.live.send_multipart([b"feed.heartbeat", heartbeat.encode()])
            self.next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
        while self.asked.poll(milliseconds):
            self.answer(self.asked.recv_multipart())
            milliseconds = 0

    def answer(self, frames):
        if len(frames) != 6 or frames[1] != b"ICANHAZ":
            return
        peer, _, source, epoch, first, credit = frames
        if source.decode() != self.source:
            return
        first, credit = int(first), int(credit)
        oldest = max(1, len(self.log) - self.keep + 1) if self.keep else 1
        name = [source, self.epoch.encode()]
        # An ask for another epoch, or for what is no longer kept. 0 asks for all there is.
        if epoch.decode() != self.epoch or first < oldest and (first > 0 or oldest > 1):
            self.asked.send_multipart([peer, b"TRIMMED", *name, str(oldest).encode()])
            return
        first = max(first, 1)
        for event in self.log[first - 1:first - 1 + credit]:
            type_ = json.loads(event)["type"]
            self.asked.send_multipart([peer, b"EVENT", type_.encode(), event.encode()])
        self.asked.send_multipart([peer, b"KTHXBAI", *name, str(len(self.log)).encode()])

    def close(self):
        self.live.close(linger=1000)
        self.asked.close(linger=1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", required=True)
    parser.add_argument("--listen", required=True)
    parser.add_argument("--replay", required=True)
    parser.add_argument("--keep", type=int, help="so many events can be asked for again")
    parser.add_argument("log")
    options = parser.parse_args()
    feed = Feed(zmq.Context(), options.source, options.listen, options.replay, options.log,
                options.keep)
    lines = zmq.Poller()
    lines.register(sys.stdin, zmq.POLLIN)
    lines.register(feed.asked, zmq.POLLIN)
    reading = True
    while True:
        ready = dict(lines.poll(100))
        if reading and sys.stdin.fileno() in ready:
            line = sys.stdin.readline()
            if line:
                event = json.loads(line)
                feed.publish(event["type"], event["data"])
            else:  # no more input; the log is still served
                lines.unregister(sys.stdin)
                reading = False
        feed.serve(0)


if __name__ == "__main__":
    main()
