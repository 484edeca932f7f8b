"""When somebody is there: over weekends, closed days, zones and changes of the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scrm.organisation.hours.policy import opening
from scrm.organisation.hours.values import WEEKDAYS, Opening
from tests.support.chat import Chat, chatting
from tests.support.databases import Place

NINE_TO_FIVE = {day: [("09:00", "17:00")] for day in WEEKDAYS[:5]}
OPEN = Opening(is_open=True)


@dataclass(frozen=True, slots=True)
class Hours:
    zone: str = ""
    week: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    closed: Sequence[str] = ()
    days: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _opens(text: str) -> Opening:
    return Opening(is_open=False, opens_at=at(text))


BERLIN = Hours("Europe/Berlin", NINE_TO_FIVE)
SPLIT = Hours("Asia/Shanghai", {"mon": [("09:00", "12:30"), ("13:30", "18:00")]})
NIGHT = Hours("Europe/Berlin", {"fri": [("22:00", "24:00")], "sat": [("00:00", "04:00")]})
HOLIDAY = Hours("Europe/Berlin", NINE_TO_FIVE, ["2027-03-29"])
SUNDAY = Hours("Europe/Berlin", {"sun": [("02:30", "04:00")]})
ENDS = Hours("Europe/Berlin", {"sun": [("00:00", "02:30")]})
SPECIAL = Hours("Europe/Berlin", NINE_TO_FIVE, ["2027-03-30"], {"2027-03-29": [("10:00", "12:00")]})
BEGINS = Hours("Europe/Berlin", {"sun": [("02:30", "05:00")]})


@pytest.mark.parametrize(
    ("hours", "now", "found"),
    [
        (Hours(), "2027-03-27T03:00+00:00", OPEN),
        (SPECIAL, "2027-03-29T11:00+02:00", OPEN),
        (SPECIAL, "2027-03-29T09:30+02:00", _opens("2027-03-29T10:00+02:00")),
        (SPECIAL, "2027-03-29T12:30+02:00", _opens("2027-03-31T09:00+02:00")),
        (BERLIN, "2027-03-22T09:00+01:00", OPEN),
        (BERLIN, "2027-03-22T08:59:59+01:00", _opens("2027-03-22T09:00+01:00")),
        (BERLIN, "2027-03-22T16:59:59+01:00", OPEN),
        (BERLIN, "2027-03-22T17:00+01:00", _opens("2027-03-23T09:00+01:00")),
        # From Friday over the change of the clock: nine on Monday is nine in summer's time.
        (BERLIN, "2027-03-26T18:00+01:00", _opens("2027-03-29T09:00+02:00")),
        (BERLIN, "2027-10-29T18:00+02:00", _opens("2027-11-01T09:00+01:00")),
        (HOLIDAY, "2027-03-26T18:00+01:00", _opens("2027-03-30T09:00+02:00")),
        (SPLIT, "2027-03-22T13:00+08:00", _opens("2027-03-22T13:30+08:00")),
        (SPLIT, "2027-03-22T18:00+08:00", _opens("2027-03-29T09:00+08:00")),
        # Sunday evening in London is Monday morning in Shanghai.
        (SPLIT, "2027-03-22T01:30+00:00", OPEN),
        (NIGHT, "2027-03-27T00:00+01:00", OPEN),
        (NIGHT, "2027-03-27T03:59+01:00", OPEN),
        (NIGHT, "2027-03-27T04:00+01:00", _opens("2027-04-02T22:00+02:00")),
        # Half past two is skipped in spring: as long after midnight as it says, half past three.
        (SUNDAY, "2027-03-28T01:59+01:00", _opens("2027-03-28T03:30+02:00")),
        # It comes twice in autumn: a shift that touches the doubled hour takes all of it.
        (ENDS, "2027-10-31T02:29+01:00", OPEN),
        (ENDS, "2027-10-31T02:30+01:00", _opens("2027-11-07T00:00+01:00")),
        (BEGINS, "2027-10-31T02:30+02:00", OPEN),
        (Hours("UTC", {"mon": []}), "2027-03-22T12:00+00:00", Opening(is_open=False)),
        (Hours("UTC", {}, ["2027-03-22"]), "2027-03-22T12:00+00:00", _opens("2027-03-23T00:00Z")),
        (Hours("UTC", {}, ["2027-03-22"]), "2027-03-21T12:00+00:00", OPEN),
        (
            Hours("UTC", {"mon": [("09:00", "10:00")]}, ["2027-03-29", "2027-04-05"]),
            "2027-03-22T12:00+00:00",
            _opens("2027-04-12T09:00+00:00"),
        ),
    ],
)
def test_it_is_open_when_it_says_so(hours: Hours, now: str, found: Opening) -> None:
    assert opening(hours, "UTC", at(now)) == found


def test_without_a_zone_the_organisations_counts() -> None:
    hours = Hours("", NINE_TO_FIVE)
    morning = at("2027-03-22T02:00+00:00")
    assert opening(hours, "Asia/Shanghai", morning).is_open
    assert not opening(hours, "UTC", morning).is_open


@pytest.mark.parametrize("hours", [BERLIN, SPLIT, NIGHT, SUNDAY, ENDS, BEGINS, HOLIDAY, SPECIAL])
@pytest.mark.parametrize("first", ["2027-03-26T00:00+00:00", "2027-10-29T00:00+00:00"])
def test_it_is_open_when_it_said_it_would_be_and_not_before(hours: Hours, first: str) -> None:
    for quarter in range(4 * 24 * 8):
        found = opening(hours, "UTC", at(first) + timedelta(minutes=15 * quarter))
        if found.opens_at is not None:
            assert opening(hours, "UTC", found.opens_at).is_open
            assert not opening(hours, "UTC", found.opens_at - timedelta(seconds=1)).is_open


async def test_a_visitor_learns_that_nobody_is_there(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, {"hours": {"week": {"mon": []}}}) as chat:
        ada = chat.visitor()
        config = (await ada.session())["config"]
        assert (config["open"], config["opens_at"]) == (False, None)
        async with ada.open() as tab:
            ready = await tab.until("ready")
            assert (ready["open"], ready["opens_at"]) == (False, None)
            assert (await tab.write("Hello?"))["type"] == "sent"


async def test_who_is_here_hears_that_it_has_opened(quick: Chat) -> None:
    ada = quick.visitor()
    config = (await ada.session())["config"]
    assert (config["open"], config["opens_at"]) == (True, None)
    async with ada.open() as tab:
        assert (await tab.until("ready"))["open"] is True
        await quick.change(hours={"week": {"mon": []}})
        assert (await tab.until("hours"))["open"] is False
        await quick.change(hours={})
        assert (await tab.until("hours", open=True))["opens_at"] is None


async def test_a_site_without_hours_of_its_own_keeps_the_organisations(quick: Chat) -> None:
    ada = quick.visitor()
    await ada.session()
    async with ada.open() as tab:
        assert (await tab.until("ready"))["open"] is True
        body: dict[str, Any] = {"week": {"mon": []}}
        await quick.running.client.ask("PATCH", "/api/v1/settings/hours", json=body)
        assert (await tab.until("hours"))["open"] is False
        await quick.change(hours={"week": {day: [["00:00", "24:00"]] for day in WEEKDAYS}})
        assert (await tab.until("hours", open=True))["opens_at"] is None
