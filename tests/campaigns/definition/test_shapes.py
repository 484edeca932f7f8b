"""From JSON to a campaign, and all that is wrong with one at once."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from campaigns.deciding.values import Purpose
from campaigns.definition.policy import look, read
from campaigns.definition.values import At, Birthday, DaysAfter, InSegment, Now, Zone
from scrm.channels.outbound import Button
from scrm.conditions.values import Channel
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Mistaken

WHOLE: dict[str, Any] = {
    "name": "Spring",
    "audience": {"channel": {"platform": "telegram"}},
    "exclude": {"segment": "7"},
    "channels": ["12", "13"],
    "message": {
        "text": 'Hi {{ contact.name or "there" }}',
        "format": "light",
        "buttons": [
            {"label": "Yes", "value": "yes"},
            {"label": "Shop", "url": "https://a.example"},
        ],
        "attachments": ["99"],
    },
    "schedule": {"at": "2026-12-01T09:00", "zone": "contact"},
    "purpose": "service",
    "hold": {"open_conversation": False},
    "quiet_hours": "off",
    "max_lateness": "30m",
}


def _wrong(**given: Any) -> dict[str, str]:
    """The mistakes of a draft by their places."""
    _, mistakes = look(given, KNOWN, whole=False)
    return {one.place: one.why for one in mistakes}


def test_a_whole_one_is_read() -> None:
    found = read(WHOLE, KNOWN)
    assert (found.name, found.purpose, found.holds, found.quiet) == (
        "Spring",
        Purpose.SERVICE,
        False,
        False,
    )
    assert (found.audience, found.exclude) == (Channel("telegram"), InSegment(7))
    assert found.channels == (12, 13)
    assert found.message.buttons == (
        Button("Yes", value="yes"),
        Button("Shop", url="https://a.example"),
    )
    assert (found.message.attachment, found.max_lateness) == (99, timedelta(minutes=30))
    assert found.schedule == At(datetime(2026, 12, 1, 9), Zone.CONTACT)  # noqa: DTZ001


def test_what_it_does_not_say_is_as_most_want_it() -> None:
    bare = {name: WHOLE[name] for name in ("name", "audience", "channels", "message")}
    found = read(bare | {"schedule": "now"}, KNOWN)
    assert (found.schedule, found.purpose, found.holds, found.quiet, found.exclude) == (
        Now(),
        Purpose.MARKETING,
        True,
        True,
        None,
    )
    assert found.max_lateness == timedelta(hours=2)


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "audience": {"all": [{"text": {"matches": "(?=a)"}}]},
        "exclude": {"segment": 7},
        "channels": ["12", "x", "12"],
        "message": {"text": "", "buttons": [{"label": "Yes"}], "attachments": ["1", "2"]},
        "schedule": {"at": "tomorrow", "zone": "moon"},
        "purpose": "fun",
        "hold": {"open_conversation": "yes"},
        "max_lateness": "8d",
        "colour": "red",
    }
    with pytest.raises(Mistaken) as refused:
        read(wrong, KNOWN)
    assert refused.value.code == "bad_campaign"
    assert {one.place for one in refused.value.mistakes} == {
        *("colour", "name", "audience.all.0.text.matches", "exclude.segment"),
        *("channels.1", "channels.2", "message.text", "message.buttons.0"),
        *("message.attachments", "schedule.at", "schedule.zone", "purpose"),
        *("hold.open_conversation", "max_lateness"),
    }


def test_a_draft_may_lack_what_a_launch_needs() -> None:
    assert _wrong() == {}
    assert _wrong(name="Spring") == {}
    with pytest.raises(Mistaken) as refused:
        read({}, KNOWN)
    assert [(one.place, one.why) for one in refused.value.mistakes] == [
        (name, "is missing") for name in ("name", "audience", "channels", "message", "schedule")
    ]


@pytest.mark.parametrize("document", [None, [], "now", 7, {"name": None, "message": []}])
def test_whatever_it_is_it_is_read(document: Any) -> None:
    with pytest.raises(Mistaken):
        read(document, KNOWN)


def test_recurring_ones_have_their_shapes() -> None:
    found, mistakes = look(
        {"schedule": {"birthday": {"days": -3, "at": "09:30"}}}, KNOWN, whole=False
    )
    assert (found.schedule, mistakes) == (Birthday(-3, time(9, 30)), [])
    after = {"event": "order.paid", "days": 14, "at": "10:00"}
    found, mistakes = look({"schedule": {"days_after": after}}, KNOWN, whole=False)
    assert (found.schedule, mistakes) == (DaysAfter(14, time(10), event="order.paid"), [])
    wrong = _wrong(schedule={"days_after": {"event": "x", "attribute": "y", "days": "3"}})
    assert set(wrong) == {
        "schedule.days_after",
        "schedule.days_after.days",
        "schedule.days_after.at",
    }
    assert "zone" in str(_wrong(schedule={"birthday": {"at": "09:00"}, "zone": "contact"}))


@pytest.mark.parametrize(
    "at", ["2026-12-01", "2026-12-01T09:00Z", "2026-13-01T09:00", "2026-12-01T24:00", 5, None]
)
def test_a_time_is_a_local_day_and_clock(at: Any) -> None:
    assert set(_wrong(schedule={"at": at})) == {"schedule.at"}


def test_two_buttons_of_one_value_could_not_be_told_apart() -> None:
    button = {"label": "Yes", "value": "yes"}
    wrong = _wrong(message={"text": "Hi", "buttons": [button, button]})
    assert set(wrong) == {"message.buttons"}
