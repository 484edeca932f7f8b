"""Where else a person can be answered, and why not where they can't."""

from typing import Any

import pytest
from sqlmodel import Session, select

from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from tests.support.cast import ADA, BO
from tests.support.chat import Chat, chatting
from tests.support.databases import Place


async def _one_person(chat: Chat) -> tuple[str, str]:
    """Ada on Telegram, and a visitor who is joined with her: their conversations."""
    running = chat.running
    await running.hear(ADA, "Hello from my phone")
    async with chat.visitor().open() as tab:
        await tab.write("Hello from the site")
    site, phone = await chat.conversation(), await running.conversation_of(ADA)
    people = [
        (await running.client.get(f"/conversations/{one}"))["contact_id"] for one in (phone, site)
    ]
    reply = await running.client.post(f"/contacts/{people[0]}/join", {"other": people[1]})
    assert reply.status == 201, reply.body
    return site, phone


async def _ways(chat: Chat, conversation: str) -> dict[str, dict[str, Any]]:
    found = await chat.running.client.get(f"/conversations/{conversation}/ways")
    return {one["channel"]["platform"]: one for one in found["items"]}


async def _change(chat: Chat, **health: Any) -> None:
    """What happens to the Telegram channel."""

    def work(session: Session) -> None:
        channel = session.get_one(Channel, int(chat.running.client.channel_id))
        for name, value in health.items():
            setattr(channel, name, value)

    await chat.running.hub.database.write(work)


async def test_a_person_on_two_channels_can_be_answered_on_both(place: Place) -> None:
    async with chatting(place) as chat:
        site, phone = await _one_person(chat)
        ways = await _ways(chat, site)
    assert {one: way["conversation_id"] for one, way in ways.items()} == {
        "telegram": phone,
        "webchat": site,
    }
    assert [ways["telegram"]["current"], ways["webchat"]["current"]] == [False, True]
    assert ways["telegram"]["display"] == "Ada"
    assert all(way["can"] for way in ways.values())


async def test_who_is_on_one_channel_has_one_way(sqlite_only: Place) -> None:
    async with chatting(sqlite_only) as chat:
        await chat.running.hear(BO, "Hello")
        ways = await _ways(chat, await chat.running.conversation_of(BO))
    assert list(ways) == ["telegram"]


@pytest.mark.parametrize(
    ("changed", "why", "text", "can"),
    [
        ({"state": "paused", "paused_reason": "lunch"}, "paused", "lunch", True),
        ({"health": {"state": "broken", "detail": "revoked"}}, "failing", "revoked", True),
        ({"health": {"state": "warning", "detail": "slow"}}, "ok", "", True),
        ({"state": "archive"}, "archive", "Imported history", False),
    ],
)
async def test_a_way_says_what_stands_in_it(
    sqlite_only: Place, changed: dict[str, Any], why: str, text: str, *, can: bool
) -> None:
    async with chatting(sqlite_only) as chat:
        site, _ = await _one_person(chat)
        await _change(chat, **changed)
        way = (await _ways(chat, site))["telegram"]
    assert (way["why"], way["can"]) == (why, can)
    assert way["text"].startswith(text)


async def test_who_blocked_the_bot_can_not_be_answered_there(sqlite_only: Place) -> None:
    async with chatting(sqlite_only) as chat:
        site, _ = await _one_person(chat)
        running = chat.running
        await running.client.push(running.telegram.turns(ADA, blocked=True, at=1_990_000_000))
        way = (await _ways(chat, site))["telegram"]
    assert (way["why"], way["can"]) == ("blocked", False)


async def test_where_nobody_has_written_a_conversation_is_opened_without_a_word(
    sqlite_only: Place,
) -> None:
    async with chatting(sqlite_only) as chat:
        client = chat.running.client
        async with chat.visitor().open() as tab:
            await tab.say(type="form", values={"name": "Ada"})
            await tab.until("formed")

        def look(session: Session) -> int:
            return session.exec(select(Identity.contact_id)).one()

        contact = str(await chat.running.read(look))
        body = {"contact_id": contact, "channel_id": chat.channel_id, "only_open": True}
        made = await client.post("/conversations", body)
        opened = made.json["conversation"]
        ways = await _ways(chat, opened["id"])
        messages = await client.get(f"/conversations/{opened['id']}/messages")
    assert (made.status, made.json["message"], opened["last_message"]) == (201, None, None)
    assert (opened["status"], messages["items"]) == ("open", [])
    assert ways["webchat"]["conversation_id"] == opened["id"]


async def test_there_are_no_ways_from_nowhere(sqlite_only: Place) -> None:
    async with chatting(sqlite_only) as chat:
        reply = await chat.running.client.ask("GET", "/api/v1/conversations/1/ways")
    assert reply.status == 404
