"""The board of tags over HTTP: who has each, what names it; made, renamed, grouped, put away."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from scrm.contacts.tags.merging import service as merging
from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

VIP: dict[str, Any] = {
    "name": "Big words",
    "when": "message.received",
    "if": {
        "all": [{"text": {"contains_any": ["caviar"]}}, {"tag": {"name": "old", "op": "has_not"}}]
    },
    "then": [{"tag": "vip"}, {"untag": "thrifty"}],
}
HAS_VIP = {"name": "Very important", "definition": {"tag": {"name": "vip", "op": "has"}}}


async def _board(hub: RunningHub, *, archived: bool = False) -> dict[str, Any]:
    items = (await hub.client.get(f"/tags?archived={str(archived).lower()}"))["items"]
    return {one["name"]: one for one in items}


async def _made(hub: RunningHub, name: str, group: str = "") -> str:
    reply = await hub.client.post("/tags", {"name": name, "group": group})
    assert reply.status == 201, reply.body
    tag_id: str = reply.json["id"]
    return tag_id


async def _change(hub: RunningHub, tag_id: str, **values: Any) -> Reply:
    return await hub.client.ask("PATCH", f"/api/v1/tags/{tag_id}", json=values)


async def _archive(hub: RunningHub, tag_id: str) -> Reply:
    return await hub.client.ask("DELETE", f"/api/v1/tags/{tag_id}")


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    """On one database: what is asked of both stands beside the stores."""
    async with running_hub(sqlite_only) as running:
        yield running


@pytest.fixture
async def ruled(hub: RunningHub) -> RunningHub:
    """Publishing makes the tag that the rule gives."""
    for name in ("thrifty", "old"):
        await _made(hub, name)
    made = (await hub.client.post("/rules", {"definition": VIP})).json
    await hub.client.post(f"/rules/{made['id']}/publish", {})
    await hub.client.post("/segments", HAS_VIP)
    return hub


async def test_a_tag_says_who_has_it_and_what_names_it(ruled: RunningHub) -> None:
    before = (await _board(ruled))["vip"]
    assert (before["people"], before["last_put"]) == (0, None)
    await ruled.hear(ADA, "More caviar")
    board = await _board(ruled)
    assert board["vip"]["people"] == 1
    assert board["vip"]["last_put"] is not None
    uses = {
        name: [(use["kind"], use["name"], use["state"], use["how"]) for use in one["uses"]]
        for name, one in board.items()
    }
    rule = ("rule", "Big words", "live")
    assert uses == {
        "vip": [(*rule, "puts"), ("segment", "Very important", "", "asks")],
        "thrifty": [(*rule, "takes")],
        "old": [(*rule, "asks")],
    }


async def test_what_a_rule_or_a_segment_names_keeps_its_name_and_stays(ruled: RunningHub) -> None:
    for one in (await _board(ruled)).values():
        for reply in (
            await _change(ruled, one["id"], name="other"),
            await _archive(ruled, one["id"]),
        ):
            assert (reply.status, reply.json["code"]) == (409, "tag_in_use")
            assert "rule Big words" in reply.json["detail"]
        assert (await _change(ruled, one["id"], group="People")).json["group"] == "People"
    assert len(await _board(ruled)) == 3


async def test_a_tag_is_made_renamed_and_grouped(hub: RunningHub) -> None:
    tag_id = await _made(hub, " wholesale ", "Trade")
    again = await hub.client.post("/tags", {"name": "wholesale"})
    assert (again.status, again.json["code"]) == (409, "name_taken")
    assert (await hub.client.post("/tags", {"name": " "})).status == 422
    await _made(hub, "retail")
    assert (await _change(hub, tag_id, name="retail")).json["code"] == "name_taken"
    assert (await _change(hub, tag_id, name="bulk", group="")).json == {
        "id": tag_id,
        "name": "bulk",
        "group": "",
    }
    assert (await _change(hub, "7", name="x")).status == 404


async def test_a_tag_that_is_put_away_is_offered_nowhere_and_comes_back(hub: RunningHub) -> None:
    made = (await hub.client.post("/contacts", {"name": "Tess"})).json
    worn = f"/contacts/{made['id']}/tags"
    await hub.client.post(worn, {"name": "xmas"})
    tag_id = (await _board(hub))["xmas"]["id"]
    for _ in range(2):
        assert (await _archive(hub, tag_id)).status == 204
    assert await _board(hub) == {}
    assert (await _board(hub, archived=True))["xmas"]["people"] == 1
    assert [one["name"] for one in (await hub.client.get(worn))["items"]] == ["xmas"]
    assert (await _change(hub, tag_id, archived=False)).status == 200
    assert list(await _board(hub)) == ["xmas"]


@pytest.mark.parametrize("how", ["made", "put", "ruled"])
async def test_using_its_name_brings_it_back(hub: RunningHub, how: str) -> None:
    tag_id = await _made(hub, "vip")
    await _archive(hub, tag_id)
    person = (await hub.client.post("/contacts", {"name": "Tess"})).json["id"]
    match how:
        case "made":
            await _made(hub, "vip")
        case "put":
            await hub.client.post(f"/contacts/{person}/tags", {"name": "vip"})
        case _:
            await hub.client.post("/rules", {"definition": VIP})
    assert (await _board(hub))["vip"]["archived_at"] is None
    assert await _board(hub, archived=True) == {}


async def _merge(hub: RunningHub, one: str, into: str) -> Reply:
    return await hub.client.post(f"/tags/{one}/merge", {"into": into})


async def test_two_tags_become_one_with_what_spoke_for_it(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 1)
    old, kept = await _made(hub, "VIPs"), await _made(hub, "vip")
    people = {}
    for who in (ADA, BO):
        await hub.hear(who, "hello")
    for one in (await hub.client.get("/contacts"))["items"]:
        people[one["name"].split()[0]] = one["id"]
    for name, tags in (("Ada", ["VIPs"]), ("Bo", ["VIPs", "vip"])):
        for tag in tags:
            await hub.client.post(f"/contacts/{people[name]}/tags", {"name": tag})
    first = (await _merge(hub, old, kept)).json
    assert (first["moved"], first["left"]) == (1, 1)
    assert "VIPs" in await _board(hub)
    assert (await _merge(hub, old, kept)).json["left"] == 0
    board = await _board(hub)
    assert "VIPs" not in board
    assert board["vip"]["people"] == 2
    assert (await _board(hub, archived=True))["VIPs"]["people"] == 0
    for one in people.values():
        worn = (await hub.client.get(f"/contacts/{one}/tags"))["items"]
        assert [tag["name"] for tag in worn] == ["vip"]


async def test_what_something_names_is_merged_into_nothing_and_nothing_into_itself(
    ruled: RunningHub,
) -> None:
    board = await _board(ruled)
    refused = await _merge(ruled, board["vip"]["id"], board["old"]["id"])
    assert (refused.status, refused.json["code"]) == (409, "tag_in_use")
    assert "rule Big words, segment Very important" in refused.json["detail"]
    free = await _made(ruled, "free")
    assert (await _merge(ruled, free, free)).status == 422
    assert (await _merge(ruled, free, board["vip"]["id"])).json == {"moved": 0, "left": 0}


async def test_a_merging_that_is_broken_off_says_how_to_mend_it_and_goes_on(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 1)
    old, kept = await _made(hub, "VIPs"), await _made(hub, "very important")
    for who in (ADA, BO):
        await hub.hear(who, "hello")
    for one in (await hub.client.get("/contacts"))["items"]:
        await hub.client.post(f"/contacts/{one['id']}/tags", {"name": "VIPs"})
    assert (await _merge(hub, old, kept)).json["left"] == 1
    asks = {"name": "VIP people", "definition": {"tag": {"name": "VIPs", "op": "has"}}}
    segment = (await hub.client.post("/segments", asks)).json
    refused = (await _merge(hub, old, kept)).json
    assert refused["code"] == "tag_in_use"
    assert refused["detail"] == (
        "1 people still have VIPs, and the others have very important by now. "
        "Change it there first, then merge again: segment VIP people"
    )
    seen = (await _board(hub))["VIPs"]
    assert (seen["merging_into"], seen["people"]) == (kept, 1)
    await hub.client.ask("DELETE", f"/api/v1/segments/{segment['id']}")
    assert (await _merge(hub, old, kept)).json == {"moved": 1, "left": 0}
    assert (await _board(hub, archived=True))["VIPs"]["merging_into"] is None
    assert (await _board(hub))["very important"]["people"] == 2


async def _half_merged(hub: RunningHub, old: str, kept: str) -> None:
    """Two people have the one, of whom one has the other instead by now."""
    for who in (ADA, BO):
        await hub.hear(who, "hello")
    name = next(one["name"] for one in (await _board(hub)).values() if one["id"] == old)
    for one in (await hub.client.get("/contacts"))["items"]:
        await hub.client.post(f"/contacts/{one['id']}/tags", {"name": name})
    assert (await _merge(hub, old, kept)).json["left"] == 1


async def test_a_merging_that_is_turned_round_is_over(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 1)
    one, other = await _made(hub, "one"), await _made(hub, "other")
    await _half_merged(hub, one, other)
    assert (await _merge(hub, other, one)).json["left"] == 0
    board = await _board(hub)
    assert (board["one"]["merging_into"], board["one"]["people"]) == (None, 2)
    assert "other" not in board


async def test_a_merging_goes_on_to_where_its_aim_went(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 1)
    one, other, third = [await _made(hub, name) for name in ("one", "other", "third")]
    await _half_merged(hub, one, other)
    await _merge(hub, other, third)
    assert (await _board(hub))["one"]["merging_into"] == third


@pytest.mark.parametrize("which", ["one", "other"])
async def test_a_merging_ends_where_one_of_both_is_put_away(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 1)
    ids = {name: await _made(hub, name) for name in ("one", "other")}
    await _half_merged(hub, ids["one"], ids["other"])
    assert (await _archive(hub, ids[which])).status == 204
    everywhere = await _board(hub) | await _board(hub, archived=True)
    assert everywhere["one"]["merging_into"] is None


async def test_a_tag_that_the_bot_asks_for_is_named_by_it(hub: RunningHub) -> None:
    tag = await _made(hub, "regular")
    asks = {"name": "Hi", "on": {"tag": {"name": "regular", "op": "has"}}, "answer": {"text": "Hi"}}
    await hub.client.ask(
        "PATCH", "/api/v1/bots", json={"definition": {"name": "Tea", "responders": [asks]}}
    )
    (use,) = (await _board(hub))["regular"]["uses"]
    assert (use["kind"], use["name"], use["how"]) == ("bot", "Tea", "asks")
    assert (await _archive(hub, tag)).status == 409
