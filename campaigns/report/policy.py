"""From groups of recipients to the numbers that people read. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from campaigns.report.values import (
    MOST_HOURS,
    QUARTER,
    SENT,
    ChannelCount,
    Group,
    HourCount,
    ReportView,
)
from campaigns.responses.values import Responded
from campaigns.values import RecipientState
from scrm.delivery.values import UNFINISHED, DeliveryState

_REASONED = (
    *(RecipientState.BLOCKED, RecipientState.LATER, RecipientState.HELD, RecipientState.MISSED),
    DeliveryState.FAILED,
)
"""States whose reasons are told."""


def funnel(groups: Iterable[Group], responded: Responded) -> ReportView:
    """Without channels and hours."""
    states: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {one: Counter() for one in _REASONED}
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
        sent=sum(states[one] for one in SENT),
        delivered=sum(states[one] for one in SENT[1:]),
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
        opted_out_by_link=responded.by_link,
        blocked_by=dict(reasons["blocked"]),
        later_by=dict(reasons["later"]),
        held_by=dict(reasons["held"]),
        missed_by=dict(reasons["missed"]),
        failed_by=dict(reasons["failed"]),
    )


def by_channel(groups: Iterable[Group], replied: Mapping[int, int]) -> list[ChannelCount]:
    """Of what was given to the outbox; `replied` counts people by channel. The one that got most is
    the first."""
    states: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for group in groups:
        if group.is_given and group.channel_id is not None:
            states[group.channel_id][group.state] += group.people
    counts = [_channel(*one, replied.get(one[0], 0)) for one in states.items()]
    return sorted(counts, key=lambda one: (-one.given, int(one.channel_id)))


def _channel(channel_id: int, states: Counter[str], replied: int) -> ChannelCount:
    return ChannelCount(
        channel_id=str(channel_id),
        given=states.total(),
        sent=sum(states[one] for one in SENT),
        delivered=sum(states[one] for one in SENT[1:]),
        read=states["read"],
        failed=states["failed"],
        replied=replied,
    )


def by_hour(groups: Iterable[Group], zone: tzinfo) -> list[HourCount]:
    """Of what was sent, by the hours of this zone in their order. Of two hours that a clock shows
    twice each stands alone."""
    sent: Counter[datetime] = Counter()
    for group in groups:
        if group.state in SENT and group.quarter is not None:
            sent[_begins(group.quarter, zone)] += group.people
    return [
        HourCount(at, at.astimezone(zone).isoformat(timespec="minutes")[:16], sent[at])
        for at in sorted(sent)[-MOST_HOURS:]
    ]


def _begins(quarter: int, zone: tzinfo) -> datetime:
    """The hour of this zone that a quarter is in. Minutes go off the instant, for the same time on the
    clock may come twice."""
    at = datetime.fromtimestamp(quarter * QUARTER.total_seconds(), UTC)
    return at - timedelta(minutes=at.astimezone(zone).minute)
