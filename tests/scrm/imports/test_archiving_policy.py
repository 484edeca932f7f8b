"""Who is who in an export, and whether we know it."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from scrm.imports.archiving.policy import (
    NOBODY,
    address_of,
    kind_of,
    name_of,
    same_chat,
    title_of,
    whose_phone,
)
from scrm.imports.archiving.values import Found, Sample, Spoke
from scrm.imports.policy import dialect_of, good_answers
from scrm.imports.values import DateOrder, Dialect, Form, InDoubt, Question, Shape
from scrm.kernel.errors import Invalid

DAY = datetime(2026, 11, 21, tzinfo=UTC)


def people(*names: str) -> dict[str, Spoke]:
    """The first speaks most."""
    return {
        address_of(name): Spoke(name, len(names) - place, DAY, DAY)
        for place, name in enumerate(names)
    }


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("WhatsApp Chat with Ada Lovelace.txt", "Ada Lovelace"),
        ("WhatsApp Chat - Ada.zip", "Ada"),
        ("WhatsApp Chat with Ada (2).txt", "Ada"),
        ("WhatsApp Chat with St. Ives.zip", "St. Ives"),
        ("WhatsApp-Chat mit Bo.txt", "Bo"),
        ("与阿达的WhatsApp聊天记录.txt", "阿达"),
        ("WhatsApp 聊天记录 - 阿达.zip", "阿达"),
        ("_chat.txt", ""),
        ("Ada.txt", ""),
    ],
)
def test_the_title_is_read_off_the_names_that_whatsapp_gives(file_name: str, title: str) -> None:
    assert title_of(file_name) == title


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada  Demo", "ada demo"), ("+49 170 0000001", "+49-170-0000001"), ("ＡＤＡ", "Ada")],
)
def test_one_person_has_one_address(one: str, other: str) -> None:
    assert address_of(one) == address_of(other)


@pytest.mark.parametrize(("one", "other"), [("Ada", "Adam"), ("+49 170 1", "+49 170 2")])
def test_two_people_have_two(one: str, other: str) -> None:
    assert address_of(one) != address_of(other)


@pytest.mark.parametrize(
    ("given", "title", "names", "remembered", "me"),
    [
        ("Mira", "", ("Bo", "Mira"), "", "mira"),
        ("MIRA", "Mira", ("Bo", "Mira"), "", "mira"),
        (NOBODY, "", ("Bo", "Mira"), "", ""),
        ("", "Bo", ("Bo", "Mira"), "", "mira"),
        ("", "Bo", ("Bo",), "", ""),
        ("", "", ("Bo", "Mira"), "bo", "bo"),
        ("", "", (), "", ""),
    ],
    ids=["said", "said wins", "nobody", "title of two", "title of one", "remembered", "empty"],
)
def test_whose_phone_it_was_is_told(
    given: str, title: str, names: tuple[str, ...], remembered: str, me: str
) -> None:
    assert whose_phone(given, title, people(*names), remembered) == me


@pytest.mark.parametrize(
    ("given", "title", "names", "remembered"),
    [
        ("Mira", "", ("Bo", "Cy"), ""),
        ("", "", ("Bo", "Mira"), ""),
        ("", "Sales", ("Bo", "Mira", "Cy"), ""),
        ("", "Bo", ("Bo", "Mira", "Cy"), ""),
        ("", "", ("Bo", "Mira"), "cy"),
    ],
    ids=["not in the chat", "no title", "group", "group named like one", "remembered is gone"],
)
def test_or_else_it_is_asked(
    given: str, title: str, names: tuple[str, ...], remembered: str
) -> None:
    asked = whose_phone(given, title, people(*names), remembered)
    assert asked == Question("me", (*names, NOBODY))


def found(matches: int, channel_id: int = 1) -> Found:
    return Found(channel_id, 10 + channel_id, "", matches)


@pytest.mark.parametrize(
    ("candidates", "sampled", "wanted"),
    [
        ([], 5, None),
        ([found(2)], 50, None),
        ([found(3)], 50, 1),
        ([found(2)], 2, 1),
        ([found(5, 1), found(40, 2), found(4, 3)], 50, 2),
    ],
    ids=["unknown", "chance", "enough", "all there is", "the best"],
)
def test_an_archive_is_known_by_what_it_has_in_common(
    candidates: list[Found], sampled: int, wanted: int | None
) -> None:
    best = same_chat(candidates, sampled)
    assert (best.channel_id if best else None) == wanted


def keys(numbers: Iterable[int]) -> list[str]:
    """Hashes that are spread like real ones."""
    return [f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}" for number in numbers]


def sample_of(numbers: Iterable[int]) -> set[str]:
    sample = Sample()
    for key in keys(numbers):
        sample.add(key, "ada")
    return set(sample.keys(without=""))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (range(100), range(40_000)),
        (range(10_000), range(9_900, 50_000)),
        (range(20_000, 30_000), range(40_000)),
        (range(40_000), range(20_000, 20_200)),
    ],
    ids=["beginning", "overlap", "middle", "piece"],
)
def test_a_sample_of_the_later_meets_the_earlier(earlier: range, later: range) -> None:
    assert len(sample_of(later) & set(keys(earlier))) >= 3


def test_a_sample_is_small_and_leaves_out_whom_it_should() -> None:
    sample = Sample()
    for number, key in enumerate(keys(range(5_000))):
        sample.add(key, "mira" if number % 2 else "bo")
    assert 100 < len(sample.keys(without="mira")) <= 256
    assert set(sample.keys(without="mira")) <= set(keys(range(0, 5_000, 2)))


@pytest.mark.parametrize(
    ("noted", "media_type", "kind"),
    [
        ("image", "image/png", "photo"),
        ("document", "image/png", "photo"),
        ("sticker", "image/webp", "sticker"),
        ("audio", "audio/ogg", "voice"),
        ("gif", "video/mp4", "video"),
        ("image", "application/octet-stream", "document"),
        ("document", "application/pdf", "document"),
    ],
)
def test_bytes_and_words_together_say_what_a_file_is(
    noted: str, media_type: str, kind: str
) -> None:
    assert kind_of(noted, media_type) == kind


def test_an_archive_without_a_title_is_named_after_who_speaks() -> None:
    assert name_of("_chat.txt", [*people("Bo", "Cy").values()]) == "Bo, Cy"
    assert name_of("tea club.txt", [*people("A", "B", "C", "D").values()]) == "tea club"


DIALECT = Dialect(Shape(Form.DASH, "/", 4, seconds=False), DateOrder.DMY)
DOUBT = InDoubt((DateOrder.DMY, DateOrder.MDY), "03/02/2026", DIALECT)


def test_a_doubt_is_settled_by_what_was_said() -> None:
    said = dialect_of(DOUBT, "mdy")
    assert isinstance(said, Dialect)
    assert said.order == DateOrder.MDY


def test_a_doubt_becomes_a_question() -> None:
    assert dialect_of(DOUBT, "") == Question("date_order", ("dmy", "mdy"), "03/02/2026")


def test_what_the_dates_rule_out_can_not_be_said() -> None:
    with pytest.raises(Invalid, match="mdy does not fit"):
        dialect_of(DIALECT, "mdy")


@pytest.mark.parametrize(
    "given", [{"timezone": "Mars/Base"}, {"date_order": "ydm"}, {"colour": "red"}]
)
def test_wrong_answers_are_refused(given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        good_answers(given)
