"""SQL of what speaks for a part of a condition: of one person, at the one moment of the frame."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.conditions.explaining.values import MOST_EVENTS, Found, Happened
from scrm.conditions.frames.store import Frame, looked_up
from scrm.conditions.happening.store import added_up, counts
from scrm.conditions.values import Condition
from scrm.contacts.reading import store as contacts
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event

OWN = ("name", "locale", "zone", "stage", "first_seen")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events a leaf speaks of."""

    kind: str
    within: timedelta | None = None
    where: Condition | None = None
    of: str = ""
    """What of them is added up; nothing where it is empty."""


def events(frame: Frame, asked: Asked) -> Found:
    """How many there are, and the newest of them."""
    event = aliased(Event)
    criteria = counts(frame, event, asked.kind, asked.within, asked.where)
    theirs = select(col(event.contact_id)).where(*criteria)
    measured: list[ColumnElement[Any]] = [func.count()]
    if asked.of:
        measured.append(added_up(frame, event, asked.of))
    columns = [looked_up(frame, theirs, one).scalar_subquery() for one in measured]
    moments: Any = frame.moments
    often = (
        select(*columns).select_from(moments).join(Contact, col(Contact.id) == moments.c.contact_id)
    )
    counted, *added = frame.session.execute(often).one()
    newest = (
        _with_message(event)
        .join(Contact, col(Contact.id) == col(event.contact_id))
        .join(moments, moments.c.contact_id == col(Contact.id))
        .where(*criteria)
        .order_by(col(event.at).desc(), col(event.id).desc())
        .limit(MOST_EVENTS)
    )
    told = tuple(_happened(*row) for row in frame.session.execute(newest))
    return Found(counted, told, added[0] if added else None)


def event(session: Session, event_id: int) -> Happened | None:
    one = aliased(Event)
    row = session.execute(_with_message(one).where(col(one.id) == event_id)).first()
    return None if row is None else _happened(*row)


def _with_message(event: Any) -> Select[Any]:
    return (
        select(event, col(Message.id), col(Message.text), col(Message.deleted_at))
        .select_from(event)
        .outerjoin(Message, col(Message.id) == col(event.message_id))
    )


def _happened(
    event: Event, message_id: int | None, text: str | None, deleted_at: datetime | None
) -> Happened:
    said = text if text is not None and deleted_at is None else ""
    named = "" if message_id is None else str(message_id)
    return Happened(event.id, event.kind, event.at, named, said, event.data)


def known(session: Session, contact_id: int, name: str) -> Any:
    """What an attribute, or something that we know of everybody, is now."""
    contact = session.get_one(Contact, contact_id)
    if name == "last_seen":
        return contacts.last_seen(session, [contact_id]).get(contact_id)
    if name == "owner_id":
        return None if contact.owner_id is None else str(contact.owner_id)
    return getattr(contact, name) if name in OWN else contact.attributes.get(name)


def times_of_tag(
    session: Session, contact_id: int, name: str, at: datetime
) -> list[dict[str, datetime | None]]:
    """From when until when they had it, the newest first, also as whoever is joined into them."""
    joined = select(col(Contact.id)).where(col(Contact.joined_into) == contact_id)
    whose = col(ContactTag.contact_id)
    question = (
        select(col(ContactTag.since), col(ContactTag.until), col(ContactTag.removed_at))
        .join(Tag, col(Tag.id) == col(ContactTag.tag_id))
        .where(col(Tag.name) == name, or_(whose == contact_id, whose.in_(joined)))
        .where(col(ContactTag.since) <= at)
        .order_by(col(ContactTag.since).desc())
        .limit(MOST_EVENTS)
    )
    return [
        {"since": since, "until": until, "removed_at": removed_at}
        for since, until, removed_at in session.execute(question)
    ]


def channels(session: Session, contact_id: int, only: int | None) -> list[str]:
    """The names of those on which they have an address; with `only` of that one."""
    question = select(col(Channel.id), col(Channel.name)).distinct()
    if only is not None:
        question = question.where(col(Channel.id) == only)
    else:
        theirs = col(Identity.contact_id) == contact_id
        question = question.join(Identity, col(Identity.channel_id) == col(Channel.id))
        question = question.where(theirs)
    return [name for _, name in session.execute(question.order_by(col(Channel.id)))]


def conversations(
    session: Session, contact_id: int, only: int | None
) -> tuple[int, list[dict[str, Any]]]:
    """How many they have, and the newest of them; with `only` that one."""
    meant = col(Conversation.contact_id) == contact_id
    if only is not None:
        meant = col(Conversation.id) == only
    often: int = session.scalars(select(func.count()).select_from(Conversation).where(meant)).one()
    newest = select(Conversation).where(meant).order_by(col(Conversation.last_at).desc())
    return often, [
        {
            "id": str(one.id),
            "state": one.state,
            "waiting_since": one.waiting_since,
            "assigned": one.assignee_id is not None,
        }
        for one in session.scalars(newest.limit(MOST_EVENTS))
    ]
