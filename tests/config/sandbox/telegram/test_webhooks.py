"""Webhooks: the secret, the retry rule on an injected clock, order, expiry, duplicates."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest, RetryAfter

from config.sandbox.clock import HandClock
from config.sandbox.telegram import Person, Phone, Settings, TelegramSandbox
from tests.config.sandbox.telegram.receiver import Receiver, receiving

DAY = 24 * 3600


@pytest.fixture
async def hook() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def until_acknowledged(sandbox: TelegramSandbox, count: int) -> None:
    async with asyncio.timeout(20):
        while len(sandbox.log.acknowledged()) < count:
            await sandbox.world.log.grown.wait()


async def test_an_update_comes_with_the_secret_and_is_acknowledged(
    api: telegram.Bot, ada: Phone, hook: Receiver, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url, secret_token="s-3_Z")
    ada.write("Hi")
    update = telegram.Update.de_json(await hook.next(), api)
    assert update.message is not None
    assert update.message.text == "Hi"
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s-3_Z"
    assert hook.headers[0]["Content-Type"] == "application/json"
    await until_acknowledged(sandbox, 1)
    info = await api.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (hook.url, 0, 40)


async def test_retries_at_once_then_after_2_4_8_seconds_up_to_a_minute_or_two(
    api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url)
    hook.answers = [web.Response(status=500) for _ in range(10)]
    ada.write("Hi")
    await hook.next()
    await hook.next()  # the first repetition is immediate
    waits = []
    for _ in range(8):
        waits.append(await clock.next_sleep())
        clock.advance(waits[-1])
        await hook.next()
    assert waits[:5] == [2, 4, 8, 16, 32]
    assert all(60 <= wait <= 120 for wait in waits[5:])
    info = await api.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    clock.advance(await clock.next_sleep())
    await until_acknowledged(sandbox, 1)
    assert [line["attempt"] for line in sandbox.log.lines("attempt")] == list(range(1, 12))


@pytest.mark.parametrize(("told", "waits"), [("7", 7), ("99999", 3600)])
async def test_retry_after_is_obeyed_up_to_an_hour(
    told: str, waits: int, api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock
) -> None:
    await api.set_webhook(hook.url)
    hook.answers = [web.Response(status=503, headers={"Retry-After": told})]
    ada.write("Hi")
    await hook.next()
    assert await clock.next_sleep() == waits


async def test_a_refused_connection_is_a_failure_like_any_other(
    api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock
) -> None:
    await api.set_webhook(f"{hook.url}:1/".replace(hook.url, "http://127.0.0.1"))
    ada.write("Hi")
    assert await clock.next_sleep() == 2
    info = await api.get_webhook_info()
    assert info.last_error_message == "Connection refused"


async def test_one_queue_keeps_its_order_and_others_pass(
    api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url)
    bo = sandbox.phone(sandbox.create_person(Person(0, "Bo")), ada.bot)
    hook.answers = [web.Response(status=500), web.Response(status=500)]
    ada.write("first")
    ada.write("second")
    await hook.next()
    await hook.next()
    await clock.next_sleep()
    bo.write("another chat")
    assert (await hook.next())["message"]["text"] == "another chat"
    clock.advance(2)
    assert (await hook.next())["message"]["text"] == "first"
    assert (await hook.next())["message"]["text"] == "second"


async def test_a_message_that_nobody_takes_for_a_day_is_dropped(
    api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url)
    hook.answers = [web.Response(status=500) for _ in range(3)]
    ada.write("too late")
    for _ in range(2):
        await hook.next()
    await clock.next_sleep()
    clock.advance(DAY - 1)
    await hook.next()
    ada.write("in time")
    assert (await hook.next())["message"]["text"] == "in time"
    assert list(sandbox.log.dropped().values()) == ["expired"]


async def test_a_webhook_gone_for_23_hours_is_removed(
    api: telegram.Bot, ada: Phone, hook: Receiver, clock: HandClock
) -> None:
    await api.set_webhook(hook.url)
    hook.answers = [web.Response(status=410) for _ in range(4)]
    ada.write("anybody?")
    for _ in range(2):
        await hook.next()
    await clock.next_sleep()
    clock.advance(23 * 3600 + 1)
    await hook.next()
    await clock.next_sleep()
    assert (await api.get_webhook_info()).url == ""


async def test_the_answer_may_be_a_call_and_is_logged(
    api: telegram.Bot, ada: Phone, hook: Receiver, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url)
    call = {"method": "sendMessage", "chat_id": ada.person.id, "text": "At once"}
    hook.answers = [web.json_response(call), web.json_response({"method": "getMe"})]
    ada.write("Hi")
    ada.write("And now?")
    await until_acknowledged(sandbox, 2)
    assert ada.texts_received() == ["At once"]
    assert [line["via"] for line in sandbox.log.calls("sendMessage")] == ["webhook"]
    assert sandbox.log.calls("getMe") == [
        line for line in sandbox.log.calls("getMe") if not line["via"]
    ]


async def test_setting_a_webhook_ends_a_poll_and_twice_a_second_is_too_often(
    api: telegram.Bot, hook: Receiver, clock: HandClock
) -> None:
    poll = asyncio.create_task(api.get_updates(timeout=20))
    await clock.next_sleep()
    await api.set_webhook(hook.url)
    with pytest.raises(telegram.error.Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(RetryAfter):
        await api.set_webhook(hook.url)
    clock.advance(1)
    await api.set_webhook(hook.url)


async def test_deleting_the_webhook_can_forget_what_waits(
    api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
) -> None:
    ada.write("forget me")
    await api.delete_webhook(drop_pending_updates=True)
    assert list(await api.get_updates()) == []
    assert list(sandbox.log.dropped().values()) == ["forgotten"]


@pytest.mark.parametrize("secret", ["with space", "ü", "x" * 257])
async def test_a_secret_has_256_plain_characters(
    secret: str, api: telegram.Bot, hook: Receiver
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await api.set_webhook(hook.url, secret_token=secret)


async def test_duplicates_and_reordering_are_faults(
    api: telegram.Bot, ada: Phone, hook: Receiver, sandbox: TelegramSandbox
) -> None:
    sandbox.faults.delivery_rate("duplicate", 1.0)
    sandbox.faults.delivery_rate("reorder", 1.0)
    for text in ("one", "two"):
        ada.write(text)
    await api.set_webhook(hook.url)
    order = [(await hook.next())["message"]["text"] for _ in range(4)]
    assert order == ["two", "two", "one", "one"]


class TestCloud:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(plain_webhooks=False)

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("http://hub.example.com/hook", "An HTTPS URL must be provided"),
            ("https://hub.example.com:8080/hook", "ports 80, 88, 443 or 8443"),
        ],
    )
    async def test_away_from_local_mode_urls_have_rules(
        self, url: str, words: str, api: telegram.Bot, clock: HandClock
    ) -> None:
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await api.set_webhook(url)
        clock.advance(1)
        await api.set_webhook("https://hub.example.com:8443/hook")


async def test_a_bad_answer_body_is_not_a_call(
    api: telegram.Bot, ada: Phone, hook: Receiver, sandbox: TelegramSandbox
) -> None:
    await api.set_webhook(hook.url)
    hook.answers = [web.Response(text="{oops"), web.Response(text="OK")]
    ada.write("one")
    ada.write("two")
    await until_acknowledged(sandbox, 2)
    assert sandbox.log.calls("oops") == []


async def test_max_connections_bounds_what_is_in_flight(
    api: telegram.Bot,
    ada: Phone,
    hook: Receiver,
    sandbox: TelegramSandbox,
    http: aiohttp.ClientSession,
) -> None:
    hook.gate.clear()
    await api.set_webhook(hook.url, max_connections=2)
    for number in range(4):
        person = sandbox.create_person(Person(0, f"P{number}"))
        sandbox.phone(person, ada.bot).write("Hi")
    for _ in range(2):
        await hook.next()
    await http.get(f"{hook.url}/elsewhere")  # a round trip in which a third would have come
    assert hook.arrived.empty()
    hook.gate.set()
    await until_acknowledged(sandbox, 4)
