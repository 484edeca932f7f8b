"""The migrations make what the models describe, and every index is where both say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    insert,
    inspect,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from config.migrations import configuration, known, migrate, revision_of
from config.migrations.tables import metadata
from scrm.journal.values import message_of
from scrm.kernel.columns import plain
from scrm.kernel.engines import engine_of
from tests.support.postgres import PostgresServer

INDEXES = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> ''",
    "postgresql": (
        "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """Two empty databases of a kind."""
    if request.param == "sqlite":
        urls = [f"sqlite:///{tmp_path / name}" for name in ("one.db", "two.db")]
        yield from _opened(urls)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(empty=True) as one, server.database(empty=True) as two:
        yield from _opened([one, two])


def _opened(urls: list[str]) -> Iterator[tuple[Engine, Engine]]:
    one, two = (engine_of(url) for url in urls)
    yield one, two
    one.dispose()
    two.dispose()


def test_the_migrations_end_where_the_models_are(engines: tuple[Engine, Engine]) -> None:
    migrate(engines[0])
    command.check(configuration(engines[0]))
    assert revision_of(engines[0]) == known()[-1]


def test_migrating_twice_changes_nothing(engines: tuple[Engine, Engine]) -> None:
    migrate(engines[0])
    before = _indexes(engines[0])
    migrate(engines[0])
    assert _indexes(engines[0]) == before


def test_indexes_have_the_conditions_of_the_models(engines: tuple[Engine, Engine]) -> None:
    """Alembic compares an index's columns and not its condition."""
    migrated, described = engines
    migrate(migrated)
    metadata.create_all(described)
    assert _indexes(migrated) == _indexes(described)


def _indexes(engine: Engine) -> dict[str, str]:
    """The definitions of all indexes on tables of the models, by name."""
    tables = set(metadata.tables)
    assert tables <= set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        return {
            name: definition for name, table, definition in _rows(connection) if table in tables
        }


def _rows(connection: Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(text(INDEXES[connection.dialect.name]))
    return [(row[0], row[1], " ".join(row[2].split())) for row in rows]


def test_an_address_that_two_accounts_were_given_stays_with_one(
    engines: tuple[Engine, Engine],
) -> None:
    engine = engines[0]
    command.upgrade(configuration(engine), "0011")
    accounts = [("ada", "v1"), ("bo", "v1"), ("cy", "v2")]
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO channel (id, platform, name, settings, credentials, state, "
                "paused_reason, health, marketing_basis, created_at) "
                "VALUES (1, 'webchat', 'Site', '{}', :no, 'active', '', '{}', 'wrote_to_us', 0)"
            ),
            {"no": b""},
        )
        for subject, address in accounts:
            connection.execute(
                text("INSERT INTO visitor_account VALUES (1, :subject, :address)"),
                {"subject": subject, "address": address},
            )
    migrate(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT subject, address FROM visitor_account ORDER BY 1"))
        assert [tuple(row) for row in kept] == [("ada", "v1"), ("cy", "v2")]


def test_where_colleagues_write_already_the_bot_is_silent(engines: tuple[Engine, Engine]) -> None:
    engine = engines[0]
    command.upgrade(configuration(engine), "0018")
    threads = {1: ("open", "user"), 2: ("open", "contact"), 3: ("resolved", "user")}
    with engine.begin() as connection:
        _insert(connection, "channel", id=1, state="active")
        _insert(connection, "contact", id=1)
        for number, (state, author) in threads.items():
            _insert(connection, "identity", id=number, channel_id=1, contact_id=1)
            whose = {"channel_id": 1, "contact_id": 1, "identity_id": number}
            _insert(connection, "conversation", id=number, state=state, priority="none", **whose)
            way = "in" if author == "contact" else "out"
            said = {"conversation_id": number, "direction": way, "author_kind": author}
            _insert(connection, "message", id=number, **said)
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT bot_silence FROM conversation ORDER BY id"))
        assert list(found.scalars()) == ["answered", "", ""]


def test_events_know_their_messages_already(engines: tuple[Engine, Engine]) -> None:
    engine = engines[0]
    command.upgrade(configuration(engine), "0024")
    said = ["12", "0", "812345678901234567", "12x", "", None, 7]
    with engine.begin() as connection:
        for number, named in enumerate(said):
            data: Any = {"message_id": named}
            if engine.dialect.name == "sqlite":
                data = plain(data)
            _insert(connection, "event", id=number, kind="message.received", data=data)
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT message_id FROM event ORDER BY id"))
        named_now = [message_of({"message_id": one}) for one in said]
        assert list(found.scalars()) == named_now == [12, 0, 812345678901234567, *3 * [None], 7]


def test_a_turn_that_waits_knows_its_channel(engines: tuple[Engine, Engine]) -> None:
    engine = engines[0]
    command.upgrade(configuration(engine), "0027")
    with engine.begin() as connection:
        _insert(connection, "contact", id=1)
        for number in (1, 2):
            whose = {"channel_id": number, "contact_id": 1, "identity_id": number}
            _insert(connection, "channel", id=number, state="active")
            _insert(connection, "identity", id=number, channel_id=number, contact_id=1)
            _insert(connection, "conversation", id=number, state="open", priority="none", **whose)
            _insert(connection, "bot_turn", id=number, conversation_id=number, due_at=number)
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT conversation_id, channel_id, due_at FROM bot_turn"))
        assert sorted(map(tuple, found)) == [(1, 1, 1), (2, 2, 2)]


def _insert(connection: Connection, table: str, **values: object) -> None:
    """A row as it was then; what must be there and does not matter is nothing."""
    reflected = MetaData()
    reflected.reflect(connection, only=[table], resolve_fks=False)
    columns = reflected.tables[table].columns
    given = {name: value for name, value in values.items() if name in columns}
    for column in columns:
        if column.name not in given and not column.nullable and column.server_default is None:
            given[column.name] = _nothing(column, int(str(values["id"])))
    connection.execute(insert(reflected.tables[table]).values(given))


def _nothing(column: Column[Any], number: int) -> object:
    if column.name == "external_id":
        return str(number)
    if isinstance(column.type, LargeBinary):
        return b""
    if isinstance(column.type, JSONB):
        return {}
    if isinstance(column.type, Boolean):
        return False
    return 0 if isinstance(column.type, Integer) else "{}"
