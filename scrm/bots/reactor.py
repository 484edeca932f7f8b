"""Told of what a unit recorded, the bot takes its turn in the same commit. It answers a moment
later, for a person may write on."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from scrm.bots import service, store
from scrm.bots.answering.service import TOPIC
from scrm.bots.answering.values import InForce
from scrm.bots.intents.policy import Intents
from scrm.bots.talks import store as talks
from scrm.bots.turns import store as turns
from scrm.journal.values import Recorded
from scrm.kernel.errors import Invalid
from scrm.kernel.signals import signal

LONGEST_REASON = 300
PATIENCE = timedelta(seconds=10)
"""Who writes on and on is answered after so long; more, where the bot waits longer than that."""
HEARD = "message.received"
ENDS = frozenset({"conversation.resolved", "conversation.handed_back"})
"""After these a talk begins anew."""


class Bots:
    """What is in force is kept in memory until `forget`: without a bot a message costs nothing."""

    name = "bot"

    def __init__(self) -> None:
        self._live: InForce | None = None
        self._is_known = False
        self._changes = 0

    def forget(self) -> None:
        """The bot was changed: what is in force is read again."""
        self._changes += 1
        self._is_known = False

    def wants(self, kind: str) -> bool:
        if kind in ENDS:
            return True
        return kind == HEARD and not (self._is_known and self._live is None)

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        if ended := [one.id for one in facts if one.kind in ENDS]:
            talks.begin_anew(session, ended)
        heard = [one.id for one in facts if one.kind == HEARD]
        live = self.in_force(session, now) if heard else None
        if live is None:
            return
        if mine := turns.speaking(session, heard):
            wait = live.bot.wait
            turns.put(session, mine, now, now + wait, now + max(PATIENCE, wait))
            signal(session, TOPIC, 0)

    def in_force(self, session: Session, now: datetime) -> InForce | None:
        """The bot, ready to answer; None where there is none, or it is paused."""
        if self._is_known:
            return self._live
        changes = self._changes
        live, is_sure = _read(session, now)
        if is_sure and changes == self._changes:  # else somebody published while we read
            self._live, self._is_known = live, True
        return live


def _read(session: Session, now: datetime) -> tuple[InForce | None, bool]:
    """The bot, and whether that can be kept in mind. A bot of an earlier hub that this one does not
    understand is paused: it is read again until that is committed, for this unit may be undone."""
    found = store.live(session)
    if found is None:
        return None, True
    number, definition = found
    try:
        return ready(number, definition), True
    except Invalid as wrong:
        service.pause(session, str(wrong)[:LONGEST_REASON], now)
        return None, False


def ready(number: int, definition: object) -> InForce:
    """Raises Mistaken."""
    bot = service.read(definition)
    return InForce(number, bot, Intents(bot.intents))
