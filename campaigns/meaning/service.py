"""The verb of counting an audience: who gets it, who is left out, and what else they get."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.audience import service as audience
from campaigns.definition import service as definitions
from campaigns.definition.values import Definition
from campaigns.meaning import store
from campaigns.meaning.store import Other
from campaigns.meaning.values import AudienceView, SharedView
from scrm.kernel.deadlines import at_most
from scrm.kernel.errors import Mistake, Mistaken
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
    found: dict[int, SharedView] = {}
    try:
        with at_most(session, SHARE_WITHIN):
            for one in store.others(session, campaign_id, now - RECENT, MOST_OTHERS):
                people = segments.count(session, store.both(meant, _people(session, one, now)))
                before = found.get(one.campaign_id)
                people = max(people, before.people if before else 0)
                if people:
                    found[one.campaign_id] = SharedView(str(one.campaign_id), one.name, people)
    except TimeoutError:
        return None
    return list(found.values())


def _people(session: Session, one: Other, now: datetime) -> Select[int]:
    if one.is_frozen:
        return store.recipients(one.occurrence_id)
    run = campaigns.occurrence(session, one.occurrence_id)
    version = campaigns.versions_by_id(session, [run.version_id])[run.version_id] if run else None
    if version is None:
        return store.recipients(one.occurrence_id)
    return audience.whom(session, definitions.in_force(version.definition), now)
