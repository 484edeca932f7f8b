"""What is shredded can't be read in the file any more; what is deleted can."""

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from scrm.kernel.engines import engine_of
from scrm.kernel.shredding import shredding

SECRET = "a secret of somebody " * 1_000


@pytest.mark.parametrize("shred", [True, False])
def test_only_what_is_shredded_is_overwritten_where_it_lay(tmp_path: Path, *, shred: bool) -> None:
    path = tmp_path / "one.db"
    engine = engine_of(f"sqlite:///{path}")
    with Session(engine) as session:
        session.execute(text("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)"))
        session.execute(text("INSERT INTO said VALUES (1, :words), (2, 'x')"), {"words": SECRET})
        session.commit()
        _turn(session, "OFF")
        with shredding(session) if shred else nullcontext():
            session.execute(text("DELETE FROM said WHERE id = 1"))
        session.commit()
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (b"a secret of somebody" in path.read_bytes()) is not shred


@pytest.mark.parametrize(("mode", "number"), [("OFF", 0), ("ON", 1), ("FAST", 2)])
def test_what_is_deleted_behind_it_costs_what_it_ever_did(
    tmp_path: Path, mode: str, number: int
) -> None:
    engine = engine_of(f"sqlite:///{tmp_path / 'one.db'}")
    with Session(engine) as session:
        _turn(session, mode)
        with pytest.raises(OperationalError), shredding(session):
            session.execute(text("DELETE FROM nowhere"))
        assert session.execute(text("PRAGMA secure_delete")).scalar_one() == number
    engine.dispose()


def _turn(session: Session, mode: str) -> None:
    session.execute(text(f"PRAGMA secure_delete = {mode}"))
