"""Verbs about the bot: write, publish, roll back, pause."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.bots import store
from scrm.bots.shapes import policy as shapes
from scrm.bots.tables import BotRow, BotVersion
from scrm.bots.values import Bot, BotState, Meant
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.optimism import savepoint
from scrm.kernel.signals import signal
from scrm.teams import service as teams

TOPIC = "bot"


def read(definition: object, session: Session | None = None) -> Bot:
    """Raises Mistaken with all that is wrong and where. With a session, teams and colleagues are
    known."""
    known = None if session is None else teams.nameable(session)
    return shapes.read(definition, KNOWN, known)


def unused(bot: Bot) -> list[str]:
    """The intents that no responder answers."""
    used = {one.on.intent for one in bot.responders if isinstance(one.on, Meant)}
    return [one.name for one in bot.intents if one.name not in used]


def write(session: Session, definition: Mapping[str, Any], now: datetime) -> BotRow:
    """Change the draft; what is published stays as it is. Raises Mistaken."""
    read(definition, session)
    row = store.find(session, locked=True) or _made(session, definition, now)
    row.definition, row.updated_at = dict(definition), now
    return _changed(session, row)


def _made(session: Session, definition: Mapping[str, Any], now: datetime) -> BotRow:
    row = BotRow(id=store.ONLY, definition=dict(definition), updated_at=now)
    try:
        with savepoint(session):
            session.add(row)
    except IntegrityError:
        raise Conflict("Somebody else wrote the bot's first draft now; look again") from None
    return row


def publish(session: Session, by: Mapping[str, Any], now: datetime) -> BotRow:
    """Put the draft in force, from the next message on. Raises NotFound and Mistaken."""
    row = _held(session)
    read(row.definition, session)
    newest = store.versions(session)
    number = newest[0].number + 1 if newest else 1
    session.add(
        BotVersion(
            number=number, definition=row.definition, published_at=now, published_by=dict(by)
        )
    )
    row.version, row.state, row.reason, row.updated_at = number, BotState.LIVE, "", now
    return _changed(session, row)


def written(session: Session) -> list[tuple[BotRow, Bot]]:
    """The bot as it is in force, and as it is being written. What an earlier hub kept and this one does
    not understand says nothing."""
    row = store.find(session)
    if row is None:
        return []
    published = store.version(session, row.version)
    found = []
    for definition in (row.definition, published and published.definition):
        with suppress(Invalid):
            found.append((row, read(definition)))
    return found


def roll_back(session: Session, number: int, by: Mapping[str, Any], now: datetime) -> BotRow:
    """Put an earlier version in force again, as a new one. Raises NotFound."""
    _held(session)
    earlier = store.version(session, number)
    if earlier is None:
        raise NotFound("version", number)
    write(session, earlier.definition, now)
    return publish(session, by, now)


def apply(
    session: Session, definition: Mapping[str, Any], by: Mapping[str, Any], now: datetime
) -> BotRow:
    """Write and publish at once."""
    write(session, definition, now)
    return publish(session, by, now)


def pause(session: Session, reason: str, now: datetime) -> BotRow:
    """From now on it says nothing. Raises NotFound, and Conflict for a draft."""
    return _turn(session, BotState.PAUSED, reason, now)


def resume(session: Session, now: datetime) -> BotRow:
    """What was written meanwhile stays without answer. Raises NotFound, Conflict for a draft, and
    Mistaken where it names a team or a colleague who is gone meanwhile."""
    in_force = store.version(session, _held(session).version)
    if in_force is not None:
        read(in_force.definition, session)
    return _turn(session, BotState.LIVE, "", now)


def _turn(session: Session, state: BotState, reason: str, now: datetime) -> BotRow:
    row = _held(session)
    if not row.version:
        raise Conflict("The bot was never published", code="not_published")
    row.state, row.reason, row.updated_at = state, reason, now
    return _changed(session, row)


def _held(session: Session) -> BotRow:
    row = store.find(session, locked=True)
    if row is None:
        raise NotFound("bot", "nothing was written yet")
    return row


def _changed(session: Session, row: BotRow) -> BotRow:
    session.add(row)
    session.flush()
    signal(session, TOPIC, row.id)
    return row
