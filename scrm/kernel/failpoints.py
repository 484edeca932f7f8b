"""Places where a test can make this process fail. Without SCRM_FAILPOINTS they cost one look.

`SCRM_FAILPOINTS=name=action,…` with the actions `exit` (at once, without clean-up),
`crash` (SIGSEGV), `sleep:SECONDS`, `raise:ValueError` and so on. `gate:PIPE` says by a byte in
the named pipe PIPE.reached that it is there, and waits for one in PIPE; where there is no such pipe
it passes. An optional `@N` lets N passes go first; `name#key=action` fails only where the work is
about `key`.
"""

import asyncio
import builtins
import os
import select
import signal
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import exc

GATE_OPENS_WITHIN = 30.0
"""Seconds."""

_ACTIONS: dict[str, str] = {}
_passed: Counter[str] = Counter()


def arm(description: str) -> None:
    """Set the failpoints of this process; the empty string disarms them all."""
    _ACTIONS.clear()
    _passed.clear()
    for part in filter(None, description.split(",")):
        name, _, action = part.partition("=")
        _ACTIONS[name] = action


def failpoint(name: str, key: str = "") -> None:
    """Fail here if a test asked for it."""
    if _ACTIONS:
        for place in (name, f"{name}#{key}"):
            if place in _ACTIONS:
                _fail(place)


def _fail(name: str) -> None:
    action, _, skip = _ACTIONS[name].partition("@")
    _passed[name] += 1
    if skip and _passed[name] <= int(skip):
        return
    if action == "exit":
        os._exit(9)
    if action == "crash":
        signal.raise_signal(signal.SIGSEGV)  # in this thread: os.kill may let it go on for a while
    kind, _, wanted = action.partition(":")
    if kind == "sleep":
        time.sleep(float(wanted))
    elif kind == "gate":
        _wait_before(Path(wanted))
    elif kind == "raise":
        raise _error(wanted, f"failpoint {name}")
    else:
        raise ValueError(f"unknown failpoint action {action!r}")


def _wait_before(gate: Path) -> None:
    """A signal in both directions for a test in another process."""
    try:
        pipe = os.open(gate, os.O_RDWR)  # both ends of it: so it has no end before somebody writes
    except FileNotFoundError:
        return  # it stands open
    reached = os.open(f"{gate}.reached", os.O_RDWR)
    try:
        os.write(reached, b"!")
        if not select.select([pipe], [], [], GATE_OPENS_WITHIN)[0]:
            raise TimeoutError(f"nobody opened {gate}")
    finally:
        os.close(reached)
        os.close(pipe)


def _error(wanted: str, why: str) -> BaseException:
    if wanted == "CancelledError":
        return asyncio.CancelledError(why)
    if (of_database := getattr(exc, wanted, None)) is not None:
        error: BaseException = of_database(why, None, Exception(why))
    else:
        error = getattr(builtins, wanted)(why)
    return error


arm(os.environ.get("SCRM_FAILPOINTS", ""))
