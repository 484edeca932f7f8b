"""Segments over HTTP: saved, previewed, listed with their counts, archived and brought back."""

import asyncio
from typing import Any

import pytest

from config import server
from scrm.staff.values import Role, Scope
from tagging.segments import routes, service
from tests.support.actors import Actor, Actors
from tests.support.cast import ADA, BO, CY
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

API = "/api/v1"
SEGMENTS = f"{API}/segments"
ULM = {"attribute": {"name": "city", "op": "eq", "value": "Ulm"}}
SAID_REFUND = {"text": {"contains_any": ["refund"]}}
WROTE = {"count": {"event": "message.received", "at_least": 1}}


async def _person(hub: RunningHub, name: str, city: str) -> str:
    reply = await hub.client.post("/contacts", {"name": name, "attributes": {"city": city}})
    made: str = reply.json["id"]
    return made


async def _saved(hub: RunningHub, name: str, definition: Any) -> Any:
    reply = await hub.client.post("/segments", {"name": name, "definition": definition})
    assert reply.status == 201, reply.body
    return reply.json


async def _change(hub: RunningHub, segment_id: str, **body: Any) -> Reply:
    return await hub.client.ask("PATCH", f"{SEGMENTS}/{segment_id}", json=body)


async def test_a_segment_counts_those_whom_it_means_now(hub: RunningHub) -> None:
    first = await _person(hub, "Ada", "Ulm")
    await _person(hub, "Bo", "Bonn")
    made = await _saved(hub, "From Ulm", ULM)
    assert (made["reading"], made["count"]) == ("their city is “Ulm”", None)
    second = await _person(hub, "Cy", "Ulm")
    (listed,) = (await hub.client.get("/segments"))["items"]
    assert (listed["name"], listed["count"], listed["trouble"]) == ("From Ulm", 2, "")
    whole = await hub.client.get(f"/segments/{made['id']}")
    assert whole["segment"] == listed
    assert [one["id"] for one in whole["sample"]] == [second, first]


async def test_a_preview_finds_people_by_what_they_wrote(hub: RunningHub) -> None:
    for who, said in ((ADA, "I want a REFUND"), (BO, "Thanks!"), (CY, "refunds?")):
        await hub.hear(who, said)
    reply = await hub.client.post("/segments/preview", {"condition": SAID_REFUND})
    assert reply.json["count"] == 2
    assert {one["name"] for one in reply.json["sample"]} == {"Ada", "Cy"}
    assert (await hub.client.get("/segments"))["items"] == []


async def test_members_are_paged_the_newest_first(hub: RunningHub) -> None:
    ids = [await _person(hub, f"Person {n}", "Ulm") for n in range(5)]
    made = await _saved(hub, "From Ulm", ULM)
    path, seen = f"/segments/{made['id']}/members?limit=2", []
    page = await hub.client.get(path)
    seen += page["items"]
    while page["next"] is not None:
        page = await hub.client.get(f"{path}&cursor={page['next']}")
        seen += page["items"]
    assert [one["id"] for one in seen] == ids[::-1]


async def test_a_list_of_segments_is_paged(hub: RunningHub) -> None:
    for number in range(3):
        await _saved(hub, f"Segment {number}", ULM)
    page = await hub.client.get("/segments?limit=2")
    rest = await hub.client.get(f"/segments?limit=2&cursor={page['next']}")
    names = [one["name"] for one in (*page["items"], *rest["items"])]
    assert (names, rest["next"]) == (["Segment 2", "Segment 1", "Segment 0"], None)


async def test_what_is_wrong_is_told_with_its_places(hub: RunningHub) -> None:
    wrong = {"all": [{"text": {"matches": "(?=a)"}}, {"count": {"event": "x", "within": "soon"}}]}
    preview = await hub.client.post("/segments/preview", {"condition": wrong})
    saved = await hub.client.post("/segments", {"name": "Wrong", "definition": wrong})
    for reply in (preview, saved):
        assert (reply.status, reply.json["code"]) == (422, "bad_condition")
        assert reply.json["field"] == "all.0.text.matches"
        assert [one["field"] for one in reply.json["errors"]] == [
            "all.0.text.matches",
            "all.1.count.event",
            "all.1.count",
            "all.1.count.within",
        ]
        assert "such as '30m'" in reply.json["errors"][-1]["detail"]


async def test_a_segment_is_changed(hub: RunningHub) -> None:
    made = await _saved(hub, "From Ulm", ULM)
    changed = (await _change(hub, made["id"], name="Writers", definition=WROTE)).json
    assert (changed["name"], changed["definition"]) == ("Writers", WROTE)
    assert (await _change(hub, made["id"], definition={})).status == 422
    assert (await hub.client.get(f"/segments/{made['id']}"))["segment"]["definition"] == WROTE


