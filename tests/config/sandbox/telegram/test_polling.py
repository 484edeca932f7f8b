"""getUpdates: offsets, conflicts, long polls, what expires."""

import asyncio

import aiohttp
import pytest
import telegram
from telegram.error import Conflict

from config.sandbox.clock import HandClock
from config.sandbox.telegram import Bot, Phone, Settings, TelegramSandbox


async def ids(
    api: telegram.Bot, offset: int | None = None, limit: int | None = None, seconds: int = 0
) -> list[int]:
    updates = await api.get_updates(offset=offset, limit=limit, timeout=seconds)
    return [update.update_id for update in updates]


async def test_an_update_stays_until_an_offset_beyond_it(api: telegram.Bot, ada: Phone) -> None:
    ada.write("one")
    ada.write("two")
    first = await ids(api)
    assert await ids(api) == first
    assert await ids(api, offset=first[0] + 1) == first[1:]
    assert await ids(api) == first[1:]


async def test_update_ids_increase_by_one(api: telegram.Bot, ada: Phone) -> None:
    for text in "abc":
        ada.write(text)
    found = await ids(api)
    assert found == list(range(found[0], found[0] + 3))


async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(
    api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
) -> None:
    for text in "abc":
        ada.write(text)
    last = await ids(api, offset=-1)
    assert len(last) == 1
    assert await ids(api) == last
    assert set(sandbox.log.dropped().values()) == {"forgotten"}
    assert not sandbox.log.acknowledged()


async def test_an_offset_nobody_gave_out_falls_back_to_the_head(
    api: telegram.Bot, ada: Phone
) -> None:
    ada.write("one")
    found = await ids(api)
    assert await ids(api, offset=found[0] + 1000) == found


async def test_the_limit_holds_between_1_and_100(api: telegram.Bot, ada: Phone) -> None:
    for number in range(103):
        ada.write(str(number))
    assert len(await ids(api, limit=7)) == 7
    assert len(await ids(api, limit=0)) == 1
    assert len(await ids(api, limit=1000)) == 100


async def test_a_long_poll_answers_when_something_happens(
    api: telegram.Bot, ada: Phone, clock: HandClock
) -> None:
    poll = asyncio.create_task(ids(api, seconds=30))
    assert await clock.next_sleep() == 30
    ada.write("now")
    assert len(await poll) == 1


async def test_a_long_poll_ends_empty_and_is_never_longer_than_50_seconds(
    api: telegram.Bot, clock: HandClock
) -> None:
    poll = asyncio.create_task(ids(api, seconds=500))
    assert await clock.next_sleep() == 50
    clock.advance(50)
    assert await poll == []


async def test_a_second_poller_ends_the_first(
    api: telegram.Bot, ada: Phone, clock: HandClock
) -> None:
    first = asyncio.create_task(ids(api, seconds=30))
    await clock.next_sleep()
    second = asyncio.create_task(ids(api, seconds=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure"):
        await first
    ada.write("for the second")
    assert len(await second) == 1


async def test_a_webhook_forbids_polling_and_a_repeated_conflict_is_slow(
    bot: Bot, address: str, clock: HandClock, http: aiohttp.ClientSession
) -> None:
    url = f"{address}/bot{bot.token}"
    await http.post(f"{url}/setWebhook", json={"url": "http://127.0.0.1:9/hook"})
    answer = await (await http.get(f"{url}/getUpdates")).json()
    assert answer == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    }
    again = asyncio.create_task(http.get(f"{url}/getUpdates"))
    assert await clock.next_sleep() == 3
    clock.advance(3)
    assert (await again).status == 409


async def test_an_update_expires_after_a_day_a_press_after_150_seconds(
    api: telegram.Bot, ada: Phone, clock: HandClock, sandbox: TelegramSandbox
) -> None:
    ada.start()
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Go", callback_data="go")
    )
    sent = await api.send_message(ada.person.id, "Well?", reply_markup=markup)
    ada.press(sent.message_id, "go")
    clock.advance(151)
    assert [update.callback_query for update in await api.get_updates()] == [None]
    clock.advance(24 * 3600)
    assert await ids(api) == []
    assert list(sandbox.log.dropped().values()) == ["expired", "expired"]


async def test_allowed_updates_keep_choose_and_reset(
    api: telegram.Bot, ada: Phone, bot: Bot
) -> None:
    await api.get_updates(allowed_updates=["edited_message", "no_such_kind"])
    number = ada.write("unheard")["message_id"]
    ada.edit(number, "heard")
    assert [update.message for update in await api.get_updates()] == [None]
    await api.get_updates(allowed_updates=[])
    assert "message" in bot.allowed_updates
    assert "chat_member" not in bot.allowed_updates


class TestHotLoops:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(flood=None, hot_loop_guard=True)

    async def test_the_same_offset_again_at_once_gives_one_update_and_waits_three_seconds(
        self, api: telegram.Bot, ada: Phone, clock: HandClock
    ) -> None:
        ada.write("one")
        ada.write("two")
        assert len(await ids(api)) == 2
        assert len(await ids(api)) == 1
        clock.advance(1)
        assert len(await ids(api)) == 2
        last = (await ids(api, offset=-1))[0]
        await ids(api, offset=last + 1)
        poll = asyncio.create_task(ids(api, offset=last + 1))
        assert await clock.next_sleep() == 3
        clock.advance(3)
        assert await poll == []
