"""Teams over HTTP: made, renamed, peopled, archived; and the lists of what is theirs."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import col, select

from scrm.staff.tables import AuditLine
from scrm.staff.values import Role
from tests.support.actors import Actor, Actors
from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

RULE: dict[str, Any] = {
    "name": "Refunds go there",
    "when": "message.received",
    "if": {"text": {"contains_any": ["refund"]}},
    "then": [{"assign": {"team": "refunds"}}],
}
BOT = {
    "name": "Leaf",
    "responders": [
        {
            "name": "A person",
            "on": {"text": {"contains_any": ["human"]}},
            "answer": {"text": "I call somebody"},
            "then": "hand_over",
            "assign": {"team": "Refunds"},
        }
    ],
}


@pytest.fixture
async def hub(place: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(place) as running:
        yield running


@pytest.fixture
async def kim(hub: RunningHub) -> Actor:
    return await Actors(hub).colleague(Role.AGENT)


async def _made(hub: RunningHub, name: str, *members: Actor) -> str:
    body = {"name": name, "members": [str(one.user_id) for one in members]}
    reply = await hub.client.post("/teams", body)
    assert reply.status == 201, reply.body
    return str(reply.json["id"])


async def _teams(hub: RunningHub) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await hub.client.get("/teams"))["items"]
    return found


async def _change(hub: RunningHub, team_id: str, **values: Any) -> Reply:
    return await hub.client.ask("PATCH", f"/api/v1/teams/{team_id}", json=values)


async def _archive(hub: RunningHub, team_id: str) -> Reply:
    return await hub.client.ask("DELETE", f"/api/v1/teams/{team_id}")


async def _give(hub: RunningHub, conversation_id: str, **values: Any) -> Reply:
    return await hub.client.ask("PATCH", f"/api/v1/conversations/{conversation_id}", json=values)


async def _ids(actor: Actor, query: str) -> list[str]:
    reply = await actor.ask("GET", f"/api/v1/conversations?{query}")
    assert reply.status == 200, reply.body
    return [one["id"] for one in reply.json["items"]]


async def _activities(hub: RunningHub, conversation_id: str) -> list[dict[str, Any]]:
    """What its thread says happened, the oldest first."""
    said = (await hub.client.get(f"/conversations/{conversation_id}/messages"))["items"]
    ordered = sorted(said, key=lambda one: one["seq"])
    return [one["content"]["activity"] for one in ordered if one["direction"] == "activity"]


async def test_a_team_is_made_renamed_peopled_and_put_away(hub: RunningHub, kim: Actor) -> None:
    team = await _made(hub, "  Refunds   and returns ", kim)
    (seen,) = await _teams(hub)
    assert (seen["name"], seen["members"], seen["open"]) == (
        "Refunds and returns",
        [str(kim.user_id)],
        0,
    )
    renamed = await _change(hub, team, name="Refunds", members=[])
    assert (renamed.json["name"], renamed.json["members"]) == ("Refunds", [])
    assert (await _archive(hub, team)).status == 204
    assert await _teams(hub) == []
    assert (await _change(hub, team, name="Back")).status == 404
    question = select(AuditLine.action).where(col(AuditLine.action).like("team.%"))
    told = await hub.read(lambda s: list(s.exec(question.order_by(col(AuditLine.id)))))
    assert told == [
        "team.created",
        "team.members_set",
        "team.renamed",
        "team.members_set",
        "team.archived",
    ]


async def test_a_name_is_taken_whatever_its_case_until_its_team_is_archived(
    hub: RunningHub,
) -> None:
    team = await _made(hub, "Refunds")
    other = await _made(hub, "Care")
    taken = await hub.client.post("/teams", {"name": "REFUNDS"})
    assert (taken.status, taken.json["code"]) == (409, "name_taken")
    assert (await _change(hub, other, name="refunds")).json["code"] == "name_taken"
    assert (await hub.client.post("/teams", {"name": " \n "})).status == 422
    await _archive(hub, team)
    assert (await _change(hub, other, name="refunds")).status == 200


async def test_only_colleagues_are_in_a_team_and_who_left_is_not_shown(
    hub: RunningHub, kim: Actor
) -> None:
    team = await _made(hub, "Refunds", kim)
    assert (await _change(hub, team, members=["12"])).status == 404
    left = await Actors(hub).colleague(Role.OWNER)
    gone = await left.ask("PATCH", f"/api/v1/users/{kim.user_id}", json={"disabled": True})
    assert gone.status == 200, gone.body
    assert (await _teams(hub))[0]["members"] == []


async def test_a_conversation_is_given_to_a_team_and_its_people_find_it(
    hub: RunningHub, kim: Actor
) -> None:
    team, other = await _made(hub, "Refunds", kim), await _made(hub, "Care")
    await hub.hear(ADA, "Where is my money?")
    await hub.hear(BO, "Hello")
    here, there = await hub.conversation_of(ADA), await hub.conversation_of(BO)
    given = (await _give(hub, here, team=team)).json
    assert given["team"] == {"id": team, "name": "Refunds"}
    assert (given["assignee_id"], given["bot"]["state"]) == (None, "on")
    for query in ("team=mine", f"team={team}", f"team={team}&status=open", "team=mine&q=money"):
        assert await _ids(kim, query) == [here], query
    assert await _ids(kim, f"team={other}") == []
    assert (await kim.ask("GET", "/api/v1/conversations?team=ours")).status == 422
    assert there in await _ids(kim, "assignee=none")
    counts = (await kim.ask("GET", "/api/v1/counts")).json
    assert counts["teams"] == [{"id": team, "name": "Refunds", "open": 1}]
    (activity,) = await _activities(hub, here)
    assert (activity["kind"], activity["team"]["name"]) == ("assigned", "Refunds")
    await _give(hub, here, status="resolved")
    assert (await hub.client.get(f"/conversations/{here}"))["team"]["id"] == team
    assert (await _give(hub, here, team=None)).json["team"] is None
    assert (await _give(hub, here, team="12")).status == 404


async def test_the_teams_of_a_colleague_make_one_list_page_by_page(
    hub: RunningHub, kim: Actor
) -> None:
    teams = [await _made(hub, name, kim) for name in ("A", "B")]
    await hub.hear(ADA, "First")
    await hub.hear(BO, "Second")
    here = [await hub.conversation_of(one) for one in (ADA, BO)]
    for conversation, team in zip(here, teams, strict=True):
        await _give(hub, conversation, team=team)
    seen: list[str] = []
    cursor = ""
    for _ in here:
        page = (
            await kim.ask("GET", f"/api/v1/conversations?team=mine&limit=1&cursor={cursor}")
        ).json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert seen == here[::-1]


async def test_an_archived_team_lets_go_of_what_is_not_done_with(
    hub: RunningHub, kim: Actor
) -> None:
    team = await _made(hub, "Refunds", kim)
    await hub.hear(ADA, "Hello")
    await hub.hear(BO, "Hello")
    open_one, done = await hub.conversation_of(ADA), await hub.conversation_of(BO)
    for one in (open_one, done):
        await _give(hub, one, team=team)
    await _give(hub, done, status="resolved")
    await _archive(hub, team)
    said = [await _activities(hub, one) for one in (open_one, done)]
    assert [len(one) for one in said] == [2, 2]
    last = said[0][-1]
    assert (last["kind"], last["archived"]) == ("assigned", True)
    assert last["left_team"] == {"id": team, "name": "Refunds"}
    assert (last["by"]["kind"], "archived" in said[1][-1]) == ("token", False)
    await hub.hear(ADA, "Still there?")  # the place in the thread is free
    assert (await hub.client.get(f"/conversations/{open_one}"))["team"] is None
    assert (await hub.client.get(f"/conversations/{done}"))["team"]["name"] == "Refunds"
    assert await _ids(kim, "team=mine") == []
    reopened = (await _give(hub, done, status="open")).json
    assert reopened["team"] is None


async def test_what_a_bot_or_a_rule_in_force_names_keeps_its_name_and_stays(
    hub: RunningHub,
) -> None:
    team = await _made(hub, "Refunds")
    rule = (await hub.client.post("/rules", {"definition": RULE})).json
    assert (await _change(hub, team, name="Money")).status == 200
    assert (await _change(hub, team, name="Refunds")).status == 200
    await hub.client.post(f"/rules/{rule['id']}/publish", {})
    assert (await hub.client.ask("PATCH", "/api/v1/bots", json={"definition": BOT})).status == 200
    await hub.client.post("/bots/publish", {})
    for refused in (await _archive(hub, team), await _change(hub, team, name="Money")):
        assert (refused.status, refused.json["code"]) == (409, "team_in_use")
        assert "rule Refunds go there, bot Leaf" in refused.text
    uses = (await hub.client.get(f"/teams/{team}/uses"))["items"]
    assert [(one["kind"], one["name"]) for one in uses] == [
        ("rule", "Refunds go there"),
        ("bot", "Leaf"),
    ]
    assert uses[0]["id"] == rule["id"]
    assert (await hub.client.ask("GET", "/api/v1/teams/12/uses")).status == 404
    assert (await _change(hub, team, name="REFUNDS")).status == 200


async def test_a_rule_or_a_bot_that_names_nobody_is_refused_with_the_place(
    hub: RunningHub,
) -> None:
    await _made(hub, "Returns")
    refused = await hub.client.post("/rules", {"definition": RULE})
    assert refused.status == 422
    assert refused.json["field"] == "then.0.assign.team"
    refused = await hub.client.ask("PATCH", "/api/v1/bots", json={"definition": BOT})
    assert refused.json["field"] == "responders.0.assign.team"
    assert "is no team; " in refused.text
