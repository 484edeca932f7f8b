"""Strategies for histories: a few people, and much that happened to them at few instants."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, delete

from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event
from scrm.kernel.text import clean
from tests.scrm.conditions import pieces
from tests.support.clock import NOON

TABLES: tuple[type[SQLModel], ...] = (
    *(Event, ContactTag, Tag, Message, Conversation, Identity, Contact, Channel),
)
"""In the order in which they can be emptied."""
PEOPLE = 4
SHELL, ERASED = 5, 6
"""Of the contacts 1 to 6 these are joined into the first, and erased."""

Rows = list[SQLModel]
Times = st.SearchStrategy[datetime]
values = st.one_of(pieces.scalars, pieces.scalars, st.none(), st.lists(pieces.scalars, max_size=2))
attributes = st.dictionaries(pieces.names, values, max_size=4).map(
    lambda given: {name: _clean(value) for name, value in given.items()}
)


def _clean(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


@st.composite
def contact(draw: st.DrawFn, number: int, times: Times) -> Contact:
    if number in (SHELL, ERASED):
        return Contact(
            id=number,
            first_seen=NOON,
            joined_into=1 if number == SHELL else None,
            erased_at=NOON if number == ERASED else None,
        )
    return Contact(
        id=number,
        name=clean(draw(pieces.texts)),
        locale=draw(st.sampled_from(["", "en", "zh-CN"])),
        stage=clean(draw(pieces.texts)),
        zone=draw(st.sampled_from(["", "Asia/Shanghai"])),
        owner_id=draw(st.sampled_from([None, 1, 2])),
        attributes=draw(attributes),
        first_seen=draw(times),
    )


@st.composite
def talk(draw: st.DrawFn, number: int, times: Times) -> Rows:
    """An address, a conversation there and messages in it, of one of the people."""
    who, channel = draw(st.integers(1, PEOPLE)), draw(st.sampled_from(pieces.CHANNELS))
    address = Identity(
        id=number,
        channel_id=channel,
        external_id=str(number),
        contact_id=who,
        last_inbound_at=draw(st.none() | times),
    )
    thread = Conversation(
        id=number,
        identity_id=number,
        channel_id=channel,
        contact_id=who,
        state=draw(st.sampled_from(pieces.STATES)),
        waiting_since=draw(st.none() | times),
        assignee_id=draw(st.sampled_from([None, 7])),
        last_at=NOON,
        created_at=NOON,
    )
    rows: Rows = [address, thread]
    for place in range(draw(st.integers(1, 3))):
        rows += _message(draw, thread, place, times)
    return rows


def _message(draw: st.DrawFn, thread: Conversation, place: int, times: Times) -> Rows:
    at = draw(times)
    message = Message(
        id=10 * thread.id + place,
        conversation_id=thread.id,
        seq=place + 1,
        direction="in",
        author_kind="contact",
        text=clean(draw(pieces.texts)),
        platform_time=at,
        created_at=at,
        deleted_at=draw(st.sampled_from([None, None, NOON])),
    )
    data = {"message_id": str(message.id), "conversation_id": str(thread.id)}
    kinds = ["message.received", *draw(st.lists(st.sampled_from(pieces.KINDS[3:6]), max_size=2))]
    told = [(kind, at if kind == kinds[0] else draw(times)) for kind in kinds]
    events = [
        Event(kind=kind, contact_id=thread.contact_id, at=then, recorded_at=then, data=data)
        for kind, then in told
    ]
    return [message, *events]


channel_ids = st.sampled_from(["1", "2", "9", None, "x"])
message_ids = st.sampled_from(["10", "11", "20", "abc", "", "12x", "999", " 10", 10, "9" * 19])
datas = st.one_of(
    attributes,
    st.builds(lambda rest, one: rest | {"channel_id": one}, attributes, channel_ids),
    st.builds(lambda rest, one: rest | {"message_id": one}, attributes, message_ids),
)


def events(times: Times) -> st.SearchStrategy[Event]:
    return st.builds(
        lambda kind, who, at, data: Event(
            kind=kind, contact_id=who, at=at, recorded_at=at, data=data
        ),
        st.sampled_from(pieces.KINDS),
        st.sampled_from([None, 1, 1, 2, 3, 4, SHELL, ERASED]),
        times,
        datas,
    )


def _nobodys(kind: str) -> Event:
    return Event(kind=kind, contact_id=None, at=NOON, recorded_at=NOON)


@st.composite
def given_tag(draw: st.DrawFn, number: int, times: Times) -> ContactTag:
    """The twelve first are of different people or tags; of the others none is live."""
    who, tag = number % 6 + 1, number % len(pieces.TAGS) + 1
    return ContactTag(
        id=number + 1,
        contact_id=who,
        tag_id=tag,
        set_by={"kind": "user"},
        since=draw(times),
        until=draw(st.none() | times),
        removed_at=draw(st.none() | times) if number < 12 else draw(times),
    )


@st.composite
def histories(draw: st.DrawFn) -> Rows:
    """Rows in an order in which they can be inserted; those of later ids come later."""
    rows: Rows = [
        Channel(id=number, platform=platform, name="", created_at=NOON)
        for number, platform in zip(pieces.CHANNELS, pieces.PLATFORMS, strict=True)
    ]
    few = draw(st.lists(st.sampled_from(pieces.INSTANTS), min_size=1, max_size=3))
    times = st.sampled_from([*few, NOON])
    rows += [draw(contact(number, times)) for number in range(1, 7)]
    for number in range(1, draw(st.integers(2, 5)) + 1):
        rows += draw(talk(number, times))
    rows.append(_nobodys(draw(st.sampled_from(pieces.KINDS))))
    rows += draw(st.lists(events(times), min_size=3, max_size=10))
    rows += [
        Tag(id=number, name=name, created_at=NOON) for number, name in enumerate(pieces.TAGS, 1)
    ]
    return rows + [draw(given_tag(number, times)) for number in range(draw(st.integers(0, 16)))]


def store(session: Session, rows: Rows) -> None:
    """In place of whatever was there. Events get ids in their order."""
    for table in TABLES:
        session.exec(delete(table))
    told = 0
    for kind in reversed(TABLES):
        for row in (one for one in rows if type(one) is kind):
            if isinstance(row, Event):
                told += 1
                row.id = told
            session.add(row)
        session.flush()
