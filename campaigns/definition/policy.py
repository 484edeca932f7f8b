"""From JSON to a campaign. Pure; what each part means: docs/reference/campaigns.md."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from campaigns.deciding.values import Purpose
from campaigns.definition.values import (
    EVERYBODY,
    MAX_LATENESS,
    At,
    Audience,
    Birthday,
    DaysAfter,
    Definition,
    InSegment,
    Now,
    Schedule,
    Zone,
)
from campaigns.messages import policy as messages
from campaigns.messages.policy import id_at, word_at
from campaigns.messages.values import Message
from campaigns.templates import policy as templates
from scrm.conditions.places.policy import (
    Fields,
    Place,
    Reading,
    list_at,
    meant,
)
from scrm.conditions.shapes import policy as conditions
from scrm.conditions.windows import policy as windows
from scrm.kernel.errors import Mistake, Mistaken

FIELDS = (
    *("name", "audience", "exclude", "channels", "message", "schedule"),
    *("purpose", "hold", "quiet_hours", "links", "max_lateness", "template"),
)
NEEDED = frozenset({"name", "audience", "channels", "message", "schedule"})
"""Without these nothing can be launched."""
LONGEST_NAME = 100
MOST_CHANNELS = 20
LONGEST_LATENESS = timedelta(days=7)
MOST_DAYS = 366
_QUIET = ("organisation", "off")
_LINKS = ("tracked", "as_written")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_CLOCK = re.compile(r"\d\d:\d\d")
_SOME_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a local time has no zone


def look(
    value: object, known_events: Collection[str], *, whole: bool
) -> tuple[Definition, list[Mistake]]:
    """What a document states, and all that is wrong with it; what is wrong or not there yet has a
    stand-in. With `whole`, what is not there is wrong too."""
    reading = Reading(known_events)
    fields = Fields(value, Place(reading), FIELDS)
    for name in FIELDS:
        if whole and name in NEEDED and name not in fields and isinstance(value, dict):
            fields.at(name).wrong("is missing")
    given = _Given(fields)
    if "template" in fields:
        templates.use(fields["template"], fields.at("template"))
    found = Definition(
        name=fields.text("name", LONGEST_NAME) if "name" in fields else "",
        audience=given.audience("audience") or EVERYBODY,
        exclude=given.audience("exclude"),
        channels=given.channels(),
        message=messages.read(fields["message"], fields.at("message"))
        if "message" in fields
        else Message(""),
        schedule=_schedule(fields["schedule"], fields.at("schedule"))
        if "schedule" in fields
        else Now(),
        purpose=Purpose(word_at(fields, "purpose", tuple(Purpose))),
        holds=given.holds(),
        quiet=word_at(fields, "quiet_hours", _QUIET) == "organisation",
        tracks=word_at(fields, "links", _LINKS) == "tracked",
        max_lateness=given.max_lateness(),
    )
    return found, reading.mistakes


def read(value: object, known_events: Collection[str]) -> Definition:
    """Of a document that can be launched. Raises Mistaken with all that is wrong and where."""
    found, mistakes = look(value, known_events, whole=True)
    if mistakes:
        raise Mistaken(mistakes, code="bad_campaign")
    return found


def is_on_dates(definition: Mapping[str, Any]) -> bool:
    """Whether a document, which need not be right, is of a campaign on dates of people."""
    schedule = definition.get("schedule")
    return isinstance(schedule, dict) and ("birthday" in schedule or "days_after" in schedule)


class _Given:
    """Those fields of which each has a shape of its own."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def audience(self, name: str) -> Audience | None:
        fields = self._fields
        if name not in fields:
            return None
        value, place = fields[name], fields.at(name)
        if isinstance(value, dict) and "everybody" in value:
            return self._everybody(name, value, place)
        if isinstance(value, dict) and "segment" in value:
            segment = Fields(value, place, ("segment",))
            return InSegment(id_at(segment["segment"], segment.at("segment"), "segment"))
        try:
            return conditions.read(value, place.reading.known_events, at=name)
        except Mistaken as wrong:
            place.reading.mistakes.extend(wrong.mistakes)
            return None

    def _everybody(self, name: str, value: Mapping[str, Any], place: Place) -> Audience | None:
        if name == "exclude":
            place.wrong("can't leave everybody out; take it away, or say whom you mean")
        elif Fields(value, place, ("everybody",))["everybody"] is not True:
            place.step("everybody").wrong("is true, or is not there")
        return EVERYBODY

    def channels(self) -> tuple[int, ...]:
        if "channels" not in self._fields:
            return ()
        place = self._fields.at("channels")
        items = list_at(self._fields["channels"], place, MOST_CHANNELS)
        ids = [id_at(one, place.step(number), "channel") for number, one in enumerate(items)]
        for number, one in enumerate(ids):
            if one in ids[:number]:
                place.step(number).wrong("is in the list already; take it out")
        return tuple(ids)

    def holds(self) -> bool:
        if "hold" not in self._fields:
            return True
        hold = Fields(self._fields["hold"], self._fields.at("hold"), ("open_conversation",))
        return hold.flag("open_conversation") is not False

    def max_lateness(self) -> timedelta:
        if "max_lateness" not in self._fields:
            return MAX_LATENESS
        value = self._fields["max_lateness"]
        window = windows.read(value) if isinstance(value, str) else None
        if window is None or window > LONGEST_LATENESS:
            self._fields.at("max_lateness").wrong(
                "is no length of time up to 7d; write one such as '30m' or '2h'"
            )
            return MAX_LATENESS
        return window


