"""Strategies for people of whom much is known: addresses, talks, what they ended, what they got."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from hypothesis import strategies as st
from sqlmodel import Session, SQLModel

from scrm.channels.tables import Channel
from scrm.consent.basis.tables import Consent
from scrm.consent.tables import Suppression
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import LANE_ORDER, DeliveryState, Lane
from scrm.kernel.ids import first_id_at
from scrm.visitors.tables import Visitor
from tests.support.clock import NOON

Rows = list[SQLModel]
HOUR = timedelta(hours=1)
TELEGRAM, MAIL, SITE, PAUSED, ARCHIVE = CHANNELS = (1, 2, 3, 4, 5)
CONTACTS = tuple(range(101, 107))
SHELL = 107
"""Who turned out to be the first of them."""
GONE = 999
"""Whom nobody knows."""
ago = st.sampled_from([0, 1, 5, 23, 24, 25, 100, 167, 168, 169, 24 * 29, 24 * 30, 24 * 31])
times = ago.map(lambda hours: NOON - hours * HOUR)
lately = st.sampled_from([0, 1, 5, 23, 24, 25]).map(lambda hours: NOON - hours * HOUR)
maybe = st.one_of(st.none(), times)


def channels() -> Rows:
    kinds = {
        TELEGRAM: ("telegram", "wrote_to_us", "active"),
        MAIL: ("mail", "opted_in", "active"),
        SITE: ("webchat", "wrote_to_us", "active"),
        PAUSED: ("telegram", "wrote_to_us", "paused"),
        ARCHIVE: ("archive", "opted_in", "archive"),
    }
    return [
        Channel(
            id=one, platform=kind, name=kind, marketing_basis=basis, state=state, created_at=NOON
        )
        for one, (kind, basis, state) in kinds.items()
    ]


@st.composite
def worlds(draw: st.DrawFn) -> Rows:
    """Some people and all that is theirs, in an order in which it can be kept."""
    numbers = count(1)
    rows = channels()
    rows.append(Contact(id=SHELL, first_seen=NOON, joined_into=CONTACTS[0]))
    for contact_id in CONTACTS:
        rows += draw(_person(contact_id, numbers))
    return sorted(rows, key=lambda row: _ORDER.index(type(row)))


_ORDER = (
    *(
        Channel,
        Contact,
        Identity,
        Visitor,
        Suppression,
        Consent,
        Conversation,
        Message,
        Delivery,
        Attempt,
    ),
)


@st.composite
def _person(draw: st.DrawFn, contact_id: int, numbers: Iterator[int]) -> Rows:
    rows: Rows = [
        Contact(
            id=contact_id,
            zone=draw(st.sampled_from(["", "", "Asia/Shanghai", "No/Where"])),
            erased_at=draw(st.sampled_from([None, None, None, NOON])),
            first_seen=NOON,
        )
    ]
    for channel_id in draw(st.lists(st.sampled_from(CHANNELS), max_size=4)):
        rows += draw(_address(contact_id, channel_id, numbers))
    for on in draw(st.lists(st.sampled_from([None, *CHANNELS[:3]]), max_size=3)):
        rows.append(
            Consent(
                id=next(numbers),
                contact_id=draw(st.sampled_from([contact_id, SHELL])),
                purpose=draw(st.sampled_from(["marketing", "marketing", "surveys"])),
                channel_id=on,
                state=draw(st.sampled_from(["granted", "withdrawn"])),
                how="form",
                at=NOON,
            )
        )
    for kind in draw(st.lists(st.sampled_from(["contact", "identity"]), max_size=1)):
        rows.append(draw(_stop(contact_id, kind, next(numbers))))
    return rows


@st.composite
def _stop(draw: st.DrawFn, contact_id: int, kind: str, number: int) -> Suppression:
    return Suppression(
        id=number,
        kind=kind,
        key=f"key {number}",
        contact_id=contact_id,
        channel_id=draw(st.sampled_from(CHANNELS)),
        purpose=draw(st.sampled_from(["marketing", "marketing", "surveys"])),
        why="opt_out_word",
        effective_at=NOON,
    )


@st.composite
def _address(draw: st.DrawFn, contact_id: int, channel_id: int, numbers: Iterator[int]) -> Rows:
    number = next(numbers)
    identity = Identity(
        id=number,
        channel_id=channel_id,
        external_id=f"address {number}",
        contact_id=contact_id,
        unreachable_since=draw(st.one_of(st.none(), st.none(), times)),
        last_inbound_at=draw(maybe),
    )
    rows: Rows = [identity]
    for seen in draw(st.lists(times, max_size=2)):
        rows.append(_visitor(identity, next(numbers), seen, draw(st.sampled_from([None, NOON]))))
    if draw(st.booleans()):
        rows += draw(_talk(identity, numbers))
    for _ in range(draw(st.integers(0, 3))):
        rows += draw(_delivery(identity, numbers))
    return rows


def _visitor(identity: Identity, number: int, seen: datetime, blocked: datetime | None) -> Visitor:
    return Visitor(
        id=number,
        channel_id=identity.channel_id,
        token_hash=f"token {number}",
        address=identity.external_id,
        first_seen=seen,
        last_seen=seen,
        expires_at=seen + timedelta(days=30),
        blocked_at=blocked,
    )


@st.composite
def _talk(draw: st.DrawFn, identity: Identity, numbers: Iterator[int]) -> Rows:
    number, state = next(numbers), draw(st.sampled_from(["open", "snoozed", "resolved"]))
    said = sorted(draw(st.lists(lately, max_size=4)))
    kinds = st.sampled_from(
        [("in", "contact"), ("out", "user"), ("out", "token"), ("out", "bot"), ("note", "user")]
    )
    messages = []
    for seq, at in enumerate(said, start=1):
        direction, author = draw(kinds)
        messages.append(
            Message(
                id=next(numbers),
                conversation_id=number,
                seq=seq,
                direction=direction,
                author_kind=author,
                platform_time=at,
                created_at=at,
            )
        )
    conversation = Conversation(
        id=number,
        identity_id=identity.id,
        channel_id=identity.channel_id,
        contact_id=identity.contact_id,
        state=state,
        waiting_since=draw(st.one_of(st.none(), times)),
        last_at=said[-1] if said else draw(times),
        next_seq=len(said) + 1,
        created_at=NOON,
    )
    return [conversation, *messages]


@st.composite
def _delivery(draw: st.DrawFn, identity: Identity, numbers: Iterator[int]) -> Rows:
    state = draw(st.sampled_from(DeliveryState))
    waits = state in ("queued", "reserved", "held", "blocked", "missed", "cancelled")
    tried = sorted(draw(st.lists(times, min_size=0 if waits else 1, max_size=2)))
    given_at = (tried[-1] if tried and not waits else NOON) - draw(
        st.sampled_from([0, 1, 24 * 20])
    ) * HOUR
    number = next(numbers)
    ends = tried[-1] if tried else NOON
    finished = draw(st.sampled_from([ends, ends + HOUR, ends + 50 * HOUR]))
    is_over = state not in ("queued", "reserved", "sending", "held")
    delivery = Delivery(
        id=first_id_at(given_at) + number,
        message_id=number,
        identity_id=identity.id,
        channel_id=identity.channel_id,
        contact_id=draw(st.sampled_from([identity.contact_id] * 3 + [SHELL])),
        recipient=identity.external_id,
        content={},
        lane=draw(st.sampled_from([LANE_ORDER[Lane.CAMPAIGN]] * 3 + [0, 2])),
        due_at=draw(st.sampled_from([NOON - HOUR, NOON, NOON + HOUR])),
        state=state,
        created_at=given_at,
        finished_at=finished if is_over else None,
        campaign_id=draw(st.sampled_from([7, 7, 7, None])),
        occurrence_id=number,
        step=1,
        version_id=9,
    )
    attempts = [Attempt(id=next(numbers), delivery_id=delivery.id, started_at=at) for at in tried]
    return [delivery, *attempts]


def store(session: Session, rows: Rows) -> None:
    for kind in dict.fromkeys(map(type, rows)):
        session.add_all(row for row in rows if type(row) is kind)
        session.flush()
