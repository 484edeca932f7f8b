"""SQL of joining. It moves rows of other rooms: everything that says whose an address is, in one
place, so that nothing is forgotten. `FOLLOWS` and `STAYS` name every such column there is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Text,
    case,
    cast,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import Session, col
from sqlmodel import select as select_models

from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind
from scrm.delivery.following import service as delivery
from scrm.joining.tables import Joining
from scrm.journal.tables import Event
from scrm.kernel.sets import is_any

FOLLOWS = {
    "identity.contact_id",
    "contact_point.contact_id",
    "conversation.contact_id",
    "delivery.contact_id",
    "event.contact_id",
}
"""Columns that go with an address; a message's author does too."""
STAYS = {
    *("suppression.contact_id", "consent.contact_id"),
    *("renamed_contact.contact_id", "erasure.contact_id"),
    *("contact_tag.contact_id", "watched.contact_id", "campaign_recipient.contact_id"),
    *("campaign_response.contact_id", "campaign_turn.contact_id"),
}
"""Columns that don't: an opt-out is shared and stays with both, and who is erased joins nobody. A tag
stays with the contact to which it was given, and is read as the person's through `joined_into`; so
is of whom a condition held, who was in an audience, who had their turn, and who answered it."""
TOLD = ("contact.joined", "contact.separated")
"""Facts that name the other of the two."""

Owned = type[Identity] | type[ContactPoint]


class Moved(NamedTuple):
    identities: list[int]
    points: list[int]


