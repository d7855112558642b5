"""A throw-away server in a folder of its own: started, waited for, ended."""

import contextlib
import os
import pwd
import subprocess
import time

START_SECONDS = 20


def unprivileged(*names):
    """Who to be instead of root, which PostgreSQL refuses: the first user there is."""
    if os.geteuid() != 0:
        return None
    for name in names:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError(f"started as root, and there is no user {' or '.join(names)} to be instead")


def run_as(user):
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def running(command, log, socket, end_signal, user=None):
    """Runs a server until the block ends; it is ready when its socket is there."""
    with open(log, "wb") as output:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                  stderr=subprocess.STDOUT, cwd=log.parent, **run_as(user))
    try:
        limit = time.monotonic() + START_SECONDS
        while not socket.exists():
            if server.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"{command[0]} does not start: {log.read_text().strip()}")
            time.sleep(0.02)
        yield
    finally:
        server.send_signal(end_signal)
        try:
            server.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def calls(count):
    """How often an operation over all clients, and one over a few, is measured."""
    return {"all": 21 if count <= 10000 else 9 if count <= 100000 else 5, "few": 501}
