"""Verbs of pre-flight: the same people, decided by the same function, without writing anything.

It differs from what delivery does by nothing but what happens in between. Nothing of it is kept: it
is asked in portions by whoever only reads, for a limited time.
"""

import time
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from campaigns import service as campaigns
from campaigns import store as campaigns_store
from campaigns.audience import service as audience
from campaigns.audience import store as audience_store
from campaigns.coming import service as coming_days
from campaigns.coming.values import DayView
from campaigns.deciding.policy import decide
from campaigns.deciding.values import Fate, Why
from campaigns.definition import service as definitions
from campaigns.feeding import service as feeding
from campaigns.judging.service import known
from campaigns.life import service as life
from campaigns.preflight import policy, store
from campaigns.preflight.values import (
    MISSED,
    PORTION,
    Asked,
    Fated,
    FatedView,
    MissingView,
    NamedView,
    Plan,
    PreflightView,
    Wanted,
)
from campaigns.stopping import service as stopping
from campaigns.values import CampaignState
from scrm.contacts.reading import service as contacts
from scrm.delivery.following import service as following
from scrm.kernel.database import Database
from scrm.kernel.deadlines import at_most
from scrm.rendering.messages.service import compiled, render_many
from scrm.rendering.messages.values import Missing, Values
from tagging.segments.service import TooCostly


def plan(session: Session, asked: Asked) -> Plan:
    """Of what is frozen those whose fate is open; else who would be frozen now, by what is in force or
    by the draft. Raises NotFound, and Mistaken with all that is wrong, or missing for a launch."""
    campaign_id, now = asked.campaign_id, asked.now
    row = campaigns.get(session, campaign_id)
    runs = campaigns_store.occurrences(session, campaign_id)
    frozen = tuple(run.id for run in runs if run.frozen_at is not None)
    coming = [run for run in runs if run.frozen_at is None and run.missed_at is None]
    is_anew = campaigns.state(session, campaign_id, now) is CampaignState.MISSED
    if row.version_id is None or is_anew or not (frozen or coming):
        definition = definitions.read(session, row.draft)
        coming = [life.planned(session, row, 0, definition, now)]
        version = 0
    else:
        kept = campaigns_store.versions_by_id(session, [row.version_id])[row.version_id]
        definition, version = definitions.in_force(kept.definition), kept.number
    ways: Any = {"windows": asked.windows, "at_work": asked.at_work, "stop_link": asked.stop_link}
    if not coming:
        ids = array("q", store.open_ids(session, campaign_id))
        return Plan(campaign_id, definition, version, ids, runs=frozen, **ways)
    run = audience.run_of(session, coming[0], definition)
    meant = audience.meant_by(session, run, asked.receipts)
    ids = array("q", audience_store.ids_after(session, meant, 0))
    moments = audience.moments(session, run, meant, now)
    ways["calendar"] = coming_days.calendar(runs, coming[0])
    return Plan(campaign_id, definition, version, ids, moments, **ways)


_HAS_IT = Fated(0, Fate.BLOCKED.value, Why.HAS_IT.value, None, None)


def looked(session: Session, what: Plan, ids: Sequence[int], now: datetime) -> list[Fated]:
    """What would become of these people of the plan, each at the moment at which it is due for them.
    Who was joined into another is looked at as them; of two who turned out to be one, one gets it."""
    late, groups = _by_moment(session, what, ids, now)
    found = {one: Fated(one, MISSED, "", None, None) for one in late}
    whose = contacts.turned_out(session, ids)
    for at, some in groups.items():
        persons = [whose[one] for one in some]
        told = _told(session, what, persons, at)
        for one, fated in zip(some, told, strict=True):
            found[one] = fated._replace(contact_id=one)
    for one in _who_have_it(session, what, whose):
        found[one] = _HAS_IT._replace(contact_id=one)
    twice = [one for one in ids if whose[one] != one and _is_among(what.ids, whose[one])]
    for one in twice:
        if found[one].fate == Fate.SEND:
            found[one] = _HAS_IT._replace(contact_id=one)
    return [found[one] for one in ids]


def _who_have_it(session: Session, what: Plan, whose: Mapping[int, int]) -> set[int]:
    """For whom all that is open is in the outbox already, or went."""
    steps = store.open_steps(session, what.runs, list(whose)) if what.runs else []
    keys = {(what.campaign_id, run, step, whose[one]) for run, step, one in steps}
    have = following.have_it(session, keys)
    lack = {
        one for run, step, one in steps if (what.campaign_id, run, step, whose[one]) not in have
    }
    return {one for _, _, one in steps} - lack


def _is_among(ids: "array[int]", one: int) -> bool:
    place = bisect_right(ids, one)
    return place > 0 and ids[place - 1] == one


def _by_moment(
    session: Session, what: Plan, ids: Sequence[int], now: datetime
) -> tuple[list[int], dict[datetime, list[int]]]:
    """For whom it would be too late, and all others by when they are looked at."""
    late: list[int] = []
    groups: defaultdict[datetime, list[int]] = defaultdict(list)
    if what.runs:
        later = store.due_later(session, what.runs, ids, now)
        for one in ids:
            groups[later.get(one, now)].append(one)
        return late, groups
    *some, others = what.moments
    by_zone = {zone: moment for moment in some for zone in moment.zones}
    zones = store.people(session, ids) if by_zone else {}
    for one in ids:
        moment = by_zone.get(zones[one][1], others) if one in zones else others
        if moment.is_late:
            late.append(one)
        else:
            groups[max(moment.due_at, now)].append(one)
    return late, groups


