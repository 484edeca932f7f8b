"""Joining over HTTP: what is asked, what is answered, and what open consoles are told."""

from collections.abc import Callable

from scrm.staff.values import Role
from tests.support.actors import Actors
from tests.support.cast import ADA, BO
from tests.support.hub import Reply, RunningHub
from tests.support.stream import Frame, streaming

API = "/api/v1"


async def _contact_of(hub: RunningHub, text: str) -> str:
    found = await hub.client.get(f"/conversations?q={text}")
    (one,) = found["items"]
    return str(one["contact_id"])


async def _both(hub: RunningHub) -> tuple[str, str]:
    await hub.hear(ADA, "teapot")
    await hub.hear(BO, "saucer")
    return await _contact_of(hub, "teapot"), await _contact_of(hub, "saucer")


async def _join(hub: RunningHub, survivor: str, other: str, *, key: str = "") -> Reply:
    return await hub.client.post(f"/contacts/{survivor}/join", {"other": other}, key=key)


async def test_joined_seen_and_separated(hub: RunningHub) -> None:
    ada, bo = await _both(hub)
    preview = await hub.client.get(f"/contacts/{ada}/join-preview?with={bo}")
    assert preview["survivor"]["contact"]["name"] == "Ada"
    assert [one["code"] for one in preview["warnings"]] == ["same_channel"]
    reply = await _join(hub, ada, bo)
    assert reply.status == 201
    joining = reply.json["joining"]
    assert (joining["survivor"]["id"], joining["other"]["id"]) == (ada, bo)
    assert (await hub.client.get(f"/contacts/{bo}"))["joined_into"] == ada
    identities = (await hub.client.get(f"/contacts/{ada}/identities"))["items"]
    assert [one["home_id"] for one in identities] == [None, bo]
    listed = (await hub.client.get(f"/contacts/{ada}/joinings"))["items"]
    assert listed == [joining]
    undone = await hub.client.post(f"/joinings/{joining['id']}/separate", {})
    assert undone.status == 200
    assert undone.json["joining"]["undone_at"] is not None
    assert (await hub.client.get(f"/contacts/{bo}"))["joined_into"] is None


async def test_a_repeated_request_joins_once_and_has_one_answer(hub: RunningHub) -> None:
    ada, bo = await _both(hub)
    first, again = [await _join(hub, ada, bo, key="once") for _ in range(2)]
    assert (first.status, first.json) == (again.status, again.json)
    joining = first.json["joining"]["id"]
    path = f"/joinings/{joining}/separate"
    first, again = [await hub.client.post(path, {}, key="back") for _ in range(2)]
    assert (first.status, first.json) == (again.status, again.json) == (200, first.json)


async def test_refusals_have_codes(hub: RunningHub) -> None:
    ada, bo = await _both(hub)
    same = await _join(hub, ada, ada)
    assert (same.status, same.json["code"]) == (422, "same_contact")
    assert (await _join(hub, ada, "1")).status == 404
    joining = (await _join(hub, ada, bo)).json["joining"]["id"]
    for refused in (
        await _join(hub, ada, bo),
        await hub.client.ask("PATCH", f"{API}/contacts/{bo}", json={"name": "Nobody"}),
    ):
        assert (refused.status, refused.json["code"]) == (409, "joined_away")
    path = f"/joinings/{joining}/separate"
    replies = [await hub.client.post(path, {}) for _ in range(2)]
    assert [one.status for one in replies] == [200, 409]
    assert replies[1].json["code"] == "already_separated"


async def test_who_joined_them_is_told_by_name(hub: RunningHub) -> None:
    ada, bo = await _both(hub)
    kim = await Actors(hub).colleague(Role.AGENT)
    reply = await kim.ask("POST", f"{API}/contacts/{ada}/join", json={"other": bo})
    by = reply.json["joining"]["by"]
    assert (by["kind"], by["id"]) == ("user", str(kim.user_id))
    timeline = (await hub.client.get(f"/contacts/{ada}/timeline"))["items"]
    (told,) = [one for one in timeline if one["kind"] == "contact.joined"]
    assert (told["data"]["other_id"], told["data"]["by"]) == (bo, by)


async def test_open_consoles_are_told_of_both_at_once(hub: RunningHub) -> None:
    ada, bo = await _both(hub)
    kim = await Actors(hub).colleague(Role.AGENT)
    async with streaming(kim) as stream:
        await stream.opened()
        await _join(hub, ada, bo)
        told: set[str] = set()
        while told != {ada, bo}:
            frame = await stream.until(lambda one: one.event == "contact.changed")
            told.add(frame.data["contact_id"])
        moved = await stream.until(_is_of(ada, "saucer"))
        assert moved.data["conversation"]["contact"]["name"] == "Ada"


def _is_of(contact_id: str, text: str) -> Callable[[Frame], bool]:
    def is_it(frame: Frame) -> bool:
        shown = frame.data.get("conversation") or {}
        said = (shown.get("last_message") or {}).get("text")
        return (shown.get("contact_id"), said) == (contact_id, text)

    return is_it
