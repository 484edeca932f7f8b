from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scrm.imports.values import (
    BadLine,
    DateOrder,
    Dialect,
    Exported,
    ExportedMessage,
    Form,
    InDoubt,
    MediaNote,
    SystemLine,
)
from scrm.imports.whatsapp import MAX_TEXT, detect, read
from scrm.kernel.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")

IOS = """\u200e[21/11/2026, 10:31:02\u202fPM] Ada: \u200eMessages and calls are end-to-end encrypted.
[21/11/2026, 10:31:05\u202fPM] Ada: hi
second line

[fourth] line: with a colon
[21/11/2026, 10:31:06\u202fPM] ~\u202fBo Demo: \u200e<attached: 00000012-PHOTO-2026-11-21-22-31-06.jpg>
\u200e[21/11/2026, 10:31:07\u202fPM] \u202a+49\u00a0170\u00a00000001\u202c: a bill \u200e<attached: bill.pdf>
[21/11/2026, 10:31:08\u202fPM] Ada: \u200eimage omitted
[21/11/2026, 10:31:08\u202fPM] Ada: offer.pdf • \u200e3 pages \u200edocument omitted
[21/11/2026, 10:31:09\u202fPM] Ada: \u200eThis message was deleted.
[21/11/2026, 10:31:10\u202fPM] Ada: the red one \u200e<This message was edited>
[21/11/2026, 10:31:11\u202fPM] Demo group: \u200eAda added Bo Demo
[21/11/2026, 10:31:12\u202fPM] Demo group: \u200e+49 170 0000001 left
[21/11/2026, 10:31:13\u202fPM] Ada: ok
[21/11/2026, 10:31:13\u202fPM] Ada: ok"""

ANDROID = """11/21/26, 10:31\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.
11/21/26, 10:31\u202fPM - Ada created group "Sales: Berlin"
11/21/26, 10:31\u202fPM - Ada added you
11/21/26, 10:32\u202fPM - Ada: <Media omitted>
11/21/26, 10:32\u202fPM - Ada: IMG-20261121-WA0001.jpg (file attached)
the blue one
11/21/26, 12:00\u202fAM - Bo: midnight
11/21/26, 12:00\u202fPM - Bo: noon
11/21/26, 10:33\u202fPM - Bo: PTT-20261121-WA0002.opus (file attached)
11/21/26, 10:33\u202fPM - Bo: You deleted this message
11/21/26, 10:33\u202fPM - Bo: ok <This message was edited>
11/21/26, 10:34\u202fPM - +49 170 0000001 changed to +49 170 0000002
11/21/26, 10:34\u202fPM - Bo left"""

CHINESE = """[2026/11/21 上午12:05:00] 小店: \u200e消息和通话已进行端到端加密。
[2026/11/21 凌晨1:05:00] 阿达: 还没睡
[2026/11/21 早上8:05:00] 阿达: 早
[2026/11/21 中午12:05:00] 阿达: \u200e图像已忽略
[2026/11/21 中午1:05:00] 阿达: \u200e<附件：00000003-PHOTO.jpg>
[2026/11/21 下午3:05:00] 阿达: 你撤回了一条消息
[2026/11/21 晚上10:31:02] 阿达: 红色的\u200e<此消息已编辑>"""


def dialect_of(text: str) -> Dialect:
    found = detect(text.split("\n"))
    assert isinstance(found, Dialect)
    return found


def exported(text: str, zone: ZoneInfo = BERLIN) -> list[Exported]:
    return list(read(text.split("\n"), dialect_of(text), zone))


def messages(text: str) -> list[ExportedMessage]:
    return [item for item in exported(text) if isinstance(item, ExportedMessage)]


def said(text: str) -> list[tuple[str, str]]:
    return [(message.author, message.text) for message in messages(text)]


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


