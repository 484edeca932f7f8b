"""Verbs about what people write: receive, and receive where something is there already."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from scrm.contacts.values import Known
from scrm.conversations.arrivals import store
from scrm.conversations.arrivals.store import Thread
from scrm.conversations.arrivals.values import Appended, Arrival, extras_of, line_of, part_of
from scrm.conversations.replies import service as replies
from scrm.conversations.replies.values import ANSWERS_WITHIN, EARLY, Word
from scrm.conversations.values import AuthorKind, ConversationState, Direction
from scrm.files import service as files
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.columns import from_micros, micros, plain
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.kernel.text import shorten
from scrm.organisation import service as organisation

LAST_TEXT = 160
_IN, _CONTACT = Direction.IN.value, AuthorKind.CONTACT.value
_OPEN = ConversationState.OPEN.value
"""Plain texts: SQLite's driver looks for an adapter for each member of an enumeration."""


def receive(
    session: Session, channel_id: int, arrivals: Sequence[Arrival], now: datetime
) -> list[Appended]:
    """Append messages to their conversations, opening or reopening these, in a fixed number of
    statements. Raises IntegrityError where one of them is known already: see `receive_known`."""
    threads = open_threads(
        session, channel_id, [(one.known, one.message.thread_key) for one in arrivals], now
    )
    rows: list[tuple[Any, ...]] = []
    appended: list[Appended] = []
    facts: list[Fact] = []
    words: list[Word] = []
    ids = new_ids(len(arrivals))
    received = micros(now)
    for message_id, arrival in zip(ids, arrivals, strict=True):
        thread = threads[(arrival.known.identity_id, arrival.message.thread_key)]
        facts += _woken(thread, arrival)
        done, row = _append(session, thread, arrival, message_id, received)
        words += _words(thread, arrival, done)
        rows.append(row)
        appended.append(done)
        facts.append(
            Fact("message.received", done.contact_id, done.at, _ids(done), _cause(arrival))
        )
    if words:
        facts += _answered(session, channel_id, words, threads.values())
    store.save(session, threads.values(), now)
    store.add_messages(session, rows)
    journal.record(session, facts, now)
    for done in appended:
        signal(session, "conversation", done.conversation_id)
        signal(session, "message_added", done.message_id)
    return appended


def _cause(arrival: Arrival) -> str:
    return f"platform:{arrival.message.external_id}"


def _words(thread: Thread, arrival: Arrival, done: Appended) -> list[Word]:
    """What may answer a campaign, because one wrote here or in the conversation before."""
    mark = thread.before or thread
    if mark.campaign_message_id is None:
        return []
    message, until = arrival.message, mark.campaign_until
    is_first = False
    if until is not None and message.at >= until - ANSWERS_WITHIN - EARLY:
        is_first, mark.campaign_until = message.at <= until, None
    press = message.content.press
    word = Word(
        *(done.message_id, done.conversation_id, done.contact_id, message.at),
        *(mark.campaign_message_id, is_first, done.said),
        pressed=press.value if press else None,
        reply_to=message.reply_to,
    )
    return [word]


def _answered(
    session: Session, channel_id: int, words: Sequence[Word], threads: Iterable[Thread]
) -> list[Fact]:
    """What is answered stands in view: a new conversation knows what was written in the one before."""
    found = replies.answers(session, channel_id, words)
    first = {one.word.conversation_id: one.to for one in reversed(found)}
    for thread in threads:
        if thread.is_new and (to := first.get(thread.id)) is not None:
            thread.campaign_id, thread.campaign_message_id = to.campaign_id, to.message_id
    return replies.facts(found)


def _ids(done: Appended) -> dict[str, Any]:
    return {"message_id": str(done.message_id), "conversation_id": str(done.conversation_id)}


def open_threads(
    session: Session, channel_id: int, wanted: Sequence[tuple[Known, str]], now: datetime
) -> dict[tuple[int, str], Thread]:
    """The conversation of each (person, thread key): the live one, the last resolved, or a new one."""
    keys = {(known.identity_id, thread_key): known for known, thread_key in wanted}
    met = {identity for (identity, _), known in keys.items() if not known.is_new}
    threads = store.threads_of(session, sorted(met), resolved=False)
    missing = sorted({key[0] for key in keys if key not in threads and key[0] in met})
    past = store.threads_of(session, missing, resolved=True)
    threads = _still_open_to_reopen(session, past, now) | threads
    strangers = [(key, known) for key, known in keys.items() if key not in threads]
    for thread_id, (key, known) in zip(new_ids(len(strangers)), strangers, strict=True):
        threads[key] = new_thread(thread_id, channel_id, known, key[1], now)
        threads[key].before = past.get(key)
    return {key: threads[key] for key in keys}