def locked(session: Session, contact_ids: Iterable[int]) -> dict[int, Contact]:
    """These contacts as they are now, held until the commit; in the order of their ids, so that two
    who hold the same wait for each other and not crosswise."""
    question = (
        select_models(Contact)
        .where(is_any(session, col(Contact.id), contact_ids))
        .order_by(col(Contact.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in session.exec(question)}


def find(session: Session, joining_id: int) -> Joining | None:
    return session.get(Joining, joining_id, populate_existing=True)


def live_of(session: Session, contact_id: int) -> Joining | None:
    """The joining by which a contact is joined into another."""
    return session.exec(
        select_models(Joining).where(
            col(Joining.other_id) == contact_id, col(Joining.undone_at).is_(None)
        )
    ).first()


def undo(session: Session, joining_id: int, now: datetime, by: dict[str, Any]) -> bool:
    """False where it was undone before."""
    undone = session.execute(
        update(Joining)
        .where(col(Joining.id) == joining_id, col(Joining.undone_at).is_(None))
        .values(undone_at=now, undone_by=by)
        .returning(col(Joining.id))
    )
    return undone.first() is not None


def branch(session: Session, contact_id: int) -> set[int]:
    """A contact, and all who were joined into it, through however many joinings."""
    found, fresh = {contact_id}, {contact_id}
    while fresh:
        below = select(col(Joining.other_id)).where(
            is_any(session, col(Joining.survivor_id), fresh), col(Joining.undone_at).is_(None)
        )
        fresh = set(session.scalars(below)) - found
        found |= fresh
    return found


def lead(session: Session, contact_ids: Collection[int], into: int | None) -> None:
    """Let these shells lead to another contact; with None it is no shell any more."""
    session.execute(
        update(Contact)
        .where(is_any(session, col(Contact.id), contact_ids))
        .values(joined_into=into)
        .execution_options(synchronize_session=False)
    )


def give_all(session: Session, giver: int, taker: int) -> Moved:
    """All that a contact owns goes to another, and knows from where it came."""
    return Moved(*(_give(session, table, giver, taker) for table in (Identity, ContactPoint)))


def _give(session: Session, table: Owned, giver: int, taker: int) -> list[int]:
    moved = session.execute(
        update(table)
        .where(col(table.contact_id) == giver)
        .values(contact_id=taker, home_id=func.coalesce(col(table.home_id), col(table.contact_id)))
        .returning(col(table.id))
        .execution_options(synchronize_session=False)
    )
    return sorted(moved.scalars())


def take_back(session: Session, holder: int, owner: int, homes: Collection[int]) -> Moved:
    """What came from one of `homes` goes back to `owner`, who is one of them."""
    both = (Identity, ContactPoint)
    return Moved(*(_take_back(session, table, holder, owner, homes) for table in both))


def _take_back(
    session: Session, table: Owned, holder: int, owner: int, homes: Collection[int]
) -> list[int]:
    home = col(table.home_id)
    moved = session.execute(
        update(table)
        .where(col(table.contact_id) == holder, is_any(session, home, homes))
        .values(contact_id=owner, home_id=case((home == owner, None), else_=home))
        .returning(col(table.id))
        .execution_options(synchronize_session=False)
    )
    return sorted(moved.scalars())


def follow(
    session: Session,
    identity_ids: Sequence[int],
    homes: Collection[int],
    giver: int,
    taker: int,
    *,
    back: datetime | None = None,
) -> None:
    """What was written from and to these addresses, and the facts about it, go where they go; `back`
    is when they are separated.

    Facts come last: whoever held a conversation or delivery to add one has committed by then.
    """
    threads = session.execute(
        update(Conversation)
        .where(is_any(session, col(Conversation.identity_id), identity_ids))
        .values(contact_id=taker)
        .returning(col(Conversation.id))
        .execution_options(synchronize_session=False)
    )
    within = sorted(threads.scalars())
    said = select(col(Message.id)).where(is_any(session, col(Message.conversation_id), within))
    session.execute(
        update(Message)
        .where(is_any(session, col(Message.conversation_id), within))
        .where(col(Message.author_kind) == AuthorKind.CONTACT, col(Message.author_id) == giver)
        .values(author_id=taker)
        .execution_options(synchronize_session=False)
    )
    delivery.follow(session, said, identity_ids, giver, taker, back=back)
    _follow_facts(session, identity_ids, within, homes, giver, taker)
    session.expire_all()


def _follow_facts(
    session: Session,
    identity_ids: Sequence[int],
    thread_ids: Sequence[int],
    homes: Collection[int],
    giver: int,
    taker: int,
) -> None:
    """A fact goes along if it names an address, its conversations, their messages, or a home."""
    within = is_any(session, col(Message.conversation_id), thread_ids)
    said = select(cast(col(Message.id), Text)).where(within)
    told = or_(
        is_any(session, _named("identity_id"), map(str, identity_ids)),
        is_any(session, _named("conversation_id"), map(str, thread_ids)),
        _named("message_id").in_(said),
        is_any(session, _named("home_id"), map(str, homes)),
    )
    session.execute(
        update(Event)
        .where(col(Event.contact_id) == giver, told)
        .values(contact_id=taker)
        .execution_options(synchronize_session=False)
    )


def _named(key: str) -> ColumnElement[str]:
    """What a fact's data says under `key`; both databases write it alike."""
    return literal_column(f"event.data ->> '{key}'", Text())


def forget(session: Session, contact_ids: Collection[int]) -> int:
    """Every joining in which these took part, those that were undone too, and what others are told
    of it; returns how many."""
    gone = session.execute(
        delete(Joining)
        .where(_took_part(session, contact_ids))
        .returning(col(Joining.id), col(Joining.survivor_id), col(Joining.other_id))
        .execution_options(synchronize_session=False)
    ).all()
    others = {each for row in gone for each in row[1:]}.difference(contact_ids)
    session.execute(
        delete(Event)
        .where(
            is_any(session, col(Event.contact_id), others),
            col(Event.kind).in_(TOLD),
            is_any(session, _named("joining_id"), [str(row[0]) for row in gone]),
        )
        .execution_options(synchronize_session=False)
    )
    return len(gone)


def _took_part(session: Session, contact_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(
        is_any(session, col(Joining.survivor_id), contact_ids),
        is_any(session, col(Joining.other_id), contact_ids),
    )


class Address(NamedTuple):
    """Whose an address is now, and whose it was before any joining."""

    id: int
    contact_id: int
    home_id: int | None
    channel_id: int


def addresses(session: Session, identity_ids: Iterable[int]) -> dict[int, Address]:
    question = select(
        col(Identity.id), col(Identity.contact_id), col(Identity.home_id), col(Identity.channel_id)
    ).where(is_any(session, col(Identity.id), identity_ids))
    return {row[0]: Address._make(row) for row in session.execute(question)}


def points_of(session: Session, contact_ids: Iterable[int]) -> list[ContactPoint]:
    question = select_models(ContactPoint).where(
        is_any(session, col(ContactPoint.contact_id), contact_ids)
    )
    return list(session.exec(question.order_by(col(ContactPoint.id))))


def proved(session: Session, kind: str, values: Iterable[str]) -> dict[str, ContactPoint]:
    """The verified contact points with these values; each belongs to one person at most."""
    question = select_models(ContactPoint).where(
        col(ContactPoint.kind) == kind,
        is_any(session, col(ContactPoint.value), values),
        col(ContactPoint.verified_by) != "",
    )
    return {one.value: one for one in session.exec(question)}


def about(session: Session, contact_ids: Collection[int], limit: int) -> list[Joining]:
    """The joinings in which these contacts took part, the newest first."""
    question = select_models(Joining).where(_took_part(session, contact_ids))
    return list(session.exec(question.order_by(col(Joining.id).desc()).limit(limit)))


def names(session: Session, contact_ids: Iterable[int]) -> dict[int, str]:
    question = select(col(Contact.id), col(Contact.name)).where(
        is_any(session, col(Contact.id), contact_ids)
    )
    return {row[0]: row[1] for row in session.execute(question)}


def place_of(session: Session, message_id: int) -> dict[str, Any]:
    """Where a message is read."""
    question = select(col(Message.conversation_id), col(Message.seq)).where(
        col(Message.id) == message_id
    )
    conversation_id, seq = session.execute(question).one()
    return {"message_id": str(message_id), "conversation_id": str(conversation_id), "seq": seq}
