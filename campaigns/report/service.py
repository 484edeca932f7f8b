"""The verb of reports."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from campaigns.audience.service import home
from campaigns.report import policy, store
from campaigns.report.values import ReportView
from campaigns.responses import store as responses
from campaigns.templates.taking import service as taking


def report(session: Session, occurrence_ids: Sequence[int]) -> ReportView:
    """What became of these runs together."""
    groups = store.groups(session, occurrence_ids)
    return replace(
        policy.funnel(groups, responses.count(session, occurrence_ids)),
        by_channel=policy.by_channel(groups, store.replied(session, occurrence_ids)),
        by_hour=policy.by_hour(groups, home(session)),
        templates=taking.sources(session, store.definitions(session, occurrence_ids)),
    )
