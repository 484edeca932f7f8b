"""SQL of what happened between a rule and a person."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.journal.tables import Event
from scrm.kernel.sets import is_any

_LOOKED_THROUGH = 200
"""Of the tags that were taken off a person the newest: who took one off is told as far as known."""


class Row(NamedTuple):
    """A tag that somebody had once, or has."""

    tag: str
    row: ContactTag


def last_event(session: Session, contact_id: int, kind: str, after: int) -> Event | None:
    """The last that was recorded after the row of this id was made."""
    question = select(Event).where(
        col(Event.contact_id) == contact_id,
        col(Event.kind) == kind,
        col(Event.id) > after,
    )
    return session.exec(question.order_by(col(Event.id).desc()).limit(1)).first()


def find_event(session: Session, contact_id: int, event_id: int) -> Event | None:
    """Of this person's."""
    question = select(Event).where(col(Event.id) == event_id, col(Event.contact_id) == contact_id)
    return session.exec(question).first()


def worn(session: Session, contact_ids: Collection[int], names: Collection[str]) -> list[Row]:
    """All times of these tags, the newest first."""
    question = (
        select(Tag.name, ContactTag)
        .join(ContactTag, col(ContactTag.tag_id) == col(Tag.id))
        .where(
            is_any(session, col(ContactTag.contact_id), contact_ids),
            is_any(session, col(Tag.name), names),
        )
        .order_by(col(ContactTag.since).desc(), col(ContactTag.id).desc())
    )
    return [Row(name, row) for name, row in session.exec(question)]


def taken_off(session: Session, contact_id: int) -> dict[str, dict[str, Any]]:
    """By tag, who or what took it off last."""
    question = select(Event).where(
        col(Event.contact_id) == contact_id, col(Event.kind) == "tag.removed"
    )
    newest = question.order_by(col(Event.at).desc(), col(Event.id).desc()).limit(_LOOKED_THROUGH)
    found: dict[str, dict[str, Any]] = {}
    for one in session.exec(newest):
        found.setdefault(str(one.data.get("tag", "")), dict(one.data.get("by") or {}))
    return found
