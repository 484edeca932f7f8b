"""The verb of days to come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select
from sqlmodel import Session

from campaigns.audience import service as audience
from campaigns.coming import store
from campaigns.coming.values import DAYS, WITHIN, Calendar, DayView
from campaigns.dates import policy as dates
from campaigns.dates import service as turns
from campaigns.dates.values import BIRTHDAY, Dated
from campaigns.definition.values import Birthday, Definition, Recurring
from campaigns.tables import Occurrence
from scrm.kernel.deadlines import at_most


def calendar(runs: Sequence[Occurrence], coming: Occurrence) -> Calendar:
    """Of all its runs, and the one that comes, which need not be kept yet."""
    begun = {
        run.key[:10]: (run.id, run.size or 0)
        for run in runs
        if run.turn is not None and run.frozen_at is not None  # others' keys need not be days
    }
    is_kept = any(run.id == coming.id for run in runs)
    return Calendar(coming.campaign_id, begun, coming.key, coming.id if is_kept else None)


def days(session: Session, definition: Definition, known: Calendar, now: datetime) -> list[DayView]:
    """Of today, where it has a run, and the seven days behind it, by the organisation's calendar. Those
    that have begun are told as they are; from the next on, who is meant as of now, but for who had their
    turn. None for what is not on dates of people. Raises NotFound, Mistaken."""
    schedule, home = definition.schedule, audience.home(session)
    if not isinstance(schedule, Recurring):
        return []
    today, first = now.astimezone(home).date(), dates.day_in(known.next_key)
    all_days = [today + timedelta(days=number) for number in range(DAYS)]
    planned = [
        turns.day_of(
            session, schedule, dates.same_key(schedule, day.isoformat()), known.campaign_id, home
        )
        for day in all_days
        if day.isoformat() not in known.begun and day >= first
    ]
    counts = _counted(session, definition, planned, now)
    found = []
    for day in all_days:
        if day.isoformat() in known.begun:
            one, people = known.begun[day.isoformat()]
            found.append(DayView(day.isoformat(), people, str(one)))
        elif day >= first:
            is_next = day == first and known.next_id is not None
            run_id = str(known.next_id) if is_next else None
            found.append(DayView(day.isoformat(), counts.get(day), run_id))
    return found


def _counted(
    session: Session, definition: Definition, planned: Sequence[Dated], now: datetime
) -> Mapping[date, int]:
    """What there was time for. Of dates in profiles all days of a turn are one look; what happened is
    read off its index, day by day."""
    if not planned:
        return {}
    meant = audience.whom(session, definition, now)
    schedule, counts = planned[0].schedule, dict[date, int]()
    is_profile = isinstance(schedule, Birthday) or schedule.attribute != ""
    together: defaultdict[int, list[Dated]] = defaultdict(list)
    for what in planned:
        together[what.turn].append(what)
    try:
        with at_most(session, WITHIN):
            for some in together.values():
                if is_profile:
                    counts |= _in_profiles(session, meant, some)
                    continue
                for what in some:
                    theirs = turns.whose_day(session, meant, what)
                    counts[what.day] = turns.count(session, theirs)
    except TimeoutError:
        pass
    return counts


def _in_profiles(session: Session, meant: Select[int], planned: Sequence[Dated]) -> dict[date, int]:
    """Of days of one turn."""
    schedule = planned[0].schedule
    origins = {what.day: dates.origin(what.schedule, what.day) for what in planned}
    if isinstance(schedule, Birthday):
        wanted = {day: dates.birthdays_on(origin) for day, origin in origins.items()}
        asked = [one for some in wanted.values() for one in some]
        found = store.by_birthday(session, meant, BIRTHDAY, asked, planned[0])
    else:
        wanted = {day: [origin.isoformat()] for day, origin in origins.items()}
        asked = [one for some in wanted.values() for one in some]
        found = store.by_date(session, meant, schedule.attribute, asked, planned[0])
    return {day: sum(found.get(one, 0) for one in some) for day, some in wanted.items()}
