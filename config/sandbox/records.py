"""What a simulated platform remembers across its own restart: JSON records in one SQLite file.

`synchronous=OFF`: a record survives a kill of the process, not a power cut.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

_TABLE = """
create table if not exists record (
    kind text not null, key text not null, body blob not null, primary key (kind, key)
) without rowid
"""


class Records:
    """Written through on each change; read once, at start."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("pragma journal_mode=wal")
        self._database.execute("pragma synchronous=off")
        self._database.execute(_TABLE)
        self._depth = 0

    def put(self, kind: str, key: object, body: object) -> None:
        self._database.execute(
            "insert or replace into record values (?, ?, ?)", (kind, str(key), orjson.dumps(body))
        )

    def remove(self, kind: str, key: object) -> None:
        self._database.execute("delete from record where kind = ? and key = ?", (kind, str(key)))

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        rows = self._database.execute("select body from record where kind = ?", (kind,)).fetchall()
        for (body,) in rows:
            yield orjson.loads(body)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes inside, or none: a kill between two of them leaves no half of an act."""
        if self._depth == 0:
            self._database.execute("begin immediate")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._leave("rollback")
            raise
        self._leave("commit")

    def _leave(self, verdict: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._database.execute(verdict)

    def close(self) -> None:
        self._database.close()