async def test_a_name_belongs_to_one_living_segment(hub: RunningHub) -> None:
    made = await _saved(hub, "From Ulm", ULM)
    other = await _saved(hub, "Other", ULM)
    again = await hub.client.post("/segments", {"name": " From Ulm ", "definition": WROTE})
    assert (again.status, again.json["code"]) == (409, "name_taken")
    assert (await _change(hub, other["id"], name="From Ulm")).status == 409
    assert (await hub.client.ask("DELETE", f"{SEGMENTS}/{made['id']}")).status == 204
    await _saved(hub, "From Ulm", WROTE)
    back = await _change(hub, made["id"], archived=False)
    assert (back.status, back.json["code"]) == (409, "name_taken")
    assert (await _change(hub, made["id"], archived=False, name="Old")).status == 200


async def test_an_archived_segment_leaves_the_list_and_comes_back(hub: RunningHub) -> None:
    made = await _saved(hub, "From Ulm", ULM)
    for _ in range(2):
        assert (await hub.client.ask("DELETE", f"{SEGMENTS}/{made['id']}")).status == 204
    assert (await hub.client.get("/segments"))["items"] == []
    assert (await hub.client.get(f"/segments/{made['id']}"))["segment"]["archived_at"] is not None
    refused = await _change(hub, made["id"], name="New")
    assert (refused.status, refused.json["code"]) == (409, "archived")
    back = (await _change(hub, made["id"], archived=False)).json
    assert (back["archived_at"], back["name"]) == (None, "From Ulm")
    assert len((await hub.client.get("/segments"))["items"]) == 1


async def test_what_takes_too_long_is_told_and_stops_no_other(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await _saved(hub, "From Ulm", ULM)
    monkeypatch.setattr(service, "COUNT_WITHIN", 0.0)
    monkeypatch.setattr(service, "LIST_WITHIN", 0.0)
    preview = await hub.client.post("/segments/preview", {"condition": ULM})
    members = await hub.client.ask("GET", f"{SEGMENTS}/{made['id']}/members")
    for reply in (preview, members):
        assert (reply.status, reply.json["code"]) == (422, "too_costly")
    (listed,) = (await hub.client.get("/segments"))["items"]
    assert (listed["count"], "no time" in listed["trouble"]) == (None, True)
    whole = await hub.client.get(f"/segments/{made['id']}")
    assert (whole["sample"], whole["segment"]["count"]) == ([], None)
    assert "takes longer" in whole["segment"]["trouble"]


async def _made_by(actor: Actor, actors: Actors) -> Any:
    body = {"name": f"Of {actor.name} {actor.user_id}", "definition": ULM}
    return (await actor.ask("POST", SEGMENTS, json=body)).json


async def test_it_reads_in_the_askers_language(actors: Actors) -> None:
    owner = await actors.colleague(Role.OWNER)
    await owner.ask("PATCH", f"{API}/me", json={"locale": "zh"})
    made = await _made_by(owner, actors)
    assert (made["reading"], made["created_by"]) == ("city是“Ulm”", str(owner.user_id))
    script = await actors.script(Scope.READ)
    path = f"{SEGMENTS}/{made['id']}"
    readings = [
        (await asker.ask("GET", path + query)).json["segment"]["reading"]
        for asker, query in ((owner, ""), (owner, "?language=en"), (script, ""))
    ]
    assert readings == ["city是“Ulm”", "their city is “Ulm”", "their city is “Ulm”"]


async def test_channels_and_colleagues_are_called_by_their_names(hub: RunningHub) -> None:
    channel = {"channel": {"id": hub.client.channel_id}}
    reply = await hub.client.post(
        "/segments/preview",
        {"condition": {"all": [channel, {"channel": {"platform": "telegram"}}]}},
    )
    assert reply.json["reading"] == "they are on “Shop”, and they are on Telegram"


async def test_a_list_of_contacts_is_narrowed_to_a_segment(actors: Actors) -> None:
    owner, agent = await actors.colleague(Role.OWNER), await actors.colleague(Role.AGENT)
    inside = await _person(actors.hub, "Ada", "Ulm")
    await _person(actors.hub, "Bo", "Bonn")
    made = await _made_by(owner, actors)
    path = f"{API}/contacts?segment={made['id']}"
    found = (await owner.ask("GET", path)).json
    assert [one["id"] for one in found["items"]] == [inside]
    assert (await owner.ask("GET", f"{path}&q=Ada")).status == 422
    assert (await agent.ask("GET", path)).status == 403
    assert (await owner.ask("GET", f"{API}/contacts?segment=7")).status == 404


async def test_whoever_finds_all_counters_taken_is_told_to_come_again(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "at_most_two", lambda: asyncio.Semaphore(0))
    monkeypatch.setattr(routes, "WAIT_FOR_COUNTER", 0.05)
    async with running_hub(sqlite_only, workers=False) as hub:
        reply = await hub.client.ask("GET", SEGMENTS)
        saved = await hub.client.post(
            "/segments", {"name": "Saved all the same", "definition": ULM}
        )
    assert (reply.status, reply.headers["Retry-After"], saved.status) == (429, "5", 201)
