"""The ranking beside PostgreSQL and Redis, on the same figures in the same run.

usage: ranking_peers.py [--clients N]... [--json] RANKING_BENCH

Started by tools/bench-ranking. The answers of all three are compared before anything is told.
"""

import argparse
import json
import math
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from postgresql_peer import PostgreSQL
from redis_peer import Redis

# Operation, what it is, the peers' names for it.
ROWS = [
    ("load", "load all clients", "load", "load"),
    ("update", "rank update", "update", "update"),
    ("crossing", "rank update with who crossed a border", None, None),
    ("rank", "rank of a client", None, "rank"),
    ("rank", "rank and cumulative share", "rank", "rank_sum"),
    ("rank", "the same, counted along an index", "rank_counted", None),
    ("top", "top 100", "top", "top"),
    ("curve", "Pareto curve of 100 points", "curve", "curve"),
    ("borders", "all borders", "borders", "borders"),
    (None, "an empty request", "nothing", "nothing"),
]
NOTES = """\
Microseconds. clientele: a call in this process, median. The others: the median round trip of a
client on a Unix socket and, after the slash, the mean time in the server, which is what `times`
compares. All hold everything in memory and wait for no disk. An empty request is the least that a
round trip takes.
PostgreSQL: sorts or scans for each of rank, curve and borders, or counts along the index as far
  as the client stands. Its borders are Pareto and ABC alone. Who crossed a border takes two full
  classifications.
Redis: keeps no sums. A cumulative share takes all entries before the client, curve and borders
  take all of them; the client's adding up is not counted. Scores are floating point, exact to
  2^53."""


def machine():
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    model = re.search(r"^model name\s*: (.*)$", text, re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": model.group(1) if model else platform.machine(),
            "processors": os.cpu_count(), "memory_gib": round(memory, 1),
            "kernel": platform.release(), "load": os.getloadavg()[0]}


def read_clients(path):
    lines = (line.split("\t") for line in path.read_text(encoding="ascii").splitlines())
    return [(client, int(revenue)) for client, revenue in lines]


def ask_peer(kind, folder, sizes):
    """Puts the peer's times into the sizes; returns its version, or None and says why."""
    own = folder / kind.__name__.lower()
    own.mkdir(mode=0o700)  # its socket asks for no password
    try:
        peer = kind(own)
        with peer.start():
            for size in sizes:
                path = folder / f"clients-{size['clients']}.tsv"
                print(f"{kind.__name__}, {size['clients']:,} clients", file=sys.stderr)
                asked = list(size["answers"]["rank"])
                times, answers = peer.measure(path, read_clients(path), asked)
                for question, answer in answers.items():
                    if answer != size["answers"][question]:
                        raise SystemExit(f"ranking_peers: {kind.__name__} has another {question}: "
                                         f"{answer}, not {size['answers'][question]}")
                size[kind.__name__] = times
    except (RuntimeError, OSError, subprocess.SubprocessError) as problem:
        print(f"ranking_peers: without {kind.__name__}: {problem}", file=sys.stderr)
        for size in sizes:
            size.pop(kind.__name__, None)
        return None
    return peer.name


def figure(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def cell(times, name):
    if times is None or name not in times:
        return "", None
    time = times[name]
    server = f" / {figure(time['server'])}" if "server" in time else ""
    return figure(time["round_trip"]) + server, time.get("server", time["round_trip"])


def print_size(size, peers):
    print(f"\n{size['clients']:,} clients")
    print(f"{'':38} {'clientele':>10}", *(f"{peer:>23} {'times':>9}" for peer in peers))
    for own, label, *names in ROWS:
        mine = size["microseconds"].get(own)
        row = f"{label:38} {'' if mine is None else figure(mine):>10}"
        for peer, name in zip(("PostgreSQL", "Redis"), names):
            if peer in peers:
                shown, time = cell(size.get(peer), name)
                ratio = "" if time is None or mine is None else "x" + figure(time / mine)
                row += f" {shown:>23} {ratio:>9}"
        print(row)


def print_growth(sizes, peers):
    print("\ncost against", f"{sizes[0]['clients']:,} clients:",
          *(f"{size['clients']:>12,}" for size in sizes))

    def line(label, values):
        print(f"{label:38}", *(f"{'x' + figure(value / values[0]):>12}" for value in values))

    line("log n", [math.log(size["clients"]) for size in sizes])
    for own in ["rank", "rank_warm", "update", "update_warm", "crossing", "top", "curve",
                "borders"]:
        line(f"clientele {own}", [size["microseconds"][own] for size in sizes])
    for peer, names in (("PostgreSQL", ["update", "rank", "rank_counted", "top", "curve"]),
                        ("Redis", ["update", "rank", "rank_sum", "top", "curve"])):
        for name in names if peer in peers else []:
            line(f"{peer} {name}", [size[peer][name]["server"] for size in sizes])
    line("one random memory read", [size["microseconds"]["read"] for size in sizes])
    print("..._warm: of 100 clients again and again, so that the processor's cache holds what is "
          "read.\nThe others: in the server.")


def main():
    parser = argparse.ArgumentParser(description="The ranking beside PostgreSQL and Redis.")
    parser.add_argument("--clients", type=int, action="append", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("program", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    facts = machine()
    command = [options.program.resolve()]
    for count in options.clients:
        command += ["--clients", str(count)]
    with tempfile.TemporaryDirectory(prefix="ranking-bench.") as name:
        folder = Path(name)
        folder.chmod(0o711)  # another user has its server below
        print("clientele", file=sys.stderr)
        sizes = json.loads(subprocess.run([*command, "--json", "--data", folder], check=True,
                                          stdout=subprocess.PIPE).stdout)
        versions = {kind.__name__: ask_peer(kind, folder, sizes) for kind in (PostgreSQL, Redis)}
    peers = [peer for peer, version in versions.items() if version is not None]
    if options.json:
        for size in sizes:
            del size["answers"]
        print(json.dumps({"machine": facts, "versions": versions, "sizes": sizes}, indent=1))
        return
    if not peers:  # its own table is the better one then
        sys.exit(subprocess.run(command).returncode)
    print(*(f"{key} {value}" for key, value in facts.items()), sep=", ")
    print(*(f"{peer} {versions[peer]}" for peer in peers), sep=", ")
    for size in sizes:
        print_size(size, peers)
    print_growth(sizes, peers)
    print(NOTES)


if __name__ == "__main__":
    main()
