"""Names, and the keys that make a second import add only what is new."""

from zoneinfo import ZoneInfo

from scrm.imports.values import (
    BadLine,
    ExportedMessage,
    Form,
)
from tests.scrm.imports.exports import ANDROID, IOS, dialect_of, exported, messages, said


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


def test_the_same_words_at_another_time_are_another_message() -> None:
    (one,) = messages("21/11/2026, 22:31 - Ada: hi")
    (two,) = messages("21/11/2026, 22:32 - Ada: hi")
    assert one.key != two.key


def test_what_a_person_types_about_leaving_is_her_message() -> None:
    assert said("[21/11/2026, 22:31:00] Ada: Bo left") == [("Ada", "Bo left")]


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
