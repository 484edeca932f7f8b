"""From groups of recipients to the numbers that people read. Pure."""

from collections import Counter
from collections.abc import Iterable

from campaigns.report.values import Group, ReportView
from campaigns.responses.values import Responded
from campaigns.values import RecipientState
from scrm.delivery.values import UNFINISHED, DeliveryState

_SENT = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


def funnel(groups: Iterable[Group], responded: Responded) -> ReportView:
    states: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {
        one: Counter()
        for one in (
            *(RecipientState.BLOCKED, RecipientState.LATER),
            *(RecipientState.HELD, RecipientState.MISSED, DeliveryState.FAILED),
        )
    }
    given = 0
    for group in groups:
        states[group.state] += group.people
        given += group.people if group.is_given else 0
        if group.state in reasons:
            reasons[group.state][group.reason] += group.people
    audience = states.total()
    return ReportView(
        audience=audience,
        allowed=audience - states["blocked"],
        given=given,
        sending=sum(states[one] for one in UNFINISHED),
        sent=sum(states[one] for one in _SENT),
        delivered=sum(states[one] for one in _SENT[1:]),
        read=states["read"],
        failed=states["failed"],
        unknown=states["unknown"],
        waiting=states["waiting"],
        later=states["later"],
        held=states["held"],
        blocked=states["blocked"],
        missed=states["missed"],
        cancelled=states["cancelled"],
        replied=responded.replied,
        clicked=responded.clicked,
        opted_out=responded.opted_out,
        blocked_by=dict(reasons["blocked"]),
        later_by=dict(reasons["later"]),
        held_by=dict(reasons["held"]),
        missed_by=dict(reasons["missed"]),
        failed_by=dict(reasons["failed"]),
    )
