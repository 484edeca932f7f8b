"""Beside a campaign on dates of people."""

from typing import Any

import pytest

from campaigns.meaning import service
from tests.campaigns.conftest import ULM
from tests.campaigns.dates.conftest import BIRTHDAY, Days


async def _shared(days: Days, **audience: Any) -> list[tuple[str, int, bool]]:
    body = {"audience": audience or ULM}
    reply = await days.desk.running.client.post("/campaigns/audience", body)
    assert reply.status == 200, reply.body
    return [(one["name"], one["people"], one["on_dates"]) for one in reply.json["shared"]]


async def test_it_is_one_campaign_to_those_whose_day_was_and_crowds_out_no_other(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_OTHERS", 2)
    await days.meets("Ann", birthday="1990-12-02")
    await days.meets("Ben", birthday="1990-12-04")
    await days.meets("Cy", birthday="1990-06-04")
    await days.hand.launched(name="Spring")
    campaign = await days.hand.launched(name="Wishes", schedule=BIRTHDAY)
    assert await _shared(days) == [("Wishes", 0, True), ("Spring", 3, False)]
    await days.until("2026-12-03T12:00", campaign)
    assert await _shared(days) == [("Wishes", 1, True), ("Spring", 3, False)]
    await days.until("2026-12-05T12:00", campaign)
    assert await _shared(days) == [("Wishes", 2, True), ("Spring", 3, False)]
    await days.until("2026-12-13T12:00", campaign)
    assert await _shared(days) == [("Wishes", 0, True), ("Spring", 3, False)], "it waits still"


async def test_where_it_goes_to_none_of_them_it_is_not_told(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    await days.desk.lives("Ben", "Bonn")
    await days.hand.launched(name="Wishes", schedule=BIRTHDAY)
    bonn = {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}
    assert await _shared(days, **bonn) == []
