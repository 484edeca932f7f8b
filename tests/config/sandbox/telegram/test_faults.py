"""Faults: what the caller sees, what was taken all the same, and that a seed can be replayed."""

import asyncio
import time

import aiohttp
import pytest
import telegram
from telegram.error import NetworkError, RetryAfter, TimedOut
from yarl import URL

from config.sandbox.clock import HandClock
from config.sandbox.faults import Faults
from config.sandbox.telegram import Phone, TelegramSandbox
from tests.config.sandbox.telegram.conftest import oracle

AT_ONCE = 5.0
"""Seconds, on a machine that does other things too; nobody moves the clock on which it hangs."""


@pytest.fixture
def ada(ada: Phone) -> Phone:
    ada.start()
    return ada


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kind", ["reset", "status 502", "status 500", "status 503", "redirect"])
async def test_before_means_not_taken_and_after_means_taken(
    kind: str, moment: str, api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
) -> None:
    name, *number = kind.split()
    sandbox.faults.script("sendMessage", " ".join([name, moment, *number]))
    with pytest.raises(NetworkError):
        await api.send_message(ada.person.id, "Hi")
    taken = ["Hi"] if moment == "after" else []
    assert ada.texts_received() == taken
    assert sum(sandbox.log.texts().values()) == len(taken)
    await api.send_message(ada.person.id, "Again")
    assert ada.texts_received() == [*taken, "Again"]


async def test_a_reset_is_a_reset_and_not_an_end_of_file(
    ada: Phone, address: str, sandbox: TelegramSandbox
) -> None:
    sandbox.faults.script("getMe", "reset")
    url = URL(address)
    assert url.port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", url.port)
    writer.write(f"GET /bot{ada.bot.token}/getMe HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(reader.read(), 20)
    writer.close()


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_hang_looks_like_silence_either_way(
    moment: str, ada: Phone, address: str, sandbox: TelegramSandbox, clock: HandClock
) -> None:
    sandbox.faults.script("sendMessage", f"hang {moment}")
    async with oracle(ada.bot, address, read_timeout=0.2) as api:
        sending = asyncio.create_task(api.send_message(ada.person.id, "Hi"))
        await clock.next_sleep()  # it hangs, though who sends may have given up by now
        with pytest.raises(TimedOut):
            await sending
    assert ada.texts_received() == (["Hi"] if moment == "after" else [])
    assert sandbox.log.calls("sendMessage")[0]["fault"] == f"hang {moment}"


async def test_the_sandbox_closes_at_once_although_an_answer_hangs(
    ada: Phone,
    address: str,
    sandbox: TelegramSandbox,
    http: aiohttp.ClientSession,
    clock: HandClock,
) -> None:
    sandbox.faults.script("getMe", "hang after")
    hanging = asyncio.create_task(http.post(f"{address}/bot{ada.bot.token}/getMe"))
    await clock.next_sleep()
    began = time.monotonic()
    sandbox.closing.set()
    with pytest.raises(aiohttp.ClientError):
        await hanging
    assert time.monotonic() - began < AT_ONCE


async def test_truncated_and_invalid_json_are_taken_and_cannot_be_read(
    ada: Phone, address: str, sandbox: TelegramSandbox, http: aiohttp.ClientSession
) -> None:
    url = f"{address}/bot{ada.bot.token}/sendMessage?chat_id={ada.person.id}&text="
    sandbox.faults.script("sendMessage", "truncated", "invalid_json", "wrong_body", "wrong_type")
    with pytest.raises(aiohttp.ClientPayloadError):
        await (await http.get(url + "1")).read()
    response = await http.get(url + "2")
    assert response.status == 200
    with pytest.raises(ValueError, match="Expecting"):
        await response.json()
    assert "ok" not in await (await http.get(url + "3")).json()
    response = await http.get(url + "4")
    assert response.content_type == "text/html"
    assert (await response.json(content_type=None))["ok"] is True
    assert ada.texts_received() == ["1", "2", "3", "4"]


async def test_floods_come_with_and_without_a_number(
    api: telegram.Bot,
    ada: Phone,
    address: str,
    sandbox: TelegramSandbox,
    http: aiohttp.ClientSession,
) -> None:
    sandbox.faults.script("sendMessage", "flood 7", "flood")
    with pytest.raises(RetryAfter) as refusal:
        await api.send_message(ada.person.id, "Hi")
    assert refusal.value.retry_after.total_seconds() == 7  # type: ignore[union-attr]
    url = f"{address}/bot{ada.bot.token}/sendMessage?chat_id={ada.person.id}&text=x"
    response = await http.get(url)
    assert response.status == 429
    assert "Retry-After" not in response.headers
    assert ada.texts_received() == []


async def test_a_delay_and_a_drip_take_the_time_of_the_clock(
    api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox, clock: HandClock
) -> None:
    sandbox.faults.script("sendMessage", "delay 2.5", "drip after 2")
    sending = asyncio.create_task(api.send_message(ada.person.id, "late"))
    assert await clock.next_sleep() == 2.5
    clock.advance(2.5)
    assert (await sending).text == "late"
    sending = asyncio.create_task(api.send_message(ada.person.id, "slow"))
    for _ in range(3):
        assert await clock.next_sleep() == pytest.approx(0.5)
        clock.advance(0.5)
    assert not sending.done()
    sending.cancel()
    sandbox.closing.set()


async def test_a_bomb_is_small_on_the_wire(
    ada: Phone, address: str, sandbox: TelegramSandbox
) -> None:
    sandbox.faults.script("getMe", "bomb")
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        response = await http.get(f"{address}/bot{ada.bot.token}/getMe")
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(await response.read()) < 100_000


async def test_downloads_can_fail_too(
    api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
) -> None:
    photo = ada.send_photo()["photo"][-1]
    file = await api.get_file(photo["file_id"])
    sandbox.faults.script("file", "reset")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()


def drawn(seed: int, polls: int = 0) -> list[str]:
    faults = Faults(seed)
    faults.rate("hang after", 0.3, ["sendMessage"])
    faults.rate("status 502", 0.2)
    for _ in range(polls):
        faults.choose("getUpdates")
    return [str(faults.choose("sendMessage")) for _ in range(200)]


def test_a_seed_repeats_itself_however_often_somebody_polls_between() -> None:
    assert drawn(7) == drawn(7, polls=13)
    assert drawn(7) != drawn(8)


def test_rates_are_shares_of_the_calls() -> None:
    fates = drawn(1)
    assert 40 <= fates.count("hang after") <= 80
    assert 20 <= fates.count("status before 502") <= 60


def test_a_fault_is_read_as_it_is_written() -> None:
    faults = Faults()
    faults.script("sendPhoto", "hang before", "status 502", "flood after 3", "drip")
    assert faults.scripted() == {
        "sendphoto": ["hang before", "status before 502", "flood after 3", "drip after"]
    }
    with pytest.raises(ValueError, match="no_such"):
        faults.script("sendPhoto", "no_such")
