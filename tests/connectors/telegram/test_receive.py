import hashlib

import pytest
from aiohttp import ClientSession

from connectors.telegram.connector import TelegramConnector
from connectors.telegram.parse import MAX_BODY
from connectors.telegram.settings import TelegramSettings
from scrm.channels.failures import BadSignature
from scrm.channels.values import Answer, HookRequest, RawEvent
from tests.connectors.telegram import payloads_of

SECRET = "s3cret_Token-1"
HEADER = "x-telegram-bot-api-secret-token"


@pytest.fixture
async def bot() -> TelegramConnector:
    settings = TelegramSettings.model_validate({"token": "9001:canary", "secret_token": SECRET})
    async with ClientSession() as session:
        return TelegramConnector(settings, session)


def hook(body: bytes, **headers: str) -> HookRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HookRequest("POST", named, {}, body)


def signed(body: bytes) -> HookRequest:
    return HookRequest("POST", {HEADER: SECRET}, {}, body)


@pytest.mark.parametrize(
    "given",
    [None, "", "s3cret_Token-", "s3cret_Token-1 ", "S3CRET_TOKEN-1", "é", "\udcff", "x" * 9999],
)
def test_a_wrong_secret_is_turned_away(bot: TelegramConnector, given: str | None) -> None:
    headers = {} if given is None else {HEADER: given}
    with pytest.raises(BadSignature):
        bot.receive(HookRequest("POST", headers, {}, payloads_of.body("text")))


@pytest.mark.parametrize("given", [None, "", "anything"])
async def test_without_a_secret_of_ours_nobody_comes_in(given: str | None) -> None:
    async with ClientSession() as session:
        bot = TelegramConnector(TelegramSettings.model_validate({"token": "9001:x"}), session)
        headers = {} if given is None else {HEADER: given}
        with pytest.raises(BadSignature):
            bot.receive(HookRequest("POST", headers, {}, payloads_of.body("text")))


def test_an_update_is_one_event_and_is_read_once(bot: TelegramConnector) -> None:
    body = payloads_of.body("text")
    received = bot.receive(signed(body))
    assert received.answer == Answer(200)
    assert received.events == (RawEvent("410000001", "5550001", "message", body),)
    assert received.events[0].payload == payloads_of.update("text")


@pytest.mark.parametrize("name", payloads_of.NAMES)
def test_each_kind_has_its_name_and_its_turn(bot: TelegramConnector, name: str) -> None:
    (event,) = bot.receive(signed(payloads_of.body(name))).events
    assert event.kind in payloads_of.update(name)
    assert bool(event.order_key) == (name != "poll")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"{}",
        b'{"update_id": 1.5}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 18446744073709551615}',
        b'\xef\xbb\xbf{"update_id": 1}',
        b'{"update_id": 1, "message": ' + b"[" * 200 + b"]" * 200 + b"}",
        b'{"update_id": NaN}',
        b'{"update_id": ' + b"1" * 4301 + b"}",
        b'{"update_id": 1, "message": {"text": "' + b"x" * MAX_BODY + b'"}}',
    ],
)
def test_what_can_not_be_read_is_kept_under_its_hash(bot: TelegramConnector, body: bytes) -> None:
    (event,) = bot.receive(signed(body)).events
    assert event == RawEvent(f"sha256:{hashlib.sha256(body).hexdigest()}", "", "unreadable", body)


def test_a_kind_as_long_as_a_book_is_cut(bot: TelegramConnector) -> None:
    (event,) = bot.receive(signed(b'{"update_id": 1, "' + b"k" * 9000 + b'": {}}')).events
    assert (event.external_id, len(event.kind)) == ("1", 64)


async def test_the_repr_shows_no_secret(bot: TelegramConnector) -> None:
    assert "canary" not in repr(bot)
    assert SECRET not in repr(bot)
