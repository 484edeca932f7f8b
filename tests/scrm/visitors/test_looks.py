"""What the postman reads, for whom, and what a look that fails costs others."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlmodel import Session, select

from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery
from scrm.kernel.clock import SystemClock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.engines import writing_engine
from scrm.kernel.ids import new_id
from scrm.kernel.signals import Signal
from scrm.visitors.mail import store
from scrm.visitors.mail.values import NEVER, Box
from scrm.visitors.sockets.service import Thread
from scrm.visitors.sockets.worker import Postman
from scrm.visitors.tables import Mail
from tests.scrm.intake.test_backlog import plan_of
from tests.support.chat import Chat
from tests.support.databases import Place
from tests.support.gate import Gate


async def test_what_has_its_place_is_not_read_again(chat: Chat) -> None:
    """Nor is it while a message that was not sent yet stands before it."""
    async with chat.visitor().open() as tab:
        await tab.write("Remind me")
        tomorrow = chat.running.hub.clock.now() + timedelta(days=1)
        reminder = await chat.reply("the reminder", send_at=tomorrow.isoformat())
        await chat.reply("I will")
        await tab.hears("I will")
        await tab.write("Thanks")
        conversation = int(await chat.conversation())
        box = _box(chat, conversation)
    assert box.waiting == {int(reminder["id"])}

    def read(session: Session, floors: dict[int, int], waiting: list[int]) -> list[int]:
        return [one.message_id for one in store.placeless(session, floors, waiting)]

    floors, waiting = dict(box.floors), list(box.waiting)
    assert await chat.running.read(lambda s: read(s, {conversation: 0}, [])) == waiting
    assert await chat.running.read(lambda s: read(s, floors, [])) == []
    assert await chat.running.read(lambda s: read(s, floors, waiting)) == waiting


def _box(chat: Chat, conversation: int) -> Box:
    box = chat.running.hub.visitors.postman._by_conversation[conversation].box
    assert box is not None
    return box


async def test_what_has_no_place_is_found_by_index(sqlite_only: Place) -> None:
    engine = writing_engine(make_url(sqlite_only.url))
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    with Session(engine) as session:
        store.placeless(session, {1: 0}, [2])
        behind, waiting = (plan_of(session, *one) for one in list(asked) if "mail" in one[0])
    engine.dispose()
    assert "SEARCH m USING INDEX message_seq (conversation_id=? AND seq>?)" in behind
    assert "SEARCH m USING INTEGER PRIMARY KEY" in waiting
    for plan in (behind, waiting):
        assert "SEARCH mail USING COVERING INDEX visitor_mail_of" in plan
        assert "SCAN m\n" not in plan + "\n"


async def test_a_page_that_loads_counts_what_waits_for_its_place_and_gives_none(chat: Chat) -> None:
    visitor, postman = chat.visitor(), chat.running.hub.visitors.postman
    async with visitor.open() as tab:
        await tab.write("Are you there?")
    await chat.running.until(lambda _: not postman._threads or None)
    await chat.reply("We are")
    await chat.reply("Still")
    await chat.running.until(lambda s: _all_sent(s, 2))
    told = (await visitor.session())["conversation"]
    assert (told["last_seq"], told["read_seq"], told["unread"]) == (3, 0, 2)
    assert await chat.running.read(lambda s: len(s.exec(select(Mail)).all())) == 1
    async with visitor.open() as tab:
        assert tab.texts == ["Are you there?", "We are", "Still"]
    assert (await visitor.session())["conversation"] == told


def _all_sent(session: Session, count: int) -> bool | None:
    return session.exec(select(Delivery.state)).all() == ["sent"] * count or None


def test_nothing_is_brought_where_nobody_listens() -> None:
    assert Thread((1, "v1")).want().since == NEVER


async def test_who_begins_to_listen_during_a_look_is_told_what_it_found(
    quick: Chat, failpoints: Callable[[str], None], tmp_path: Path
) -> None:
    gate = Gate(tmp_path)
    gate.shut()
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        (socket,) = quick.running.hub.visitors.lobby
        socket.is_live = False
        failpoints(f"visitors.placing=gate:{gate.path}")
        await quick.reply("Hi")
        await gate.is_reached()
        socket.is_live = True
        gate.open()
        await tab.hears("Hi")


async def test_a_visitor_whose_look_fails_harms_no_other(
    quick: Chat, failpoints: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.visitors.sockets.worker.PUT_OFF_FOR", 0.1)
    ada, eve = quick.visitor(), quick.visitor()
    async with ada.open() as hers, eve.open() as other:
        await hers.write("I am Ada")
        ada_id = await quick.running.read(lambda s: s.exec(select(Identity.id)).one())
        await other.write("I am Eve")
        failpoints(f"visitors.placing#{ada_id}=raise:ValueError")
        waiting = asyncio.create_task(hers.write("Anybody?"))
        await quick.running.until(lambda _: postman_has_put_off(quick) or None)
        assert (await other.write("Here I am"))["type"] == "sent"
        failpoints("")
        assert (await waiting)["type"] == "sent"


def postman_has_put_off(chat: Chat) -> bool:
    return bool(chat.running.hub.visitors.postman._put_off)


async def test_what_was_read_is_noted_though_the_look_failed_and_nobody_is_here(
    quick: Chat, failpoints: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrm.visitors.sockets.worker.PUT_OFF_FOR", 0.1)
    postman = quick.running.hub.visitors.postman
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        await quick.reply("Hi")
        heard = await tab.hears("Hi")
        await quick.running.until(lambda s: _all_sent(s, 1))
        failpoints("visitors.placed=raise:ValueError")
        await tab.say(type="read", seq=heard["seq"])
        await quick.running.until(lambda _: postman_has_put_off(quick) or None)
    await quick.running.until(lambda _: len(quick.running.hub.visitors.lobby) == 0 or None)
    failpoints("")
    await quick.running.until(lambda s: s.exec(select(Delivery.state)).one() == "read" or None)
    await quick.running.until(lambda _: not postman._threads or None)


async def test_what_was_heard_is_not_lost_when_nobody_can_say_whose_it_is(
    sqlite_only: Place,
) -> None:
    """The database can't be asked at this moment."""
    database = Database(sqlite_only.url)
    database.close()
    postman = Postman(database, SystemClock(), Doorbell())
    postman._threads[1, "v1"] = Thread((1, "v1"))
    begun = new_id()
    postman.hear([Signal("conversation", begun)])
    with pytest.raises(RuntimeError, match="shutdown"):
        await postman.step()
    assert postman._heard["conversation"] == {begun}


async def test_a_place_that_was_read_before_costs_no_look(quick: Chat) -> None:
    postman = quick.running.hub.visitors.postman
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        await quick.reply("Hi")
        heard = await tab.hears("Hi")
        await tab.say(type="read", seq=heard["seq"])
        await quick.running.until(lambda s: s.exec(select(Delivery.state)).one() == "read" or None)
        thread = postman._by_conversation[int(await quick.conversation())]
        await quick.running.until(
            lambda _: (thread.box is not None and thread.box.read_place == heard["seq"]) or None
        )
        await tab.say(type="read", seq=heard["seq"])
        await tab.say(type="ping")
        await tab.until("pong")
        assert thread.read == 0
