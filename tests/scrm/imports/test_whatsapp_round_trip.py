"""Made-up chats, written as each phone would, are read back exactly."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.imports.values import Dialect, ExportedMessage, InDoubt, SystemLine
from scrm.imports.whatsapp import detect, read
from scrm.imports.whatsapp_headers import any_header
from scrm.kernel.text import clean

Message = tuple[datetime, str, str]
Write = Callable[[datetime, str, str], str]


def _twelve(at: datetime) -> str:
    return f"{at.hour % 12 or 12}"


def _chinese(at: datetime) -> str:
    words = {0: "凌晨", 5: "清晨", 8: "上午", 12: "中午", 13: "下午", 19: "晚上"}
    word = next(word for hour, word in reversed(words.items()) if at.hour >= hour)
    return f"{word}{_twelve(at)}"


WRITERS: dict[str, Write] = {
    "ios, day first, 24 hours": lambda t, who, said: f"[{t:%d/%m/%Y, %H:%M:%S}] {who}: {said}",
    "ios, month first, 12 hours": lambda t, who, said: (
        f"\u200e[{t.month}/{t.day}/{t:%y}, {_twelve(t)}:{t:%M:%S}\u202f{t:%p}] {who}: \u200e{said}"
    ),
    "ios, points": lambda t, who, said: f"[{t:%d.%m.%y, %H:%M:%S}] {who}: {said}",
    "ios, chinese": lambda t, who, said: (
        f"[{t.year}/{t.month}/{t.day} {_chinese(t)}:{t:%M:%S}] {who}: {said}"
    ),
    "ios, chinese characters": lambda t, who, said: (
        f"[{t.year}年{t.month}月{t.day}日 {_chinese(t)}:{t:%M:%S}] {who}: {said}"
    ),
    "android, day first, 24 hours": lambda t, who, said: f"{t:%d/%m/%Y, %H:%M} - {who}: {said}",
    "android, month first, 12 hours": lambda t, who, said: (
        f"{t.month}/{t.day}/{t:%y}, {_twelve(t)}:{t:%M}\u202f{t:%p} - {who}: {said}"
    ),
    "android, spanish": lambda t, who, said: (
        f"{t.day}/{t.month}/{t:%Y}, {_twelve(t)}:{t:%M} {'ap'[t.hour // 12]}.\u00a0m. - {who}: {said}"
    ),
    "android, dashes": lambda t, who, said: f"{t:%d-%m-%Y %H:%M} - {who}: {said}",
    "android, chinese": lambda t, who, said: (
        f"{t.year}年{t.month}月{t.day}日 {_chinese(t)}:{t:%M} - {who}: {said}"
    ),
}

UNHURRIED = settings(deadline=None, max_examples=40)
TIMES = st.datetimes(datetime(2010, 1, 1), datetime(2029, 12, 31)).map(  # noqa: DTZ001 - wall time
    lambda at: at.replace(microsecond=0)
)
NAMES = ("Ada", "Bo Demo", "阿达", "+49 170 0000001", "Ada - Sales", "[Cy]", "Zoë 😀")


def _is_said(text: str) -> bool:
    """It stands for itself: not empty, and no line of it opens another message."""
    return bool(text) and all(any_header(line) is None for line in text.split("\n"))


LINES = st.text(
    st.sampled_from("ab 7:/.-[](),é中😀<>\u200f\u2028\t。"), max_size=20
) | st.sampled_from(["[note] 21/11", "a - b: c", "21/11/2026", "<3", "12:30 - lunch: soup"])
TEXTS = (
    st.lists(LINES, min_size=1, max_size=4)
    .map("\n".join)
    .map(lambda text: clean(text).strip("\u200f \t\n\u2028"))
    .map(lambda text: text if _is_said(text) else "hm")
)
CHATS = st.lists(st.tuples(TIMES, st.sampled_from(NAMES), TEXTS), min_size=1, max_size=12)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@UNHURRIED
@given(chat=CHATS)
def test_a_chat_is_read_back_exactly(write: Write, chat: list[Message]) -> None:
    day = datetime(2020, 12, 31, 23, 59, 58)  # noqa: DTZ001 - wall time; tells the order of dates
    chat = [*chat, *((day, name, "no colon here") for name in NAMES)]  # so names end at the first
    lines = "\n".join(write(*message) for message in chat).split("\n")
    dialect = detect(lines)
    assert isinstance(dialect, Dialect)
    read_back = [
        (item.at, item.author, item.text)
        for item in read(lines, dialect, ZoneInfo("UTC"))
        if isinstance(item, ExportedMessage)
    ]
    expected = [(at.replace(tzinfo=UTC), author, text) for at, author, text in chat]
    if not dialect.shape.seconds:
        expected = [(at.replace(second=0), author, text) for at, author, text in expected]
    assert read_back == expected


@UNHURRIED
@given(
    st.lists(
        st.text(max_size=60) | LINES | TIMES.map(lambda t: WRITERS["ios, points"](t, "A", "x")),
        max_size=20,
    )
)
def test_no_file_breaks_the_reader(lines: list[str]) -> None:
    start = ["21/11/2026, 22:31 - Ada: hi"]
    found = detect(start + lines)
    dialect = found.dialect if isinstance(found, InDoubt) else found
    items = list(read(start + lines, dialect, ZoneInfo("Europe/Berlin")))
    keys = [item.key for item in items if isinstance(item, ExportedMessage | SystemLine)]
    assert len(keys) == len(set(keys))
