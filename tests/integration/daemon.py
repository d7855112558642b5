"""Drives a real clienteled: a configuration in a temporary folder, free ports, its sockets.

The programs come from CLIENTELE_BIN, else build/release/bin. Nothing here waits a fixed time:
every wait is for a condition, with a limit.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from decimal import Decimal
from pathlib import Path

import zmq

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "model"))
from settings_file import write_settings  # noqa: E402  (the folder is known only now)

PROGRAMS = Path(os.environ.get("CLIENTELE_BIN", ROOT / "build" / "release" / "bin"))
START_SECONDS = 20
ANSWER_SECONDS = 15
STOP_SECONDS = 20
MESSAGES_IN_FLIGHT = 16
EVENTS_A_MESSAGE = 100

_pause = threading.Event().wait


def program(name):
    path = PROGRAMS / name
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is not built; CLIENTELE_BIN can name another folder of programs")
    return str(path)


def wait_until(condition, seconds, what):
    """The condition's first true value; AssertionError after the limit."""
    limit = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > limit:
            raise AssertionError(f"not within {seconds} s: {what}")
        _pause(0.005)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class RpcError(Exception):
    def __init__(self, error):
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.code = error.get("code")
        self.message = error.get("message")


class NoAnswer(Exception):
    """The daemon did not answer in time."""


def exchange(context, endpoint, frames, seconds, kind=zmq.DEALER):
    """Sends one message over a new socket; the frames of the one answer."""
    link = context.socket(kind)
    link.setsockopt(zmq.LINGER, 0)
    link.setsockopt(zmq.RECONNECT_IVL, 10)
    try:
        link.connect(endpoint)
        link.send_multipart(frames)
        if not link.poll(int(seconds * 1000)):
            raise NoAnswer(f"no answer from {endpoint} in {seconds} s")
        return link.recv_multipart()
    finally:
        link.close()


def call(context, endpoint, method, params, seconds=ANSWER_SECONDS):
    """The result of one JSON-RPC request, with exact numbers; RpcError when it is refused."""
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    frames = exchange(context, endpoint, [json.dumps(request).encode()], seconds)
    response = json.loads(frames[-1], parse_float=Decimal)
    if "error" in response:
        raise RpcError(response["error"])
    return response["result"]


class Sender:
    """Acknowledged ingest, many messages in flight; answers come in the order of the messages."""

    def __init__(self, context, endpoint):
        self.link = context.socket(zmq.DEALER)
        self.link.setsockopt(zmq.LINGER, 0)
        self.link.setsockopt(zmq.RECONNECT_IVL, 10)
        self.link.setsockopt(zmq.SNDHWM, 10_000)
        self.link.connect(endpoint)

    def close(self):
        self.link.close()

    def post(self, body):
        self.link.send(body if isinstance(body, bytes) else body.encode("utf-8"))

    def receipt(self, seconds=ANSWER_SECONDS):
        """The next answer, or None when there is none in time."""
        if not self.link.poll(int(seconds * 1000)):
            return None
        return json.loads(self.link.recv_multipart()[-1])

    def send_all(self, bodies, window=MESSAGES_IN_FLIGHT):
        """The receipts of all messages, in order; what met a busy daemon is sent again."""
        receipts = [None] * len(bodies)
        waiting, flying = list(range(len(bodies)))[::-1], []
        while waiting or flying:
            while waiting and len(flying) < window:
                flying.append(waiting.pop())
                self.post(bodies[flying[-1]])
            receipt = self.receipt()
            if receipt is None:
                raise NoAnswer(f"message {flying[0]} of {len(bodies)} is not acknowledged")
            number = flying.pop(0)
            if "busy" in receipt:
                waiting.append(number)
            else:
                receipts[number] = receipt
        return receipts


def batches(events, size=EVENTS_A_MESSAGE):
    """CloudEvents batch messages of the given event texts."""
    return ["[" + ",".join(events[start:start + size]) + "]"
            for start in range(0, len(events), size)]


