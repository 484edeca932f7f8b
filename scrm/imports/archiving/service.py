"""Verbs about archives: find or open the one of a chat, and append a batch of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.channels import service as channels
from scrm.contacts import service as contacts
from scrm.contacts.values import Met
from scrm.conversations.history import service as history
from scrm.conversations.history.values import Entry
from scrm.conversations.values import AuthorKind, Direction
from scrm.files.fetching.service import Stored, add_stored
from scrm.imports.archiving import policy, store
from scrm.imports.archiving.values import Archive, Found, Survey
from scrm.imports.tables import ImportArchive
from scrm.imports.values import ExportedMessage, MediaNote, SystemLine, Written
from scrm.kernel.errors import NotFound
from scrm.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled: from where, under which name, whose phone it was, and who speaks."""

    kind: str
    name: str
    me: str
    survey: Survey


def find(session: Session, kind: str, survey: Survey, me: str) -> Found | None:
    """The archive of an earlier export of the same chat, known by the messages in common."""
    sampled = survey.sample.keys(without=me)
    return policy.same_chat(store.holding(session, kind, sampled), len(sampled))


def open_archive(session: Session, plan: Plan, channel_id: int | None, now: datetime) -> Archive:
    """The archive of this chat, made where there is none, with all its people.

    Raises NotFound where `channel_id` is given and is no archive.
    """
    if channel_id is None:
        found = find(session, plan.kind, plan.survey, plan.me)
        channel_id = found.channel_id if found else _make(session, plan, now)
    archive = store.find(session, channel_id)
    if archive is None:
        raise NotFound("archive", channel_id)
    archive.me = plan.me or archive.me
    people = contacts.meet(session, channel_id, _people(plan), now)
    return Archive(channel_id, archive.conversation_id, plan.me, people)


def _people(plan: Plan) -> list[Met]:
    return [
        Met(address, spoke.name, spoke.first, spoke.last)
        for address, spoke in plan.survey.people.items()
        if address != plan.me
    ]


def _make(session: Session, plan: Plan, now: datetime) -> int:
    channel = channels.add_archive(session, plan.name, plan.kind, now)
    begins = plan.survey.first or now
    people = _people(plan)
    if len(people) != 1:
        whole = policy.GROUP if people else policy.address_of(plan.name)
        people = [Met(whole, plan.name, begins, plan.survey.last or now)]
    known = contacts.meet(session, channel.id, people, now)[people[0].address]
    thread = history.open_thread(session, channel.id, known, begins, now)
    session.add(
        ImportArchive(channel_id=channel.id, conversation_id=thread, kind=plan.kind, me=plan.me)
    )
    session.flush()
    return channel.id


@dataclass(frozen=True, slots=True)
class Batch:
    """Items of an export in their order; `bytes_of` holds the stored file of a line, where one came."""

    items: Sequence[Written]
    bytes_of: Mapping[int, Stored]
    by: str


def append(session: Session, archive: Archive, batch: Batch, now: datetime) -> int:
    """Append what is new; returns how many messages of people were."""
    met = history.known(session, archive.conversation_id, [item.key for item in batch.items])
    fresh = {item.key: item for item in batch.items if item.key not in met}
    entries = [_entry(session, archive, item, batch, now) for item in fresh.values()]
    added = history.append(session, archive.conversation_id, entries, now)
    return sum(entry.direction != Direction.ACTIVITY for entry in added)


def _entry(session: Session, archive: Archive, item: Written, batch: Batch, now: datetime) -> Entry:
    if isinstance(item, SystemLine):
        return Entry(
            id=new_id(),
            key=item.key,
            direction=Direction.ACTIVITY,
            author_kind=AuthorKind.SYSTEM,
            author_id=None,
            author_name="",
            text=item.text,
            at=item.at,
            content={"activity": {"kind": "imported"}},
        )
    message_id = new_id()
    known = archive.people.get(policy.author_at(item))
    content, line = _media(session, message_id, item, batch, now)
    return Entry(
        id=message_id,
        key=item.key,
        direction=Direction.IN if known else Direction.OUT,
        author_kind=AuthorKind.CONTACT if known else AuthorKind.CHANNEL,
        author_id=known.contact_id if known else None,
        author_name=item.author,
        text=item.text,
        at=item.at,
        line="[deleted]" if item.deleted else item.text or line,
        content=content,
        edited=item.edited,
        deleted=item.deleted,
    )


def _media(
    session: Session, message_id: int, item: ExportedMessage, batch: Batch, now: datetime
) -> tuple[dict[str, Any], str]:
    """The file as an attachment where it came along, and a marker where the export left it out;
    with it what a list shows for a message that is nothing else."""
    media = item.media
    if media is None:
        return {}, ""
    stored = batch.bytes_of.get(item.line)
    if stored is None:
        return {"omitted": _marker(media)}, f"[{media.kind} omitted] {media.name}".rstrip()
    kind = policy.kind_of(media.kind, stored.media_type)
    file_id = add_stored(
        session, message_id, stored, kind=kind, name=media.name, by=batch.by, now=now
    )
    return {"attachments": [str(file_id)]}, f"[{kind}]"


def _marker(media: MediaNote) -> dict[str, str]:
    return {"kind": media.kind} | ({"name": media.name} if media.name else {})
