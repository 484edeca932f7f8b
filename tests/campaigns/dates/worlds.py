"""Small worlds: people at places all over the Earth about the days on which clocks change, with dates
and orders, and what stands in a campaign's way. Made from a number, the same each time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from scrm.scheduling.occurrences.policy import moment_of
from tests.scrm.scheduling.zones import EVERY, SPECIAL

DAY = timedelta(days=1)
STEP = timedelta(minutes=30)
CHANGES = (date(2027, 3, 28), date(2026, 10, 25), date(2027, 3, 14), date(2027, 9, 5))
"""In Europe, twice, in North America, and in Chile."""
PEOPLE = 16
LASTS = timedelta(days=4, hours=12)
"""And as many days as it goes after an order. On the third clocks change."""


@dataclass(slots=True)
class Person:
    """`day` is their birthday in that year, and the date in their profile."""

    name: str
    zone: str
    day: date
    orders: list[datetime]
    moved: bool = False

    def due(self, kind: str, days: int, clock: time) -> datetime:
        """When they are to get it by this hour."""
        zone = ZoneInfo(self.zone)
        if kind != "event":
            return moment_of(self.day + days * DAY, clock, zone)
        day = self.orders[0].astimezone(zone).date() + days * DAY
        at = moment_of(day, clock, zone)
        return at if at > self.orders[0] else moment_of(day + DAY, clock, zone)


@dataclass(slots=True)
class World:
    """`breaks` are spans in which the campaign is paused, or the hub is away; `change` is when another
    hour is published."""

    kind: str
    days: int
    hours: list[time]
    begins: datetime
    people: list[Person]
    breaks: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    change: datetime | None = None

    def schedule(self, number: int) -> dict[str, Any]:
        named = {"days": self.days, "at": f"{self.hours[number]:%H:%M}"}
        if self.kind == "birthday":
            return {"birthday": named}
        what = {"event": "order.paid"} if self.kind == "event" else {"attribute": "joined"}
        return {"days_after": what | named}

    @property
    def ends(self) -> datetime:
        return self.begins + LASTS + (self.days * DAY if self.kind == "event" else 0 * DAY)

    def is_undisturbed(self, one: Person) -> bool:
        """Whether nothing stood in their way, by whichever hour."""
        moments = [one.due(self.kind, self.days, hour) for hour in self.hours]
        first, last = min(moments) - STEP, max(moments) + 2 * STEP
        is_free = all(last < begin or end < first for _, begin, end in self.breaks)
        changes = self.change is not None and first <= self.change <= last
        return is_free and not changes and not one.moved


def made(number: int, *, calm: bool) -> World:
    chance = Random(number)  # noqa: S311 - no secret
    change = CHANGES[number % len(CHANGES)]
    begins = datetime.combine(change - 2 * DAY, time(12), UTC)
    kind = ("birthday", "event", "attribute", "event")[number // 2 % 4]
    days = chance.choice((0, 0, 1, 2)) if kind == "event" else chance.choice((-2, 0, 1))
    hours = [_clock(chance)] if calm else [_clock(chance), _clock(chance)]
    people = [_person(chance, n, change - days * DAY, begins) for n in range(PEOPLE)]
    world = World(kind, days, hours, begins, people)
    if not calm:
        world.change = begins + chance.randint(2, 60) * STEP + 30 * STEP
        for what in ("pause", "away"):
            at = begins + chance.randint(20, 150) * STEP
            world.breaks.append((what, at, at + chance.randint(4, 20) * STEP))
        for one in people[:3]:
            one.moved = True
    return world


def _clock(chance: Random) -> time:
    return time(chance.choice((0, 2, 9, 18, 23)), chance.choice((0, 7, 30, 52)))


def _person(chance: Random, number: int, about: date, begins: datetime) -> Person:
    zone = chance.choice(SPECIAL if number % 2 else EVERY)
    orders = sorted(
        begins + DAY + timedelta(minutes=chance.randint(0, 2_000)) for _ in range(number % 3 + 1)
    )
    day = about + chance.choice((0, 0, 1)) * DAY
    return Person(f"Person {number}", zone, day, orders)
