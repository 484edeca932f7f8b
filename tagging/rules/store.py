"""SQL of rules and their versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, distinct, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from scrm.conditions.documents.store import text_of
from scrm.contacts.tables import Contact
from scrm.contacts.tags.store import PERSON, is_worn
from scrm.contacts.tags.tables import ContactTag
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.rules.values import RuleState


def listed(session: Session) -> Sequence[RuleRow]:
    """All but those that were put away, by name."""
    kept = col(RuleRow.state) != RuleState.ARCHIVED
    return session.exec(select(RuleRow).where(kept).order_by(col(RuleRow.name))).all()


def find(session: Session, rule_id: int, *, locked: bool = False) -> RuleRow | None:
    question = select(RuleRow).where(col(RuleRow.id) == rule_id)
    return session.exec(question.with_for_update() if locked else question).first()


def find_named(session: Session, name: str) -> RuleRow | None:
    kept = col(RuleRow.state) != RuleState.ARCHIVED
    return session.exec(select(RuleRow).where(kept, col(RuleRow.name) == name)).first()


def versions(session: Session, rule_id: int) -> Sequence[RuleVersion]:
    """The newest first."""
    question = select(RuleVersion).where(col(RuleVersion.rule_id) == rule_id)
    return session.exec(question.order_by(col(RuleVersion.number).desc())).all()


def version(session: Session, rule_id: int, number: int) -> RuleVersion | None:
    question = select(RuleVersion).where(
        col(RuleVersion.rule_id) == rule_id, col(RuleVersion.number) == number
    )
    return session.exec(question).first()


def live(session: Session) -> list[tuple[int, int, Mapping[str, Any]]]:
    """The id, version and definition of what is in force, by name."""
    return published(session, RuleState.LIVE)


def published(session: Session, *states: RuleState) -> list[tuple[int, int, Mapping[str, Any]]]:
    """The same of rules in these states; without any of all that is live or paused."""
    in_force = and_(
        col(RuleVersion.rule_id) == RuleRow.id, col(RuleVersion.number) == RuleRow.version
    )
    question = (
        select(RuleRow.id, RuleRow.version, RuleVersion.definition)
        .join(RuleVersion, in_force)
        .where(col(RuleRow.state).in_(states or (RuleState.LIVE, RuleState.PAUSED)))
        .order_by(col(RuleRow.name), col(RuleRow.id))
    )
    return [(rule_id, number, definition) for rule_id, number, definition in session.exec(question)]


def people(session: Session, now: datetime) -> dict[str, int]:
    """How many have a tag now by which rule, by the rules' ids."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    rule = text_of(col(ContactTag.set_by), "rule", is_sqlite=is_sqlite)
    question = (
        select_columns(rule, func.count(distinct(PERSON)))
        .join(Contact, col(Contact.id) == col(ContactTag.contact_id))
        .where(is_worn(now), rule.is_not(None))
        .group_by(rule)
    )
    return {rule_id: count for rule_id, count in session.execute(question)}
