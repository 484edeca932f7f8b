"""Signs that pass between a visitor and colleagues: who types, and how far each has read."""

from sqlmodel import Session, select

from scrm.delivery.tables import Delivery
from scrm.staff.values import Role
from scrm.visitors.sockets.worker import Postman
from tests.support.actors import Actor, Actors
from tests.support.chat import Chat
from tests.support.stream import streaming


async def _kim(chat: Chat) -> Actor:
    return await Actors(chat.running).colleague(Role.AGENT)


async def test_a_colleague_who_types_is_seen(quick: Chat) -> None:
    kim = await _kim(quick)
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        path = f"/api/v1/conversations/{await quick.conversation()}/typing"
        assert (await kim.ask("POST", path, json={})).status == 204
        typing = await tab.until("typing")
    assert typing["on"] is True
    assert typing["name"] != ""


async def test_a_visitor_who_types_is_seen(quick: Chat) -> None:
    kim = await _kim(quick)
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        conversation = await quick.conversation()
        async with streaming(kim) as stream:
            await stream.opened()
            await tab.say(type="typing")
            seen = await stream.until(lambda one: one.event == "visitor.typing")
    assert seen.data == {"conversation_id": conversation}


async def test_how_far_we_have_read_is_told_now_and_later(quick: Chat) -> None:
    kim = await _kim(quick)
    visitor = quick.visitor()
    async with visitor.open() as tab:
        await tab.write("One")
        last = await tab.write("Two")
        path = f"/api/v1/conversations/{await quick.conversation()}/read"
        assert (await kim.ask("POST", path, json={})).status == 200
        assert (await tab.until("read"))["seq"] == last["seq"]
    async with visitor.open() as tab:
        assert (await tab.until("read"))["seq"] == last["seq"]


async def test_one_look_serves_all_tabs_and_none_is_made_for_strangers(quick: Chat) -> None:
    """Commits of other channels, and of visitors who are not here, cost no look."""
    running, visitor = quick.running, quick.visitor()
    postman = running.hub.visitors.postman
    async with visitor.open() as one, visitor.open() as two, visitor.open() as three:
        await one.write("Hello")
        await running.until(lambda _: _is_at_rest(postman) or None)
        before = postman.looks
        await quick.reply("To all three")
        for tab in (one, two, three):
            await tab.hears("To all three")
        await running.until(lambda s: _all_sent(s, 1))
        await running.until(lambda _: _is_at_rest(postman) or None)
        assert postman.looks - before <= 3  # written, on its way, sent
    await running.until(lambda _: not postman._threads or None)
    before = postman.looks
    await quick.reply("To nobody who is here")
    await running.until(lambda s: _all_sent(s, 2))
    assert _is_at_rest(postman)
    assert postman.looks == before


def _is_at_rest(postman: Postman) -> bool:
    return not (postman._looking or postman._dirty or any(postman._heard.values()))


def _all_sent(session: Session, count: int) -> bool | None:
    return session.exec(select(Delivery.state)).all() == ["sent"] * count or None
