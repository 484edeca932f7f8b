"""The verb of what campaigns write: a message stands in the person's conversation from the moment
at which it is being sent. Nothing of the conversation's place in the inbox moves for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.contacts.values import Known
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals import store as arrivals_store
from scrm.conversations.arrivals.store import Thread
from scrm.conversations.campaigns import store
from scrm.conversations.replies.values import ANSWERS_WITHIN
from scrm.conversations.values import AuthorKind, ConversationState, Direction
from scrm.delivery.values import Due
from scrm.kernel.columns import micros, plain
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.kernel.text import clean, shorten

_EXTRAS = ("attachments", "buttons")

Key = tuple[int, str]


def write(session: Session, rows: Sequence[Due], now: datetime) -> None:
    """Put messages of campaigns, which are being sent in this unit, into the live conversation of
    their address, or the last past one, or a new one that is resolved already. One that is tried
    again is there: it stays where it was written first."""
    there = store.there(session, [row.message_id for row in rows])
    fresh = [row for row in rows if row.message_id not in there]
    if not fresh:
        return
    threads = _threads(session, fresh, now)
    messages = [_append(threads[row.identity_id, row.thread_key], row, now) for row in fresh]
    _save(session, threads.values(), now)
    store.add(session, messages)
    session.expire_all()
    for row in fresh:
        signal(session, "message_added", row.message_id)
        signal(session, "conversation", threads[row.identity_id, row.thread_key].id)


def write_test(session: Session, row: Due, now: datetime) -> int:
    """Put a campaign's message that somebody tries out where its own would stand, and return the
    conversation. It is of no campaign: what is said to it answers none, and nobody's place in the inbox
    moves for it."""
    (thread,) = _threads(session, [row], now).values()
    text, at = clean(str(row.content.get("text", ""))), micros(now)
    extras = _extras(row) | {"test_of": str(row.campaign.campaign_id)}
    message = (
        *(row.message_id, thread.id, thread.next_seq, Direction.OUT.value),
        *(AuthorKind.CAMPAIGN.value, None, "", text, plain(extras), None, None, at, at),
    )
    thread.next_seq += 1
    _save(session, [thread], now)
    store.add(session, [message])
    session.expire_all()
    signal(session, "message_added", row.message_id)
    signal(session, "conversation", thread.id)
    return thread.id


def _threads(session: Session, rows: Sequence[Due], now: datetime) -> dict[Key, Thread]:
    """Their rows are held until the commit: numbers are given under them."""
    wanted = {(row.identity_id, row.thread_key): row for row in rows}
    addresses = sorted({identity_id for identity_id, _ in wanted})
    threads = arrivals_store.threads_of(session, addresses, resolved=False)
    without = sorted({key[0] for key in wanted if key not in threads})
    threads = arrivals_store.threads_of(session, without, resolved=True) | threads
    strangers = [(key, row) for key, row in wanted.items() if key not in threads]
    for thread_id, (key, row) in zip(new_ids(len(strangers)), strangers, strict=True):
        threads[key] = _born_resolved(thread_id, row, now)
    return {key: threads[key] for key in wanted}


def _born_resolved(thread_id: int, row: Due, now: datetime) -> Thread:
    known = Known(row.identity_id, row.contact_id, "")
    thread = arrivals.new_thread(thread_id, row.channel_id, known, row.thread_key, now)
    thread.state = ConversationState.RESOLVED
    thread.resolved_at = now
    return thread


def _append(thread: Thread, row: Due, now: datetime) -> tuple[Any, ...]:
    text, at = clean(str(row.content.get("text", ""))), micros(now)
    message = (
        *(row.message_id, thread.id, thread.next_seq, Direction.OUT.value),
        *(AuthorKind.CAMPAIGN.value, None, "", text, plain(_extras(row)), None),
        *(row.campaign.campaign_id, at, at),
    )
    if thread.is_new:  # in the list of what is done with it says what it is
        thread.last_message_id = row.message_id
        thread.last_text = shorten(text, arrivals.LAST_TEXT)
        thread.last_direction = Direction.OUT
    thread.next_seq += 1
    thread.campaign_id = row.campaign.campaign_id
    thread.campaign_message_id = row.message_id
    thread.campaign_until = now + ANSWERS_WITHIN
    return message


def _extras(row: Due) -> dict[str, Any]:
    """What it holds beyond its text, as a message has it."""
    marks = row.content.get("format", "plain")
    extras: dict[str, Any] = {} if marks == "plain" else {"format": marks}
    return extras | {name: row.content[name] for name in _EXTRAS if row.content.get(name)}


def _save(session: Session, threads: Iterable[Thread], now: datetime) -> None:
    threads = list(threads)
    arrivals_store.save(session, [one for one in threads if one.is_new], now)
    moved = [
        (
            one.next_seq,
            one.campaign_id,
            one.campaign_message_id,
            None if one.campaign_until is None else micros(one.campaign_until),
            one.id,
        )
        for one in threads
        if not one.is_new
    ]
    store.move(session, moved)
