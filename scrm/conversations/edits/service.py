"""Verbs about messages that change. A late or repeated change gives the same end."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from scrm.channels.values import (
    Media,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
)
from scrm.contacts.values import Known
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Appended, Arrival, extras_of, line_of, part_of
from scrm.conversations.edits import policy, store
from scrm.conversations.index import store as index
from scrm.conversations.tables import Message
from scrm.files import service as files
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.signals import signal
from scrm.kernel.text import shorten


def receive_known(
    session: Session, channel_id: int, arrival: Arrival, now: datetime
) -> list[Appended]:
    """Receive a message of which a part, or a newer version, may be there already."""
    message = arrival.message
    external_id = arrivals.album_id(message.album) if message.album else message.external_id
    found = store.find_message(session, arrival.known.identity_id, external_id)
    if found is None:
        return arrivals.receive(session, channel_id, [arrival], now)
    if message.album:
        _join_album(session, channel_id, found, message, now)
    elif found.edited_at is not None and message.at < found.edited_at:
        _keep_original(session, found, message)
    return []


def edit(
    session: Session, channel_id: int, known: Known, edited: MessageEdited, now: datetime
) -> int:
    """The newest version is shown; older ones are kept, also when they come late or first. Returns the
    message."""
    external_id = arrivals.album_id(edited.album) if edited.album else edited.external_id
    found = store.find_message(session, known.identity_id, external_id)
    if found is None:
        found = _receive_edit_first(session, channel_id, known, edited, now)
        store.change(session, found.id, edited_at=edited.edited_at)
    else:
        _edit_known(session, channel_id, known, found, edited, now)
    return found.id


def _edit_known(
    session: Session,
    channel_id: int,
    known: Known,
    found: Message,
    edited: MessageEdited,
    now: datetime,
) -> None:
    was = found.text
    text, content = _version(session, channel_id, found, edited, now)
    if found.edited_at is not None and edited.edited_at < found.edited_at:
        _keep_version(session, found, edited.edited_at, text, content)
        _announce(session, found)
        return
    if found.edited_at == edited.edited_at and (text, content) == (was, found.content):
        return
    # Where two edits have one time, for platforms tell it in seconds, the later one to come counts.
    _keep_version(session, found, found.edited_at or found.platform_time, was, found.content)
    store.change(session, found.id, text=text, content=content, edited_at=edited.edited_at)
    store.change_last_text(session, found, shorten(text, arrivals.LAST_TEXT))
    index.replace(session, found.id, text)
    _record(session, "message.edited", known, found, edited.edited_at, now)


def delete(session: Session, known: Known, deleted: MessageDeleted, now: datetime) -> None:
    """Mark the message as taken back; what it said stays for colleagues who were asked about it."""
    found = store.find_message(session, known.identity_id, deleted.external_id)
    if found is not None and found.deleted_at is None:
        store.change(session, found.id, deleted_at=deleted.at)
        _record(session, "message.deleted", known, found, deleted.at, now)


def _join_album(
    session: Session, channel_id: int, found: Message, message: MessageReceived, now: datetime
) -> None:
    parts = found.content.get("parts", [])
    if policy.find(parts, message.external_id) is not None:
        return  # it was edited before it came: that version is the newer one
    added = files.expect(session, channel_id, found.id, message.content.media, now)
    extras = extras_of(message.content, added)
    joined = part_of(message.external_id, message.content.text, extras)
    text, content = policy.whole(policy.with_part(parts, joined), found.content)
    was = found.text
    store.change(session, found.id, content=content, text=text)
    if text != was:
        index.replace(session, found.id, text)
        store.change_last_text(session, found, shorten(text, arrivals.LAST_TEXT))
    _announce(session, found)


def _keep_original(session: Session, found: Message, message: MessageReceived) -> None:
    """The edit came first: the original is its earlier version and gives it its time."""
    text, content = line_of(message.content), extras_of(message.content, [])
    _keep_version(session, found, message.at, text, content)
    store.change(session, found.id, platform_time=message.at)
    _announce(session, found)


def _keep_version(
    session: Session, found: Message, at: datetime, text: str, content: dict[str, Any]
) -> None:
    if store.keep_version(session, found.id, at, text, content):
        store.change(session, found.id, versions=col(Message.versions) + 1)


def _receive_edit_first(
    session: Session, channel_id: int, known: Known, edited: MessageEdited, now: datetime
) -> Message:
    message = MessageReceived(
        edited.person,
        edited.external_id,
        edited.at,
        edited.content,
        edited.thread_key,
        album=edited.album,
    )
    (done,) = arrivals.receive(session, channel_id, [Arrival(known, message)], now)
    return session.get_one(Message, done.message_id)


def _version(
    session: Session, channel_id: int, found: Message, edited: MessageEdited, now: datetime
) -> tuple[str, dict[str, Any]]:
    """The new text and extras; of an album only the part that was edited changes."""
    text = line_of(edited.content)
    if not edited.album:
        kept = [int(file_id) for file_id in found.content.get("attachments", [])]
        return text, extras_of(
            edited.content, _files(session, channel_id, found, edited, kept, now)
        )
    parts = found.content.get("parts", [])
    known = policy.find(parts, edited.external_id) or {}
    kept = [int(file_id) for file_id in known.get("attachments", [])]
    extras = extras_of(edited.content, _files(session, channel_id, found, edited, kept, now))
    changed = part_of(edited.external_id, text, extras)
    return policy.whole(policy.with_part(parts, changed), found.content)


def _files(
    session: Session,
    channel_id: int,
    found: Message,
    edited: MessageEdited,
    kept: list[int],
    now: datetime,
) -> list[int]:
    """Files that did not change keep their rows."""
    known = files.references(session, kept)
    fresh: list[Media] = [item for item in edited.content.media if item.reference not in known]
    return files.expect(session, channel_id, found.id, fresh, now) if fresh else kept


def _record(
    session: Session, kind: str, known: Known, found: Message, at: datetime, now: datetime
) -> None:
    data = {"message_id": str(found.id), "conversation_id": str(found.conversation_id)}
    journal.record(session, [Fact(kind, known.contact_id, at, data)], now)
    _announce(session, found)


def _announce(session: Session, found: Message) -> None:
    signal(session, "message", found.id)
    signal(session, "conversation", found.conversation_id)
