"""A shop tells of an order, and a rule has acted when it is answered."""

from typing import Any

import pytest

from tests.support.cast import ADA
from tests.support.hub import RunningHub

VIP = {
    "name": "VIP",
    "when": "order.paid",
    "if": {
        "sum": {
            "event": "order.paid",
            "of": "amount",
            "at_least": 20_000,
            "within": "30d",
            "where": {"data": {"name": "currency", "op": "eq", "value": "CNY"}},
        }
    },
    "then": [{"tag": "vip", "until": "30d"}],
}


def _order(contact: str, number: str, amount: int = 12_900, **more: Any) -> dict[str, Any]:
    data = {"amount": amount, "currency": "CNY", "order": number}
    return {"kind": "order.paid", "contact": {"id": contact}, "data": data} | more


async def _ada(hub: RunningHub) -> str:
    await hub.hear(ADA, "teapot")
    found = await hub.client.get("/conversations")
    return str(found["items"][0]["contact_id"])


async def _tags(hub: RunningHub, contact: str) -> list[str]:
    return [one["name"] for one in (await hub.client.get(f"/contacts/{contact}/tags"))["items"]]


async def test_a_rule_acts_in_the_commit_of_the_order(hub: RunningHub) -> None:
    ada, client = await _ada(hub), hub.client
    made = await client.post("/rules", {"definition": VIP})
    assert made.status == 201, made.body
    await client.post(f"/rules/{made.json['id']}/publish", {})
    first = await client.post("/events", _order(ada, "1"))
    assert first.status == 201, first.body
    assert first.json["contact_id"] == ada
    assert await _tags(hub, ada) == []
    again = await client.post("/events", _order(ada, "1"))
    assert (again.status, again.json) == (201, first.json)
    assert await _tags(hub, ada) == []
    old = _order(ada, "0", 99_999, occurred_at="2001-01-01T00:00:00+08:00")
    assert (await client.post("/events", old)).json["at"] == "2000-12-31T16:00:00Z"
    assert await _tags(hub, ada) == []
    await client.post("/events", _order(ada, "2", 7_100))
    assert await _tags(hub, ada) == ["vip"]
    why = await client.get(f"/contacts/{ada}/why?rule={made.json['id']}")
    assert "200.00 CNY in the last 30 days; at least 200.00 CNY needed" in str(why)


async def test_orders_stand_in_the_timeline_and_are_asked_about(hub: RunningHub) -> None:
    ada, client = await _ada(hub), hub.client
    quote = {"kind": "custom.quote_asked", "contact": {"id": ada}, "data": {"product": "teapot"}}
    reply = await client.post("/events/batch", {"events": [_order(ada, "1"), quote]})
    assert (reply.status, reply.json["next"]) == (200, None)
    assert [one["refused"] for one in reply.json["items"]] == [None, None]
    told = (await client.get(f"/contacts/{ada}/timeline"))["items"]
    assert {"order.paid", "custom.quote_asked"} <= {one["kind"] for one in told}
    where = {"data": {"name": "product", "op": "eq", "value": "teapot"}}
    asked = {"count": {"event": "custom.quote_asked", "at_least": 1, "where": where}}
    seen = await client.post("/segments/preview", {"condition": asked})
    assert (seen.status, seen.json["count"]) == (200, 1)


async def test_what_is_refused_says_where_and_why(hub: RunningHub) -> None:
    ada, client = await _ada(hub), hub.client
    good = _order(ada, "1")
    assert (await client.post("/events", good)).status == 201
    cases: list[tuple[dict[str, Any], int, str]] = [
        (_order(ada, "1", 5), 409, "key_reused"),
        (_order("1", "2"), 404, "not_found"),
        (_order(ada, "2", -5), 422, "invalid"),
        (_order(ada, "2", occurred_at="2999-01-01T00:00:00Z"), 422, "invalid"),
        (good | {"kind": "message.received"}, 422, "invalid"),
        (good | {"contact": {}}, 422, "invalid"),
        (good | {"contact": {"id": ada, "email": "a@b.c"}}, 422, "invalid"),
        (good | {"contact": {"channel_id": client.channel_id}}, 422, "invalid"),
        (good | {"occurred_at": "2026-01-01T00:00:00"}, 422, "invalid"),
        (good | {"more": 1}, 422, "invalid"),
        (good | {"occurred_at": "0001-01-01T00:00:00+14:00"}, 422, "invalid"),
        (good | {"occurred_at": "9999-12-31T23:59:59-12:00"}, 422, "invalid"),
    ]
    for body, status, code in cases:
        reply = await client.post("/events", body)
        assert (reply.status, reply.json["code"]) == (status, code), body
    several = [*(body for body, _, _ in cases), "no event", good]
    whole = await client.post("/events/batch", {"events": several})
    assert whole.status == 200, whole.body
    refused = [one["refused"] for one in whole.json["items"]]
    codes = [one and one["code"] for one in refused]
    assert codes == [*(code for _, _, code in cases), "invalid", None]
    assert refused[9]["detail"].startswith("more ")
    assert refused[11]["detail"].startswith("occurred_at ")
    assert refused[12]["detail"].startswith("event ")


async def test_what_an_event_of_a_batch_looks_like_is_described(hub: RunningHub) -> None:
    schemas = (await hub.client.get("/openapi.json"))["components"]["schemas"]
    items = schemas["BatchBody"]["properties"]["events"]["items"]
    assert items == {"$ref": "#/components/schemas/EventBody"}


@pytest.mark.parametrize("number", [0, 101])
async def test_a_batch_has_its_bounds(hub: RunningHub, number: int) -> None:
    reply = await hub.client.post("/events/batch", {"events": [_order("1", "1")] * number})
    assert reply.status == 422
