"""P20: whatever breaks and whenever, each message is on both sides once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import Direction
from scrm.delivery import service as delivery
from scrm.delivery.tables import Delivery
from scrm.visitors.tables import Mail
from tests.support.chat import Chat, chatting
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.visitor import Tab


async def _inbound(chat: Chat) -> list[str]:
    def look(session: Session) -> list[str]:
        question = select(Message.text).where(col(Message.direction) == Direction.IN)
        return list(session.exec(question.order_by(col(Message.seq))))

    return await chat.running.read(look)


async def test_what_was_said_meanwhile_is_told_once(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("Are you there?")
        await chat.reply("one")
        await tab.hears("one")
        await tab.drop()
        await chat.reply("two")
        await chat.reply("three")
        await _sent(chat, 3)
        await tab.connect()
        assert [one["text"] for one in tab.heard if one["type"] == "message"] == ["two", "three"]
        await chat.reply("four")
        await tab.hears("four")
    assert tab.texts[1:] == ["one", "two", "three", "four"]
    assert tab.doubled == []


async def _sent(chat: Chat, count: int) -> None:
    def look(session: Session) -> bool | None:
        states = session.exec(select(Delivery.state)).all()
        return (len(states) == count and set(states) <= {"sent", "read"}) or None

    await chat.running.until(look)


async def test_a_break_before_the_answer_costs_nothing(chat: Chat) -> None:
    """The message is in, the word of it is lost: the same id again answers the same."""
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("First")
        await tab.say(type="message", client_id="lost-answer", text="Second", attachments=[])
        await tab.drop()
        await tab.connect()
        answer = await tab.write("Second", client_id="lost-answer")
        assert (answer["type"], answer["seq"]) == ("sent", 2)
    assert await _inbound(chat) == ["First", "Second"]
    assert tab.doubled == []


async def test_a_break_while_catching_up_skips_and_repeats_nothing(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        story = await _told_meanwhile(chat, tab, 12)
        await tab.greet()
        await tab.hears("chapter 3")
        await tab.drop()
        await tab.connect()
    assert tab.texts[1:] == story
    assert tab.doubled == []


async def test_a_story_longer_than_one_look_is_told_whole(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.visitors.mail.store.MOST_LETTERS", 5)
    visitor = chat.visitor()
    async with visitor.open() as tab:
        story = await _told_meanwhile(chat, tab, 23)
        await tab.connect()
    assert tab.texts[1:] == story
    assert tab.doubled == []


async def _told_meanwhile(chat: Chat, tab: Tab, chapters: int) -> list[str]:
    """A long story, while the visitor who asked for it is away."""
    await tab.write("Tell me a long story")
    await tab.drop()
    story = [f"chapter {number}" for number in range(chapters)]
    for chapter in story:
        await chat.reply(chapter)
    await _sent(chat, len(story))
    return story


async def test_what_comes_while_somebody_catches_up_is_told_once(chat: Chat) -> None:
    """A tab greets again and again while colleagues write on."""
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("Go on")
        writing = asyncio.create_task(_write(chat, 25))
        while not writing.done():
            await tab.drop()
            await tab.connect()
        await writing
        await tab.hears_all([f"line {number}" for number in range(25)])
    assert tab.texts[1:] == [f"line {number}" for number in range(25)]
    assert tab.doubled == []


async def _write(chat: Chat, count: int) -> None:
    for number in range(count):
        await chat.reply(f"line {number}")


async def test_what_is_sent_late_is_told_late_and_not_lost(place: Place) -> None:
    """A scheduled answer has a number in its thread that later words have passed already."""
    async with chatting(place, clock=HandClock()) as chat:
        visitor, hub = chat.visitor(), chat.running.hub
        async with visitor.open() as tab:
            await tab.write("Remind me")
            tomorrow = hub.clock.now() + timedelta(days=1)
            await chat.reply("the reminder", send_at=tomorrow.isoformat())
            await chat.reply("I will")
            await tab.hears("I will")
            assert "the reminder" not in tab.texts
            chat.running.advance(timedelta(days=1))
            hub.bell.ring(f"{delivery.TOPIC}:{chat.channel_id}")
            await tab.hears("the reminder")
            await tab.drop()
            await tab.connect()
        assert tab.texts[1:] == ["I will", "the reminder"]
        assert tab.doubled == []


async def test_what_waits_in_a_paused_channel_is_told_when_it_goes_on(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
        await chat.turn("pause")
        await chat.reply("from the queue")
        refused = await tab.write("Anybody?")
        assert (refused["type"], refused["code"]) == ("refused", "busy")
        assert "from the queue" not in tab.texts
        await chat.turn("resume")
        await tab.hears("from the queue")
    assert tab.doubled == []


async def test_a_new_conversation_goes_on_with_the_numbers(chat: Chat) -> None:
    """An organisation may want a new one after some days: the visitor sees one thread."""
    client, visitor = chat.running.client, chat.visitor()
    days = {"reopen_after_days": 1}
    assert (await client.ask("PATCH", "/api/v1/settings", json=days)).status == 200
    async with visitor.open() as tab:
        await tab.write("The first matter")
        path = f"/api/v1/conversations/{await chat.conversation()}"
        assert (await client.ask("PATCH", path, json={"status": "resolved"})).status == 200
        await _two_days_go_by(chat)
        sent = await tab.write("The second matter")
    fresh = Tab(visitor)
    await fresh.connect()
    await fresh.drop()
    assert len((await client.get("/conversations"))["items"]) == 2
    assert sent["seq"] == 2
    assert fresh.texts == ["The first matter", "The second matter"]


async def test_a_conversation_that_a_colleague_begins_is_heard(chat: Chat) -> None:
    """While the visitor is here: their socket knew another one."""
    client, visitor = chat.running.client, chat.visitor()
    days = {"reopen_after_days": 1}
    assert (await client.ask("PATCH", "/api/v1/settings", json=days)).status == 200
    async with visitor.open() as tab:
        await tab.write("The first matter")
        path = f"/api/v1/conversations/{await chat.conversation()}"
        resolved = await client.ask("PATCH", path, json={"status": "resolved"})
        await _two_days_go_by(chat)
        whom = {"contact_id": resolved.json["contact_id"], "channel_id": chat.channel_id}
        begun = await client.post("/conversations", {**whom, "text": "One more thing"})
        assert begun.status == 201
        await tab.hears("One more thing")
    assert len((await client.get("/conversations"))["items"]) == 2


async def _two_days_go_by(chat: Chat) -> None:
    """Since the conversation was resolved."""
    ago = chat.running.hub.clock.now() - timedelta(days=2)
    change = update(Conversation).values(resolved_at=ago)
    await chat.running.hub.database.write(lambda s: s.execute(change).close())


async def test_a_seq_that_was_never_given_is_told_all(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
        await tab.drop()
        tab.after = 7
        await tab.connect()
        assert [one["text"] for one in tab.heard if one["type"] == "message"] == ["Hello"]


async def test_who_comes_back_to_what_was_deleted_waits_for_nothing(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
        await tab.drop()

        def forget(session: Session) -> None:
            session.execute(delete(Mail))
            session.execute(delete(Message))

        await chat.running.hub.database.write(forget)
        tab.after = 0
        await tab.connect()
        assert (await tab.until("caught_up"))["seq"] == 0
