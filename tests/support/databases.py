"""Fresh databases of both kinds, migrated once and cloned for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from sqlalchemy.engine import make_url
from sqlmodel import Session

from config.migrations import migrate
from scrm.kernel.engines import engine_of, reading_engine

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder and the database that belongs to it."""

    kind: str
    data_dir: Path
    url: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at the database from outside, whoever runs on it."""
        engine = reading_engine(make_url(self.url))
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()


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
