"""Each row of the table of faults names tests that are there."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/faults.md").read_text()
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@cache
def _source(path: str) -> str:
    return (ROOT / "tests" / path).read_text()


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED.findall(PAGE)}))
def test_the_tests_that_it_names_are_there(path: str) -> None:
    named = {name for file, name in NAMED.findall(PAGE) if file == path}
    assert {name for name in named if f"def test_{name}(" not in _source(path)} == set()


def test_no_row_is_without_one() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| [FS]-\d", line)]
    assert len(rows) > 20
    assert [row for row in rows if not NAMED.search(row)] == []


def test_every_promise_has_its_fault() -> None:
    faults = set(re.findall(r"^\| ([FS]-\d\d)", PAGE, re.MULTILINE))
    promised = re.findall(r"^\| P\d+ .*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert len(promised) == 8
    assert {one for row in promised for one in re.findall(r"F-\d\d", row)} <= faults