def _schedule(value: object, place: Place) -> Schedule:
    if value == "now":
        return Now()
    if not isinstance(value, dict):
        place.wrong('has to be "now", or an object with at, birthday or days_after')
        return Now()
    fields = Fields(value, place, ("at", "zone", "birthday", "days_after"))
    which = fields.one_of(("at", "birthday", "days_after"))
    if "zone" in fields and which != "at":
        fields.at("zone").wrong("says whose clock `at` means; take it out")
    if which == "at":
        zone = Zone(word_at(fields, "zone", tuple(Zone)))
        return At(_local(fields["at"], fields.at("at")), zone)
    if which == "birthday":
        inner = Fields(fields["birthday"], fields.at("birthday"), ("days", "at"))
        return Birthday(*_days_and_clock(inner))
    if which:
        return _days_after(fields["days_after"], fields.at("days_after"))
    return Now()


def _days_after(value: object, place: Place) -> DaysAfter:
    fields = Fields(value, place, ("event", "attribute", "days", "at"))
    days, clock = _days_and_clock(fields)
    which = fields.one_of(("event", "attribute"))
    named = fields.text(which) if which else ""
    known = place.reading.known_events
    if which == "event" and named and named not in known:
        fields.at("event").wrong(f"is no event; {meant(named, list(known))}")
    if which == "event" and days < 0:
        fields.at("days").wrong("has to be 0 or more: of an event is known when it has happened")
    if which == "attribute" and '"' in named:
        fields.at("attribute").wrong("holds a quotation mark; rename the attribute without it")
    return DaysAfter(days, clock, **({which: named} if which else {}))


def _days_and_clock(fields: Fields) -> tuple[int, time]:
    days: Any = fields["days"]
    if "days" not in fields:
        days = 0
    if isinstance(days, bool) or not isinstance(days, int) or abs(days) > MOST_DAYS:
        fields.at("days").wrong(f"has to be a whole number from -{MOST_DAYS} to {MOST_DAYS}")
        days = 0
    value = fields["at"]
    try:
        if isinstance(value, str) and _CLOCK.fullmatch(value):
            return days, time.fromisoformat(value)
    except ValueError:
        pass
    fields.at("at").wrong("has to be a time of day such as 09:00")
    return days, time()


def _local(value: object, place: Place) -> datetime:
    try:
        if isinstance(value, str) and _LOCAL.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    place.wrong("has to be a day and a time such as 2026-12-01T09:00, without a zone")
    return _SOME_TIME
