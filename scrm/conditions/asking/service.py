"""Who asks, and what they call things."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from scrm.channels import store as channels
from scrm.channels.registry import Registry
from scrm.organisation import service as organisation
from scrm.staff import service as staff
from scrm.staff import store as colleagues


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom an answer is made: in which language, with which names of platforms, and when."""

    language: str
    platforms: Mapping[str, str]
    now: datetime


def asker(
    session: Session,
    registry: Registry,
    language: str,
    user_id: int | None,
    now: datetime,
) -> Asker:
    """In the language that was asked for, else the colleague's, else the organisation's."""
    if not language and user_id is not None:
        language = staff.get_user(session, user_id).locale
    platforms = {one.platform.name: one.platform.label for one in registry}
    return Asker(language or organisation.settings(session).locale, platforms, now)


def names_for(session: Session, asker: Asker) -> dict[str, str]:
    """What people call platforms, channels and each other."""
    accounts = {str(row.id): row.name for row in channels.all_of(session)}
    people = {str(row.id): row.name for row in colleagues.users(session)}
    return {**asker.platforms, **accounts, **people}
