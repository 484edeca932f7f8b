"""Whom a campaign would mean, counted while it is written."""

from datetime import timedelta
from typing import Any

import pytest

from campaigns.meaning import service
from tagging.segments import service as segments
from tests.campaigns.conftest import ULM, Desk

EVERYBODY = {"everybody": True}
BONN = {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}


@pytest.fixture
async def town(desk: Desk) -> Desk:
    for name in ("Ada", "Ben", "Cem"):
        await desk.lives(name)
    await desk.lives("Dan", "Bonn")
    return desk


async def looked(desk: Desk, **asked: Any) -> Any:
    reply = await desk.running.client.post("/campaigns/audience", asked)
    assert reply.status == 200, reply.body
    return reply.json


async def refused(desk: Desk, **asked: Any) -> list[str]:
    reply = await desk.running.client.post("/campaigns/audience", asked)
    assert reply.status == 422, reply.body
    return [one["field"] for one in reply.json["errors"]]


async def test_it_says_how_many_get_it_and_how_many_are_left_out(town: Desk) -> None:
    found = await looked(town, audience=EVERYBODY, exclude=BONN)
    assert (found["count"], found["excluded"], found["shared"]) == (3, 1, [])
    assert [one["name"] for one in found["sample"]] == ["Cem", "Ben", "Ada"]
    # who is excluded and not meant is not left out of anything
    found = await looked(town, audience=ULM, exclude=BONN)
    assert (found["count"], found["excluded"]) == (3, 0)


async def test_everybody_is_an_audience(town: Desk) -> None:
    campaign = await town.written(audience=EVERYBODY)
    await town.must(campaign, "launch")
    await town.settle()
    assert sorted(await town.names(campaign)) == ["Ada", "Ben", "Cem", "Dan"]


async def test_whoever_is_joined_or_erased_is_not_counted(town: Desk) -> None:
    client = town.running.client
    reply = await client.post(
        f"/contacts/{town.people['Ada']}/join", {"other": str(town.people["Ben"])}
    )
    assert reply.status == 201, reply.body
    assert (await looked(town, audience=EVERYBODY))["count"] == 3


async def test_it_says_what_else_goes_to_them(town: Desk) -> None:
    at = {"at": "2026-12-05T09:00", "zone": "organisation"}
    planned = await town.written(name="Advent", audience=BONN, schedule=at)
    await town.must(planned, "launch")
    gone = await town.written(name="Spring")
    await town.must(gone, "launch")
    await town.written(name="Never launched", audience=EVERYBODY)

    found = await looked(town, audience=EVERYBODY)
    assert [(one["name"], one["people"]) for one in found["shared"]] == [
        ("Spring", 3),
        ("Advent", 1),
    ]
    assert [one["campaign_id"] for one in found["shared"]] == [gone, planned]
    assert [one["name"] for one in (await looked(town, audience=ULM))["shared"]] == ["Spring"]
    # of itself a campaign is not told
    found = await looked(town, audience=ULM, campaign_id=gone)
    assert found["shared"] == []

    await town.gives("sent")
    town.clock.advance(timedelta(days=7, seconds=1))
    assert [one["name"] for one in (await looked(town, audience=EVERYBODY))["shared"]] == ["Advent"]


async def test_where_there_is_no_time_for_that_the_count_stands_all_the_same(
    town: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.must(await town.written(), "launch")
    monkeypatch.setattr(service, "SHARE_WITHIN", 0.0)
    found = await looked(town, audience=ULM)
    assert (found["count"], found["shared"]) == (3, None)
    monkeypatch.setattr(segments, "COUNT_WITHIN", 0.0)
    reply = await town.running.client.post("/campaigns/audience", {"audience": ULM})
    assert (reply.status, reply.json["code"]) == (422, "too_costly")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "audience"),
        ({"audience": {"everybody": False}}, "audience.everybody"),
        ({"audience": {"everybody": True, "tag": {}}}, "audience.tag"),
        ({"audience": EVERYBODY, "exclude": EVERYBODY}, "exclude"),
        ({"audience": {"segment": "12"}}, "audience.segment"),
        ({"audience": {"all": []}}, "audience.all"),
        ({"audience": ULM, "exclude": {"nobody": 1}}, "exclude.nobody"),
    ],
)
async def test_what_is_wrong_is_said_at_its_place(
    town: Desk, asked: dict[str, Any], field: str
) -> None:
    assert field in await refused(town, **asked)


async def test_what_went_out_counts_also_where_it_was_cancelled_then(town: Desk) -> None:
    gone = await town.written(name="Spring", audience=EVERYBODY)
    await town.must(gone, "launch")
    await town.gives("sent")
    await town.must(gone, "cancel")
    found = await looked(town, audience=ULM)
    assert [(one["name"], one["people"]) for one in found["shared"]] == [("Spring", 3)]
    at = {"at": "2026-12-05T09:00", "zone": "organisation"}
    planned = await town.written(name="Advent", schedule=at)
    await town.must(planned, "launch")
    await town.must(planned, "cancel")
    assert len((await looked(town, audience=ULM))["shared"]) == 1
