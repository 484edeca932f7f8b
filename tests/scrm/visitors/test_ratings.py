"""How it was: asked once, of those who talked, when it is done; and told to colleagues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.support.chat import Chat, chatting
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.visitor import Tab, Visitor


async def _becomes(chat: Chat, status: str) -> str:
    conversation = await chat.conversation()
    path = f"/api/v1/conversations/{conversation}"
    reply = await chat.running.client.ask("PATCH", path, json={"status": status})
    assert reply.status == 200, reply.body
    return conversation


async def _says(tab: Tab, conversation: str, score: int, comment: str = "") -> dict[str, Any]:
    await tab.say(type="rated", conversation=conversation, score=score, comment=comment)
    return await tab.wait(lambda one: one["type"] in ("rated", "unrated"))


@asynccontextmanager
async def _answered(chat: Chat, visitor: Visitor) -> AsyncIterator[Tab]:
    """A visitor who has asked and was answered."""
    await visitor.session()
    async with visitor.open() as tab:
        await tab.write("Do you ship to Malta?")
        await chat.reply("We do.")
        await tab.hears("We do.")
        yield tab


async def test_who_was_answered_is_asked_when_it_is_resolved(chat: Chat) -> None:
    async with _answered(chat, chat.visitor()) as tab:
        conversation = await _becomes(chat, "resolved")
        assert await tab.until("rate", conversation=conversation)
        assert (await _says(tab, conversation, 4, "Quick")) == {
            "type": "rated",
            "conversation": conversation,
            "score": 4,
        }
    client = chat.running.client
    (rating,) = (await client.get(f"/conversations/{conversation}/ratings"))["items"]
    assert (rating["score"], rating["comment"]) == (4, "Quick")
    last = (await client.get(f"/conversations/{conversation}/messages"))["items"][-1]
    activity = last["content"]["activity"]
    assert (activity["kind"], activity["score"], activity["comment"]) == ("rated", 4, "Quick")
    contact = (await client.get(f"/conversations/{conversation}"))["contact_id"]
    timeline = (await client.get(f"/contacts/{contact}/timeline"))["items"]
    assert "conversation.rated" in [entry["kind"] for entry in timeline]


async def test_who_comes_back_is_asked_then_and_no_more_once_they_have_said(quick: Chat) -> None:
    ada = quick.visitor()
    async with _answered(quick, ada):
        pass
    conversation = await _becomes(quick, "resolved")
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] == conversation
        await _says(tab, conversation, 5)
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] is None


async def test_a_week_later_nobody_is_asked(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, clock=HandClock()) as chat:
        await _a_week_later(chat)


async def _a_week_later(quick: Chat) -> None:
    ada = quick.visitor()
    async with _answered(quick, ada):
        pass
    conversation = await _becomes(quick, "resolved")
    quick.running.advance(timedelta(days=7, seconds=1))
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] is None
        assert (await _says(tab, conversation, 5))["code"] == "not_due"


async def test_the_first_word_counts_and_all_tabs_hear_it(quick: Chat) -> None:
    ada = quick.visitor()
    async with _answered(quick, ada) as tab, ada.open() as second:
        conversation = await _becomes(quick, "resolved")
        await tab.until("rate", conversation=conversation)
        await _says(tab, conversation, 2)
        assert (await second.until("rated"))["score"] == 2
        second.heard.clear()
        assert (await _says(second, conversation, 5))["score"] == 2
    path = f"/conversations/{conversation}/ratings"
    assert len((await quick.running.client.get(path))["items"]) == 1


async def test_what_is_taken_up_again_is_asked_of_again(quick: Chat) -> None:
    async with _answered(quick, quick.visitor()) as tab:
        conversation = await _becomes(quick, "resolved")
        await tab.until("rate", conversation=conversation)
        await _says(tab, conversation, 1, "It did not fit")
        tab.heard.clear()
        await tab.write("One thing more")
        await quick.reply("Yes?")
        await _becomes(quick, "resolved")
        await tab.until("rate", conversation=conversation)
        await _says(tab, conversation, 5)
    rated = (await quick.running.client.get(f"/conversations/{conversation}/ratings"))["items"]
    assert [one["score"] for one in rated] == [5, 1]


async def test_opened_and_resolved_again_without_a_word_asks_nobody_twice(quick: Chat) -> None:
    ada = quick.visitor()
    async with _answered(quick, ada) as tab:
        conversation = await _becomes(quick, "resolved")
        await tab.until("rate", conversation=conversation)
        await _says(tab, conversation, 3)
    await _becomes(quick, "open")
    await _becomes(quick, "resolved")
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] is None


async def test_the_question_is_taken_back_when_it_is_opened_again(quick: Chat) -> None:
    async with _answered(quick, quick.visitor()) as tab:
        conversation = await _becomes(quick, "resolved")
        await tab.until("rate", conversation=conversation)
        await _becomes(quick, "open")
        await tab.until("rate", conversation=None)
        assert (await _says(tab, conversation, 3))["code"] == "not_due"


async def test_who_was_not_answered_is_not_asked(quick: Chat) -> None:
    ada = quick.visitor()
    await ada.session()
    async with ada.open() as tab:
        await tab.write("Anybody there?")
    await _becomes(quick, "resolved")
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] is None


async def test_a_site_that_does_not_ask_takes_no_answers(quick: Chat) -> None:
    ada = quick.visitor()
    await quick.change(ask_rating=False)
    async with _answered(quick, ada):
        conversation = await _becomes(quick, "resolved")
    async with ada.open() as tab:
        assert (await tab.until("ready"))["rate"] is None
        assert (await _says(tab, conversation, 5))["code"] == "not_due"


async def test_nobody_rates_what_others_talked_about(quick: Chat) -> None:
    eve = quick.visitor()
    async with _answered(quick, quick.visitor()):
        conversation = await _becomes(quick, "resolved")
    await eve.session()
    async with eve.open() as tab:
        assert (await _says(tab, conversation, 1))["code"] == "not_due"
        await tab.write("I am somebody else")
        assert (await _says(tab, conversation, 1))["code"] == "not_due"
    path = f"/conversations/{conversation}/ratings"
    assert (await quick.running.client.get(path))["items"] == []


@pytest.mark.parametrize(
    "frame",
    [
        {"conversation": "1", "score": 0},
        {"conversation": "1", "score": 6},
        {"conversation": "1", "score": True},
        {"conversation": "1", "score": 4.5},
        {"conversation": "x", "score": 4},
        {"conversation": 1, "score": 4},
        {"conversation": "1", "score": 4, "comment": ["long"]},
    ],
)
async def test_what_is_no_rating_ends_the_connection(quick: Chat, frame: dict[str, Any]) -> None:
    ada = quick.visitor()
    await ada.session()
    async with ada.open() as tab:
        await tab.say(type="rated", **frame)
        assert await tab.until_closed() == 1008