class Daemon:
    """One store and the process over it, which can be killed and started again."""

    def __init__(self, **settings):
        self.folder = Path(tempfile.mkdtemp(prefix="clientele-"))
        self.state = self.folder / "state"
        self.state.mkdir()
        self.configuration = self.folder / "clienteled.yaml"
        query, ingest, publish = (f"tcp://127.0.0.1:{port}" for port in free_ports(3))
        self.query_endpoint, self.ingest_endpoint = query, ingest
        self.admin_endpoint = f"ipc://{self.state}/admin.sock"
        self.settings = {
            "state_dir": str(self.state), "clock": "event",
            "endpoints": {"query": query, "ingest": ingest, "publish": publish}}
        self.context = zmq.Context()
        self.process = None
        self.configure(**settings)

    def configure(self, **settings):
        """Changes keys of the configuration; acts at the next start."""
        self.settings.update(settings)
        write_settings(self.configuration, self.settings)

    def start(self, ready=True):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [program("clienteled"), "-c", str(self.configuration)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if ready:
            self.wait_ready()
        return self

    def log(self):
        return (self.folder / "log").read_text("utf-8", "replace")[-4000:]

    def is_ready(self):
        self.check_alive()
        try:
            return call(self.context, self.query_endpoint, "system.version", {}, 0.25)
        except NoAnswer:
            return None

    def wait_ready(self):
        return wait_until(self.is_ready, START_SECONDS, "clienteled answers system.version")

    def kill(self):
        """SIGKILL: no chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def stop(self):
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"clienteled does not stop within {STOP_SECONDS} s of SIGTERM") from None

    def restart(self):
        self.stop()
        return self.start()

    def destroy(self, checked=True):
        """Ends the process, lets clientele-check look at what it leaves, removes everything."""
        self.kill()
        self.context.destroy(linger=0)
        try:
            if checked and self.process is not None and (self.state / "store").exists():
                self.check_store()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def check_store(self):
        """Every figure of the store, just killed or stopped, must follow from its documents."""
        done = self.tool("clientele-check", "-c", self.configuration)
        if done.returncode != 0:
            raise AssertionError(f"clientele-check: {done.stdout}{done.stderr}")

    # Questions

    def ask(self, endpoint, method, params):
        self.check_alive()
        return call(self.context, endpoint, method, params)

    def check_alive(self):
        """Says at once that the process has ended, instead of waiting for its answers."""
        if self.process.poll() is not None:
            raise AssertionError(f"clienteled ended with {self.process.returncode}:\n{self.log()}")

    def query(self, method, **params):
        return self.ask(self.query_endpoint, method, params)

    def admin(self, method, **params):
        return self.ask(self.admin_endpoint, method, params)

    def advance(self, date):
        return self.admin("clock.advance", date=str(date))["as_of"]

    def send(self, *events):
        """One message with these events, acknowledged: the receipt."""
        body = events[0] if len(events) == 1 else "[" + ",".join(events) + "]"
        return self.send_raw(body.encode("utf-8"))

    def send_raw(self, body, seconds=ANSWER_SECONDS):
        self.check_alive()
        return json.loads(exchange(self.context, self.ingest_endpoint, [body], seconds)[-1])

    def sender(self):
        return Sender(self.context, self.ingest_endpoint)

    def list_all(self, method, rows, **params):
        """All pages of a list."""
        found, after = [], None
        while True:
            cursor = {} if after is None else {"after": after}
            page = self.query(method, limit=1000, **params, **cursor)
            found += page[rows]
            after = page["after"]
            if after is None:
                return found

    def handled(self):
        """How many events of all sources were accepted, recognised as repeated or refused."""
        return sum(row["accepted"] + row["duplicate"] + row["rejected"]
                   for row in self.query("ingest.sources")["sources"])

    def wait_handled(self, count, seconds=60):
        wait_until(lambda: self.handled() >= count, seconds, f"{count} events handled")

    def tool(self, name, *arguments, seconds=60, **environment):
        """Runs one of the programs against this daemon; the finished process with text output."""
        return subprocess.run(
            [program(name), *map(str, arguments)], capture_output=True, text=True, timeout=seconds,
            stdin=subprocess.DEVNULL, check=False,
            env={**os.environ, "CLIENTELE_ENDPOINT": self.query_endpoint,
                 "CLIENTELE_ADMIN": self.admin_endpoint, **environment})
