"""The verb of counting an audience: who gets it, who is left out, and what else they get."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import service as audience
from campaigns.definition import service as definitions
from campaigns.definition.values import Definition
from campaigns.meaning import store
from campaigns.meaning.store import Run
from campaigns.meaning.values import AudienceView, SharedView
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Mistake, Mistaken, NotFound
from tagging.segments import service as segments

SHARE_WITHIN = 2.0
"""Seconds, after those in which people are counted."""
RECENT = timedelta(days=7)
MOST_OTHERS = 20


def look(
    session: Session, draft: Mapping[str, Any], campaign_id: int | None, now: datetime
) -> AudienceView:
    """Of a draft's `audience` and `exclude`, as they would be frozen now. Raises Mistaken with all that
    is wrong in them, and TooCostly."""
    if draft.get("audience") is None:
        raise Mistaken([Mistake("audience", "is missing; say who is meant")], code="bad_campaign")
    asked = {name: draft[name] for name in ("audience", "exclude") if draft.get(name) is not None}
    definition = definitions.check(session, asked, [])
    try:
        with at_most(session, segments.COUNT_WITHIN):
            meant = audience.whom(session, definition, now)
            count, sample = segments.counted(session, meant)
            excluded = _excluded(session, definition, now)
    except TimeoutError:
        raise segments.TooCostly("audience") from None
    shared = _shared(session, meant, campaign_id, now)
    return AudienceView(count, excluded, sample, shared)


def _excluded(session: Session, definition: Definition, now: datetime) -> int:
    if definition.exclude is None:
        return 0
    one = audience.ids_of(session, definition.audience, now)
    other = audience.ids_of(session, definition.exclude, now)
    return segments.count(session, store.both(one, other))


def _shared(
    session: Session, meant: Select[int], campaign_id: int | None, now: datetime
) -> list[SharedView] | None:
    since, found = now - RECENT, []
    try:
        with at_most(session, SHARE_WITHIN):
            others = store.others(session, campaign_id, since, MOST_OTHERS)
            runs: defaultdict[int, list[Run]] = defaultdict(list)
            for run in store.runs_of(session, [one.id for one in others], since):
                runs[run.campaign_id].append(run)
            for other in others:
                shared = _with(session, meant, runs[other.id], now)
                if shared is not None:
                    found.append(SharedView(str(other.id), other.name, *shared))
    except TimeoutError:
        return None
    return found


def _with(
    session: Session, meant: Select[int], runs: Sequence[Run], now: datetime
) -> tuple[int, bool] | None:
    """To how many of them one campaign goes, and whether on dates of people: then it is those whose
    day was. None where it goes to none of them."""
    frozen = [run.id for run in runs if run.is_frozen]
    is_dated = any(run.is_dated for run in runs)
    people = _count(session, meant, store.recipients(session, frozen)) if frozen else 0
    for run in runs:
        if run.is_frozen or (is_dated and people):
            continue
        planned = _count(session, meant, _planned(session, run, now))
        if is_dated:
            return (0, True) if planned else None
        people = max(people, planned)
    return (people, is_dated) if people else None


def _count(session: Session, meant: Select[int], theirs: Select[int]) -> int:
    return segments.count(session, store.both(meant, theirs))


def _planned(session: Session, run: Run, now: datetime) -> Select[int]:
    version = campaigns.versions_by_id(session, [run.version_id])[run.version_id]
    try:
        return audience.whom(session, definitions.in_force(version.definition), now)
    except (Mistaken, NotFound):  # what is wrong with it is told there
        return store.recipients(session, [run.id])
