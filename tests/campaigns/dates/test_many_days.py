"""What grows with the days is told in pages, and asked of few."""

import pytest

from campaigns import values
from campaigns.resending import store
from tests.campaigns.dates.conftest import BIRTHDAY, Days


async def test_the_newest_days_are_told_and_the_others_page_by_page(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.service.RUNS_TOLD", 2)
    assert values.RUNS_TOLD == 30
    await days.meets("Ann", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-04T12:00", campaign)
    client = days.desk.running.client
    whole = await client.get(f"/campaigns/{campaign}")
    told = [one["key"][:10] for one in whole["occurrences"]]
    assert (told, whole["runs"]) == (["2026-12-05", "2026-12-04"], 5)
    path, seen = f"/campaigns/{campaign}/occurrences?limit=2", list[tuple[str, int | None]]()
    page = await client.get(path)
    while True:
        seen += [(one["key"][8:10], one["size"]) for one in page["items"]]
        if page["next"] is None:
            break
        page = await client.get(f"{path}&cursor={page['next']}")
    assert seen == [("05", None), ("04", 0), ("03", 0), ("02", 1), ("01", 0)]


async def test_whoever_sends_asks_only_for_the_days_of_its_people(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    await days.meets("Ann", birthday="1990-12-01")
    await days.meets("Ben", birthday="1990-12-04")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    asked: list[set[str]] = []
    real = store.runs

    def runs(*args: object) -> object:
        found = real(*args)  # type: ignore[arg-type]
        asked.append({run.key[:10] for run in found})
        return found

    monkeypatch.setattr(store, "runs", runs)
    await days.until("2026-12-04T12:00", campaign)
    assert [where for _, where in days.got] == ["at Ann", "at Ben"]
    assert [one for one in asked if one] == 2 * [{"2026-12-01"}] + 2 * [{"2026-12-04"}]
