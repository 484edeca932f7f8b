from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scrm.imports.values import (
    BadLine,
    ExportedMessage,
    MediaNote,
    SystemLine,
)
from tests.scrm.imports.exports import (
    ANDROID,
    CHINESE,
    IOS,
    exported,
    messages,
    said,
)


def test_an_ios_export_is_read_whole() -> None:
    assert said(IOS) == [
        ("Ada", "hi\nsecond line\n\n[fourth] line: with a colon"),
        ("Bo Demo", ""),
        ("+49 170 0000001", "a bill"),
        ("Ada", ""),
        ("Ada", ""),
        ("Ada", ""),
        ("Ada", "the red one"),
        ("Ada", "ok"),
        ("Ada", "ok"),
    ]


def test_an_android_export_is_read_whole() -> None:
    assert said(ANDROID) == [
        ("Ada", ""),
        ("Ada", "the blue one"),
        ("Bo", "midnight"),
        ("Bo", "noon"),
        ("Bo", ""),
        ("Bo", ""),
        ("Bo", "ok"),
    ]


def test_a_chinese_export_is_read_whole() -> None:
    assert said(CHINESE) == [
        ("阿达", "还没睡"),
        ("阿达", "早"),
        ("阿达", ""),
        ("阿达", ""),
        ("阿达", ""),
        ("阿达", "红色的"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            IOS,
            [
                "Messages and calls are end-to-end encrypted.",
                "Ada added Bo Demo",
                "+49 170 0000001 left",
            ],
        ),
        (
            ANDROID,
            [
                "Messages and calls are end-to-end encrypted. Tap to learn more.",
                'Ada created group "Sales: Berlin"',
                "Ada added you",
                "+49 170 0000001 changed to +49 170 0000002",
                "Bo left",
            ],
        ),
        (CHINESE, ["消息和通话已进行端到端加密。"]),
    ],
    ids=["ios", "android", "chinese"],
)
def test_whatsapps_own_words_are_nobodys_message(text: str, words: list[str]) -> None:
    assert [i.text for i in exported(text) if isinstance(i, SystemLine)] == words


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            IOS,
            [
                MediaNote("image", "00000012-PHOTO-2026-11-21-22-31-06.jpg"),
                MediaNote("document", "bill.pdf"),
                MediaNote("image"),
                MediaNote("document", "offer.pdf"),
            ],
        ),
        (
            ANDROID,
            [
                MediaNote("media"),
                MediaNote("image", "IMG-20261121-WA0001.jpg"),
                MediaNote("audio", "PTT-20261121-WA0002.opus"),
            ],
        ),
        (CHINESE, [MediaNote("image"), MediaNote("image", "00000003-PHOTO.jpg")]),
    ],
    ids=["ios", "android", "chinese"],
)
def test_files_are_noted(text: str, notes: list[MediaNote]) -> None:
    assert [message.media for message in messages(text) if message.media] == notes


@pytest.mark.parametrize("text", [IOS, ANDROID, CHINESE], ids=["ios", "android", "chinese"])
def test_one_message_was_edited_one_deleted_and_no_line_was_bad(text: str) -> None:
    assert [message.edited for message in messages(text)].count(True) == 1
    assert [message.deleted for message in messages(text)].count(True) == 1
    assert [item for item in exported(text) if isinstance(item, BadLine)] == []


def test_line_numbers_are_those_of_the_file() -> None:
    assert [item.line for item in exported(IOS)] == [1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]


# --- time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beginning", "wall"),
    [
        ("[21/11/2026, 10:31:02 PM] ", (2026, 11, 21, 22, 31, 2)),
        ("[21/11/2026, 22:31:02] ", (2026, 11, 21, 22, 31, 2)),
        ("[21.11.26, 22:31:02] ", (2026, 11, 21, 22, 31, 2)),
        ("[21.11.26, 22.31.02] ", (2026, 11, 21, 22, 31, 2)),
        ("[2026-11-21, 12:31:02 a.m.] ", (2026, 11, 21, 0, 31, 2)),
        ("[2026年11月21日 下午10:31:02] ", (2026, 11, 21, 22, 31, 2)),
        ("2026年11月21日 22:31 - ", (2026, 11, 21, 22, 31, 0)),
        ("21/11/2026, 22:31 - ", (2026, 11, 21, 22, 31, 0)),
        ("21/11/2026 10:31 p.\u00a0m. - ", (2026, 11, 21, 22, 31, 0)),
        ("21-11-2026 22:31 - ", (2026, 11, 21, 22, 31, 0)),
        ("21.11.26, 22:31 - ", (2026, 11, 21, 22, 31, 0)),
        ("11/21/26, 12:05 pm - ", (2026, 11, 21, 12, 5, 0)),
        ("11/21/26, 12:05 am - ", (2026, 11, 21, 0, 5, 0)),
        ("2026/11/21 上午12:05 - ", (2026, 11, 21, 0, 5, 0)),
        ("2026/11/21 中午12:05 - ", (2026, 11, 21, 12, 5, 0)),
        ("2026/11/21 中午11:55 - ", (2026, 11, 21, 11, 55, 0)),
        ("2026/11/21 上午22:05 - ", (2026, 11, 21, 22, 5, 0)),
        ("2026/11/21 晚上7:05 - ", (2026, 11, 21, 19, 5, 0)),
        ("2026/11/21 晚上12:05 - ", (2026, 11, 21, 0, 5, 0)),
        ("2026. 11. 21. 오후 10:31 - ", (2026, 11, 21, 22, 31, 0)),
        ("\ufeff\u200e[21/11/2026,\u00a022:31:02]\u00a0", (2026, 11, 21, 22, 31, 2)),
    ],
)
def test_date_and_time_in_each_form(beginning: str, wall: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = wall
    (message,) = exported(f"{beginning}Ada: hi", ZoneInfo("UTC"))
    assert message == ExportedMessage(
        1,
        message.key if isinstance(message, ExportedMessage) else "",
        datetime(year, month, day, hour, minute, second, tzinfo=UTC),
        "Ada",
        "hi",
    )


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("21/07/2026, 12:00", datetime(2026, 7, 21, 10, 0, tzinfo=UTC)),
        ("21/11/2026, 12:00", datetime(2026, 11, 21, 11, 0, tzinfo=UTC)),
        ("25/10/2026, 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice
        ("29/03/2026, 02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # never comes
    ],
)
def test_wall_time_becomes_utc(wall: str, instant: datetime) -> None:
    (message,) = messages(f"{wall} - Ada: hi")
    assert message.at == instant