# --- the order of dates ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("21/11/2026, 22:31 - Ada: hi", DateOrder.DMY),
        ("11/21/2026, 22:31 - Ada: hi", DateOrder.MDY),
        ("2026/11/21, 22:31 - Ada: hi", DateOrder.YMD),
        ("01/02/2026, 22:31 - Ada: a\n13/02/2026, 22:31 - Ada: b", DateOrder.DMY),
        ("26/11/21 下午10:31 - Ada: a\n26/11/31 下午10:31 - Ada: b", DateOrder.DMY),
    ],
)
def test_a_date_past_the_twelfth_tells_the_order(text: str, order: DateOrder) -> None:
    assert dialect_of(text).order == order


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("01/02/2026, 22:31 - Ada: hi", (DateOrder.DMY, DateOrder.MDY)),
        ("01/02/26, 22:31 - Ada: hi", (DateOrder.DMY, DateOrder.MDY)),
        ("01/02/03 下午10:31 - Ada: hi", (DateOrder.DMY, DateOrder.MDY, DateOrder.YMD)),
        (
            "13/02/2026, 22:31 - Ada: a\n02/13/2026, 22:31 - Ada: b",
            (DateOrder.DMY, DateOrder.MDY),
        ),
    ],
)
def test_dates_that_fit_two_orders_are_a_question(
    text: str, choices: tuple[DateOrder, ...]
) -> None:
    found = detect(text.split("\n"))
    assert isinstance(found, InDoubt)
    assert found.choices == choices


def test_the_answer_settles_how_to_read() -> None:
    lines = ["01/02/2026, 22:31 - Ada: hi"]
    found = detect(lines)
    assert isinstance(found, InDoubt)
    (message,) = read(lines, found.settle(DateOrder.MDY), BERLIN)
    assert isinstance(message, ExportedMessage)
    assert (found.example, message.at.month) == ("01/02/2026", 1)


def test_an_answer_that_does_not_fit_is_refused() -> None:
    found = detect(["01/02/2026, 22:31 - Ada: hi"])
    assert isinstance(found, InDoubt)
    with pytest.raises(Invalid, match="01/02/2026"):
        found.settle(DateOrder.YMD)


def test_one_odd_date_does_not_make_many_clear_ones_doubtful() -> None:
    clear = "\n".join(["21/11/2026, 22:31 - Ada: hi"] * 20)
    assert dialect_of(f"{clear}\n11/21/2026, 22:31 - Ada: hi").order == DateOrder.DMY


@pytest.mark.parametrize("text", ["", "hello", "Ada: hi\nBo: ho", "99/99/2026, 22:31 - Ada: hi"])
def test_a_file_without_messages_is_no_export(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        detect(text.split("\n"))
    assert caught.value.code == "not_an_export"


# --- lines that are not understood -----------------------------------------------------------


def test_what_is_not_understood_is_listed_and_the_rest_is_read() -> None:
    text = (
        "Exported by a robot\n\n21/11/2026, 22:31 - Ada: hi\n31/02/2026, 22:31 - Ada: never\n"
        f"{'x' * 300}\n21/11/2026, 25:31 - Ada: late\n21/11/2026, 22:32 - Ada: ho"
    )
    assert said(text) == [("Ada", "hi"), ("Ada", "ho")]
    assert [item for item in exported(text) if isinstance(item, BadLine)] == [
        BadLine(1, "Exported by a robot", "stands before the first message"),
        BadLine(4, "31/02/2026, 22:31 - Ada: never", "has no such date or time"),
        BadLine(5, "x" * 199 + "…", "belongs to a line that was not understood"),
        BadLine(6, "21/11/2026, 25:31 - Ada: late", "has no such date or time"),
    ]


def test_a_message_has_an_end() -> None:
    lines = ["21/11/2026, 22:31 - Ada: hi", "x" * (MAX_TEXT - 10), "y" * 10, "z"]
    found = detect(lines)
    assert isinstance(found, Dialect)
    message, *bad = read(lines, found, BERLIN)
    assert isinstance(message, BadLine)
    assert isinstance(bad[-1], ExportedMessage)
    assert [item.line for item in (message, *bad)] == [3, 4, 1]


def test_a_pasted_line_of_another_chat_stays_in_its_message() -> None:
    pasted = (
        "21/11/2026, 22:31 - Ada: look:\n[21/11/2026, 22:30:00] Cy: wow\n21.11.26, 22:30 - Cy: wow"
    )
    assert [author for author, _ in said(pasted)] == ["Ada"]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "evil",
    [" ", "<", "<attached: ", "\u200e", ": ", "a.b (", "• ", "\n", "\n<", "21/11/2026, 22:31 "],
)
def test_no_text_is_read_in_quadratic_time(evil: str) -> None:
    text = f"21/11/2026, 22:31 - Ada: x{evil * (90_000 // len(evil))}x"
    assert len(messages(text)) == 1