def _still_open_to_reopen(
    session: Session, past: dict[tuple[int, str], Thread], now: datetime
) -> dict[tuple[int, str], Thread]:
    """Resolved conversations that a message reopens; an organisation may want a new one instead
    when some days have gone by."""
    days = organisation.settings(session).reopen_after_days if past else None
    if days is None:
        return past
    oldest = now - timedelta(days=days)
    return {key: one for key, one in past.items() if (one.resolved_at or one.last_at) >= oldest}


def new_thread(
    thread_id: int, channel_id: int, known: Known, thread_key: str, now: datetime
) -> Thread:
    return Thread(
        id=thread_id,
        identity_id=known.identity_id,
        channel_id=channel_id,
        contact_id=known.contact_id,
        thread_key=thread_key,
        is_new=True,
        state=_OPEN,
        waiting_since=None,
        snoozed_until=None,
        resolved_at=None,
        resolve_reason="",
        last_message_id=None,
        last_text="",
        last_direction="",
        last_author="",
        last_at=now,
        last_inbound_at=None,
        next_seq=1,
        in_count=0,
    )


def _woken(thread: Thread, arrival: Arrival) -> list[Fact]:
    """A message opens a new conversation, wakes a snoozed one and reopens a resolved one."""
    kind = ""
    if thread.is_new and thread.next_seq == 1:
        kind = "conversation.opened"
    elif thread.state != _OPEN:
        kind = "conversation.reopened"
    thread.state = _OPEN
    thread.snoozed_until = thread.resolved_at = None
    thread.resolve_reason = ""
    data = {"conversation_id": str(thread.id), "channel_id": str(thread.channel_id)}
    return [Fact(kind, thread.contact_id, arrival.message.at, data)] if kind else []


def _append(
    session: Session, thread: Thread, arrival: Arrival, message_id: int, received: int
) -> tuple[Appended, tuple[Any, ...]]:
    message, content = arrival.message, arrival.message.content
    attachments = (
        files.expect(session, thread.channel_id, message_id, content.media, from_micros(received))
        if content.media
        else []
    )
    extras = extras_of(content, attachments)
    if message.reply_to:
        extras["reply_to_external"] = message.reply_to
    text = line_of(content)
    if message.album:
        extras["parts"] = [part_of(message.external_id, text, extras)]
    external_id = album_id(message.album) if message.album else message.external_id
    row = (
        message_id,
        thread.id,
        thread.next_seq,
        _IN,
        _CONTACT,
        thread.contact_id,
        arrival.known.name,
        text,
        plain(extras) if extras else "{}",
        external_id,
        micros(message.at),
        received,
        None,
    )
    _move(thread, arrival, message_id, text or _kind_of(arrival))
    whose = (thread.contact_id, thread.identity_id)
    brought = (content.contact, content.start or "")
    done = Appended(message_id, thread.id, *whose, content.text, message.at, *brought)
    return done, row


def album_id(album: str) -> str:
    """The id under which all parts of an album become one message."""
    return f"album:{album}"


def _kind_of(arrival: Arrival) -> str:
    """What a list shows for a message without text: the console puts it in the reader's words."""
    content = arrival.message.content
    if content.media:
        return f"[{content.media[0].kind}]"
    if content.location:
        return "[location]"
    return "[contact]" if content.contact else ""


def _move(thread: Thread, arrival: Arrival, message_id: int, line: str) -> None:
    at = arrival.message.at
    thread.next_seq += 1
    thread.in_count += 1
    thread.waiting_since = thread.waiting_since or at
    thread.last_inbound_at = max(thread.last_inbound_at or at, at)
    if thread.last_message_id is None or at >= thread.last_at:
        thread.last_at = at
    elif at.replace(microsecond=0) < thread.last_at.replace(microsecond=0):
        return  # it comes late; within a second, all that some platforms tell, the commit decides
    thread.last_message_id = message_id
    thread.last_text = shorten(line, LAST_TEXT)
    thread.last_direction = _IN
    thread.last_author = arrival.known.name
