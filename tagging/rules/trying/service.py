"""The verb of trying: the rule is asked at each event, with what was known then."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Condition
from scrm.kernel.database import Database
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Invalid, NotFound
from scrm.kernel.ids import first_id_at, new_id
from scrm.kernel.text import shorten
from tagging.rules import store as rules
from tagging.rules.reacting.values import Happened
from tagging.rules.service import read
from tagging.rules.tables import RuleRow
from tagging.rules.trying import store
from tagging.rules.trying.values import Found, Hit, Outcome, Span, Touched, TouchedView, Trial
from tagging.rules.values import AT_ANY_TIME, Rule, RuleState

AT_ONCE = 500
"""Events in one question: a reader's connection is not held for longer."""
CLOCKS_DIFFER = timedelta(days=1)
"""A platform's clock may be ahead of ours: what happened since a time was recorded since a day
before it."""
EXCERPT = 160
"""Characters."""

Progress = Callable[[float], None]
"""Told which part is done, from 0 to 1."""


class Outcomes:
    """The last few, so that the next page of one is not found out again. They hold ids and times:
    names and texts are read when somebody looks."""

    MOST = 8
    MOST_HITS = 2_000
    """Of each kind."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Trial, Span], Outcome] = OrderedDict()

    def find(self, trial: Trial, span: Span) -> Outcome | None:
        found = self._kept.get((trial, span))
        if found is not None:
            self._kept.move_to_end((trial, span))
        return found

    def keep(self, trial: Trial, span: Span, outcome: Outcome) -> Outcome:
        """As it is kept: with so many hits of each kind at most."""
        left = dict.fromkeys(Found, self.MOST_HITS)
        hits = []
        for hit in outcome.hits:
            if left[hit.found]:
                left[hit.found] -= 1
                hits.append(hit)
        kept = Outcome(tuple(hits), outcome.counts, outcome.looked_at, outcome.is_whole)
        self._kept[trial, span] = kept
        if len(self._kept) > self.MOST:
            self._kept.popitem(last=False)
        return kept


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
    return _beside(session, rule, rules.find_named(session, rule.name))


def of_rule(session: Session, rule_id: int, definition: Mapping[str, Any] | None) -> Trial:
    """A kept rule's draft, or what it may become, beside what is in force of it. Raises NotFound,
    Mistaken, and Invalid where no event sets it off."""
    row = rules.find(session, rule_id)
    if row is None or row.state == RuleState.ARCHIVED:
        raise NotFound("rule", rule_id)
    return _beside(
        session, read(row.definition if definition is None else definition, session), row
    )


def _beside(session: Session, rule: Rule, row: RuleRow | None) -> Trial:
    if rule.when == AT_ANY_TIME:
        raise Invalid(
            "when", "is time; a dry run asks at events, so write one to try the condition"
        )
    version = None if row is None else rules.version(session, row.id, row.version)
    if row is None or version is None or row.state != RuleState.LIVE:
        return Trial(rule.when, rule.condition, rule=rule)
    live = read(version.definition)
    return Trial(rule.when, rule.condition, live.condition, live.when, version.number, rule)


def span_since(since: datetime) -> Span:
    """Up to this moment."""
    return Span(since, new_id())


def _unseen(_share: float) -> None:
    """Nobody watches."""


async def try_out(
    database: Database, trial: Trial, span: Span, within: float, progress: Progress = _unseen
) -> Outcome:
    """Look at all that happened in the span, for `within` seconds at most. Raises Invalid."""
    tried = _Held(trial.when, trial.condition)
    live = _Held(trial.live_when, trial.live)
    kinds = {one.when for one in (tried, live) if one.when}
    first = first_id_at(span.since - CLOCKS_DIFFER)
    after, looked_at = first - 1, 0
    deadline = time.monotonic() + within

    def look(session: Session) -> list[Happened]:
        with at_most(session, deadline - time.monotonic()):
            some = store.piece(session, kinds, span, after, AT_ONCE)
            tried.look(session, some)
            live.look(session, some)
        return some

    while time.monotonic() < deadline:
        try:
            some = await database.read(look)
        except TimeoutError:
            break
        looked_at += len(some)
        if len(some) < AT_ONCE:
            progress(1.0)
            return _outcome(tried, live, looked_at, is_whole=True)
        after = some[-1].id
        progress(min((after - first) / max(span.last - first, 1), 1.0))
    return _outcome(tried, live, looked_at, is_whole=False)


def _outcome(tried: _Held, live: _Held, looked_at: int, *, is_whole: bool) -> Outcome:
    hits = sorted(_compared(tried, live), key=lambda hit: (hit.by.at, hit.by.event_id))
    counts = {which: sum(hit.found == which for hit in hits) for which in Found}
    return Outcome(tuple(hits), counts, looked_at, is_whole)


def _compared(tried: _Held, live: _Held) -> Iterable[Hit]:
    for contact_id, one in tried.first.items():
        yield Hit(Found.SAME if contact_id in live.first else Found.NEW, one)
    for contact_id, one in live.first.items():
        if contact_id not in tried.first:
            yield Hit(Found.GONE, one)


def shown(session: Session, hits: Sequence[Hit], *, with_words: bool) -> list[TouchedView]:
    """As they are called now; who was erased since is left out."""
    names = store.names(session, {hit.by.contact_id for hit in hits})
    wanted = {int(hit.by.message_id) for hit in hits if with_words and hit.by.message_id}
    texts = store.texts(session, wanted)
    return [
        TouchedView(
            contact_id=str(one.contact_id),
            name=names[one.contact_id],
            at=one.at,
            message_id=one.message_id or None,
            excerpt=shorten(texts.get(int(one.message_id or 0), ""), EXCERPT),
            found=found,
        )
        for found, one in hits
        if one.contact_id in names
    ]
