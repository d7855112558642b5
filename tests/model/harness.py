"""The fold harness: decode, portfolio and store in one process, driven by lines.

The program is named by CLIENTELE_HARNESS. A line in, a line out.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from settings_file import write_settings

ANSWER_SECONDS = 60
BYTES_IN_FLIGHT = 24_000


class HarnessFailed(Exception):
    """The harness died, hung or refused a command."""


def scratch_folder():
    """Memory-backed where there is such a place: the store syncs at every commit."""
    shared = Path("/dev/shm")
    return str(shared) if os.access(shared, os.W_OK) else None


class Harness:
    def __init__(self, program, settings):
        self.folder = Path(tempfile.mkdtemp(prefix="fold", dir=scratch_folder()))
        state = self.folder / "state"
        state.mkdir()
        configuration = self.folder / "clienteled.yaml"
        write_settings(configuration, {"state_dir": str(state), **settings})
        self.errors = open(self.folder / "stderr", "w+b")
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0)
        self.received = b""
        self.ask(f"config {configuration}")

    def close(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b"quit\n")
                self.process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def trouble(self, what):
        self.errors.seek(0)
        said = self.errors.read()[-2000:].decode("utf-8", "replace").strip()
        status = self.process.poll()
        state = "still running" if status is None else f"exit status {status}"
        return HarnessFailed(f"{what} ({state}){': ' + said if said else ''}")

    def read_answer(self, command):
        limit = time.monotonic() + ANSWER_SECONDS
        while b"\n" not in self.received:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, limit - time.monotonic()))
            if not ready:
                self.process.kill()
                raise self.trouble(f"no answer in {ANSWER_SECONDS} s to: {command[:200]}")
            block = os.read(self.process.stdout.fileno(), 1 << 16)
            if not block:
                self.process.wait()
                raise self.trouble(f"died at: {command[:200]}")
            self.received += block
        line, self.received = self.received.split(b"\n", 1)
        return line.decode("utf-8", "replace")

    def send(self, commands):
        try:
            self.process.stdin.write(("\n".join(commands) + "\n").encode("utf-8"))
        except OSError:
            self.process.wait()
            raise self.trouble("died") from None

    def ask_all(self, commands):
        """The answers, one a command; as many are in flight as the pipes surely hold."""
        answers, start = [], 0
        while start < len(commands):
            end, size = start, 0
            while end < len(commands) and (end == start or size < BYTES_IN_FLIGHT):
                size += len(commands[end])
                end += 1
            self.send(commands[start:end])
            answers += [self.read_answer(command) for command in commands[start:end]]
            start = end
        return answers

    def ask(self, command):
        answer = self.ask_all([command])[0]
        if answer.startswith("error"):
            raise self.trouble(f"{command[:200]}: {answer[:500]}")
        return answer


def query_line(method, **params):
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return "query " + json.dumps(request, ensure_ascii=False)
