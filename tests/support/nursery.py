"""Hubs as processes of their own that can be killed and started again within a tenth of a second.

A process that has been a hub itself waits for orders and forks one for each: the same code as
`scrm serve`, without a second of imports per kill.
"""

import asyncio
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Orders = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Birth:
    """What a hub is started with."""

    environment: dict[str, str]
    mutant: str
    patient: bool
    log: str


@dataclass(slots=True)
class Nursery:
    """The harness's end: asks for hubs, and for how they ended."""

    orders: socket.socket

    async def bear(self, birth: Birth) -> tuple[int, int]:
        """Start a hub; its process id and the pipe that carries its standard output."""
        reading, writing = os.pipe()
        try:
            answer = await asyncio.to_thread(self._ask, asdict(birth), [writing])
        finally:
            os.close(writing)
        return answer["pid"], reading

    async def ended(self, pid: int) -> int:
        """How the hub ended: its exit status, or minus the signal that killed it."""
        answer = await asyncio.to_thread(self._ask, {"wait": pid}, [])
        return os.waitstatus_to_exitcode(answer["status"])

    def _ask(self, asked: Orders, files: list[int]) -> Orders:
        socket.send_fds(self.orders, [json.dumps(asked).encode() + b"\n"], files or [0])
        answer: Orders = json.loads(self.orders.recv(1_000))
        return answer


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery for the run of the tests; hubs that are left die with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    environment = {name: value for name, value in os.environ.items() if name[:5] != "SCRM_"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.nursery", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    try:
        yield Nursery(ours)
    finally:
        ours.close()
        process.wait(30)


def _serve(orders: socket.socket) -> None:
    """The other end: obey until the harness is gone."""
    children: set[int] = set()
    while True:
        message, files, _, _ = socket.recv_fds(orders, 60_000, 1)
        if not message:
            break
        asked = json.loads(message)
        if "wait" in asked:
            pid, status = os.waitpid(asked["wait"], 0)
            children.discard(pid)
            orders.send(json.dumps({"status": status}).encode())
        else:
            pid = os.fork()
            if pid == 0:
                orders.close()
                _become_a_hub(Birth(**asked), files[0])
            children.add(pid)
            orders.send(json.dumps({"pid": pid}).encode())
        os.close(files[0])
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _become_a_hub(birth: Birth, output: int) -> None:
    from config.cli import main
    from connectors import PLATFORMS
    from scrm.kernel import failpoints
    from tests.faults import mutants

    log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(output, 1)
    os.dup2(log, 2)
    os.environ.update(birth.environment)
    failpoints.arm(os.environ.get("SCRM_FAILPOINTS", ""))
    if not birth.patient:
        PLATFORMS["telegram"] = "tests.support.brisk"
    if birth.mutant:
        mutants.become(birth.mutant)
    sys.argv = ["scrm", "serve"]
    try:
        main()
    except SystemExit as leaving:
        sys.stdout.flush()
        os._exit(leaving.code if isinstance(leaving.code, int) else 1)
    sys.stdout.flush()
    os._exit(0)


def _import_everything() -> None:
    """What a hub needs, and what a test may make it use."""
    from importlib import import_module

    for name in (
        "uvloop",
        "alembic.script",
        "config.cli",
        "config.serve",
        "config.migrations.tables",
        "config.verbs",
        "connectors.telegram.connector",
        "connectors.telegram.bot",
        "psycopg",
        "tests.faults.mutants",
        "tests.support.brisk",
    ):
        import_module(name)


async def _be_a_hub(folder: Path) -> None:
    """Once, for all that is made at the first use: addresses, statements, and modules."""
    from config.hub import Hub
    from config.server import application
    from config.settings import Settings

    hub = Hub(Settings(data_dir=folder, listen="127.0.0.1:0"))
    await hub.start()
    application(hub)
    await hub.stop()


if __name__ == "__main__":
    _import_everything()
    with TemporaryDirectory() as folder:
        asyncio.run(_be_a_hub(Path(folder)))
    # What is here stays: a child that looked through it for rubbish would copy all of its memory.
    gc.collect()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
