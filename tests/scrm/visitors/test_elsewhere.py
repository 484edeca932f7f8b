"""A visitor goes on elsewhere: who may, by what link, and what becomes of the two of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session, col, select

from scrm.channels import service as channels
from scrm.channels.values import Health, HealthState
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Message
from scrm.joining.links.values import LIVES
from scrm.joining.tables import Joining
from tests.support.cast import ADA, BO, Someone
from tests.support.chat import Chat, chatting
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.visitor import Tab

Arm = Callable[[str], None]


async def _name_the_bot(chat: Chat, display: str = "@leaf_bot") -> None:
    """What a check of the Telegram channel found; the hub has noticed."""
    running = chat.running
    channel_id = int(running.client.channel_id)
    health = Health(HealthState.OK, display=display)
    now = running.hub.clock.now()
    await running.hub.database.write(lambda s: channels.note_health(s, channel_id, health, now))

    def noticed(_: Session) -> bool | None:
        found = running.hub.registry.find(channel_id)
        return (found is not None and found.display == display) or None

    await running.until(noticed)


async def _link(tab: Tab) -> dict[str, Any]:
    tab.heard.clear()
    await tab.say(type="continue", platform="telegram")
    return await tab.until("continue")


async def _comes(chat: Chat, who: Someone, link: dict[str, Any]) -> None:
    (token,) = parse_qs(urlsplit(link["url"]).query)["start"]
    await chat.running.hear(who, f"/start {token}")


async def _people(chat: Chat) -> dict[str, int]:
    """Whose the addresses are: those of Telegram by their number, the visitor's as `site`."""

    def look(session: Session) -> dict[str, int]:
        rows = session.exec(select(Identity)).all()
        site = int(chat.channel_id)
        return {
            "site" if one.channel_id == site else one.external_id: one.contact_id for one in rows
        }

    return await chat.running.read(look)


async def test_a_visitor_goes_on_on_telegram_and_is_one_person(chat: Chat) -> None:
    await _name_the_bot(chat)
    async with chat.visitor().open() as tab:
        assert tab.heard[0]["continue_on"] == [{"platform": "telegram", "label": "Telegram"}]
        await tab.write("Is the blue cup back?")
        link = await _link(tab)
        assert urlsplit(link["url"])._replace(query="").geturl() == (
            "http://127.0.0.1:9/t.me/leaf_bot"
        )
        assert link["seconds"] == 1800
        await _comes(chat, ADA, link)
        people = await _people(chat)
        assert people["site"] == people[str(ADA.id)]
        await chat.reply("It is", content={"text": "It is"})
        await tab.hears("It is")
        await tab.write("The chat on the site goes on")


async def test_a_link_that_was_passed_on_joins_nobody_else(chat: Chat) -> None:
    await _name_the_bot(chat)
    async with chat.visitor().open() as tab:
        await tab.write("Hello")
        link = await _link(tab)
    await _comes(chat, ADA, link)
    await _comes(chat, BO, link)
    people = await _people(chat)
    assert people["site"] == people[str(ADA.id)] != people[str(BO.id)]


async def test_each_visitor_has_a_link_of_their_own(chat: Chat) -> None:
    """The token of another joins with that other, and with nobody who merely was there."""
    await _name_the_bot(chat)
    one, two = chat.visitor(), chat.visitor()
    async with one.open() as ada, two.open() as bo:
        await ada.write("Ada")
        mine = await _link(ada)
        await bo.write("Bo")
        theirs = await _link(bo)
    assert mine["url"] != theirs["url"]
    await _comes(chat, BO, theirs)

    def joined(session: Session) -> list[str]:
        (joining,) = session.exec(select(Joining)).all()
        holder = col(Identity.contact_id) == joining.survivor_id
        ids = session.exec(select(Identity.id).where(holder)).all()
        question = select(Message.text).where(col(Message.author_id) == joining.survivor_id)
        assert len(ids) == 2
        return sorted(session.exec(question).all())

    assert [text for text in await chat.running.read(joined) if text in ("Ada", "Bo")] == ["Bo"]


async def test_a_link_that_ran_out_is_only_a_message(sqlite_only: Place) -> None:
    clock = HandClock()
    async with chatting(sqlite_only, clock=clock) as chat:
        await _name_the_bot(chat)
        async with chat.visitor().open() as tab:
            await tab.write("Hello")
            link = await _link(tab)
        clock.advance(LIVES + timedelta(seconds=1))
        await _comes(chat, ADA, link)
        people = await _people(chat)
        assert people["site"] != people[str(ADA.id)]


async def test_who_has_written_nothing_has_nothing_to_go_on_with(quick: Chat) -> None:
    await _name_the_bot(quick)
    async with quick.visitor().open() as tab:
        assert (await _link(tab))["code"] == "not_yet"


async def test_a_bot_whose_name_is_not_known_is_no_place_to_go_on(quick: Chat) -> None:
    async with quick.visitor().open() as tab:
        assert tab.heard[0]["continue_on"] == []
        await tab.write("Hello")
        assert (await _link(tab))["code"] == "not_possible"


async def test_nobody_goes_on_where_the_bot_is_paused(quick: Chat) -> None:
    await _name_the_bot(quick)
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        path = f"/channels/{quick.running.client.channel_id}/pause"
        assert (await quick.running.client.post(path, {})).status == 200
        channel_id = int(quick.running.client.channel_id)

        def noticed(_: Session) -> bool | None:
            found = quick.running.hub.registry.find(channel_id)
            return (found is not None and not found.is_active) or None

        await quick.running.until(noticed)
        assert (await _link(tab))["code"] == "not_possible"


async def test_a_site_may_keep_its_visitors(sqlite_only: Place) -> None:
    async with chatting(sqlite_only, {"continue_elsewhere": False}) as chat:
        await _name_the_bot(chat)
        async with chat.visitor().open() as tab:
            assert tab.heard[0]["continue_on"] == []
            await tab.write("Hello")
            assert (await _link(tab))["code"] == "not_possible"


async def test_links_are_made_five_a_minute(quick: Chat) -> None:
    await _name_the_bot(quick)
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        answers = [await _link(tab) for _ in range(6)]
    assert [one.get("code", "") for one in answers] == ["", "", "", "", "", "too_many"]


async def test_a_platform_that_is_none_closes_the_connection(quick: Chat) -> None:
    for platform in ("", "x" * 41, 7, None):
        async with quick.visitor().open() as tab:
            await tab.say(type="continue", platform=platform)
            assert await tab.until_closed() == 1008


async def test_the_message_and_the_joining_are_kept_together_or_not_at_all(
    chat: Chat, failpoints: Arm
) -> None:
    await _name_the_bot(chat)
    async with chat.visitor().open() as tab:
        await tab.write("Hello")
        link = await _link(tab)
    failpoints("links.taken=raise:ValueError")
    await _comes(chat, ADA, link)

    def texts(session: Session) -> list[str]:
        return sorted(session.exec(select(Message.text)).all())

    assert await chat.running.read(texts) == ["Hello"]
    assert str(ADA.id) not in await _people(chat)
    failpoints("")

    def joined(session: Session) -> Joining | None:
        return session.exec(select(Joining)).first()

    await chat.running.until(joined)
    assert len(await chat.running.read(texts)) == 2
