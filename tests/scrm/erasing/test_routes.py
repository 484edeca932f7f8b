"""Erasing over HTTP: who may, what is answered, and what open consoles and chats are told."""

from scrm.staff.values import Role
from tests.support.actors import Actors
from tests.support.cast import ADA, BO
from tests.support.chat import Chat
from tests.support.hub import Reply, RunningHub
from tests.support.stream import streaming

API = "/api/v1"


async def _erase(hub: RunningHub, contact: str, **body: str) -> Reply:
    return await hub.client.ask("DELETE", f"{API}/contacts/{contact}", json=body)


async def _contact_of(hub: RunningHub, text: str) -> str:
    (one,) = (await hub.client.get(f"/conversations?q={text}"))["items"]
    return str(one["contact_id"])


async def test_erased_and_not_there_any_more(hub: RunningHub) -> None:
    await hub.hear(ADA, "teapot")
    await hub.hear(BO, "saucer")
    ada, thread = await _contact_of(hub, "teapot"), await hub.conversation_of(ADA)
    preview = await hub.client.get(f"/contacts/{ada}/erase-preview")
    assert preview == {"contacts": 1, "conversations": 1, "messages": 1}
    reply = await _erase(hub, ada, reason="asked by letter")
    assert reply.status == 200
    assert (reply.json["contact_id"], reply.json["reason"]) == (ada, "asked by letter")
    assert (reply.json["by"]["kind"], reply.json["what"]["messages"]) == ("token", 1)
    paths = ("", "/erase-preview", "/identities", "/timeline", "/joinings", "/reachability")
    for path in (*(f"/contacts/{ada}{one}" for one in paths), f"/conversations/{thread}"):
        gone = await hub.client.ask("GET", f"{API}{path}")
        assert (gone.status, gone.json["code"]) == (404, "not_found"), path
    assert (await _erase(hub, ada)).status == 404
    listed = (await hub.client.get("/contacts"))["items"]
    assert [one["name"] for one in listed] == ["Bo"]
    assert len((await hub.client.get("/conversations"))["items"]) == 1


async def test_no_reason_need_be_given(hub: RunningHub) -> None:
    await hub.hear(ADA, "teapot")
    path = f"{API}/contacts/{await _contact_of(hub, 'teapot')}"
    reply = await hub.client.ask("DELETE", path)
    assert (reply.status, reply.json["reason"]) == (200, "")


async def test_a_repetition_by_the_platform_brings_nothing_back(hub: RunningHub) -> None:
    update = await hub.hear(ADA, "teapot")
    await _erase(hub, await _contact_of(hub, "teapot"))
    assert (await hub.client.push(update)).status == 200
    assert (await hub.client.get("/contacts"))["items"] == []
    (event,) = (await hub.events()).values()
    assert (event.body, event.order_key, event.error) == (b"", "", "erased")


async def test_what_a_repeated_request_was_answered_quotes_nobody(hub: RunningHub) -> None:
    await hub.hear(ADA, "teapot")
    path = f"/conversations/{await hub.conversation_of(ADA)}/messages"
    note = {"text": "She likes tea", "private": True}
    first = await hub.client.post(path, note, key="once")
    other = await hub.client.post("/contacts", {"name": "Cy"}, key="twice")
    await _erase(hub, await _contact_of(hub, "teapot"))
    again = await hub.client.post(path, note, key="once")
    assert (first.status, again.status, again.json["code"]) == (201, 404, "not_found")
    assert b"tea" not in again.body
    assert (await hub.client.post("/contacts", {"name": "Cy"}, key="twice")).body == other.body


async def test_an_agent_may_not(hub: RunningHub) -> None:
    await hub.hear(ADA, "teapot")
    ada = await _contact_of(hub, "teapot")
    for role, status in ((Role.VIEWER, 403), (Role.AGENT, 403), (Role.ADMIN, 200)):
        colleague = await Actors(hub).colleague(role)
        reply = await colleague.ask("DELETE", f"{API}/contacts/{ada}", json={})
        assert reply.status == status, role


async def test_open_consoles_are_told_what_is_gone(hub: RunningHub) -> None:
    await hub.hear(ADA, "teapot")
    ada, thread = await _contact_of(hub, "teapot"), await hub.conversation_of(ADA)
    kim = await Actors(hub).colleague(Role.AGENT)
    async with streaming(kim) as stream:
        await stream.opened()
        await _erase(hub, ada)
        gone = await stream.until(lambda one: one.event == "conversation.gone")
        assert gone.data == {"conversation_id": thread}
        changed = await stream.until(lambda one: one.event == "contact.changed")
        assert changed.data == {"contact_id": ada}


async def test_a_visitor_who_is_here_is_a_stranger_from_then_on(chat: Chat) -> None:
    ada = chat.visitor()
    async with ada.open() as tab:
        await tab.write("Who am I?")
        found = await chat.running.client.get(f"/conversations/{await chat.conversation()}")
        token = ada.token
        assert (await _erase(chat.running, found["contact_id"])).status == 200
        assert not [one for one in chat.running.hub.visitors.lobby if one.guest.is_known]
        assert (await tab.until("ended"))["code"] == "unauthorised"
        await tab.until_closed()
    assert (await ada.session())["conversation"] is None
    assert ada.token != token
    async with ada.open() as again:
        assert (await again.write("Hello"))["seq"] == 1
        assert again.texts == [""]
