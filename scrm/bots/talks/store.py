"""SQL of the talks that turns go on with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, select, update
from sqlmodel import Session, col

from scrm.bots.choosing.values import Offered, Talk
from scrm.bots.tables import BotTalk
from scrm.conditions.documents.store import id_of
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import Direction
from scrm.journal.tables import Event
from scrm.kernel.columns import document, from_micros, micros, plain
from scrm.kernel.sets import Insert, SetQuery, SetWrite, is_any, session_dialect, table_of

_RECENT = SetQuery(
    lambda any_of: (
        select(col(Conversation.contact_id), col(BotTalk.recent))
        .join(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .where(any_of(col(Conversation.contact_id)))
    ),
    int,
)

_SILENT = ("event_id", "has_spoken", "in_row", "misunderstood", "recent")
_SPOKE = (*_SILENT, "said_id", "menu")


def _kept(*changing: str) -> SetWrite:
    """Of a talk that is there these change; of a new one nothing is offered yet."""

    def build(insert: Insert) -> Executable:
        changed = {name: insert.excluded[name] for name in changing}
        return insert.on_conflict_do_update(index_elements=["conversation_id"], set_=changed)

    names = dict.fromkeys(("conversation_id", *changing, "menu"))
    return SetWrite(BotTalk, tuple(names), build)


_KEEP_SILENT, _KEEP_SPOKEN = _kept(*_SILENT), _kept(*_SPOKE)


class Going(NamedTuple):
    """How a talk goes from an event on."""

    conversation_id: int
    event_id: int
    talk: Talk


def recent(session: Session, contact_ids: Iterable[int]) -> dict[int, tuple[datetime, ...]]:
    """When the bot has written to these people last, wherever."""
    found: dict[int, set[int]] = {}
    for contact_id, times in _RECENT.rows(session, contact_ids):
        found.setdefault(contact_id, set()).update(document(times))
    return {one: tuple(map(from_micros, sorted(times))) for one, times in found.items()}


def keep(session: Session, silent: Iterable[Going]) -> None:
    """How talks go in which nothing was said now."""
    _KEEP_SILENT.run(session, [(*_row(one), "[]") for one in silent])


def keep_spoken(session: Session, spoken: Iterable[tuple[Going, int, Sequence[Offered]]]) -> None:
    """How talks go, by which message of ours, and what it offers."""
    _KEEP_SPOKEN.run(
        session,
        [
            (*_row(one), said_id, plain([[each.label, each.value] for each in menu]))
            for one, said_id, menu in spoken
        ],
    )


def _row(one: Going) -> tuple[Any, ...]:
    talk = one.talk
    times = plain([micros(at) for at in talk.recent])
    state = (talk.has_spoken, talk.in_row, talk.misunderstood, times)
    return (one.conversation_id, one.event_id, *state)


def begin_anew(session: Session, event_ids: Iterable[int]) -> None:
    """The conversations that these events are about are done with, or the bot's again: what was said
    before counts no more."""
    named = id_of(
        col(Event.data), "conversation_id", is_sqlite=session_dialect(session) == "sqlite"
    )
    meant = select(named).where(is_any(session, col(Event.id), event_ids))
    session.execute(
        update(table_of(BotTalk))
        .where(col(BotTalk.conversation_id).in_(meant))
        .values(has_spoken=False, in_row=0, misunderstood=0, menu=[])
    )


def last_words(session: Session, conversation_id: int, limit: int) -> list[Message]:
    """What was said last, either way, in its order."""
    question = (
        select(Message)
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.direction).in_((Direction.IN, Direction.OUT)),
        )
        .order_by(col(Message.seq).desc())
        .limit(limit)
    )
    return list(session.scalars(question))[::-1]