# --- names and keys --------------------------------------------------------------------------


def test_a_name_with_a_colon_inside_is_learnt_from_the_whole_file() -> None:
    text = "\n".join(
        f"21/11/2026, 22:3{i} - Dr: Ada\u00a0Demo: {said_}" for i, said_ in enumerate("abcde")
    )
    assert said(text) == [("Dr: Ada Demo", letter) for letter in "abcde"]


def test_one_who_often_writes_colons_keeps_a_short_name() -> None:
    text = "\n".join(f"21/11/2026, 22:31 - Ada: {words}" for words in (*["note: milk"] * 9, "bye"))
    assert dialect_of(text).names == ()
    assert said(text)[0] == ("Ada", "note: milk")


def test_a_key_does_not_depend_on_where_the_name_was_cut() -> None:
    text = "\n".join(["21/11/2026, 22:31 - Dr: Ada: hi"] * 5)
    longer = f"{text}\n21/11/2026, 22:31 - Dr: no, just Dr"
    assert (messages(text)[0].author, messages(longer)[0].author) == ("Dr: Ada", "Dr")
    assert [m.key for m in messages(longer)[:5]] == [m.key for m in messages(text)]


def test_nothing_said_is_said_by_somebody() -> None:
    assert said("21/11/2026, 22:31 - Ada:\n21/11/2026, 22:31 - Ada: ") == [("Ada", ""), ("Ada", "")]


def test_text_is_cleaned() -> None:
    assert said("21/11/2026, 22:31 - Ade\u0301: cafe\u0301\0") == [("Ad\xe9", "caf\xe9\ufffd")]


def test_every_key_is_its_own() -> None:
    keys = [item.key for item in exported(IOS) if not isinstance(item, BadLine)]
    assert len(set(keys)) == len(keys) == 12


def test_a_longer_export_gives_the_old_part_the_same_keys() -> None:
    longer = (
        IOS + "\n[22/11/2026, 10:31:13\u202fPM] Ada: ok\n[22/11/2026, 10:31:13\u202fPM] Bo: new"
    )
    old = [item.key for item in exported(IOS) if not isinstance(item, BadLine)]
    new = [item.key for item in exported(longer) if not isinstance(item, BadLine)]
    assert new[: len(old)] == old
    assert len(set(new)) == len(old) + 2


def test_a_key_depends_on_neither_zone_nor_clock_nor_the_export_of_files() -> None:
    with_files = "21/11/2026, 22:31 - Ada: IMG-1.jpg (file attached)"
    without = "11/21/26, 10:31 PM - Ada: <Media omitted>"
    (one,) = exported(with_files)
    (two,) = exported(without, ZoneInfo("Asia/Shanghai"))
    assert isinstance(one, ExportedMessage)
    assert isinstance(two, ExportedMessage)
    assert one.key == two.key
    assert one.at != two.at


def test_the_form_is_that_of_the_first_message() -> None:
    assert dialect_of(IOS).shape.form == Form.BRACKETS
    assert dialect_of(ANDROID).shape.form == Form.DASH
