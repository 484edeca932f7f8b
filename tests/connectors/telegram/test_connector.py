"""Polling, files, health and setting up, against a server of ours."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from connectors.telegram.connector import TelegramConnector
from connectors.telegram.download import MAX_DOWNLOAD, file_url
from scrm.channels.failures import (
    CredentialsRejected,
    FetchFailed,
    NotAccepted,
    Refused,
    SendFailed,
    Throttled,
)
from scrm.channels.values import (
    AcknowledgePress,
    DeleteMessage,
    EditMessage,
    HealthState,
    MediaKind,
    Outbound,
    OutboundContent,
    OutboundFile,
    SendMessage,
    Sent,
    ShowTyping,
)
from tests.connectors.telegram import payloads_of
from tests.connectors.telegram.conftest import SECRET, TOKEN, open_bot
from tests.connectors.wire import Act, Wire, answer, raw_answer, say_nothing, then_hang_up

ME = {"id": 9001, "is_bot": True, "first_name": "Demo", "username": "demo_shop_bot"}
NO_HOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def ok(result: object) -> Act:
    return answer({"ok": True, "result": result})


def no(code: int, description: str) -> Act:
    return answer({"ok": False, "error_code": code, "description": description}, code)


# --- polling ---------------------------------------------------------------------------------


async def test_a_poll_brings_events_and_the_cursor_past_them(
    bot: TelegramConnector, telegram: Wire
) -> None:
    updates = [payloads_of.update("text"), payloads_of.update("press")]
    telegram.will(ok(updates))
    pulled = await bot.pull("410000001")
    assert pulled.cursor == str(updates[1]["update_id"] + 1)
    assert [event.kind for event in pulled.events] == ["message", "callback_query"]
    assert telegram.calls[0].json == {
        "timeout": 25,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "offset": 410000001,
    }


async def test_a_polled_event_is_the_same_as_a_posted_one(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([payloads_of.update("text_entities")]))
    (event,) = (await bot.pull(None)).events
    assert event.external_id == str(payloads_of.update("text_entities")["update_id"])
    assert bot.parse(event) == bot.parse(
        type(event)(event.external_id, event.order_key, event.kind, event.body)
    )


async def test_the_first_poll_acknowledges_nothing(bot: TelegramConnector, telegram: Wire) -> None:
    telegram.will(ok([]))
    assert (await bot.pull(None)).cursor is None
    assert "offset" not in telegram.calls[0].json


async def test_a_poll_that_brings_nothing_keeps_its_cursor(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([]))
    assert (await bot.pull("7")).cursor == "7"


async def test_an_update_that_can_not_be_read_is_kept_beside_the_others(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([{"update_id": 5, "message": {}}, "?", {"update_id": "6"}]))
    pulled = await bot.pull("5")
    assert ([event.kind for event in pulled.events], pulled.cursor) == (
        ["message", "unreadable", "unreadable"],
        "6",
    )


@pytest.mark.parametrize(
    "act",
    [
        say_nothing,
        then_hang_up(),
        raw_answer(b"?"),
        ok({"update_id": 1}),
        ok(["?"]),
        no(500, "Internal Server Error"),
    ],
)
async def test_a_poll_that_fails_can_be_repeated(
    bot: TelegramConnector, telegram: Wire, act: Act
) -> None:
    telegram.will(act)
    with pytest.raises(NotAccepted):
        await bot.pull("5")


async def test_a_second_poller_is_told_in_telegrams_words(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(no(409, "Conflict: terminated by other getUpdates request"))
    with pytest.raises(NotAccepted, match="terminated by other getUpdates") as caught:
        await bot.pull("5")
    assert caught.value.code == "conflict"


# --- calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "method", "result", "sent"),
    [
        (EditMessage("78", OutboundContent("New")), "editMessageText", {"message_id": 78}, "78"),
        (DeleteMessage("78"), "deleteMessage", True, ""),
        (ShowTyping(), "sendChatAction", True, ""),
        (AcknowledgePress("438"), "answerCallbackQuery", True, ""),
    ],
)
async def test_each_action_is_one_call(
    bot: TelegramConnector,
    telegram: Wire,
    action: EditMessage | DeleteMessage | ShowTyping | AcknowledgePress,
    method: str,
    result: object,
    sent: str,
) -> None:
    telegram.will(ok(result))
    assert await bot.send(Outbound("5550001", action)) == Sent(sent)
    assert [call.path for call in telegram.calls] == [f"/bot{TOKEN}/{method}"]


@pytest.fixture
def photo(tmp_path: Path) -> OutboundFile:
    path = tmp_path / "ab"
    path.write_bytes(b"\xff\xd8photo")
    return OutboundFile(MediaKind.PHOTO, '/x/图 bl"ue\r\n.jpg', "image/jpeg", 7, str(path))


async def test_a_file_is_uploaded_with_its_caption_and_buttons(
    bot: TelegramConnector, telegram: Wire, photo: OutboundFile
) -> None:
    telegram.will(ok({"message_id": 80}))
    content = OutboundContent("**Blue**", "light", files=(photo,))
    assert await bot.send(Outbound("5550001", SendMessage(content))) == Sent("80")
    (call,) = telegram.calls
    assert call.path.endswith("/sendPhoto")
    assert call.headers["content-type"].startswith("multipart/form-data")
    assert b"\xff\xd8photo" in call.body
    assert b'[{"type":"bold","offset":0,"length":4}]' in call.body
    assert 'filename="图 bl\\"ue.jpg"'.encode() in call.body


async def test_a_file_that_is_gone_is_refused_before_anything_is_sent(
    bot: TelegramConnector, telegram: Wire, tmp_path: Path
) -> None:
    gone = OutboundFile(MediaKind.DOCUMENT, "a.pdf", "a b", 7, str(tmp_path / "gone"))
    with pytest.raises(Refused) as caught:
        await bot.send(Outbound("5550001", SendMessage(OutboundContent(files=(gone,)))))
    assert (caught.value.code, telegram.calls) == ("file_missing", [])


# --- files -----------------------------------------------------------------------------------


async def fetched(bot: TelegramConnector) -> bytes:
    async with bot.fetch("AgAC-big") as file:
        return b"".join([chunk async for chunk in file.chunks])


async def test_a_file_is_asked_for_and_streamed(bot: TelegramConnector, telegram: Wire) -> None:
    telegram.will(
        ok({"file_id": "x", "file_path": "photos/file 1.jpg"}),
        raw_answer(b"bytes", content_type="image/jpeg"),
    )
    async with bot.fetch("AgAC-big") as file:
        assert (file.media_type, file.size) == ("image/jpeg", 5)
        assert b"".join([chunk async for chunk in file.chunks]) == b"bytes"
    assert telegram.calls[0].json == {"file_id": "AgAC-big"}
    assert telegram.calls[1].path == f"/file/bot{TOKEN}/photos/file%201.jpg"


async def test_a_local_server_is_asked_for_its_file_and_no_disk_is_read(
    bot: TelegramConnector, telegram: Wire, photo: OutboundFile
) -> None:
    telegram.will(ok({"file_path": photo.path}), raw_answer(b"of the server"))
    assert await fetched(bot) == b"of the server"
    assert telegram.calls[1].path == f"/file/bot{TOKEN}{photo.path}"


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "a/../../x", "..", "a//b", "./a", "a\r\nb", "", None, 5],
)
def test_a_path_that_leads_elsewhere_is_refused(path: object) -> None:
    with pytest.raises(FetchFailed):
        file_url("https://api.telegram.org/file/bot1:x", {"file_path": path})


def test_a_path_can_not_become_a_query() -> None:
    url = file_url("https://api.telegram.org/file/bot1:x", {"file_path": "a?b#c%2e/d"})
    assert url == "https://api.telegram.org/file/bot1:x/a%3Fb%23c%252e/d"


@pytest.mark.parametrize(
    ("acts", "code", "final"),
    [
        ([no(400, "Bad Request: file is too big")], "too_large", True),
        (
            [no(400, "Bad Request: wrong file_id or the file is temporarily unavailable")],
            "fetch_failed",
            False,
        ),
        ([no(400, "Bad Request: invalid file_id")], "fetch_failed", True),
        ([no(429, "Too Many Requests: retry after 5")], "throttled", False),
        ([no(401, "Unauthorized")], "fetch_failed", False),
        ([no(500, "Internal Server Error")], "fetch_failed", False),
        ([ok({"file_path": "a"}), raw_answer(b"", 404)], "fetch_failed", True),
        (
            [ok({"file_path": "a"}), raw_answer(b"", 302, location="http://x.example/")],
            "fetch_failed",
            False,
        ),
        ([ok({"file_path": "a"}), then_hang_up()], "fetch_failed", False),
        (
            [
                ok({"file_path": "a"}),
                then_hang_up(b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\nabc"),
            ],
            "fetch_failed",
            False,
        ),
        (
            [
                ok({"file_path": "a"}),
                then_hang_up(b"HTTP/1.1 200 X\r\ncontent-length: %d\r\n\r\n" % (MAX_DOWNLOAD + 1)),
            ],
            "too_large",
            True,
        ),
        (
            [
                ok({"file_path": "a"}),
                then_hang_up(b"HTTP/1.1 200 X\r\n\r\n" + bytes(MAX_DOWNLOAD + 1)),
            ],
            "too_large",
            True,
        ),
    ],
)
async def test_a_file_that_does_not_come(
    bot: TelegramConnector, telegram: Wire, acts: list[Act], code: str, final: bool
) -> None:
    telegram.will(*acts)
    with pytest.raises(FetchFailed) as caught:
        await fetched(bot)
    assert (caught.value.code, caught.value.final) == (code, final)
    assert TOKEN.partition(":")[2] not in repr(caught.value)


async def test_an_error_of_the_readers_own_stays_his(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok({"file_path": "a"}), raw_answer(b"bytes"))
    with pytest.raises(OSError, match="disk full"):
        async with bot.fetch("x"):
            raise OSError("disk full")


# --- the account -----------------------------------------------------------------------------


async def test_a_good_token_shows_the_bots_name(bot: TelegramConnector, telegram: Wire) -> None:
    telegram.will(ok(ME), ok(NO_HOOK))
    health = await bot.check()
    assert (health.state, health.display) == (HealthState.OK, "@demo_shop_bot")
    assert health.facts == {"id": "9001", "name": "Demo", "pending": "0", "webhook": ""}
    assert [call.path.rpartition("/")[2] for call in telegram.calls] == ["getMe", "getWebhookInfo"]


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
