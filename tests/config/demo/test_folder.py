"""The demo's folder: one demo at a time, and nobody else's things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.demo.folder import DemoFolder
from scrm.kernel.errors import Conflict


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DemoFolder]:
    folder = DemoFolder(tmp_path / "demo")
    folder.claim(reset=False)
    yield folder
    folder.release()


def test_a_second_demo_is_turned_away_until_the_first_has_gone(folder: DemoFolder) -> None:
    second = DemoFolder(folder.path)
    with pytest.raises(Conflict, match="Another demo"):
        second.claim(reset=False)
    folder.release()
    second.claim(reset=False)
    second.release()


def test_reset_empties_the_folder_and_changes_the_key(folder: DemoFolder) -> None:
    key = folder.stage_key()
    (folder.sandbox / "telegram").mkdir(parents=True)
    (folder.path / "scrm.db").write_text("old")
    folder.release()
    folder.claim(reset=True)
    assert sorted(path.name for path in folder.path.iterdir()) == ["demo.key", "logs"]
    assert folder.stage_key() != key


def test_without_reset_everything_stays(folder: DemoFolder) -> None:
    key = folder.stage_key()
    (folder.path / "scrm.db").write_text("old")
    folder.release()
    folder.claim(reset=False)
    assert (folder.path / "scrm.db").read_text() == "old"
    assert folder.stage_key() == key


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(Conflict, match="no demo"):
        DemoFolder(tmp_path).claim(reset=True)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_key_is_for_its_owner_only(folder: DemoFolder) -> None:
    assert (folder.path / "demo.key").stat().st_mode & 0o077 == 0
    assert len(folder.stage_key()) > 30
