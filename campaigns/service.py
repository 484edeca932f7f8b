"""Verbs about campaigns as people write them: drafts, copies, put away and brought back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns import store
from campaigns.deciding.values import Purpose
from campaigns.definition import service as definitions
from campaigns.definition.policy import LONGEST_NAME, is_on_dates
from campaigns.progress import store as progress
from campaigns.progress.policy import state_of
from campaigns.tables import Campaign, CampaignVersion, Occurrence
from campaigns.templates.taking import service as taking
from campaigns.values import (
    RUNS_TOLD,
    TOPIC,
    CampaignState,
    CampaignView,
    OccurrenceView,
    VersionView,
    WholeCampaignView,
)
from scrm.kernel.errors import Conflict, Mistake, NotFound
from scrm.kernel.signals import signal
from scrm.kernel.text import clean

LIVE = (CampaignState.SCHEDULED, CampaignState.RUNNING, CampaignState.PAUSED)


def create(
    session: Session,
    draft: Mapping[str, Any],
    by: Mapping[str, Any],
    now: datetime,
    others: Sequence[Mistake] = (),
) -> Campaign:
    """A new draft, which may lack what a launch needs. `others` is what is wrong with its template.
    Raises Mistaken."""
    row = Campaign(draft={}, created_by=dict(by), created_at=now, updated_at=now)
    taken, unknown = taking.taken(session, draft, draft)
    return _keep(session, row, taken, now, [*others, *unknown])


def change(
    session: Session,
    campaign_id: int,
    values: Mapping[str, Any],
    now: datetime,
    others: Sequence[Mistake] = (),
) -> Campaign:
    """Of the draft what is given; null takes it out, and a template brings its message. What is in
    force stays. Raises NotFound, Mistaken, and Conflict for one that is put away."""
    row = get(session, campaign_id, locked=True)
    _require_here(row)
    draft = {**row.draft, **values}
    draft = {name: value for name, value in draft.items() if value is not None}
    taken, unknown = taking.taken(session, values, draft)
    return _keep(session, row, taken, now, [*others, *unknown])


def _keep(
    session: Session,
    row: Campaign,
    draft: Mapping[str, Any],
    now: datetime,
    others: Sequence[Mistake],
) -> Campaign:
    found = definitions.check(session, draft, list(others))
    row.draft, row.name, row.purpose = dict(draft), clean(found.name).strip(), found.purpose
    row.template_id, row.updated_at = taking.template_of(draft), now
    return save(session, row)


def save(session: Session, row: Campaign) -> Campaign:
    session.add(row)
    session.flush()
    signal(session, TOPIC, row.id)
    return row


def duplicate(session: Session, campaign_id: int, by: Mapping[str, Any], now: datetime) -> Campaign:
    """A new draft that says the same, but for its name and for when: the time is most likely over.
    Raises NotFound."""
    row = get(session, campaign_id)
    draft = {name: value for name, value in row.draft.items() if name != "schedule"}
    if row.name:
        draft["name"] = f"{row.name[: LONGEST_NAME - 7]} (copy)"
    copy = Campaign(draft=draft, created_by=dict(by), created_at=now, updated_at=now)
    copy.name, copy.purpose = str(draft.get("name", "")), Purpose(row.purpose)
    copy.template_id = row.template_id
    return save(session, copy)


def archive(session: Session, campaign_id: int, now: datetime) -> None:
    """Take it out of the list; doing so twice changes nothing. Raises NotFound, and Conflict while it
    has something to do."""
    row = get(session, campaign_id, locked=True)
    if row.archived_at is None:
        if state(session, campaign_id, now) in LIVE:
            raise Conflict("This campaign is not at its end; cancel it first", code="campaign_live")
        row.archived_at = now
        save(session, row)


def bring_back(session: Session, campaign_id: int) -> Campaign:
    """From where it was put away. Raises NotFound."""
    row = get(session, campaign_id, locked=True)
    row.archived_at = None
    return save(session, row)


def get(session: Session, campaign_id: int, *, locked: bool = False) -> Campaign:
    """Also one that was put away. Raises NotFound."""
    row = store.find(session, campaign_id, locked=locked)
    if row is None:
        raise NotFound("campaign", campaign_id)
    return row


def get_here(session: Session, campaign_id: int) -> Campaign:
    """Held until the commit. Raises NotFound, and Conflict for one that was put away."""
    row = get(session, campaign_id, locked=True)
    _require_here(row)
    return row


def _require_here(row: Campaign) -> None:
    if row.archived_at is not None:
        raise Conflict("This campaign is archived; bring it back first", code="archived")


def state(session: Session, campaign_id: int, now: datetime) -> CampaignState:
    """Of one that there is."""
    return state_of(progress.facts(session, [campaign_id], now)[campaign_id])


def page(
    session: Session, before: int | None, limit: int, now: datetime, *, archived: bool = False
) -> tuple[list[CampaignView], int | None]:
    """The newest first."""
    rows = store.page(session, before, limit + 1, archived=archived)
    shown = rows[:limit]
    return views(session, shown, now), shown[-1].id if len(rows) > limit else None


def view(session: Session, row: Campaign, now: datetime) -> CampaignView:
    return views(session, [row], now)[0]


def views(session: Session, rows: Sequence[Campaign], now: datetime) -> list[CampaignView]:
    return [CampaignView(**fields) for fields in _fields(session, rows, now)]


def whole(session: Session, campaign_id: int, now: datetime) -> WholeCampaignView:
    """Raises NotFound."""
    row = get(session, campaign_id)
    (fields,) = _fields(session, [row], now)
    versions = store.versions(session, campaign_id)
    runs = store.page_of_runs(session, campaign_id, None, RUNS_TOLD)
    return WholeCampaignView(
        **fields,
        template=next(iter(taking.sources(session, [row.draft])), None),
        versions=[
            VersionView(one.number, one.definition, one.made_at, one.made_by) for one in versions
        ],
        occurrences=_runs(session, runs),
        runs=store.count_runs(session, campaign_id),
    )


def runs(
    session: Session, campaign_id: int, before: int | None, limit: int
) -> tuple[list[OccurrenceView], int | None]:
    """The newest first, and behind which run it goes on. Raises NotFound."""
    row = get(session, campaign_id)
    found = store.page_of_runs(session, row.id, before, limit + 1)
    shown = found[:limit]
    return _runs(session, shown), shown[-1].id if len(found) > limit else None


def _runs(session: Session, found: Sequence[Occurrence]) -> list[OccurrenceView]:
    versions = store.versions_by_id(session, sorted({one.version_id for one in found}))
    return [
        OccurrenceView(
            str(one.id),
            one.key,
            versions[one.version_id].number,
            one.due_at,
            one.frozen_at,
            one.missed_at,
            one.size,
        )
        for one in found
    ]


def _fields(session: Session, rows: Sequence[Campaign], now: datetime) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    facts, sums = progress.facts(session, ids, now), store.sums(session, ids)
    in_force = store.versions_by_id(session, [row.version_id for row in rows if row.version_id])
    found = []
    for row in rows:
        version = in_force.get(row.version_id or 0)
        size, due_at = sums.get(row.id, (0, None))
        state_now = state_of(facts[row.id])
        found.append(
            {
                "id": str(row.id),
                "name": row.name,
                "purpose": row.purpose,
                "state": state_now,
                "reason": _reason(session, state_now, version),
                "definition": row.draft,
                "version": 0 if version is None else version.number,
                "is_changed": version is not None and version.definition != row.draft,
                "due_at": due_at,
                "size": size,
                "created_by": row.created_by,
                "created_at": row.created_at,
                "updated_at": row.updated_at,
                "archived_at": row.archived_at,
            }
        )
    return found


def _reason(session: Session, state: CampaignState, version: CampaignVersion | None) -> str:
    """What its next day would fail for."""
    if state is not CampaignState.PAUSED or version is None or not is_on_dates(version.definition):
        return ""
    return definitions.wrong_with(session, version.definition)
