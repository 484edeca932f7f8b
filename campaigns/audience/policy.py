"""When a campaign that was planned for a local time begins, is over, and is due for whom. Pure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.audience.values import Moment, Plan
from campaigns.dates.policy import FIRST_ZONE, LAST_ZONE
from campaigns.definition.values import At, Definition, Zone
from scrm.kernel.zones import find_zone
from scrm.scheduling.occurrences.policy import is_missed, key_of, moment_of


def plan(schedule: At, home: ZoneInfo) -> Plan:
    """`home` is the organisation's zone. Raises OverflowError at the calendar's ends."""
    day, clock = schedule.local.date(), schedule.local.time()
    key = key_of(day, clock)
    if schedule.zone is Zone.ORGANISATION:
        due_at = moment_of(day, clock, home)
        return Plan(key, due_at, due_at)
    return Plan(key, moment_of(day, clock, FIRST_ZONE), moment_of(day, clock, LAST_ZONE))


def on_day(definition: Definition, key: str) -> Definition:
    """Of a campaign that goes on dates of people what a run of this key is: one at that time of each
    person."""
    local = datetime.fromisoformat(key)
    return replace(definition, schedule=At(local, Zone.CONTACT))


def has_missed(definition: Definition, due_at: datetime, now: datetime, home: ZoneInfo) -> bool:
    """Whether it is so late for everybody that a person has to say whether it still shall run."""
    schedule = definition.schedule
    last = plan(schedule, home).last if isinstance(schedule, At) else due_at
    return is_missed(max(last, due_at), now, definition.max_lateness)


def moments(
    definition: Definition,
    due_at: datetime,
    now: datetime,
    home: ZoneInfo,
    zones: Collection[str] = (),
) -> list[Moment]:
    """When it is due for the people of an occurrence, those of each moment together; the last of them
    is for whoever is in none of `zones`: the organisation's time stands in for what nobody knows."""
    schedule = definition.schedule
    if not isinstance(schedule, At) or schedule.zone is Zone.ORGANISATION:
        return [Moment(due_at, is_late=False)]
    day, clock = schedule.local.date(), schedule.local.time()
    found: dict[datetime, list[str]] = {}
    for name in sorted(zones):
        zone = find_zone(name) if name else None
        if zone is not None:
            found.setdefault(moment_of(day, clock, zone), []).append(name)

    def moment(at: datetime, *names: str) -> Moment:
        return Moment(at, is_missed(at, now, definition.max_lateness), names)

    others = moment_of(day, clock, home)
    return [*(moment(at, *names) for at, names in sorted(found.items())), moment(others)]
