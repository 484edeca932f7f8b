"""The verbs of exports."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.exporting import policy
from campaigns.exporting.values import AT_ONCE, Export, Wanted
from campaigns.report import store as report
from campaigns.responses import store as responses
from campaigns.store import occurrences
from scrm.channels import store as channels
from scrm.staff import service as staff


def begin(session: Session, campaign_id: int, wanted: Wanted, actor: str, now: datetime) -> Export:
    """It is on record before the first line goes. Raises NotFound."""
    row = campaigns.get(session, campaign_id)
    runs = [one.id for one in occurrences(session, row.id)]
    chosen = [one for one in runs if wanted.occurrence in (None, one)]
    target = f"campaign:{row.id}"
    asked = {"state": wanted.state, "reason": wanted.reason or ""}
    staff.audit(session, actor, "campaign.exported", now, target=target, **asked)
    return Export(row.name, chosen, {one.id: one.name for one in channels.all_of(session)})


def some(
    session: Session, export: Export, wanted: Wanted, after: Sequence[int] | None
) -> tuple[str, policy.Place | None]:
    """The next lines behind this place, and where they end; None behind the last."""
    asked = (wanted.state, wanted.reason)
    behind = None if after is None else tuple(after)
    found = report.page(session, export.runs, behind, AT_ONCE, asked)
    if not found:
        return "", None
    places = [policy.place(one) for one in found]
    acts = responses.kinds(session, places)
    text = policy.lines(policy.row(one, export.channels, acts) for one in found)
    return text, places[-1] if len(found) == AT_ONCE else None
