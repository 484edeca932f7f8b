"""Hands a template that is about to be saved to a process that tries it out."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from typing import Any

import structlog

from scrm.kernel.errors import Mistake, Mistaken, Unavailable
from scrm.rendering.messages.policy import require_plain
from scrm.rendering.messages.trying.values import FAULT
from scrm.rendering.messages.values import LONGEST_SOURCE, NAMES, Missing, Values

log = structlog.get_logger()

CHILD = "scrm.rendering.messages.trying.child"
AT_ONCE = 2
WITHIN = 10.0
"""Seconds for one trial; most of it is for a machine that is busy."""
_TOO_MUCH = "begins a template that takes too much time or memory; make it shorter and simpler"


class Rehearsal:
    """Tries few templates at a time: each takes a process."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def try_out(self, source: str, values: Values, names: frozenset[str] = NAMES) -> str:
        """The message for these values. Raises Mistaken with all that is wrong, Missing, TypeError
        or ValueError for values that are not plain, and Unavailable where it took too long to tell."""
        require_plain(values, {})
        # One more than may be is enough to be told so.
        order = {"source": source[: LONGEST_SOURCE + 1], "values": values, "names": sorted(names)}
        async with self._turns:
            told = await _told(json.dumps(order).encode())
        if "missing" in told:
            raise Missing(told["missing"])
        if "wrong" in told:
            raise Mistaken([Mistake(*one) for one in told["wrong"]], code=told["code"])
        return str(told["text"])


async def _told(order: bytes) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", CHILD),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={},
        cwd="/",
    )
    try:
        async with asyncio.timeout(WITHIN):
            out, words = await process.communicate(order)
    except TimeoutError:
        log.warning("template trial took too long", action="rendering.trial_timeout")
        raise Unavailable("Trying the template out took too long; try again later") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    if process.returncode == 0:
        told: dict[str, Any] = json.loads(out)
        return told
    why = words.decode("ascii", "replace")[-200:]
    if process.returncode != FAULT and not _was_ended(process):
        raise RuntimeError(f"A template could not be tried out: {why}")
    log.info("template refused", action="rendering.template_refused", why=why or "ended")
    raise Mistaken([Mistake("line 1", _TOO_MUCH)], code="bad_template")


def _was_ended(process: asyncio.subprocess.Process) -> bool:
    """By the system, for what it takes."""
    return process.returncode is not None and process.returncode < 0
