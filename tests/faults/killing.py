"""The kill loop: senders push, the hub dies at random moments, the invariants are asked each time."""

import asyncio
import random
from dataclasses import dataclass, field

from sqlmodel import col, select

from scrm.delivery.tables import Delivery
from scrm.delivery.values import UNFINISHED
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.invariants import violations
from tests.support.process import HubProcess
from tests.support.witness import Senders, Witness

SENDERS = 16
LONGEST_LIFE = 0.4
"""Seconds between two kills, at most."""
DRAINED_WITHIN = 60.0
LOOK_AGAIN = 0.05


@dataclass(slots=True)
class Killed:
    """What a kill loop found."""

    kills: int = 0
    acknowledged: int = 0
    violations: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


async def kill_while_it_takes_in(hub: HubProcess, kills: int, dice: random.Random) -> Killed:
    """Kill a hub that sixteen senders push to; stop at the first violation, else drain and look."""
    witness = Witness()
    senders = Senders(hub, witness, dice)
    found = Killed()
    await hub.start()
    pushing = asyncio.create_task(senders.run(crowd(SENDERS)))
    try:
        while found.kills < kills and not found.violations:
            await asyncio.sleep(dice.random() * LONGEST_LIFE)
            await hub.kill()
            found.kills += 1
            found.violations = violations(hub.place, acknowledged=witness.acknowledged)
            await hub.start()
        senders.stopping.set()
        await pushing
    finally:
        pushing.cancel()
    found.acknowledged = len(witness.acknowledged)
    found.refused = witness.refused
    if not found.violations:
        await drained(hub.place)
        found.violations = violations(hub.place, acknowledged=witness.acknowledged, drained=True)
    return found


async def drained(place: Place, within: float = DRAINED_WITHIN) -> None:
    """Wait until nothing waits to be applied or sent; looked up in the database, from outside."""
    async with asyncio.timeout(within):
        while waits(place):  # noqa: ASYNC110 - another process's database rings no bell here
            await asyncio.sleep(LOOK_AGAIN)


def waits(place: Place) -> bool:
    kept = select(IntakeEvent.id).where(col(IntakeEvent.state) == IntakeState.KEPT)
    under_way = select(Delivery.id).where(col(Delivery.state).in_(UNFINISHED))
    with place.reading() as session:
        return any(session.exec(question.limit(1)).all() for question in (kept, under_way))
