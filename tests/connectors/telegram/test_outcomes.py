"""What each outcome at the socket proves (reliability 1.2). Every row is one call, never two."""

import datetime as dt
import logging
import traceback
from datetime import timedelta
from typing import Any

import pytest

from connectors.telegram.connector import TelegramConnector
from scrm.channels.failures import (
    ContentRejected,
    CredentialsRejected,
    NotAccepted,
    OutcomeUnknown,
    RecipientGone,
    Refused,
    SendFailed,
    Throttled,
)
from scrm.channels.outbound import (
    AcknowledgePress,
    EditMessage,
    Outbound,
    OutboundContent,
    SendMessage,
    Sent,
)
from scrm.conformance.wire import (
    Act,
    Wire,
    answer,
    raw_answer,
    reset,
    say_nothing,
    then_hang_up,
    written,
)
from tests.connectors.telegram.conftest import SECRET, TOKEN

HELLO = Outbound("5550001", SendMessage(OutboundContent("Hello")))
EDIT = Outbound("5550001", EditMessage("78", OutboundContent("Hello")))
TAKEN = {"ok": True, "result": {"message_id": 79, "date": 1760000000}}


def refusal(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    document: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return document | ({"parameters": parameters} if parameters else {})


async def failure(bot: TelegramConnector, outbound: Outbound = HELLO) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await bot.send(outbound)
    return caught.value


# --- after it --------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n"
SILENT: dict[str, Act] = {
    "no answer": say_nothing,
    "half a body, then silence": written(HEAD + b'{"ok": true, "resu'),
}
UNKNOWN: dict[str, Act] = {
    "reset": reset,
    "end of file": then_hang_up(),
    "half a head": then_hang_up(b"HTTP/1.1 200 O"),
    "head and no body": then_hang_up(HEAD),
    "half a body": then_hang_up(HEAD + b'{"ok": true, "resu'),
    "not HTTP": then_hang_up(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "not JSON": raw_answer(b"<html>welcome to the hotel's network</html>"),
    "not the Bot API's JSON": answer({"status": "fine"}),
    "a list": answer([]),
    "ok is a word": answer({"ok": "true", "result": {}}),
    "nothing": raw_answer(b""),
    "no result": answer({"ok": True}),
    "no message id": answer({"ok": True, "result": {"message_id": "79"}}),
    "ok with an error's status": answer(TAKEN, 404),
    "a redirect": answer(TAKEN, 302, location="/elsewhere"),
    "too long": raw_answer(
        b'{"ok": true, "result": {"message_id": 1, "x": "' + b"x" * 65_000 + b'"}}'
    ),
    "deep": raw_answer(b'{"ok": true, "result": ' + b"[" * 9000 + b"]" * 9000 + b"}"),
    "500": answer(refusal(500, "Internal Server Error"), 500),
    "502 of a proxy": raw_answer(b"<h1>Bad Gateway</h1>", 502),
    "200 with a 500 inside": answer(refusal(500, "Internal Server Error")),
    "500 with a 400 inside": answer(refusal(400, "Bad Request: chat not found"), 500),
    "a status nobody knows": answer(refusal(418, "I'm a teapot"), 418),
}


@pytest.mark.parametrize("act", UNKNOWN.values(), ids=UNKNOWN)
async def test_no_clear_answer_is_an_unknown_outcome(
    bot: TelegramConnector, telegram: Wire, act: Act
) -> None:
    telegram.will(act)
    assert type(await failure(bot)) is OutcomeUnknown
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("act", SILENT.values(), ids=SILENT)
async def test_an_answer_that_does_not_come_is_an_unknown_outcome(
    hasty: TelegramConnector, telegram: Wire, act: Act, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.will(act)
    unknown = await failure(hasty)
    assert type(unknown) is OutcomeUnknown
    assert len(telegram.calls) == 1
    assert_silent(unknown, caplog)


async def test_a_second_send_on_a_connection_that_was_closed_is_sent_once(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(answer(TAKEN), then_hang_up(), answer(TAKEN))
    await bot.send(HELLO)
    assert type(await failure(bot)) is OutcomeUnknown
    assert len(telegram.calls) == 2


# --- an answer -------------------------------------------------------------------------------


async def test_a_message_that_was_taken_has_its_id_and_time(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(answer(TAKEN))
    assert await bot.send(HELLO) == Sent("79", dt.datetime.fromtimestamp(1760000000, dt.UTC))
    (call,) = telegram.calls
    assert call.path == f"/bot{TOKEN}/sendMessage"
    assert call.json == {"chat_id": 5550001, "text": "Hello"}


@pytest.mark.parametrize(
    ("act", "wait"),
    [
        (answer(refusal(429, "Too Many Requests: retry after 9", retry_after=9), 429), 9),
        (answer(refusal(429, "Too Many Requests: retry after 9"), 429, retry_after="8"), 8),
        (answer(refusal(429, "Too Many Requests: retry after 9", retry_after=9)), 9),
        (raw_answer(b"slow down", 429, retry_after="7"), 7),
        (raw_answer(b"slow down", 429), 5),
        (answer(refusal(429, "x", retry_after=-3), 429), 1),
        (answer(refusal(429, "x", retry_after=10**12), 429), 86_400),
        (answer(refusal(429, "x", retry_after="soon"), 429, retry_after="tomorrow"), 5),
    ],
)
async def test_too_fast_waits_as_long_as_told(
    bot: TelegramConnector, telegram: Wire, act: Act, wait: int
) -> None:
    telegram.will(act)
    throttled = await failure(bot)
    assert isinstance(throttled, Throttled)
    assert (throttled.retry_after, throttled.scope) == (timedelta(seconds=wait), "channel")


@pytest.mark.parametrize(
    ("status", "description", "kind", "code"),
    [
        (401, "Unauthorized", CredentialsRejected, "credentials_rejected"),
        (401, "Unauthorized: invalid token specified", CredentialsRejected, "credentials_rejected"),
        (404, "Not Found", CredentialsRejected, "credentials_rejected"),
        (404, "Not Found: method not found", Refused, "unknown_method"),
        (403, "Forbidden: bot was blocked by the user", RecipientGone, "blocked"),
        (403, "Forbidden: user is deactivated", RecipientGone, "deactivated"),
        (
            403,
            "Forbidden: bot can't initiate conversation with a user",
            RecipientGone,
            "never_started",
        ),
        (403, "Forbidden: bot was kicked from the group chat", RecipientGone, "removed"),
        (403, "Forbidden: bot is not a member of the channel chat", RecipientGone, "removed"),
        (403, "Forbidden: the group chat was deleted", RecipientGone, "removed"),
        (403, "Forbidden: bot can't send messages to bots", Refused, "refused"),
        (400, "Bad Request: chat not found", RecipientGone, "chat_not_found"),
        (400, "Bad Request: message text is empty", ContentRejected, "content_rejected"),
        (400, "Bad Request: message is too long", ContentRejected, "content_rejected"),
        (400, "Bad Request: BUTTON_DATA_INVALID", ContentRejected, "content_rejected"),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", ContentRejected, "content_rejected"),
        (400, "Bad Request: message thread not found", Refused, "refused"),
        (400, "Bad Request: message to delete not found", Refused, "refused"),
        (409, "Conflict: terminated by other getUpdates request", NotAccepted, "conflict"),
        (413, "Request Entity Too Large", ContentRejected, "file_too_large"),
    ],
)
async def test_a_refusal_says_who_is_to_blame_in_telegrams_words(
    bot: TelegramConnector,
    telegram: Wire,
    status: int,
    description: str,
    kind: type[SendFailed],
    code: str,
) -> None:
    telegram.will(answer(refusal(status, description), status))
    refused = await failure(bot)
    assert (type(refused), refused.code, str(refused)) == (kind, code, description)


async def test_an_edit_that_changes_nothing_has_succeeded(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(answer(refusal(400, "Bad Request: message is not modified: same"), 400))
    assert await bot.send(EDIT) == Sent("78")


async def test_a_press_acknowledged_too_late_is_refused(
    bot: TelegramConnector, telegram: Wire
) -> None:
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.will(answer(refusal(400, words), 400))
    refused = await failure(bot, Outbound("5550001", AcknowledgePress("438")))
    assert (type(refused), refused.code) == (Refused, "press_expired")


# --- secrets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("act", UNKNOWN.values(), ids=UNKNOWN)
async def test_no_failure_shows_the_token(
    bot: TelegramConnector, telegram: Wire, act: Act, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.will(act)
    assert_silent(await failure(bot), caplog)


def assert_silent(error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    shown = "".join(traceback.format_exception(error)) + repr(error) + caplog.text
    assert TOKEN.partition(":")[2] not in shown
    assert SECRET not in shown
