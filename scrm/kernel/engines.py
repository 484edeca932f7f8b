"""Engines with the manners that our promises need: WAL, FULL, foreign keys, BEGIN IMMEDIATE."""

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from scrm.kernel.complaints import keep_values_out

PATIENCE = 5_000
"""Milliseconds that one who comes to a locked file waits for it."""
PATIENCE_WITH_READERS = 200
"""Milliseconds for which emptying the log may hold up who wants to write."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE}",
    "trusted_schema=OFF",
    "wal_autocheckpoint=8000",  # 32 MB: pages that change with each commit are written back once
    "cache_size=-65536",
    "temp_store=MEMORY",
)
READERS = 4
_GIVING_UP = (
    "database or disk is full",
    "disk I/O error",
    "database disk image is malformed",
    "out of memory",
    "no such savepoint",
    "no transaction is active",
)

_COLLISIONS = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, and a lock that was not given in time."""


def engine_of(url: str) -> Engine:
    """An engine that may write, for a process that holds the data folder."""
    return writing_engine(make_url(url))


def writing_engine(url: URL) -> Engine:
    """For SQLite the one connection that writes and checkpoints, which keeps clear of the
    WAL-reset fault of SQLite before 3.51.3; for PostgreSQL a small pool."""
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, size=1)
        _teach_manners(engine, "IMMEDIATE", PRAGMAS)
        return engine
    return _postgres(url, size=6)


def reading_engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, size=READERS)
        _teach_manners(
            engine, "DEFERRED", (f"busy_timeout={PATIENCE}", "query_only=ON", "cache_size=-16384")
        )
        return engine
    return _postgres(url, size=READERS).execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )


def emptied_log(cursor: DBAPICursor) -> bool:
    """Write the log back and cut it off, on the connection that writes; False where readers are in
    the way."""
    cursor.execute(f"PRAGMA busy_timeout={PATIENCE_WITH_READERS}")
    try:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        answer = cursor.fetchone()  # whether somebody was in the way, frames, frames written back
    finally:
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
    return answer is not None and not answer[0]


def gave_up(error: BaseException) -> bool:
    """Whether SQLite itself gave up. It rolls the whole transaction back on these, savepoints and
    all: who catches one and goes on writes outside any transaction."""
    return isinstance(error, OperationalError) and any(
        words in str(error.orig) for words in _GIVING_UP
    )


def has_collided(error: BaseException) -> bool:
    """Whether PostgreSQL ended it for the sake of another unit: who comes again may have more luck."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in _COLLISIONS


def _sqlite(url: URL, *, size: int) -> Engine:
    return create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )


def _postgres(url: URL, *, size: int) -> Engine:
    """Generic plans where a statement says so; a lock that is not given in 5 s is an error."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c lock_timeout=5000 -c statement_timeout=30000"},
    )
    keep_values_out(engine)
    return engine


def _teach_manners(engine: Engine, mode: str, pragmas: tuple[str, ...]) -> None:
    """Writers queue at BEGIN instead of failing at COMMIT; the driver begins nothing by itself."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {mode}")
