"""SQL of rules and their versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

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
    in_force = and_(
        col(RuleVersion.rule_id) == RuleRow.id, col(RuleVersion.number) == RuleRow.version
    )
    question = (
        select(RuleRow.id, RuleRow.version, RuleVersion.definition)
        .join(RuleVersion, in_force)
        .where(col(RuleRow.state) == RuleState.LIVE)
        .order_by(col(RuleRow.name), col(RuleRow.id))
    )
    return [(rule_id, number, definition) for rule_id, number, definition in session.exec(question)]
