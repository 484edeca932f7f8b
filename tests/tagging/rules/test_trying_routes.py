"""Dry runs over HTTP: counted, paged, bounded in time, one at a time."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from config import server
from tagging.rules import service as rules
from tagging.rules.trying import routes, service
from tests.support.cast import ADA, BO, CY
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

EVER = {"since": "500w"}


def _tea(*words: str) -> dict[str, Any]:
    return {
        "name": "Tea",
        "when": "message.received",
        "if": {"text": {"contains_any": list(words)}},
        "then": [{"tag": "tea"}],
    }


async def _in_force(hub: RunningHub, definition: dict[str, Any]) -> str:
    made = (await hub.client.post("/rules", {"definition": definition})).json
    await hub.client.post(f"/rules/{made['id']}/publish", {})
    return f"/rules/{made['id']}"


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    """On one database: what is asked of both stands beside the stores."""
    async with running_hub(sqlite_only) as running:
        yield running


@pytest.fixture
async def said(hub: RunningHub) -> RunningHub:
    for who, words in (
        (ADA, "Do you have oolong?"),
        (BO, "Some sencha"),
        (CY, "Sencha\nor matcha"),
    ):
        await hub.hear(who, words)
    return hub


async def test_a_draft_is_tried_beside_what_is_in_force(said: RunningHub) -> None:
    path = await _in_force(said, _tea("oolong", "sencha"))
    draft = {"definition": _tea("sencha", "matcha") | {"name": "Green tea"}}
    assert (await said.client.ask("PATCH", f"/api/v1{path}", json=draft)).status == 200
    tried = (await said.client.post(f"{path}/dry-run", EVER)).json
    assert (tried["counts"], tried["version"]) == ({"new": 0, "gone": 1, "same": 2}, 1)
    assert [(one["name"], one["found"], one["excerpt"]) for one in tried["items"]] == [
        ("Ada", "gone", "Do you have oolong?"),
        ("Bo", "same", "Some sencha"),
        ("Cy", "same", "Sencha or matcha"),
    ]
    message = await said.client.get(f"/messages/{tried['items'][0]['message_id']}")
    assert message["text"] == "Do you have oolong?"
    other = {**EVER, "definition": _tea("matcha")}
    assert (await said.client.post(f"{path}/dry-run", other)).json["counts"]["gone"] == 2


async def test_one_that_is_not_kept_stands_beside_its_namesake(said: RunningHub) -> None:
    unkept = {**EVER, "definition": _tea("oolong")}
    alone = (await said.client.post("/rules/dry-run", unkept)).json
    assert (alone["counts"], alone["version"]) == ({"new": 1, "gone": 0, "same": 0}, 0)
    await _in_force(said, _tea("sencha"))
    beside = (await said.client.post("/rules/dry-run", unkept)).json
    assert beside["counts"] == {"new": 1, "gone": 2, "same": 0}


async def test_pages_are_of_one_run_and_nobody_is_there_twice(
    said: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    unkept = {**EVER, "definition": _tea("oolong", "sencha")}
    first = (await said.client.post("/rules/dry-run?limit=2", unkept)).json
    await said.hear(ADA, "oolong, oolong")
    with monkeypatch.context() as once:
        once.setattr(service, "try_out", None)  # what is kept is not found out again
        rest = (await said.client.post(f"/rules/dry-run?cursor={first['next']}", unkept)).json
    assert [one["name"] for one in (*first["items"], *rest["items"])] == ["Ada", "Bo", "Cy"]
    assert (rest["next"], rest["counts"]) == (None, first["counts"])
    monkeypatch.setattr(service.Outcomes, "find", lambda *_: None)
    assert (await said.client.post(f"/rules/dry-run?cursor={first['next']}", unkept)).json == rest


async def test_only_some_are_asked_for(said: RunningHub) -> None:
    path = await _in_force(said, _tea("oolong", "sencha"))
    other = {**EVER, "definition": _tea("sencha")}
    tried = (await said.client.post(f"{path}/dry-run?found=gone", other)).json
    assert [one["name"] for one in tried["items"]] == ["Ada"]
    assert tried["counts"] == {"new": 0, "gone": 1, "same": 2}
    await said.hear(ADA, "More sencha")
    again = f"{path}/dry-run?found=same&cursor={tried['start']}"
    assert [one["name"] for one in (await said.client.post(again, other)).json["items"]] == [
        "Bo",
        "Cy",
    ]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/rules/dry-run", {"since": "soon", "definition": _tea("x")}, "invalid"),
        ("/rules/dry-run", {"definition": {"name": "x"}}, "bad_rule"),
        ("/rules/dry-run?cursor=LTEsMSwxLDE", {"definition": _tea("x")}, "invalid"),
        ("/rules/7/dry-run", {}, "not_found"),
    ],
    ids=["window", "rule", "cursor", "nobody"],
)
async def test_what_is_wrong_is_told(
    hub: RunningHub, path: str, body: dict[str, Any], code: str
) -> None:
    assert (await hub.client.post(path, body)).json["code"] == code


async def test_what_takes_too_long_says_how_far_it_came(
    said: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "WITHIN", 0.0)
    reply = await said.client.post("/rules/dry-run", {**EVER, "definition": _tea("x")})
    assert (reply.status, reply.json["code"]) == (422, "too_costly")
    assert "ask for a shorter time" in reply.json["detail"]


async def test_while_somebody_tries_others_are_told_to_come_again(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "one_at_a_time", lambda: asyncio.Semaphore(0))
    monkeypatch.setattr(routes, "WAIT_FOR_TURN", 0.05)
    async with running_hub(sqlite_only, workers=False) as hub:
        reply = await hub.client.post("/rules/dry-run", {"definition": _tea("x")})
    assert (reply.status, reply.headers["Retry-After"]) == (429, "5")


async def test_one_that_was_put_away_comes_back_and_rests(said: RunningHub) -> None:
    path = await _in_force(said, _tea("oolong"))
    await said.client.ask("DELETE", f"/api/v1{path}")
    assert (await said.client.post(f"{path}/dry-run", EVER)).status == 404
    back = (await said.client.ask("PATCH", f"/api/v1{path}", json={"archived": False})).json
    assert (back["state"], back["version"]) == ("paused", 1)
    assert (await said.client.post(f"{path}/resume", {})).json["state"] == "live"
    await said.client.ask("DELETE", f"/api/v1{path}")
    await _in_force(said, _tea("sencha"))
    namesake = await said.client.ask("PATCH", f"/api/v1{path}", json={"archived": False})
    assert (namesake.status, namesake.json["code"]) == (409, "name_taken")


async def test_a_list_of_rules_counts_whom_each_tagged(
    said: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await _in_force(said, _tea("oolong"))
    assert (await said.client.get("/rules"))["items"][0]["people"] == 0
    await said.hear(CY, "oolong, then")
    assert (await said.client.get("/rules"))["items"][0]["people"] == 1
    whole = await said.client.get(path)
    assert (whole["rule"]["people"], whole["versions"][0]["reading"]) == (
        1,
        whole["rule"]["reading"],
    )
    monkeypatch.setattr(rules, "COUNT_WITHIN", -1.0)
    assert (await said.client.get("/rules"))["items"][0]["people"] is None
