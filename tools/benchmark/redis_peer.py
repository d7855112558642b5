"""Redis' sorted sets, asked in its own protocol on a Unix socket.

Scores are revenue negated, so that equal ones stand by client id, as in the ranking. A round trip
ends with the answer's last byte: reading the numbers and adding them up is not counted. Times in
the server are the means of `INFO commandstats`.
"""

import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time

from peer_server import calls, running

AT_ONCE = 1000  # members in a ZADD while loading
OVER_ALL = ["rank_sum", "curve", "borders"]


def packed(*words):
    parts = [str(word).encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)


class Redis:
    def __init__(self, folder):
        self.folder = folder
        if shutil.which("redis-server") is None:
            raise RuntimeError("it is not installed")
        version = subprocess.run(["redis-server", "--version"], check=True, text=True,
                                 capture_output=True).stdout
        self.name = re.search(r"v=(\S+)", version).group(1)

    def start(self):
        path = self.folder / "socket"
        command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "",
                   "--appendonly", "no", "--daemonize", "no", "--dir", self.folder]
        return running(command, self.folder / "log", path, signal.SIGTERM)

    def ask(self, *words):
        """The whole answer, unread. A PING behind tells where it ends."""
        self.connection.sendall(packed(*words) + packed("PING"))
        answer = []
        while not answer or not b"".join(answer[-2:]).endswith(b"+PONG\r\n"):
            answer.append(self.connection.recv(1 << 20))
            if answer[-1] == b"":
                raise RuntimeError("it has closed the connection")
        whole = b"".join(answer)[:-7]
        if whole.startswith(b"-"):
            raise RuntimeError(whole.decode().strip())
        return whole

    def places(self, first, last):
        """[(client, revenue)] of those places, from 0."""
        words = self.ask("ZRANGE", "clients", first, last, "WITHSCORES").split(b"\r\n")[2::2]
        return [(words[i].decode(), -int(words[i + 1])) for i in range(0, len(words) - 1, 2)]

    def place(self, client):
        return int(self.ask("ZRANK", "clients", client)[1:])

    def measure(self, path, clients, asked):
        """(microseconds by operation: {"round_trip", "server"}, answers like ranking_bench's)"""
        with socket.socket(socket.AF_UNIX) as self.connection:
            self.connection.settimeout(60)
            self.connection.connect(str(self.folder / "socket"))
            times = {"load": {"round_trip": self.load(clients)}}
            answers = self.answers(asked)
            dice, repeat = random.Random(len(clients)), calls(len(clients))
            for name in ["nothing", "rank", "rank_sum", "top", "curve", "borders", "update"]:
                times[name] = self.measure_one(
                    name, clients, repeat["all" if name in OVER_ALL else "few"], dice)
            self.ask("DEL", "clients")
        return times, answers

    def measure_one(self, name, clients, count, dice):
        taken = []
        self.ask("CONFIG", "RESETSTAT")
        for _ in range(count):
            one, other = dice.choice(clients), dice.choice(clients)
            begin = time.perf_counter_ns()
            if name == "nothing":
                self.ask("PING")
            elif name == "update":
                self.ask("ZADD", "clients", -other[1], one[0])
            elif name in ("rank", "rank_sum"):
                place = self.place(one[0])
                if name == "rank_sum":
                    self.ask("ZRANGE", "clients", 0, place, "WITHSCORES")
            else:
                self.ask("ZRANGE", "clients", 0, 99 if name == "top" else -1, "WITHSCORES")
            taken.append(time.perf_counter_ns() - begin)
        statistic = self.ask("INFO", "commandstats").decode()
        spent = re.findall(r"cmdstat_z\w+:calls=\d+,usec=(\d+)", statistic)
        result = {"round_trip": statistics.median(taken) / 1e3}
        if spent:
            result["server"] = sum(int(part) for part in spent) / count
        return result

    def load(self, clients):
        commands = []
        for i in range(0, len(clients), AT_ONCE):
            some = clients[i:i + AT_ONCE]
            commands.append(["ZADD", "clients",
                             *(word for client, revenue in some for word in (-revenue, client))])
        taken = 0
        for command in [packed(*words) for words in commands]:
            begin = time.perf_counter_ns()
            self.connection.sendall(command)
            self.ask("PING")
            taken += time.perf_counter_ns() - begin
        return taken / 1e3

    def answers(self, asked):
        """Everything is fetched, and added up here: sums are not among what a sorted set keeps."""
        everyone = self.places(0, -1)
        sums, total = [], 0
        for _, revenue in everyone:
            total += revenue
            sums.append(total)
        positive = sum(revenue > 0 for _, revenue in everyone)
        points = [-(-positive * i // 100) for i in range(1, 101)]
        borders = [sum(revenue > 0 and (upto - revenue) * 100 < total * percent
                       for (_, revenue), upto in zip(everyone, sums)) for percent in (80, 95)]
        places = {client: self.place(client) for client in asked}
        return {"rank": {client: [place + 1, sums[place]] for client, place in places.items()},
                "curve": [[place, sums[place - 1]] for place in points], "borders": borders}
