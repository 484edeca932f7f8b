"""Why a person has a tag, or why not, over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scrm.staff.values import Role, Scope
from tests.support.actors import Actors
from tests.support.cast import ADA, BO, SOME_DAY
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

REFUND = {
    "name": "Refunds",
    "when": "message.received",
    "if": {
        "all": [
            {"text": {"contains_any": ["refund"]}},
            {"count": {"event": "message.received", "within": "7d", "at_least": 2}},
        ]
    },
    "then": [{"tag": "refund", "until": "30d"}],
}


@pytest.fixture
async def hub(place: Place) -> AsyncIterator[RunningHub]:
    """On the day on which they write."""
    clock = HandClock(datetime.fromtimestamp(SOME_DAY, UTC) + timedelta(hours=1))
    async with running_hub(place, clock=clock) as running:
        yield running


async def _in_force(hub: RunningHub, definition: Any) -> str:
    made = await hub.client.post("/rules", {"definition": definition})
    assert made.status == 201, made.body
    rule: str = made.json["id"]
    assert (await hub.client.post(f"/rules/{rule}/publish", {})).status == 200
    return rule


async def _whose(hub: RunningHub, name: str) -> str:
    people = (await hub.client.get("/contacts"))["items"]
    (found,) = [one["id"] for one in people if one["name"] == name]
    return str(found)


async def _why(hub: RunningHub, contact: str, asked: str) -> Any:
    answer = await hub.client.get(f"/contacts/{contact}/why?{asked}")
    assert answer["contact_id"] == contact
    return answer["rules"]


async def test_who_has_a_tag_hears_by_which_message_and_version(hub: RunningHub) -> None:
    rule = await _in_force(hub, REFUND)
    await hub.hear(ADA, "Hello")
    await hub.hear(ADA, "I want a refund")
    ada = await _whose(hub, "Ada")
    (why,) = await _why(hub, ada, f"rule={rule}")
    (tag,) = why["tags"]
    assert (why["verdict"], tag["stands"], tag["event"]["excerpt"]) == (
        *("given", True),
        "I want a refund",
    )
    assert why["event"] == tag["event"]
    assert why["says"].endswith("version 1 of this rule gave it.")
    assert (why["now"]["holds"], why["at_event"]["holds"]) == (True, True)
    said, often = why["at_event"]["parts"]
    assert (said["count"], often["found"]) == (1, "2 times in the last 7 days; at least 2 needed")
    assert often["changes_at"] is None
    assert why["now"]["parts"][1]["changes_at"] is not None
    assert await _why(hub, ada, "tag=refund") == [why]
    assert await _why(hub, ada, "tag=unknown") == []


async def test_the_version_that_gave_it_is_asked_what_it_saw(hub: RunningHub) -> None:
    rule = await _in_force(hub, REFUND)
    await hub.hear(ADA, "Hello")
    await hub.hear(ADA, "refund")
    other = {"definition": REFUND | {"if": {"text": {"contains_any": ["money"]}}}}
    reply = await hub.client.ask("PATCH", f"/api/v1/rules/{rule}", json=other)
    assert reply.status == 200
    await hub.client.post(f"/rules/{rule}/publish", {})
    (why,) = await _why(hub, await _whose(hub, "Ada"), f"rule={rule}")
    assert (why["version"], why["tags"][0]["given_by"]["version"]) == (2, 1)
    assert (why["now"]["kind"], why["now"]["holds"]) == ("text", False)
    assert (why["at_event"]["kind"], why["at_event"]["holds"]) == ("all", True)


async def test_who_has_it_not_hears_what_failed(hub: RunningHub) -> None:
    await hub.hear(ADA, "refund please, refund")
    rule = await _in_force(hub, REFUND)
    ada = await _whose(hub, "Ada")
    (why,) = await _why(hub, ada, f"rule={rule}&language=zh")
    assert (why["verdict"], why["event"], why["at_event"]) == ("not_triggered", None, None)
    assert why["says"] == "本规则发布以来，此人没有给我们发消息。"
    assert why["now"]["parts"][1]["found"] == "最近 7 天内 1 次，至少需要 2 次"
    await hub.hear(ADA, "Anybody there?")
    (why,) = await _why(hub, ada, f"rule={rule}")
    said, often = why["at_event"]["parts"]
    assert (why["verdict"], said["holds"], often["holds"]) == ("not_held", False, True)
    assert why["event"]["excerpt"] == "Anybody there?"


async def test_a_tag_that_is_gone_and_one_of_another_are_told_apart(hub: RunningHub) -> None:
    rule = await _in_force(hub, REFUND | {"if": {"text": {"contains_any": ["refund"]}}})
    await hub.hear(ADA, "refund")
    ada = await _whose(hub, "Ada")
    (worn,) = (await hub.client.get(f"/contacts/{ada}/tags"))["items"]
    await hub.client.ask("DELETE", f"/api/v1/contacts/{ada}/tags/{worn['id']}")
    (why,) = await _why(hub, ada, f"rule={rule}")
    (tag,) = why["tags"]
    assert (why["verdict"], tag["stands"], list(tag["taken_off_by"])) == (
        *("taken_off", False),
        ["by"],
    )
    await hub.client.post(f"/contacts/{ada}/tags", {"name": "refund"})
    (why,) = await _why(hub, ada, f"rule={rule}")
    assert why["verdict"] == "given_by_other"
    await hub.client.post(f"/rules/{rule}/pause", {})
    await hub.hear(BO, "refund")
    (why,) = await _why(hub, await _whose(hub, "Bo"), f"rule={rule}")
    assert (why["verdict"], why["state"]) == ("paused", "paused")


async def test_whoever_sees_a_person_may_ask_and_opens_no_rule_by_it(hub: RunningHub) -> None:
    rule = await _in_force(hub, REFUND)
    await hub.hear(ADA, "refund")
    path = f"/api/v1/contacts/{await _whose(hub, 'Ada')}/why"
    actors = Actors(hub)
    agent, script = await actors.colleague(Role.AGENT), await actors.script(Scope.READ)
    reply = await agent.ask("GET", f"{path}?tag=refund")
    assert [one["verdict"] for one in reply.json["rules"]] == ["not_held"]
    assert (await agent.ask("GET", f"/api/v1/rules/{rule}")).status == 403
    viewer = await actors.colleague(Role.VIEWER)
    assert (await viewer.ask("GET", f"{path}?tag=refund")).status == 403
    assert (await script.ask("GET", f"{path}?rule={rule}")).status == 200
    for query, status in (("", 422), (f"rule={rule}&tag=x", 422), ("rule=12", 404)):
        reply = await script.ask("GET", f"{path}?{query}")
        assert reply.status == status, reply.body
    draft = await hub.client.post("/rules", {"definition": REFUND | {"name": "Draft"}})
    reply = await script.ask("GET", f"{path}?rule={draft.json['id']}")
    assert (reply.status, reply.json["code"]) == (409, "not_published")
