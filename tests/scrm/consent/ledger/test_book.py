"""The file of the ledger: whole lines on the disk, for its owner alone, and no longer than it must be."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrm.consent.ledger import policy
from scrm.consent.ledger.book import service
from scrm.consent.ledger.book.service import Book
from scrm.consent.ledger.values import Did, Line

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
MARKETING = "marketing"


def _ended(key: str) -> bytes:
    return policy.written(Line(Did.ENDED, key, MARKETING, ("b", "c"), 7, "asked", AT))


def _lifted(key: str) -> bytes:
    return policy.written(Line(Did.LIFTED, key, MARKETING))


def _book(folder: Path, mark: str = "mark") -> Book:
    return Book(folder / "opt-outs.jsonl", mark)


def _keys(book: Book) -> list[str]:
    return sorted(key for key, _ in book.standing())


def test_a_line_reads_as_it_was_written() -> None:
    line = Line(Did.ENDED, "a", MARKETING, ("b", "c"), 7, "asked", AT)
    assert policy.read(policy.written(line)) == line
    later = line._replace(noted=AT + timedelta(days=1))
    assert policy.read(policy.written(later)) == later
    assert policy.read(_lifted("a")) == Line(Did.LIFTED, "a", MARKETING)


@given(st.binary(max_size=200) | st.integers(0, 200).map(lambda cut: _ended("a")[:cut]))
def test_half_a_line_is_none(written: bytes) -> None:
    found = policy.read(written)
    assert found is None or written.strip() == _ended("a").strip()


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc"))))
def test_the_last_word_counts(words: list[tuple[bool, str]]) -> None:
    lines = [_ended(key) if ended else _lifted(key) for ended, key in words]
    last = {key: ended for ended, key in words}
    assert {key for key, _ in policy.standing(lines)} == {one for one, is_ in last.items() if is_}


def test_what_is_written_is_there_for_its_owner_alone(tmp_path: Path) -> None:
    book = _book(tmp_path)
    book.append([_ended("a"), _ended("b")])
    book.append([_lifted("a")])
    book.close()
    assert _keys(_book(tmp_path)) == ["b"]
    assert (tmp_path / "opt-outs.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_line_that_a_power_cut_tore_harms_no_other(tmp_path: Path) -> None:
    book = _book(tmp_path)
    book.append([_ended("a"), _ended("b")])
    book.close()
    path = tmp_path / "opt-outs.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    again = _book(tmp_path)
    again.append([_ended("c")])
    assert _keys(again) == ["a", "c"]


def test_what_the_disk_does_not_take_comes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _book(tmp_path)
    book.append([_ended("a")])
    with monkeypatch.context() as full:

        def no_room(file: int, said: bytes) -> int:
            raise OSError(28, "No space left on device")

        full.setattr(os, "write", no_room)
        book.append([_ended("b")])
    assert _keys(_book(tmp_path)) == ["a"]
    book.append([_ended("c")])
    assert _keys(_book(tmp_path)) == ["a", "b", "c"]


def test_what_has_no_meaning_any_more_goes(tmp_path: Path) -> None:
    book = _book(tmp_path)
    book.append([_ended("kept")])
    for _ in range(1_500):
        book.append([_ended("a"), _lifted("a")])
    path = tmp_path / "opt-outs.jsonl"
    before = path.stat().st_size
    assert _keys(book) == ["kept"]
    assert path.stat().st_size < before / 1_000
    assert path.stat().st_mode & 0o777 == 0o600
    book.append([_ended("b")])
    assert _keys(_book(tmp_path)) == ["b", "kept"]
    assert [one.name for one in tmp_path.iterdir()] == ["opt-outs.jsonl"]


def test_it_is_written_anew_while_it_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LEAST_GROWTH", 2_000)
    book, most = _book(tmp_path), 0
    for _ in range(200):
        book.append([line for _ in range(50) for line in (_ended("a"), _lifted("a"))])
        most = max(most, (tmp_path / "opt-outs.jsonl").stat().st_size)
    assert most < 2_200 * len(_ended("a"))


@pytest.mark.parametrize("breaks", ["open", "replace"])
def test_where_it_can_not_be_written_anew_the_long_one_is_as_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    monkeypatch.setattr(service, "LEAST_GROWTH", 1_500)
    book = _book(tmp_path)
    with monkeypatch.context() as full:
        if breaks == "open":
            full.setattr(service, "_write_new", _refused)
        else:
            full.setattr(Path, "replace", _refused)
        for _ in range(2_000):
            book.append([_ended("a"), _lifted("a")])
        book.append([_ended("b")])
        assert _keys(book) == ["b"]
        assert _keys(_book(tmp_path)) == ["b"]
    assert [one.name for one in tmp_path.iterdir()] == ["opt-outs.jsonl"]
    book.append([_ended("c")])
    assert _keys(_book(tmp_path)) == ["b", "c"]


def test_what_lay_aside_is_read_also_where_it_can_not_be_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrote(tmp_path, "mark", _ended("a"), _ended("b"))
    _wrote(tmp_path, "another", _ended("c"))
    book = _book(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(service, "_write_new", _refused)
        assert _keys(book) == ["a", "b"]
        book.append([_lifted("a")] * 2_000)
        assert _keys(book) == ["b"]
    assert _keys(book) == ["b"]
    assert _keys(_book(tmp_path)) == ["b"]
    assert not (tmp_path / "opt-outs.mark.jsonl").exists()


def test_one_that_can_not_be_read_keeps_no_line_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LEAST_GROWTH", 1)
    book = _book(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(Book, "_lines", _refused)
        book.append([_ended("a"), _ended("b")])
    assert _keys(_book(tmp_path)) == ["a", "b"]


def _wrote(folder: Path, mark: str, *lines: bytes) -> None:
    book = _book(folder, mark)
    book.standing()
    book.append(lines)
    book.close()


def test_one_that_another_key_wrote_is_laid_aside(tmp_path: Path) -> None:
    _wrote(tmp_path, "mark", _ended("a"))
    other = _book(tmp_path, "another")
    assert _keys(other) == []
    other.append([_ended("b")])
    assert _keys(other) == ["b"]
    assert b'"a"' in (tmp_path / "opt-outs.mark.jsonl").read_bytes()


def test_it_is_read_again_when_its_key_is_back(tmp_path: Path) -> None:
    _wrote(tmp_path, "mark", _ended("a"), _ended("b"), _lifted("b"))
    _wrote(tmp_path, "another", _ended("c"))
    assert _keys(_book(tmp_path)) == ["a"]
    assert _keys(_book(tmp_path, "another")) == ["c"]
    _wrote(tmp_path, "mark", _lifted("a"), _ended("d"))
    assert _keys(_book(tmp_path)) == ["d"]
    names = {one.name for one in tmp_path.iterdir()}
    assert names == {"opt-outs.jsonl", "opt-outs.another.jsonl"}
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in tmp_path.iterdir())


@pytest.mark.parametrize("again", ["mark", "another"])
def test_nothing_is_lost_where_one_of_that_mark_lies_aside(tmp_path: Path, again: str) -> None:
    """A copy of the file was put back by hand."""
    _wrote(tmp_path, "mark", _ended("a"), _ended("b"))
    _wrote(tmp_path, "another")
    path = tmp_path / "opt-outs.jsonl"
    assert not path.exists()
    copy = policy.head("mark") + _lifted("b") + _ended("c")
    path.write_bytes(copy[:-1])  # without the end of its last line
    _wrote(tmp_path, again)
    assert _keys(_book(tmp_path)) == ["a", "c"]


def test_what_is_no_ledger_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "opt-outs.jsonl"
    for said in (b"first\n", b'{"ledger": 1, "key": "../x"}\n'):
        path.write_bytes(said)
        _wrote(tmp_path, "mark", _ended("a"))
        path.unlink()
    kept = (tmp_path / "opt-outs.unknown.jsonl").read_bytes()
    assert kept.split() == [b"first", *b'{"ledger": 1, "key": "../x"}'.split()]


def test_what_can_not_be_laid_aside_is_not_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrote(tmp_path, "another", _ended("a"))
    path, book = tmp_path / "opt-outs.jsonl", _book(tmp_path)
    before = path.read_bytes()
    with monkeypatch.context() as held:
        held.setattr(Path, "replace", _refused)
        assert _keys(book) == []
        book.append([_ended("b")])
        assert path.read_bytes() == before
    book.append([_ended("c")])
    assert _keys(_book(tmp_path)) == ["b", "c"]
    assert _keys(_book(tmp_path, "another")) == ["a"]


def _refused(*_: object) -> None:
    raise OSError(30, "Read-only file system")
