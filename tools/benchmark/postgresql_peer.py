"""PostgreSQL's window functions, asked through psql on a Unix socket with prepared statements.

Round trips are psql's own \\timing; times in the server are pg_stat_statements' means.
"""

import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import time
from pathlib import Path

from peer_server import START_SECONDS, calls, run_as, running, unprivileged

WINDOW = "(order by revenue desc, client rows between unbounded preceding and current row)"
PLACES = f"""select client, revenue, rank() over w as place, sum(revenue) over w as cumulative
    from clients window w as {WINDOW}"""
SHARE = "cumulative / (select sum(revenue) from clients)"

# Name: parameters, statement. Each result begins with what the answers are compared by.
STATEMENTS = {
    "nothing": ("", "select 1"),
    "update": ("text, bigint", "update clients set revenue = $2 where client = $1"),
    "rank": ("text", f"select place, cumulative, {SHARE} from ({PLACES}) t where client = $1"),
    "rank_counted": ("text", """
        select count(*), sum(c.revenue), sum(c.revenue) / (select sum(revenue) from clients)
        from clients one join clients c on c.revenue >= one.revenue
            and (c.revenue > one.revenue or c.client <= one.client)
        where one.client = $1"""),
    "top": ("", "select client, revenue from clients order by revenue desc, client limit 100"),
    "curve": ("", f"""
        select place, cumulative from ({PLACES}) t,
            (select count(*) as positive from clients where revenue > 0) n
        where place <= positive and place * 100 / positive > (place - 1) * 100 / positive
        order by place"""),
    "borders": ("", f"""
        select count(*) filter (where (cumulative - revenue) * 100 < total * 80),
            count(*) filter (where (cumulative - revenue) * 100 < total * 95)
        from ({PLACES}) t, (select sum(revenue) as total from clients) n where revenue > 0"""),
}
OVER_ALL = ["rank", "rank_counted", "curve", "borders"]

# Nothing is kept on disk by the others, so nothing waits for it here; memory is ample.
SETTINGS = {"listen_addresses": "", "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "autovacuum": "off", "jit": "off",
            "shared_buffers": "512MB", "work_mem": "256MB", "maintenance_work_mem": "256MB",
            "max_wal_size": "4GB", "shared_preload_libraries": "pg_stat_statements"}


def programs():
    """The newest installed version's folder; None: not installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


class PostgreSQL:
    def __init__(self, folder):
        self.bin, self.folder = programs(), folder
        if self.bin is None or shutil.which("psql") is None:
            raise RuntimeError("it is not installed")
        self.name = subprocess.run([self.bin / "postgres", "--version"], check=True, text=True,
                                   capture_output=True).stdout.split()[2]

    def start(self):
        user = unprivileged("postgres", "nobody")
        if user is not None:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        data = self.folder / "data"
        subprocess.run([self.bin / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-N",
                        "--encoding=UTF8", "--locale=C"], check=True, cwd=self.folder,
                       stdout=subprocess.DEVNULL, **run_as(user))
        command = [self.bin / "postgres", "-D", data, "-k", self.folder]
        for key, value in SETTINGS.items():
            command += ["-c", f"{key}={value}"]
        log, socket = self.folder / "log", self.folder / ".s.PGSQL.5432.lock"
        return running(command, log, socket, signal.SIGINT, user)

    def psql(self, script):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                               "-p", "5432", "-U", "bench", "-d", "postgres"],
                              input=script, text=True, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout

    def wait(self):
        """Its socket is there before it answers."""
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            done = subprocess.run([self.bin / "pg_isready", "-q", "-t", "5", "-h", self.folder,
                                   "-p", "5432"])
            if done.returncode == 0:
                return
            time.sleep(0.02)
        raise RuntimeError("it does not accept connections")

    def measure(self, path, clients, asked):
        """(microseconds by operation: {"round_trip", "server"}, answers like ranking_bench's)"""
        self.wait()
        times = {"load": {"round_trip": self.load(path)}}
        answers = self.answers(asked)
        dice, repeat = random.Random(len(clients)), calls(len(clients))
        script = [self.prepared(), "select pg_stat_statements_reset() \\g /dev/null"]
        # Updates last: the others are asked of a table just loaded and vacuumed.
        for name in [n for n in STATEMENTS if n != "update"] + ["update"]:
            script += [f"\\echo = {name}", "\\timing on"]
            for _ in range(repeat["all" if name in OVER_ALL else "few"]):
                one, other = dice.choice(clients), dice.choice(clients)
                values = {"text": f"('{one[0]}')", "": "", "text, bigint": f"('{one[0]}', "
                          f"{other[1]})"}[STATEMENTS[name][0]]
                script.append(f"execute {name}{values} \\g /dev/null")
            script.append("\\timing off")
        script.append("\\echo = statistics\nselect mean_exec_time, query from pg_stat_statements "
                      "where query like 'prepare %';")
        output = re.split(r"^= ", self.psql("\n".join(script)), flags=re.M)[1:]
        parts = dict(part.split("\n", 1) for part in output)
        means = re.findall(r"^([\d.e-]+)\|prepare (\w+)", parts.pop("statistics"), re.M)
        for name, output in parts.items():
            taken = [float(ms) for ms in re.findall(r"^Time: ([\d.]+) ms", output, re.M)]
            times[name] = {"round_trip": statistics.median(taken) * 1e3}
        for mean, name in means:
            times[name]["server"] = float(mean) * 1e3
        self.psql("drop table clients")
        return times, answers

    def load(self, path):
        output = self.psql(f"""
            create extension if not exists pg_stat_statements;
            create table clients (client text not null, revenue bigint not null);
            \\timing on
            \\copy clients from '{path}'
            alter table clients add primary key (client);
            create index on clients (revenue desc, client);
            vacuum analyze clients;
            """)
        return sum(float(ms) for ms in re.findall(r"^Time: ([\d.]+) ms", output, re.M)) * 1e3

    def prepared(self):
        return "\n".join(f"prepare {name}{f'({types})' if types else ''} as {statement};"
                         for name, (types, statement) in STATEMENTS.items())

    def answers(self, asked):
        def rows(what):
            output = self.psql(f"{self.prepared()}\nexecute {what};")
            return [[int(part) for part in line.split("|")[:2]] for line in output.splitlines()]
        places = {client: rows(f"rank('{client}')")[0] for client in asked}
        if places != {client: rows(f"rank_counted('{client}')")[0] for client in asked}:
            raise RuntimeError("its two ways to ask for a rank differ")
        return {"rank": places, "curve": rows("curve"), "borders": rows("borders")[0]}
