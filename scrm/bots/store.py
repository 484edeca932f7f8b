"""SQL of the bot and its versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from scrm.bots.tables import BotRow, BotVersion
from scrm.bots.values import BotState

ONLY = 1
"""The id of the organisation's bot."""


def find(session: Session, *, locked: bool = False) -> BotRow | None:
    question = select(BotRow).where(col(BotRow.id) == ONLY)
    return session.exec(question.with_for_update() if locked else question).first()


def versions(session: Session) -> Sequence[BotVersion]:
    """The newest first."""
    return session.exec(select(BotVersion).order_by(col(BotVersion.number).desc())).all()


def version(session: Session, number: int) -> BotVersion | None:
    return session.get(BotVersion, number)


def published(session: Session) -> list[Mapping[str, Any]]:
    """What is in force or rests, if anything was published."""
    question = select(BotVersion.definition).join(BotRow, col(BotRow.version) == BotVersion.number)
    return list(session.exec(question.where(col(BotRow.id) == ONLY)))


def live(session: Session) -> tuple[int, Mapping[str, Any]] | None:
    """The number and the definition of what is in force."""
    question = (
        select(BotVersion.number, BotVersion.definition)
        .join(BotRow, col(BotRow.version) == BotVersion.number)
        .where(col(BotRow.id) == ONLY, col(BotRow.state) == BotState.LIVE)
    )
    found = session.exec(question).first()
    return None if found is None else (found[0], found[1])
