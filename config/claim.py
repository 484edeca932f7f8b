"""The data folder belongs to one hub at a time, and remembers whether the last one left in order.

So does a PostgreSQL database, wherever its hubs have their data folders.
"""

import fcntl
import os
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from scrm.kernel.errors import Conflict

SOLE_HUB = 0x7363_726D
"""The advisory lock of a hub on its database: "scrm"."""


class DataFolder:
    """Lock and marker of a data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def claim(self) -> bool:
        """Take the folder for this process; True when the last hub did not leave in order.

        Raises Conflict while another process holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Conflict(
                f"Another hub is running on {self.path}; stop it first", code="folder_in_use"
            ) from None
        self._lock = descriptor
        unclean = self._marker.exists()
        self._marker.touch(mode=0o600)
        return unclean

    def release(self, *, clean: bool) -> None:
        """Let go of the folder; `clean` says that nothing was cut off."""
        if self._lock is None:
            return
        if clean:
            self._marker.unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = None

    @property
    def _marker(self) -> Path:
        return self.path / "running"

    @property
    def socket(self) -> Path:
        """Where commands reach a running hub."""
        return self.path / "hub.sock"


class SoleHub:
    """One hub for a PostgreSQL database: a lock of a connection of its own, gone with the process.

    On SQLite the data folder says as much.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def claim(self) -> None:
        """Raises Conflict where another hub holds the database for longer than its dying takes."""
        if self._engine.dialect.name != "postgresql":
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": SOLE_HUB})
        except OperationalError as error:  # lock_timeout, five seconds
            connection.close()
            raise Conflict(
                "Another hub is running on this database; stop it first", code="database_in_use"
            ) from error
        self._connection = connection

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # the lock must not go back into the pool
            self._connection.close()
            self._connection = None
