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
    Message,
    Now,
    Schedule,
    Zone,
)
from scrm.channels.outbound import Button
from scrm.conditions.places.policy import (
    Fields,
    Place,
    Reading,
    kind_of,
    list_at,
    listed,
    meant,
    text_at,
)
from scrm.conditions.shapes import policy as conditions
from scrm.conditions.windows import policy as windows
from scrm.kernel.errors import Mistake, Mistaken
from scrm.rendering.messages.values import LONGEST_SOURCE
from scrm.web.bodies import LARGEST_ID

FIELDS = (
    *("name", "audience", "exclude", "channels", "message", "schedule"),
    *("purpose", "hold", "quiet_hours", "links", "max_lateness"),
)
NEEDED = frozenset({"name", "audience", "channels", "message", "schedule"})
"""Without these nothing can be launched."""
LONGEST_NAME = 100
MOST_CHANNELS = 20
MOST_BUTTONS = 20
LONGEST_LABEL = 60
LONGEST_VALUE = 64  # bytes; Telegram takes no more
LONGEST_URL = 2_000
LONGEST_LATENESS = timedelta(days=7)
MOST_DAYS = 366
_FORMATS = ("plain", "light")
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
    found = Definition(
        name=fields.text("name", LONGEST_NAME) if "name" in fields else "",
        audience=given.audience("audience") or EVERYBODY,
        exclude=given.audience("exclude"),
        channels=given.channels(),
        message=_message(fields["message"], fields.at("message"))
        if "message" in fields
        else Message(""),
        schedule=_schedule(fields["schedule"], fields.at("schedule"))
        if "schedule" in fields
        else Now(),
        purpose=Purpose(_word(fields, "purpose", tuple(Purpose))),
        holds=given.holds(),
        quiet=_word(fields, "quiet_hours", _QUIET) == "organisation",
        tracks=_word(fields, "links", _LINKS) == "tracked",
        max_lateness=given.max_lateness(),
    )
    return found, reading.mistakes


def read(value: object, known_events: Collection[str]) -> Definition:
    """Of a document that can be launched. Raises Mistaken with all that is wrong and where."""
    found, mistakes = look(value, known_events, whole=True)
    if mistakes:
        raise Mistaken(mistakes, code="bad_campaign")
    return found


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
            return InSegment(_id(segment["segment"], segment.at("segment"), "segment"))
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
        ids = [_id(one, place.step(number), "channel") for number, one in enumerate(items)]
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


def _message(value: object, place: Place) -> Message:
    fields = Fields(value, place, ("text", "format", "buttons", "attachments"))
    if not isinstance(value, dict):
        return Message("")
    buttons: list[Button] = []
    if "buttons" in fields:
        items = list_at(fields["buttons"], fields.at("buttons"), MOST_BUTTONS)
        buttons = [_button(one, fields.at("buttons").step(n)) for n, one in enumerate(items)]
        values = [one.value for one in buttons if one.value]
        if len(set(values)) < len(values):
            fields.at("buttons").wrong("has two buttons of one value; give each its own")
    attachment = None
    if "attachments" in fields:
        spot = fields.at("attachments")
        ids = [_id(one, spot.step(0), "file") for one in list_at(fields["attachments"], spot, 1)]
        attachment = ids[0] if ids else None
    text = fields.text("text", LONGEST_SOURCE)
    return Message(text, _word(fields, "format", _FORMATS), tuple(buttons), attachment)


def _button(value: object, place: Place) -> Button:
    fields = Fields(value, place, ("label", "value", "url"))
    label = fields.text("label", LONGEST_LABEL) if isinstance(value, dict) else ""
    which = fields.one_of(("value", "url")) if isinstance(value, dict) else ""
    if which == "value":
        given = fields.text("value", LONGEST_VALUE)
        if len(given.encode()) > LONGEST_VALUE:
            fields.at("value").wrong(f"is longer than {LONGEST_VALUE} bytes; write a short word")
        return Button(label, value=given)
    url = fields.text("url", LONGEST_URL) if which else ""
    if url and not re.match(r"https?://[^\s/]", url):
        fields.at("url").wrong("has to begin with https:// or http://")
    return Button(label, url=url)


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
        zone = Zone(_word(fields, "zone", tuple(Zone)))
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


def _id(value: object, place: Place, of_what: str) -> int:
    text = text_at(value, place, 20)
    if text and not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_ID):
        place.wrong(f"is no id of a {of_what}; ids are texts of digits")
        return 0
    return int(text or 0)


def _word(fields: Fields, name: str, known: tuple[str, ...]) -> str:
    """One of `known`; the first of them where it is not given."""
    value = fields[name]
    if name not in fields or (isinstance(value, str) and value in known):
        return str(value) if name in fields else known[0]
    words = [str(one) for one in known]
    why = meant(value, words) if isinstance(value, str) else f"write {listed(words)}"
    not_a_text = "" if isinstance(value, str) else f", but {kind_of(value)}"
    fields.at(name).wrong(f"is none of its words{not_a_text}; {why}")
    return known[0]
