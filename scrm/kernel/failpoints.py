"""Places where a test can make this process fail. Without SCRM_FAILPOINTS they cost one look.

`SCRM_FAILPOINTS=name=action,…` with the actions `exit` (at once, without clean-up),
`crash` (SIGSEGV), `sleep:SECONDS`, `raise:ValueError` and so on. An optional `@N` lets N passes go first.
"""

import builtins
import os
import signal
import time
from collections import Counter

_ACTIONS: dict[str, str] = {}
_passed: Counter[str] = Counter()


def arm(description: str) -> None:
    """Set the failpoints of this process; the empty string disarms them all."""
    _ACTIONS.clear()
    _passed.clear()
    for part in filter(None, description.split(",")):
        name, _, action = part.partition("=")
        _ACTIONS[name] = action


def failpoint(name: str) -> None:
    """Fail here if a test asked for it."""
    if _ACTIONS and name in _ACTIONS:
        _fail(name)


def _fail(name: str) -> None:
    action, _, skip = _ACTIONS[name].partition("@")
    _passed[name] += 1
    if skip and _passed[name] <= int(skip):
        return
    if action == "exit":
        os._exit(9)
    if action == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    kind, _, wanted = action.partition(":")
    if kind == "sleep":
        time.sleep(float(wanted))
        return
    if kind != "raise":
        raise ValueError(f"unknown failpoint action {action!r}")
    raise _error(wanted)(f"failpoint {name}")


def _error(wanted: str) -> type[BaseException]:
    if wanted == "CancelledError":
        from asyncio import CancelledError

        return CancelledError
    error: type[BaseException] = getattr(builtins, wanted)
    return error


arm(os.environ.get("SCRM_FAILPOINTS", ""))
