"""The migrations make what the models describe, and every index is where both say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, inspect
from sqlmodel import SQLModel

from config.migrations import configuration, is_current, migrate
from config.migrations.tables import metadata
from scrm.kernel.engines import engine_of


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = engine_of(f"sqlite:///{tmp_path / 'scrm.db'}")
    yield made
    made.dispose()


def test_the_migrations_end_where_the_models_are(engine: Engine) -> None:
    migrate(engine)
    command.check(configuration(engine))
    assert is_current(engine)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        before = _schema(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert _schema(connection) == before


def _schema(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema ORDER BY name")
    return [tuple(row) for row in rows]


def test_partial_indexes_have_the_conditions_of_the_models(engine: Engine, tmp_path: Path) -> None:
    """Alembic compares an index's columns and not its condition."""
    migrate(engine)
    described = engine_of(f"sqlite:///{tmp_path / 'models.db'}")
    SQLModel.metadata.create_all(described)
    assert _indexes(engine) == _indexes(described)
    described.dispose()


def _indexes(engine: Engine) -> dict[str, str]:
    tables = set(metadata.tables)
    assert tables <= set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        )
        return {row[0]: " ".join(row[2].split()) for row in rows if row[1] in tables}
