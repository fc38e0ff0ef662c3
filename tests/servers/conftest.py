"""A PostgreSQL and a Redis of the tests' own: on free loopback ports, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_plain_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: step down to the account that its package made."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    programs = installed[-1] if installed else Path(str(shutil.which("initdb"))).parent
    folder = Path(tempfile.mkdtemp(prefix="slamdunk-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    port, data = free_port(), folder / "data"
    make = [str(programs / "initdb"), "-D", str(data), "-U", "slamdunk", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(as_plain_user(make), check=True, capture_output=True, cwd=folder)
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-l", str(folder / "log"), "-o", settings, "start"]
    subprocess.run(as_plain_user(start), check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgres://slamdunk@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(as_plain_user([*control, "-m", "immediate", "stop"]), check=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a fresh, empty Redis that keeps nothing on disk."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if server.stdout is None:
        raise RuntimeError("redis-server has no output to read")
    for line in server.stdout:
        if "Ready to accept connections" in line:
            break
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
