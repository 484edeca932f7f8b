"""Files, out and in."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors.telegram.connector import TelegramConnector
from connectors.telegram.download import MAX_DOWNLOAD, file_url
from scrm.channels.failures import (
    CredentialsRejected,
    FetchFailed,
    Refused,
)
from scrm.channels.outbound import Outbound, OutboundContent, OutboundFile, SendMessage, Sent
from scrm.channels.values import MediaKind
from scrm.conformance.wire import Act, Wire, raw_answer, then_hang_up
from tests.connectors.telegram.conftest import TOKEN
from tests.connectors.telegram.says import no, ok


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


@pytest.mark.parametrize(
    ("acts", "seconds"),
    [
        ([no(429, "Too Many Requests: retry after 5")], 5),
        ([ok({"file_path": "a"}), raw_answer(b"", 429, retry_after="7")], 7),
    ],
)
async def test_telegram_says_when_to_come_back_for_a_file(
    bot: TelegramConnector, telegram: Wire, acts: list[Act], seconds: int
) -> None:
    telegram.will(*acts)
    with pytest.raises(FetchFailed) as caught:
        await fetched(bot)
    assert caught.value.retry_after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "acts", [[no(401, "Unauthorized")], [ok({"file_path": "a"}), raw_answer(b"", 401)]]
)
async def test_a_key_that_no_longer_opens_is_not_the_file_s_fault(
    bot: TelegramConnector, telegram: Wire, acts: list[Act]
) -> None:
    telegram.will(*acts)
    with pytest.raises(CredentialsRejected):
        await fetched(bot)


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


async def test_a_file_is_not_fetched_from_where_a_redirect_points(
    bot: TelegramConnector, telegram: Wire
) -> None:
    elsewhere = raw_answer(b"", 302, location="/elsewhere")
    telegram.will(ok({"file_path": "a"}), elsewhere, raw_answer(b"of somebody else"))
    with pytest.raises(FetchFailed):
        await fetched(bot)
    assert len(telegram.calls) == 2


async def test_an_error_of_the_readers_own_stays_his(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok({"file_path": "a"}), raw_answer(b"bytes"))
    with pytest.raises(OSError, match="disk full"):
        async with bot.fetch("x"):
            raise OSError("disk full")
