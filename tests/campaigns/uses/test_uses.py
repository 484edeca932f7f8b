"""A tag that a campaign has still to ask for can't be taken away."""

from typing import Any

from tests.campaigns.conftest import ULM, Desk

TEA = {"tag": {"name": "tea", "op": "has"}}
LATER = {"at": "2026-12-05T09:00", "zone": "organisation"}


async def tagged(desk: Desk) -> str:
    await desk.lives("Ada")
    reply = await desk.running.client.post("/tags", {"name": "tea"})
    made: str = reply.json["id"]
    return made


async def users(desk: Desk) -> list[tuple[str, str]]:
    found: dict[str, Any] = await desk.running.client.get("/tags")
    return [(one["kind"], one["name"]) for tag in found["items"] for one in tag["uses"]]


async def archived(desk: Desk, tag: str) -> int:
    reply = await desk.running.client.ask("DELETE", f"/api/v1/tags/{tag}")
    return reply.status


async def test_while_it_is_written_and_until_its_audience_is_frozen(desk: Desk) -> None:
    tag = await tagged(desk)
    campaign = await desk.written(audience=ULM, exclude=TEA, schedule=LATER)
    assert await users(desk) == [("campaign", "Spring")]
    assert await archived(desk, tag) == 409
    await desk.must(campaign, "launch")
    await desk.change(campaign, name="Autumn")
    assert await users(desk) == [("campaign", "Autumn")]
    assert await archived(desk, tag) == 409

    await desk.must(campaign, "cancel")
    assert await users(desk) == []
    assert await archived(desk, tag) == 204


async def test_not_once_its_people_are_known(desk: Desk) -> None:
    tag = await tagged(desk)
    await desk.must(await desk.written(audience={"any": [ULM, TEA]}), "launch")
    await desk.settle()
    assert await users(desk) == []
    assert await archived(desk, tag) == 204


async def test_also_what_is_in_force_and_not_in_the_draft_any_more(desk: Desk) -> None:
    await tagged(desk)
    campaign = await desk.written(audience=TEA, schedule=LATER)
    await desk.must(campaign, "launch")
    assert (await desk.change(campaign, audience=ULM)).status == 200
    assert await users(desk) == [("campaign", "Spring")]
