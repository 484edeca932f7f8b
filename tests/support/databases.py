"""Fresh databases of both kinds, migrated once and cloned for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from config.migrations import migrate
from scrm.kernel.engines import engine_of

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder and the database that belongs to it."""

    kind: str
    data_dir: Path
    url: str


def make_template(path: Path) -> Path:
    """A migrated SQLite file to copy from."""
    engine = engine_of(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@contextmanager
def sqlite_place(data_dir: Path, template: Path) -> Iterator[Place]:
    data_dir.mkdir(parents=True, exist_ok=True)
    copyfile(template, data_dir / "scrm.db")
    yield Place("sqlite", data_dir, f"sqlite:///{data_dir / 'scrm.db'}")