def _told(
    session: Session,
    what: Plan,
    ids: Sequence[int],
    at: datetime,
) -> Iterator[Fated]:
    """The messages are written also for those who wait: they would lack later what they lack now."""
    rules, people = known(session, what.campaign_id, what.definition, ids, at, windows=what.windows)
    verdicts = [decide(one, rules, at) for one in people]
    late, ends = store.late(session, what.runs, ids), at + audience.lasts(what.definition)
    open_ones = [
        one for one, verdict in zip(ids, verdicts, strict=True) if verdict.fate is not Fate.BLOCKED
    ]
    values: dict[int, Values] = {}
    if open_ones:
        values = feeding.values_of(session, what.definition, open_ones, at, what.stop_link)
    written = render_many(
        compiled(what.definition.message.text), [values[one] for one in open_ones]
    )
    texts = dict(zip(open_ones, written, strict=True))
    for one, who, verdict in zip(ids, people, verdicts, strict=True):
        text = texts.get(one)
        seen = policy.foreseen(who, rules, verdict, at, late.get(one, ends))
        end, then = seen.verdict, seen.then
        if end.fate is Fate.SEND:
            end = feeding.final(end, text, what.at_work)
            then += (end.why.value,) if end.why and verdict.fate is not Fate.SEND else ()
        told = end if verdict.fate is Fate.SEND else verdict
        yield Fated(
            one,
            told.fate.value,
            told.why.value if told.why else "",
            told.address.channel_id if told.address else None,
            at if told.fate is Fate.SEND else told.until,
            text.field if isinstance(text, Missing) else "",
            seen.at if end.fate is Fate.SEND else None,
            then,
        )


async def look(database: Database, asked: Asked, rates: Mapping[int, float]) -> PreflightView:
    """Look at all its people, or at as many as there is time for: portions are spread evenly over all
    of them, so that those that were looked at speak for the others. `rates` has the messages a second
    of each channel that is at work. Raises NotFound, Mistaken, and Invalid where already asking who
    is meant takes too long."""
    deadline = time.monotonic() + asked.within
    what = await _planned(database, asked)
    days = await database.read(lambda s: _days(s, what, asked.now))
    tally, portions = policy.Tally(), -(-len(what.ids) // PORTION)
    for number in range(portions):
        work = partial(_in_time, what=what, ids=what.ids[number::portions], now=asked.now)
        try:
            tally.add(await database.read(partial(work, deadline=deadline)))
        except TimeoutError:
            break
    view = await database.read(lambda s: _view(s, what, tally, rates, asked.now))
    return replace(view, days=days)


def _days(session: Session, what: Plan, now: datetime) -> list[DayView]:
    if what.calendar is None:
        return []
    return coming_days.days(session, what.definition, what.calendar, now)


async def _planned(database: Database, asked: Asked) -> Plan:
    def work(session: Session) -> Plan:
        with at_most(session, asked.within):
            return plan(session, asked)

    try:
        return await database.read(work)
    except TimeoutError:
        raise TooCostly from None


def _in_time(
    session: Session, what: Plan, ids: Sequence[int], now: datetime, deadline: float
) -> list[Fated]:
    with at_most(session, deadline - time.monotonic()):
        return looked(session, what, ids, now)


def _view(
    session: Session, what: Plan, tally: policy.Tally, rates: Mapping[int, float], now: datetime
) -> PreflightView:
    size = len(what.ids)
    names = store.people(session, {one for some in tally.some.values() for one in some})
    slices = tally.slices(size)
    channels = policy.loads(slices, what.definition.channels, rates)
    return PreflightView(
        at=now,
        version=what.version,
        is_frozen=bool(what.runs),
        is_stopped=stopping.is_stopped(session),
        audience=size,
        looked_at=tally.looked_at,
        is_whole=tally.looked_at == size,
        seconds=max((one.seconds for one in channels), default=0.0),
        slices=slices,
        missing=[
            MissingView(
                variable,
                tally.of_all(people, size),
                [
                    NamedView(str(one), names[one][0])
                    for one in tally.some[variable]
                    if one in names
                ],
            )
            for variable, people in tally.lacking.most_common()
        ],
        channels=channels,
        days=[],
    )


async def page(
    database: Database, asked: Asked, wanted: Wanted, after: int, limit: int
) -> tuple[list[FatedView], int | None]:
    """Of those behind `after` the next of a slice, and behind whom to go on; it may be that there was
    no time to find any, and that there are more. Raises as `look`."""
    deadline = time.monotonic() + asked.within
    what = await _planned(database, asked)
    found: list[Fated] = []
    ids, last = what.ids[bisect_right(what.ids, after) :], after
    for first in range(0, len(ids), PORTION):
        some = ids[first : first + PORTION]
        work = partial(_in_time, what=what, ids=some, now=asked.now, deadline=deadline)
        try:
            fates = await database.read(work)
        except TimeoutError:
            return await _named(database, found), last
        found += [one for one in fates if policy.is_wanted(one, wanted)]
        last = some[-1]
        if len(found) > limit:
            return await _named(database, found[:limit]), found[limit - 1].contact_id
    return await _named(database, found), None


async def _named(database: Database, found: Sequence[Fated]) -> list[FatedView]:
    names = await database.read(lambda s: store.people(s, {one.contact_id for one in found}))
    return [
        FatedView(
            contact_id=str(one.contact_id),
            name=names[one.contact_id][0],
            fate=one.fate,
            why=one.why,
            channel_id=None if one.channel_id is None else str(one.channel_id),
            at=one.gets_at,
            lacks=one.lacks,
            then=list(one.then),
        )
        for one in found
        if one.contact_id in names
    ]
