"""The order of dates, and lines that are not understood."""

import pytest

from scrm.imports.values import (
    BadLine,
    DateOrder,
    Dialect,
    ExportedMessage,
    InDoubt,
)
from scrm.imports.whatsapp import MAX_TEXT, detect, read
from scrm.kernel.errors import Invalid
from tests.scrm.imports.exports import BERLIN, dialect_of, exported, messages, said


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


@pytest.mark.parametrize(
    "text",
    ["", "hello", "Ada: hi\nBo: ho", "99/99/2026, 22:31 - Ada: hi", "21/11/202, 22:31 - Ada: hi"],
)
def test_a_file_without_messages_is_no_export(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        detect(text.split("\n"))
    assert caught.value.code == "not_an_export"


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
