"""Verbs about dates of people: whose day it is, and to whom it may go.

A date that somebody's profile holds is known beforehand, so that the people of a day are settled when
its time comes first on Earth. What happens to people is not: they come in as the time reaches their
places.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard
from zoneinfo import ZoneInfo

from sqlalchemy import Select
from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.dates import policy, store
from campaigns.dates.values import BIRTHDAY, Dated, Span
from campaigns.definition import service as definitions
from campaigns.definition.values import Birthday, DaysAfter, Recurring
from campaigns.tables import Campaign, CampaignVersion, Occurrence
from campaigns.values import TOPIC, Wish
from scrm.kernel.errors import Mistaken
from scrm.kernel.signals import signal
from scrm.staff import service as staff

_ENDS_OF_EARTH = ("Etc/GMT-14", "Etc/GMT+12")


def whose_day(
    session: Session, meant: Select[int], what: Dated, until: datetime | None = None
) -> Select[int]:
    """Of those who are meant, whose day this is and who did not have their turn by another run; of an
    event, with `until`, those for whom it is due by then."""
    schedule, day = what.schedule, policy.origin(what.schedule, what.day)
    if isinstance(schedule, Birthday):
        found = store.with_birthday(session, meant, BIRTHDAY, policy.birthdays_on(day))
    elif schedule.attribute:
        found = store.with_date(session, meant, schedule.attribute, day)
    else:
        spans = _spans(session, what, schedule.event)
        found = store.to_whom_happened(meant, schedule.event, policy.due_by(spans, until))
    return store.without_turn(found, what)


def _spans(session: Session, what: Dated, kind: str) -> Sequence[Span]:
    everywhere = policy.spans(what, _ENDS_OF_EARTH)
    return policy.spans(what, store.zones_of(session, kind, everywhere))


def day_of(
    session: Session,
    schedule: Recurring,
    key: str,
    campaign_id: int,
    home: ZoneInfo,
    run_id: int = 0,
) -> Dated:
    """The day of a run of this key; the day before may have had another hour."""
    what = policy.dated(schedule, key, campaign_id, home, run_id)
    if not comes_in(schedule) or schedule.days:
        return what
    return replace(what, since=policy.clock_before(what.day, campaigns.keys(session, campaign_id)))


def give_turns(
    session: Session, what: Dated, found: Select[int], ids: Collection[int]
) -> Select[int]:
    """Who of these `ids`, of whom `found` are to have it, has this turn by this run: as many as had
    none, now and before; the key of turns decides."""
    store.take(session, what, found)
    return store.taken(session, what, ids)


def next_fill(session: Session, what: Dated, key: str, now: datetime) -> datetime | None:
    """When to look next to whom it became due, while its day goes round the Earth."""
    if policy.is_on_quarter(key):
        return policy.next_fill(key, now)
    spans = _spans(session, what, what.schedule.event) if comes_in(what.schedule) else []
    return policy.next_fill(key, now, [one.due_at for one in spans])


def plan_next(session: Session, found: Occurrence, now: datetime) -> None:
    """A campaign on dates of people has its next day planned in the unit in which one begins, or is
    missed; whoever does so holds the campaign. One whose definition this hub does not understand any
    more rests until somebody mends it."""
    campaign = campaigns.find(session, found.campaign_id, locked=True)
    if found.turn is None or campaign is None or campaign.version_id is None:
        return
    try:
        schedule = definitions.in_force(_version(session, campaign).definition).schedule
    except Mistaken as wrong:
        _rest(session, campaign, wrong, now)
        return
    if isinstance(schedule, Recurring):
        key = policy.following_key(schedule, found.key, now)
        key = policy.free_key(schedule, key, campaigns.keys(session, campaign.id))
        campaigns.begin(session, on_dates(schedule, key, campaign.id, campaign.version_id))


def rest_if_broken(session: Session, campaign_id: int, now: datetime) -> None:
    """Of a day that failed: where what its campaign names is gone, the next would fail as well."""
    campaign = campaigns.find(session, campaign_id, locked=True)
    if campaign is None or campaign.version_id is None:
        return
    try:
        definitions.usable(session, _version(session, campaign).definition)
    except Mistaken as wrong:
        _rest(session, campaign, wrong, now)


def _version(session: Session, campaign: Campaign) -> CampaignVersion:
    version_id = campaign.version_id or 0
    return campaigns.versions_by_id(session, [version_id])[version_id]


def _rest(session: Session, campaign: Campaign, wrong: Mistaken, now: datetime) -> None:
    """Paused, as a person does; why is told with it for as long as it is so."""
    if campaign.wish != Wish.SCHEDULED:
        return
    campaign.wish, campaign.updated_at = Wish.PAUSED, now
    session.add(campaign)
    session.flush()
    target = f"campaign:{campaign.id}"
    staff.audit(session, "hub", "campaign.paused", now, target=target, reason=str(wrong))
    signal(session, TOPIC, campaign.id)


def next_day(
    session: Session, schedule: Recurring, campaign_id: int, now: datetime, home: ZoneInfo
) -> str:
    """The key of the next day that can be: of which no run was missed, and on which none has begun.
    Raises OverflowError at the calendar's end."""
    runs = [run for run in campaigns.occurrences(session, campaign_id) if run.turn is not None]
    begun = {policy.same_key(schedule, run.key) for run in runs if run.frozen_at is not None}
    missed = {run.key for run in runs if run.missed_at is not None}
    return policy.free_key(schedule, policy.first_key(schedule, now, home), begun | missed)


def on_dates(schedule: Recurring, key: str, campaign_id: int, version_id: int) -> Occurrence:
    """A run that is not kept yet."""
    return Occurrence(
        campaign_id=campaign_id,
        version_id=version_id,
        key=key,
        due_at=policy.begins(key),
        turn=policy.turn_on(schedule, policy.day_in(key)),
    )


def untaken(found: Select[int], what: Dated) -> Select[int]:
    """Those of these people who did not have their turn by another run."""
    return store.without_turn(found, what)


def count(session: Session, found: Select[int]) -> int:
    return store.count(session, found)


def comes_in(schedule: object) -> TypeGuard[DaysAfter]:
    """Whether more people come in while a day goes round the Earth."""
    return isinstance(schedule, DaysAfter) and schedule.event != ""
