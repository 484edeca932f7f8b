"""The data folder belongs to one hub at a time, and remembers whether the last one left in order."""

import fcntl
import os
from pathlib import Path

from scrm.kernel.errors import Conflict


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
