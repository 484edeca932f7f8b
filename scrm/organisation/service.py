"""The organisation's settings: known by name, with a default each."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from scrm.kernel.signals import signal
from scrm.organisation.tables import Setting


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """What people change in the console. `reopen_after_days`: a message later than that after a
    resolve opens a new conversation instead of the old one; None means never."""

    organisation_name: str = ""
    timezone: str = "UTC"
    locale: str = "en"
    accent: str = "#4353d9"
    reopen_after_days: int | None = None


NAMES = tuple(field.name for field in fields(OrganisationSettings))


def settings(session: Session) -> OrganisationSettings:
    kept = {row.name: row.value for row in session.exec(select(Setting))}
    return OrganisationSettings(**{name: kept[name] for name in NAMES if name in kept})


def change(session: Session, values: dict[str, Any]) -> OrganisationSettings:
    """Set what is given; names are known to be ours."""
    for name, value in values.items():
        session.merge(Setting(name=name, value=value))
    session.flush()
    signal(session, "settings", 0)
    return settings(session)


def find(session: Session, name: str) -> Any:
    """A value that the hub keeps for itself beside the people's settings."""
    return session.exec(select(Setting.value).where(col(Setting.name) == name)).first()


def keep(session: Session, name: str, value: Any) -> None:
    session.merge(Setting(name=name, value=value))


def found(session: Session, prefix: str) -> dict[str, Any]:
    """The values that the hub keeps for itself under names that begin so."""
    mine = col(Setting.name).startswith(prefix, autoescape=True)
    return {row.name: row.value for row in session.exec(select(Setting).where(mine))}


def drop(session: Session, name: str) -> None:
    session.execute(delete(Setting).where(col(Setting.name) == name))
