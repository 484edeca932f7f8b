"""Verbs of the organisation's hours: read them, set them, and ask whether it is open."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlmodel import Session

from scrm.kernel.hours import Hours
from scrm.kernel.signals import signal
from scrm.kernel.zones import find_zone
from scrm.organisation import service as organisation
from scrm.organisation.hours.policy import opening
from scrm.organisation.hours.values import HoursView, Opening

NAME = "hours"


def hours(session: Session) -> Hours:
    """Always open until somebody says otherwise."""
    kept = organisation.find(session, NAME)
    try:
        return Hours.model_validate(kept or {})
    except ValidationError:  # a zone that this machine does not know any more
        return Hours.model_validate({**kept, "zone": ""})


def change(session: Session, values: Mapping[str, Any]) -> None:
    """Set what is given; each part is known to be one."""
    organisation.keep(session, NAME, hours(session).model_dump(mode="json") | dict(values))
    session.flush()
    signal(session, "settings", 0)


def view(session: Session, now: datetime) -> HoursView:
    found, zone = hours(session), zone_of(session)
    state = opening(found, zone, now)
    named = found.zone or zone
    return HoursView(found.model_dump(mode="json"), named, state.is_open, state.opens_at)


def opening_now(session: Session, now: datetime) -> Opening:
    return opening(hours(session), zone_of(session), now)


def zone_of(session: Session) -> str:
    """The organisation's, which may have kept a name from before this machine's zones."""
    named = organisation.settings(session).timezone
    return named if find_zone(named) else "UTC"


def day_of(session: Session, now: datetime) -> str:
    """Which day it is there."""
    return now.astimezone(ZoneInfo(zone_of(session))).date().isoformat()


def begin_of(session: Session, day: str) -> datetime:
    """When such a day began there."""
    midnight = datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone_of(session)))
    return midnight.astimezone(UTC)
