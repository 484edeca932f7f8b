"""What a person writes down of a site's chat: taken as it is meant, or refused by its field."""

from typing import Any

import pytest
from pydantic import ValidationError

from connectors.webchat.settings import WebchatSettings

WORDS = {"en": "Can we help?"}


def _where(**settings: Any) -> tuple[str, str]:
    """The field that is complained of, and in which words."""
    with pytest.raises(ValidationError) as refused:
        WebchatSettings.model_validate(settings)
    first = refused.value.errors(include_input=False)[0]
    return ".".join(str(step) for step in first["loc"]), first["msg"]


def test_split_shifts_are_taken_and_put_in_their_order() -> None:
    week = {"mon": [["13:30", "18:00"], ["09:00", "12:30"]]}
    settings = WebchatSettings.model_validate({"hours": {"zone": "Asia/Shanghai", "week": week}})
    assert settings.hours.week == {"mon": [("09:00", "12:30"), ("13:30", "18:00")]}


def test_nothing_given_is_always_open_and_asks_how_it_was() -> None:
    settings = WebchatSettings()
    assert (settings.hours.week, settings.hours.closed, settings.ask_rating) == ({}, [], True)


@pytest.mark.parametrize(
    ("hours", "field", "words"),
    [
        ({"zone": "Berlin"}, "hours.zone", "time zone"),
        ({"zone": "../etc/passwd"}, "hours.zone", "time zone"),
        ({"week": {"mon": [["22:00", "06:00"]]}}, "hours.week.mon.0", "24:00"),
        ({"week": {"mon": [["09:00", "09:00"]]}}, "hours.week.mon.0", "after it begins"),
        ({"week": {"mon": [["9:00", "18:00"]]}}, "hours.week.mon.0.0", "pattern"),
        ({"week": {"mon": [["09:00", "24:01"]]}}, "hours.week.mon.0.1", "pattern"),
        ({"week": {"tue": [["09:00", "13:00"], ["12:00", "14:00"]]}}, "hours.week.tue", "overlap"),
        ({"week": {"tue": [["09:00"]]}}, "hours.week.tue.0.1", "required"),
        ({"week": {"someday": []}}, "hours.week.someday.[key]", "mon"),
        ({"closed": ["2027-02-30"]}, "hours.closed.0", "day"),
        ({"closed": ["25.12.2027"]}, "hours.closed.0", "pattern"),
        ({"open": True}, "hours.open", "not permitted"),
    ],
)
def test_hours_that_can_not_be_meant_are_refused(
    hours: dict[str, Any], field: str, words: str
) -> None:
    where, said = _where(hours=hours)
    assert where == field
    assert words in said


@pytest.mark.parametrize(
    ("greeting", "field"),
    [
        ({"pages": "cart", "text": WORDS}, "greetings.0.pages"),
        ({"pages": "", "text": WORDS}, "greetings.0.pages"),
        ({"pages": "/cart*", "after": 3601, "text": WORDS}, "greetings.0.after"),
        ({"pages": "/cart*", "after": -1, "text": WORDS}, "greetings.0.after"),
        ({"pages": "/cart*", "text": {"en": " "}}, "greetings.0.text"),
        ({"pages": "/cart*", "text": {"English": "Hi"}}, "greetings.0.text.English.[key]"),
        ({"pages": "/cart*", "text": {"en": "x" * 501}}, "greetings.0.text.en"),
    ],
)
def test_a_greeting_that_can_not_be_said_is_refused(greeting: dict[str, Any], field: str) -> None:
    assert _where(greetings=[greeting])[0] == field


def test_what_is_said_when_nobody_is_there_has_a_length() -> None:
    assert _where(away={"en": "x" * 501})[0] == "away.en"
