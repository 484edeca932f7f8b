"""Which campaigns may have messages go out, and one switch that stops all of them. It changes none of
them: whoever feeds or sends asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from campaigns.tables import Campaign
from campaigns.values import TOPIC, Wish
from scrm.kernel.sets import is_any, session_dialect
from scrm.kernel.signals import signal
from scrm.organisation import service as organisation
from scrm.staff import service as staff

_NAME = "campaigns_stopped"
_LOCK = 0x73746F70
"""The advisory lock of the switch: "stop"."""


@dataclass(frozen=True, slots=True)
class StopView:
    """`by` and `at` say who stopped them and when; null while they go."""

    stopped: bool
    by: str | None = None
    at: str | None = None


def view(session: Session) -> StopView:
    kept = organisation.find(session, _NAME)
    return StopView(stopped=True, by=kept["by"], at=kept["at"]) if kept else StopView(stopped=False)


def is_stopped(session: Session) -> bool:
    return bool(organisation.find(session, _NAME))


def going(session: Session, campaign_ids: Collection[int]) -> set[int]:
    """Those of them that nobody holds back: launched, and neither paused, cancelled nor stopped with
    all others. To be asked in the unit that gives or marks their messages."""
    if not campaign_ids or is_stopped(session):
        return set()
    wanted = is_any(session, col(Campaign.id), campaign_ids)
    return set(session.exec(select(Campaign.id).where(wanted, Campaign.wish == Wish.SCHEDULED)))


def hold(session: Session, *, to_change: bool = False) -> None:
    """Until the commit nobody changes the switch, or with `to_change` nobody goes by it: what was
    looked at before a stop has left when that returns. SQLite has one writer."""
    if session_dialect(session) == "postgresql":
        kind = "" if to_change else "_shared"
        session.execute(text(f"SELECT pg_advisory_xact_lock{kind}(:lock)"), {"lock": _LOCK})


def stop(session: Session, actor: str, now: datetime) -> StopView:
    """Nothing is fed and nothing that waits is sent from this commit on; what has left has left."""
    hold(session, to_change=True)
    if not is_stopped(session):
        kept: dict[str, Any] = {"by": actor, "at": now.isoformat().replace("+00:00", "Z")}
        organisation.keep(session, _NAME, kept)
        _told(session, actor, "campaigns.stopped", now)
    return view(session)


def go(session: Session, actor: str, now: datetime) -> StopView:
    """What became later than its campaign allows meanwhile, and had not begun, is missed."""
    hold(session, to_change=True)
    if is_stopped(session):
        organisation.drop(session, _NAME)
        _told(session, actor, "campaigns.let_go", now)
    return view(session)


def _told(session: Session, actor: str, action: str, now: datetime) -> None:
    session.flush()
    staff.audit(session, actor, action, now)
    signal(session, TOPIC, 0)
