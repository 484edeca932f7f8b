"""What happens to people after a history, drawn by Hypothesis, one thing at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags import service as tags
from scrm.contacts.tags.values import Given
from scrm.conversations.tables import Conversation, Message
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.text import clean
from tests.scrm.conditions import pieces
from tests.scrm.conditions.histories import PEOPLE, attributes, datas
from tests.support.clock import HandClock

Step = Callable[[Session, HandClock], None]
BY = {"user": "1"}

people = st.integers(1, PEOPLE)
ago = st.sampled_from([timedelta(0), timedelta(0), *pieces.WINDOWS[:2], -pieces.WINDOWS[0]])
"""How late a platform tells us; or how far its clock is ahead."""


def _waits(by: timedelta) -> Step:
    def step(_session: Session, clock: HandClock) -> None:
        clock.advance(by)

    return step


def _writes(who: int, text: str, late: timedelta) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        theirs = select(Conversation).where(Conversation.contact_id == who)
        thread = session.exec(theirs.order_by(col(Conversation.id)).limit(1)).first()
        if thread is None:
            return
        at = clock.now() - late
        last = session.exec(
            select(Message.seq)
            .where(Message.conversation_id == thread.id)
            .order_by(col(Message.seq).desc())
        ).first()
        message = Message(
            conversation_id=thread.id,
            seq=(last or 0) + 1,
            direction="in",
            author_kind="contact",
            text=clean(text),
            platform_time=at,
            created_at=clock.now(),
        )
        address = session.get_one(Identity, thread.identity_id)
        address.last_inbound_at = max(at, address.last_inbound_at or at)
        session.add_all([message, address])
        session.flush()
        data = {"message_id": str(message.id), "conversation_id": str(thread.id)}
        journal.record(session, [Fact("message.received", who, at, data)], clock.now())

    return step


def _happens(kind: str, who: int, data: dict[str, Any], late: timedelta) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        journal.record(session, [Fact(kind, who, clock.now() - late, data)], clock.now())

    return step


def _takes_back(number: int) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        messages = session.exec(select(Message).order_by(col(Message.id))).all()
        message = messages[number % len(messages)]
        message.deleted_at = clock.now()
        session.add(message)
        session.flush()
        thread = session.get_one(Conversation, message.conversation_id)
        data = {"message_id": str(message.id)}
        fact = Fact("message.deleted", thread.contact_id, clock.now(), data)
        journal.record(session, [fact], clock.now())

    return step


def _changes(who: int, values: dict[str, Any]) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        contacts.change(session, session.get_one(Contact, who), values, clock.now())

    return step


def _is_tagged(who: int, name: str, lasting: timedelta | None) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        now = clock.now()
        tag = tags.ids_of(session, [name], now)[name]
        until = None if lasting is None else now + lasting
        tags.put(session, [Given(who, tag, BY, until)], now)

    return step


def _is_untagged(who: int, name: str) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        tag = tags.ids_of(session, [name], clock.now())[name]
        tags.take(session, [Given(who, tag, BY)], clock.now())

    return step


def _moves(number: int, state: str) -> Step:
    def step(session: Session, clock: HandClock) -> None:
        threads = session.exec(select(Conversation).order_by(col(Conversation.id))).all()
        thread = threads[number % len(threads)]
        if any(one.state == "open" and one.identity_id == thread.identity_id for one in threads):
            state_of = "resolved"
        else:
            state_of = state
        thread.state = state_of
        session.add(thread)
        session.flush()
        kind = {"open": "reopened", "snoozed": "snoozed", "resolved": "resolved"}[state_of]
        fact = Fact(f"conversation.{kind}", thread.contact_id, clock.now())
        journal.record(session, [fact], clock.now())

    return step


edges = st.sampled_from([*pieces.WINDOWS, *(one - pieces.TICK for one in pieces.WINDOWS)])
steps = st.one_of(
    edges.map(_waits),
    edges.map(_waits),
    st.builds(_writes, people, pieces.texts, ago),
    st.builds(_happens, st.sampled_from(pieces.KINDS), people, datas, ago),
    st.integers(0, 20).map(_takes_back),
    st.builds(_changes, people, attributes.map(lambda given: {"attributes": given})),
    st.builds(_is_tagged, people, st.sampled_from(pieces.TAGS), st.none() | edges),
    st.builds(_is_untagged, people, st.sampled_from(pieces.TAGS)),
    st.builds(_moves, st.integers(0, 20), st.sampled_from(pieces.STATES)),
)
