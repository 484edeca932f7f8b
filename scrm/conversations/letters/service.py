"""The verb of letters: as `send`, to many at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.channels.values import ChannelState
from scrm.conversations import service as conversations
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals import store as arrivals_store
from scrm.conversations.letters import store
from scrm.conversations.letters.store import Addressed
from scrm.conversations.letters.values import Letter
from scrm.conversations.values import Author, ConversationState, Direction
from scrm.delivery import service as delivery
from scrm.delivery.values import Lane, Order
from scrm.kernel.columns import micros, plain
from scrm.kernel.errors import Conflict
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.kernel.text import clean, shorten


def send_together(
    session: Session, author: Author, letters: Sequence[Letter], now: datetime, lane: Lane
) -> list[int]:
    """Write to people in conversations that go on, one letter to each; the messages' ids. What the hub
    confirms by itself (`Lane.TRANSACTIONAL`) answers nobody. Raises Invalid, and Conflict where one is
    done with or was imported."""
    if not letters:
        return []
    whom = store.addressed(session, [one.conversation_id for one in letters])
    ids, answers = new_ids(len(letters)), lane is not Lane.TRANSACTIONAL
    messages, moves, orders = [], [], []
    for message_id, letter in zip(ids, letters, strict=True):
        to = _require_going_on(whom[letter.conversation_id])
        messages.append(_message(message_id, to, author, letter, now))
        moves.append(_move(message_id, to, author, letter, now, answers=answers))
        orders.append(_order(message_id, to, letter, now, lane))
    session.flush()
    arrivals_store.add_messages(session, messages)
    store.move(session, store.ANSWERED if answers else store.SAID, moves)
    delivery.enqueue(session, orders, now)
    for message_id, letter in zip(ids, letters, strict=True):
        signal(session, "message_added", message_id)
        signal(session, "conversation", letter.conversation_id)
    return list(ids)


def _require_going_on(to: Addressed) -> Addressed:
    if to.state == ConversationState.RESOLVED:
        raise Conflict("This conversation is done with")
    if to.channel_state == ChannelState.ARCHIVE:
        raise Conflict("This conversation was imported", code="read_only_channel")
    return to


def _message(
    message_id: int, to: Addressed, author: Author, letter: Letter, now: datetime
) -> tuple[Any, ...]:
    conversations.require_sayable(letter.draft)
    at, extras = micros(now), conversations.extras_of(letter.draft)
    return (
        message_id,
        to.id,
        to.next_seq,
        Direction.OUT,
        author.kind,
        author.id,
        author.name,
        clean(letter.draft.text),
        plain(extras) if extras else "{}",
        None,
        at,
        at,
        None,
    )


def _move(
    message_id: int, to: Addressed, author: Author, letter: Letter, now: datetime, *, answers: bool
) -> tuple[Any, ...]:
    line = shorten(conversations.words_of(letter.draft), arrivals.LAST_TEXT)
    last = (message_id, line, Direction.OUT, author.name, micros(now))
    if not answers:
        return (to.next_seq + 1, *last, to.id)
    return (to.next_seq + 1, ConversationState.OPEN, None, None, None, "", *last, None, to.id)


def _order(message_id: int, to: Addressed, letter: Letter, now: datetime, lane: Lane) -> Order:
    draft = letter.draft
    said = {"text": clean(draft.text), "format": draft.format}
    return Order(
        message_id=message_id,
        identity_id=to.identity_id,
        channel_id=to.channel_id,
        contact_id=to.contact_id,
        recipient=to.recipient,
        content=conversations.extras_of(draft) | said,
        lane=lane,
        due_at=now,
        thread_key=to.thread_key,
    )
