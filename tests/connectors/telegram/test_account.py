"""Health and setting up."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from connectors.telegram.connector import TelegramConnector
from scrm.channels.failures import (
    CredentialsRejected,
    NotAccepted,
    Refused,
    SendFailed,
    Throttled,
)
from scrm.channels.values import HealthState
from scrm.conformance.wire import Act, Wire, then_hang_up
from tests.connectors.telegram.conftest import SECRET, TOKEN, open_bot
from tests.connectors.telegram.says import no, ok

ME = {"id": 9001, "is_bot": True, "first_name": "Demo", "username": "demo_shop_bot"}
NO_HOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


async def test_a_good_token_shows_the_bots_name(bot: TelegramConnector, telegram: Wire) -> None:
    telegram.will(ok(ME), ok(NO_HOOK))
    health = await bot.check()
    assert (health.state, health.display) == (HealthState.OK, "@demo_shop_bot")
    assert health.facts == {"id": "9001", "name": "Demo", "pending": "0", "webhook": ""}
    assert [call.path.rpartition("/")[2] for call in telegram.calls] == ["getMe", "getWebhookInfo"]


@pytest.mark.parametrize(
    ("display", "ends"), [("@demo_shop_bot", "/t.me/demo_shop_bot?start=a_b-C"), ("Demo", None)]
)
def test_a_link_to_the_bot_carries_what_start_will_bring(
    bot: TelegramConnector, display: str, ends: str | None
) -> None:
    link = bot.start_link(display, "a_b-C")
    assert (link is None) is (ends is None)
    assert (link or "").endswith(ends or "")


async def test_a_webhook_that_telegram_can_not_reach_is_a_warning(
    bot: TelegramConnector, telegram: Wire
) -> None:
    hook = NO_HOOK | {
        "url": "https://hub.example/hooks/1",
        "pending_update_count": 4,
        "last_error_date": 1760000000,
        "last_error_message": "Connection refused",
    }
    telegram.will(ok(ME), ok(hook))
    health = await bot.check()
    assert (health.state, health.detail) == (
        HealthState.WARNING,
        "Telegram can't deliver: Connection refused",
    )
    assert health.facts["webhook"] == "hub.example"
    assert health.facts["last_error_date"] == "2025-10-09T08:53:20+00:00"


@pytest.mark.parametrize(("code", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_bad_token_is_refused_in_telegrams_words(
    bot: TelegramConnector, telegram: Wire, code: int, words: str
) -> None:
    telegram.will(no(code, words))
    with pytest.raises(CredentialsRejected) as caught:
        await bot.check()
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (then_hang_up(), NotAccepted),
        (ok("me"), NotAccepted),
        (ok({"id": "x"}), NotAccepted),
        (no(429, "Too Many Requests: retry after 5"), Throttled),
    ],
)
async def test_an_account_that_can_not_be_asked(
    bot: TelegramConnector, telegram: Wire, act: Act, kind: type[SendFailed]
) -> None:
    telegram.will(act)
    with pytest.raises(kind):
        await bot.check()


async def test_a_webhook_is_registered_with_its_secret(
    bot: TelegramConnector, telegram: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    telegram.will(ok(True))
    await bot.set_up("https://hub.example/hooks/1")
    (call,) = telegram.calls
    assert call.path == f"/bot{TOKEN}/setWebhook"
    assert call.json == {
        "url": "https://hub.example/hooks/1",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert "canary" not in caplog.text


async def test_polling_takes_the_webhook_away_and_drops_nothing(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok(True))
    await bot.set_up(None)
    (call,) = telegram.calls
    assert call.path == f"/bot{TOKEN}/deleteWebhook"
    assert not call.json.get("drop_pending_updates")


@pytest.fixture
async def secretless(telegram: Wire) -> AsyncIterator[TelegramConnector]:
    async with ClientSession() as session:
        yield open_bot(session, telegram.url, secret="")


async def test_a_webhook_without_a_secret_is_not_registered(
    secretless: TelegramConnector, telegram: Wire
) -> None:
    with pytest.raises(Refused) as caught:
        await secretless.set_up("https://hub.example/hooks/1")
    assert (caught.value.code, telegram.calls) == ("secret_missing", [])
