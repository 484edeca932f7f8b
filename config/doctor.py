"""The invariants that need no witness outside the database; `scrm doctor` and every fault test
run them. Numbers are those of the reliability page."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import DeliveryState
from scrm.staff.service import audit_hash
from scrm.staff.tables import AuditLine

AT_ONCE = 1_000
"""Rows in memory while all are looked at."""


TO_CONTACTS = (
    "identity.contact_id",
    "identity.home_id",
    "contact_point.contact_id",
    "contact_point.home_id",
    "contact.joined_into",
    "renamed_contact.contact_id",
    "conversation.contact_id",
    "delivery.contact_id",
    "suppression.contact_id",
    "contact_tag.contact_id",
    "campaign_recipient.contact_id",
    "campaign_response.contact_id",
    "campaign_turn.contact_id",
    "joining.survivor_id",
    "joining.other_id",
)
"""Columns that hold a contact; `event.contact_id` is the other, and the ledger's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant: `wrong` counts the rows that break it."""

    name: str
    says: str
    wrong: int


def examine(session: Session) -> list[Finding]:
    """Every invariant with the number of rows that break it; all zero in good health."""
    return [Finding(name, says, check(session)) for name, says, check in INVARIANTS]


def _count(session: Session, statement: str) -> int:
    number: int = session.execute(text(statement)).scalar_one()
    return number


def _sql(statement: str) -> Callable[[Session], int]:
    return lambda session: _count(session, statement)


def _integrity(session: Session) -> int:
    """SQLite's own examination; PostgreSQL has its tools for that."""
    if session.get_bind().dialect.name != "sqlite":
        return 0
    answer = session.execute(text("PRAGMA integrity_check")).scalars().all()
    orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    return (0 if answer == ["ok"] else len(answer)) + len(orphans)


def _sequence_gaps(session: Session) -> int:
    """Conversations whose numbering has a hole or runs past its counter."""
    numbered = (
        select(
            col(Message.conversation_id).label("conversation_id"),
            func.count().label("messages"),
            func.max(col(Message.seq)).label("last"),
        )
        .group_by(col(Message.conversation_id))
        .subquery()
    )
    wrong = (
        select(func.count())
        .select_from(numbered)
        .join(Conversation, col(Conversation.id) == numbered.c.conversation_id)
        .where(
            (numbered.c.messages != numbered.c.last)
            | (col(Conversation.next_seq) != numbered.c.last + 1)
        )
    )
    number: int = session.execute(wrong).scalar_one()
    return number


def _sent_without_attempt(session: Session) -> int:
    """Deliveries that say they left, with no attempt on record."""
    question = (
        select(func.count())
        .select_from(Delivery)
        .outerjoin(Attempt, col(Attempt.delivery_id) == col(Delivery.id))
        .where(
            col(Delivery.state).in_(
                (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)
            ),
            col(Attempt.id).is_(None),
        )
    )
    number: int = session.execute(question).scalar_one()
    return number


def _left_of_the_erased(session: Session) -> int:
    """Rows that point at a contact of which only the empty row should be left."""
    count = "SELECT count(*) FROM {} x JOIN contact c ON c.id = x.{} WHERE c.erased_at IS NOT NULL"
    found = sum(_count(session, count.format(*one.split("."))) for one in TO_CONTACTS)
    told = f"{count.format('event', 'contact_id')} AND x.kind <> 'contact.erased'"
    return found + _count(session, told)


def _audit_breaks(session: Session) -> int:
    """Audit lines that were altered, or do not continue the line before."""
    previous, breaks = "", 0
    lines = session.execute(select(AuditLine).order_by(col(AuditLine.id))).scalars()
    for line in lines.yield_per(AT_ONCE):
        breaks += line.prev_hash != previous or line.hash != audit_hash(line)
        previous = line.hash
    return breaks


INVARIANTS: tuple[tuple[str, str, Callable[[Session], int]], ...] = (
    (
        "I2",
        "every event has at most one message",
        _sql(
            "SELECT count(*) FROM (SELECT 1 FROM message WHERE external_id IS NOT NULL "
            "GROUP BY conversation_id, external_id HAVING count(*) > 1) AS doubled"
        ),
    ),
    (
        "I4",
        "every part of a message has at most one delivery",
        _sql(
            "SELECT count(*) FROM (SELECT 1 FROM delivery "
            "GROUP BY message_id, part HAVING count(*) > 1) AS doubled"
        ),
    ),
    ("I6", "what is sent has an attempt on record", _sent_without_attempt),
    (
        "I9",
        "a person has at most one live conversation per thread",
        _sql(
            "SELECT count(*) FROM (SELECT 1 FROM conversation WHERE state <> 'resolved' "
            "GROUP BY identity_id, thread_key HAVING count(*) > 1) AS doubled"
        ),
    ),
    (
        "I10",
        "an address on a channel is one identity",
        _sql(
            "SELECT count(*) FROM (SELECT 1 FROM identity "
            "GROUP BY external_id, channel_id HAVING count(*) > 1) AS doubled"
        ),
    ),
    ("I12", "the audit line is unbroken", _audit_breaks),
    ("seq", "a conversation's messages are numbered without gaps", _sequence_gaps),
    (
        "unread",
        "unread counters equal the messages they count",
        _sql(
            "SELECT count(*) FROM conversation c WHERE c.in_count <> "
            "(SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.direction = 'in')"
        ),
    ),
    ("I14", "nothing refers to an erased person but the ledger", _left_of_the_erased),
    ("I15", "the database file is sound", _integrity),
)
