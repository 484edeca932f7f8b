"""The verb of reacting: all that subscribed are told what a unit recorded, inside that unit."""

from asyncio import CancelledError
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import structlog
from sqlmodel import Session

from scrm.journal.reacting import store
from scrm.journal.reacting.policy import FIRST_WAIT, wait_after
from scrm.journal.reacting.tables import Reaction
from scrm.journal.reacting.values import ReactionState
from scrm.journal.store import told_once
from scrm.journal.values import DEEPEST, Recorded
from scrm.kernel.clock import Clock
from scrm.kernel.engines import gave_up
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import expect_failure, savepoint
from scrm.kernel.signals import signal, take_notes

log = structlog.get_logger()

TOPIC = "reactions"
LONGEST_ERROR = 500
_BROKEN = (Exception, CancelledError)
"""What a subscriber may raise by mistake; it undoes what this one did and nothing else."""


class Subscriber(Protocol):
    """Reacts to facts. It may be told of one twice, and may record facts of its own, one deeper."""

    name: str
    """Kept with what failed: a subscriber that is renamed no longer knows its own."""

    def wants(self, kind: str) -> bool: ...

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None: ...


class Reactions:
    """Those who subscribed, in the order in which they are told."""

    def __init__(self, subscribers: Sequence[Subscriber], clock: Clock) -> None:
        self._subscribers = {one.name: one for one in subscribers}
        self._clock = clock

    def end(self, session: Session) -> None:
        """Tell of all that this unit recorded, and of what was recorded because of it: the journal
        refuses what goes too deep."""
        for _ in range(DEEPEST + 1):
            facts = take_notes(session)
            if not facts:
                return
            with told_once(session):
                self._tell_all(session, facts)

    def _tell_all(self, session: Session, facts: Sequence[Recorded]) -> None:
        kinds = {one.kind for one in facts}
        for subscriber in self._subscribers.values():
            wanted = {kind for kind in kinds if subscriber.wants(kind)}
            if wanted:
                self._tell(session, subscriber, [one for one in facts if one.kind in wanted])

    def _tell(self, session: Session, subscriber: Subscriber, facts: Sequence[Recorded]) -> None:
        now = self._clock.now()
        if error := self._try(session, subscriber, facts, now):
            ids = [one.id for one in facts]
            store.add(session, subscriber.name, ids, now + FIRST_WAIT, error)
            signal(session, TOPIC, ids[0])

    def _try(
        self, session: Session, subscriber: Subscriber, facts: Sequence[Recorded], now: datetime
    ) -> str:
        """What went wrong; nothing of it is left then."""
        try:
            with savepoint(session):
                failpoint("journal.react", subscriber.name)
                subscriber.react(session, facts, now)
        except _BROKEN as error:
            if gave_up(error):
                raise
            log.exception("reaction failed", action="journal.failed", subscriber=subscriber.name)
            return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        return ""

    def again(self, session: Session, now: datetime, limit: int) -> int:
        """Try what is due, each alone; returns how many there were."""
        expect_failure(session)
        found = store.due(session, now, limit)
        for reaction, fact in found:
            self._again(session, reaction, fact, now)
        return len(found)

    def _again(self, session: Session, reaction: Reaction, fact: Recorded, now: datetime) -> None:
        subscriber = self._subscribers.get(reaction.subscriber)
        row, tries = reaction.id, reaction.tries + 1
        if subscriber is None:
            error = "nobody of this name subscribes any more"
            store.change(session, row, state=ReactionState.DEAD, error=error)
            return
        error = self._try(session, subscriber, [fact], now)
        if not error:
            store.done(session, row)
            return
        wait = wait_after(tries)
        if wait is None:
            store.change(session, row, state=ReactionState.DEAD, tries=tries, error=error)
        else:
            store.change(session, row, due_at=now + wait, tries=tries, error=error)
