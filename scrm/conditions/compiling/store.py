"""SQL of a whole condition. Each leaf is true or false and never NULL, so that `not` denies it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, assert_never

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    false,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from scrm.conditions.comparing import store as comparing
from scrm.conditions.frames.store import Frame, is_living, not_first, owns
from scrm.conditions.happening import store as happening
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Channel,
    Condition,
    Conversation,
    Count,
    Data,
    Last,
    Leaf,
    Not,
    Sum,
    Tag,
    Text,
)
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag
from scrm.contacts.tags.tables import Tag as TagRow
from scrm.conversations.tables import Conversation as Thread
from scrm.conversations.values import ConversationState
from scrm.kernel.errors import Invalid


def holds(frame: Frame, condition: Condition) -> ColumnElement[bool]:
    """Of the person, and at the moment, that the frame selects. Raises Invalid."""
    match condition:
        case All(parts):
            return and_(true(), *(holds(frame, part) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(holds(frame, part) for part in parts))
        case Not(part):
            return not_(holds(frame, part))
        case _:
            return _leaf(frame, condition)


def asked_often(frame: Frame, conditions: Iterable[Condition]) -> Frame:
    """What several of them ask of a person's history is looked up once for all of them. Raises
    Invalid."""
    leaves = [leaf for one in conditions for leaf in _leaves(one)]
    counts = Counter(happening.counted(one) for one in leaves if isinstance(one, Count))
    tags = Counter(replace(one, has=True) for one in leaves if isinstance(one, Tag))
    found: dict[Hashable, ColumnElement[Any]] = {}
    for leaf in leaves:
        if isinstance(leaf, Count) and counts[key := happening.counted(leaf)] > 1:
            found.setdefault(key, happening.how_often(frame, leaf))
        elif isinstance(leaf, Tag) and tags[tag := replace(leaf, has=True)] > 1:
            found.setdefault(tag, _tagged(frame, tag))
    return _sharing(frame, found)


def _sharing(frame: Frame, found: Mapping[Hashable, ColumnElement[Any]]) -> Frame:
    """With what is found of each moment worked out once, however often it is asked for."""
    if frame.moments is None or not found:
        return frame
    columns = [one.label(f"shared_{number}") for number, one in enumerate(found.values())]
    of_person = col(Contact.id) == frame.moments.c.contact_id
    whole = select(frame.moments, *columns).select_from(frame.moments).join(Contact, of_person)
    moments = whole.where(is_living()).cte("known").prefix_with("MATERIALIZED")
    shared = {key: moments.c[one.name] for key, one in zip(found, columns, strict=True)}
    return replace(frame, moments=moments, shared=shared)


def _leaves(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield condition


def _leaf(frame: Frame, leaf: Leaf) -> ColumnElement[bool]:
    match leaf:
        case Attribute():
            return comparing.attribute(frame, leaf)
        case Tag():
            return _tagged(frame, leaf) if leaf.has else not_(_tagged(frame, leaf))
        case Channel():
            return _reached_by(frame, leaf)
        case Conversation():
            return _talked(frame, leaf)
        case _:
            return _of_history(frame, leaf)


def _of_history(frame: Frame, leaf: Text | Count | Sum | Last | Data) -> ColumnElement[bool]:
    match leaf:
        case Text():
            return happening.said(frame, leaf)
        case Count():
            return happening.count(frame, leaf)
        case Sum():
            return happening.total(frame, leaf)
        case Last():
            return happening.last(frame, leaf)
        case Data():
            raise Invalid("data", "is what an event says; ask for it inside `where`")
        case _:
            assert_never(leaf)


def _tagged(frame: Frame, leaf: Tag) -> ColumnElement[bool]:
    """At the moment. What was given to a contact that is joined into this one counts too."""
    known: ColumnElement[bool] | None = frame.shared.get(replace(leaf, has=True))
    if known is not None:
        return known
    since, until, removed_at = (
        type_coerce(col(column), BigInteger())
        for column in (ContactTag.since, ContactTag.until, ContactTag.removed_at)
    )
    named = select(col(TagRow.id)).where(col(TagRow.name) == leaf.name)
    is_given = and_(
        not_first(frame, col(ContactTag.tag_id)) == named.scalar_subquery(),
        since <= frame.at,
        or_(until.is_(None), until > frame.at),
        or_(removed_at.is_(None), removed_at > frame.at),
    )
    shell = aliased(Contact)
    to_shells = (
        select(col(shell.joined_into))
        .join(ContactTag, col(ContactTag.contact_id) == col(shell.id))
        .where(is_given, col(shell.joined_into).is_not(None))
    )
    return owns(frame, select(col(ContactTag.contact_id)).where(is_given), to_shells)


def _reached_by(frame: Frame, leaf: Channel) -> ColumnElement[bool]:
    theirs = select(col(Identity.contact_id)).where(
        happening.is_channel(col(Identity.channel_id), leaf)
    )
    if frame.moments is None:
        return owns(frame, theirs)
    channel_id = frame.moments.c.channel_id
    in_hand = and_(channel_id.is_not(None), happening.is_channel(channel_id, leaf))
    return _in_hand_or_else(frame, in_hand, owns(frame, theirs))


def _talked(frame: Frame, leaf: Conversation) -> ColumnElement[bool]:
    asked = _asked(leaf)
    theirs = owns(frame, select(col(Thread.contact_id)).where(*asked))
    if frame.moments is None:
        return theirs
    thread = col(Thread.id) == frame.moments.c.conversation_id
    in_hand = select(col(Thread.id)).where(thread, *asked).correlate(frame.moments).exists()
    return _in_hand_or_else(frame, in_hand, theirs)


def _in_hand_or_else(
    frame: Frame, in_hand: ColumnElement[bool], theirs: ColumnElement[bool]
) -> ColumnElement[bool]:
    """With a message in hand it is the message's own that is asked for."""
    moments: Any = frame.moments
    is_held = moments.c.of_message == 1
    return or_(and_(is_held, in_hand), and_(not_(is_held), theirs))


def _asked(leaf: Conversation) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if leaf.state is not None:
        asked.append(col(Thread.state) == leaf.state)
    if leaf.waiting is not None:
        waits = and_(
            col(Thread.state) == ConversationState.OPEN, col(Thread.waiting_since).is_not(None)
        )
        asked.append(waits if leaf.waiting else not_(waits))
    if leaf.assigned is not None:
        assignee = col(Thread.assignee_id)
        asked.append(assignee.is_not(None) if leaf.assigned else assignee.is_(None))
    return asked
