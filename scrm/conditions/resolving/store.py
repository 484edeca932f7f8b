"""SQL of what is finished in Python: the database finds what may be meant, and misses nothing; that
is read a chunk at a time, and the ids or values of what is meant go into the question itself.

It is so on both databases. SQLite could call a function of ours from within the question, but then
one meaning would be reached in two ways, and to read a row costs no more than to be called for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, select
from sqlmodel import Session, col

from scrm.conditions.documents.store import may_hold
from scrm.conditions.frames.store import Frame, is_living, may_have_happened, not_sought
from scrm.conditions.frames.values import InHand, Moment
from scrm.conditions.hints.policy import before, hints
from scrm.conditions.patterns.policy import says
from scrm.conditions.values import Text
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event
from scrm.kernel.errors import Invalid
from scrm.kernel.oddness import is_odd
from scrm.kernel.sets import SetQuery

_CHUNK = 5_000
MOST_MEANT = 1_000_000
"""Ids or values that go into a question: some 20 MB."""
T = TypeVar("T")

WRITTEN = "message.received"
_SAYING = frozenset({WRITTEN, "message.edited"})


def _about() -> SetQuery:
    """What events are about, with the text of their message."""
    return SetQuery(
        lambda any_of: (
            select(
                col(Event.id),
                col(Event.kind),
                col(Message.text),
                col(Message.deleted_at),
                col(Conversation.id),
                col(Conversation.channel_id),
            )
            .select_from(Event)
            .outerjoin(Message, col(Message.id) == col(Event.message_id))
            .outerjoin(Conversation, col(Conversation.id) == col(Message.conversation_id))
            .where(any_of(col(Event.id)))
        ),
        int,
    )


_ABOUT = _about()


def in_hand(session: Session, moments: Sequence[Moment[Any]]) -> dict[int, InHand]:
    """What the events in hand are about, by the place of the moment."""
    wanted = {one.event_id for one in moments if one.event_id is not None}
    if not wanted:
        return {}
    session.flush()  # for it goes to the driver, behind the session's back
    found = {row[0]: _held(row) for row in _ABOUT.rows(session, wanted)}
    return {
        number: found.get(one.event_id, InHand())
        for number, one in enumerate(moments)
        if one.event_id is not None
    }


def _held(row: Sequence[Any]) -> InHand:
    _, kind, text, deleted_at, conversation_id, channel_id = row
    if not kind.startswith("message."):
        return InHand()
    is_said = kind in _SAYING and deleted_at is None
    return InHand(text if is_said else None, True, conversation_id, channel_id)


def who_said(frame: Frame, leaf: Text, *, oddly: bool = False) -> list[int]:
    """The people who wrote a message that says so; or an odd one, which nobody can leave unread."""
    said = before(hints(leaf), says(leaf))
    people: set[int] = set()
    messages = _odd_messages if oddly else _messages
    for owner, text in _read(
        frame, messages(frame, WRITTEN, leaf.within, leaf, col(Event.contact_id))
    ):
        if owner is not None and owner not in people and said(text):
            people.add(owner)
    return sorted(people)


def events_that_say(
    frame: Frame, kind: str, within: timedelta | None, leaf: Text, *, oddly: bool = False
) -> list[int]:
    """The events of this kind whose message says so, or whose odd message does. Raises Invalid where
    they are too many."""
    known = frame.resolved.get((kind, within, leaf))
    if known is not None:
        return known
    said = before(hints(leaf), says(leaf))
    messages = _odd_messages if oddly else _messages
    question = messages(frame, kind, within, leaf, col(Event.id))
    found = _few((row[0] for row in _read(frame, question) if said(row[1])), leaf.how.value)
    frame.resolved[kind, within, leaf] = found
    return found


def _messages(
    frame: Frame, kind: str, within: timedelta | None, leaf: Text, wanted: Any
) -> Select[Any]:
    """With the text of each."""
    text = col(Message.text)
    return (
        select(wanted, text)
        .select_from(Event)
        .join(Message, col(Message.id) == col(Event.message_id))
        .where(col(Event.kind) == kind, col(Message.deleted_at).is_(None))
        .where(*may_have_happened(frame, Event, within))
        .where(*may_hold(text, hints(leaf), is_sqlite=frame.is_sqlite))
    )


def _odd_messages(
    frame: Frame, kind: str, within: timedelta | None, _leaf: Text, wanted: Any
) -> Select[Any]:
    """With the text of each. The few odd ones come first, and their events are looked up."""
    text = col(Message.text)
    return (
        select(wanted, text)
        .select_from(Message)
        .join(Event, col(Event.message_id) == not_sought(frame, col(Message.id)))
        .where(is_odd(text, is_sqlite=frame.is_sqlite), col(Message.deleted_at).is_(None))
        .where(not_sought(frame, col(Event.kind)) == kind)
        .where(*may_have_happened(frame, Event, within))
    )


def values(
    frame: Frame, candidates: Select[tuple[str]], is_meant: Callable[[str], bool], name: str
) -> list[str]:
    """Of the texts that `candidates` selects those that are meant. Raises Invalid where they are too
    many."""
    return some((row[0] for row in _read(frame, candidates)), is_meant, name)


def who_has(
    frame: Frame,
    value: Any,
    criteria: Sequence[ColumnElement[bool]],
    is_meant: Callable[[str], bool],
    name: str,
) -> list[int]:
    """The people of whom `value` is meant. Raises Invalid where they are too many."""
    candidates = select(col(Contact.id), value).where(*criteria, is_living(), value.is_not(None))
    return _few((who for who, one in _read(frame, candidates) if is_meant(one)), name)


def some(found: Iterable[str | None], is_meant: Callable[[str], bool], name: str) -> list[str]:
    """Those that are meant. Raises Invalid where they are too many."""
    return _few((one for one in found if one is not None and is_meant(one)), name)


def _read(frame: Frame, question: Select[Any]) -> Iterator[Row[*tuple[Any, ...]]]:
    chunked = question.execution_options(yield_per=_CHUNK)
    frame.session.flush()  # for it goes to the connection: to make rows there is half the work
    with frame.session.connection().execute(chunked) as rows:
        yield from rows


def _few(found: Iterable[T], name: str) -> list[T]:
    kept = list(islice(found, MOST_MEANT + 1))
    if len(kept) > MOST_MEANT:
        raise Invalid(
            name, f"is met more than {MOST_MEANT:,} times; ask for less, or a shorter time"
        )
    return kept
