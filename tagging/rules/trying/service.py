"""The verb of trying: the rule is asked at each event, with what was known then."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Condition
from scrm.kernel.database import Database
from scrm.kernel.errors import Invalid
from scrm.kernel.ids import first_id_at, new_id
from tagging.rules import store as rules
from tagging.rules.reacting.values import Happened
from tagging.rules.service import read
from tagging.rules.trying import store
from tagging.rules.trying.values import Found, Touched, TouchedView, Trial, TrialView
from tagging.rules.values import AT_ANY_TIME, Rule, RuleState

AT_ONCE = 500
"""Events in one question: a reader's connection is not held for longer."""
CLOCKS_DIFFER = timedelta(days=1)
"""A platform's clock may be ahead of ours: what happened since a time was recorded since a day
before it."""

Progress = Callable[[float], None]
"""Told which part is done, from 0 to 1."""


class _Held:
    """Whom one condition held of, each by the first event."""

    def __init__(self, when: str, condition: Condition | None) -> None:
        self.when = when
        self.condition = condition
        self.first: dict[int, Touched] = {}

    def look(self, session: Session, some: list[Happened]) -> None:
        mine = [one for one in some if one.kind == self.when and one.contact_id not in self.first]
        if self.condition is None or not mine:
            return
        moments = [Moment(one.id, one.contact_id, one.at, one.id) for one in mine]
        held = conditions.holding(session, self.condition, moments)
        for one in mine:
            if one.id in held:
                touched = Touched(one.contact_id, one.id, one.at, one.message_id)
                self.first.setdefault(one.contact_id, touched)


def against_live(session: Session, rule: Rule) -> Trial:
    """The rule, beside what is in force under its name. Raises Invalid where no event sets it off."""
    if rule.when == AT_ANY_TIME:
        raise Invalid(
            "when", "is time; a dry run asks at events, so write one to try the condition"
        )
    row = rules.find_named(session, rule.name)
    version = None if row is None else rules.version(session, row.id, row.version)
    if row is None or version is None or row.state != RuleState.LIVE:
        return Trial(rule.when, rule.condition)
    live = read(version.definition)
    return Trial(rule.when, rule.condition, live.condition, live.when)


async def try_out(
    database: Database, trial: Trial, since: datetime, within: float, progress: Progress
) -> TrialView:
    """Look at all that happened since then, for `within` seconds at most: `is_whole` says whether
    that was enough. Raises Invalid."""
    tried = _Held(trial.when, trial.condition)
    live = _Held(trial.live_when, trial.live)
    kinds = {one.when for one in (tried, live) if one.when}
    first, last = first_id_at(since - CLOCKS_DIFFER), new_id()
    after, looked_at = first - 1, 0
    deadline = time.monotonic() + within

    def look(session: Session) -> list[Happened]:
        some = store.piece(session, kinds, since, after, AT_ONCE)
        tried.look(session, some)
        live.look(session, some)
        return some

    while time.monotonic() < deadline:
        some = await database.read(look)
        looked_at += len(some)
        if len(some) < AT_ONCE:
            progress(1.0)
            return await _view(database, tried, live, looked_at, since, is_whole=True)
        after = some[-1].id
        progress(min((after - first) / max(last - first, 1), 1.0))
    return await _view(database, tried, live, looked_at, since, is_whole=False)


async def _view(
    database: Database,
    tried: _Held,
    live: _Held,
    looked_at: int,
    since: datetime,
    *,
    is_whole: bool,
) -> TrialView:
    names = await database.read(lambda s: store.names(s, {*tried.first, *live.first}))
    found = sorted(_compared(tried, live), key=lambda one: (one[1].at, one[1].event_id))
    items = [
        TouchedView(
            contact_id=str(one.contact_id),
            name=names.get(one.contact_id, ""),
            at=one.at,
            message_id=one.message_id or None,
            found=which,
        )
        for which, one in found
    ]
    return TrialView(items, looked_at, since, is_whole)


def _compared(tried: _Held, live: _Held) -> Iterable[tuple[Found, Touched]]:
    for contact_id, one in tried.first.items():
        yield (Found.BOTH if contact_id in live.first else Found.NEW), one
    for contact_id, one in live.first.items():
        if contact_id not in tried.first:
            yield Found.LOST, one
