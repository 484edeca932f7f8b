"""Where a demo keeps its things: the hub's data, the simulation's, and the key of its stage."""

import fcntl
import os
import secrets
import shutil
from pathlib import Path

from config.demo import clock
from scrm.kernel.errors import Conflict

MARKER = "demo.key"


class DemoFolder:
    """One folder, held by one demo at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @property
    def sandbox(self) -> Path:
        return self.path / "sandbox"

    @property
    def call_log(self) -> Path:
        """The outside log of the simulated Telegram."""
        return self.sandbox / "telegram" / "calls.jsonl"

    @property
    def tokens(self) -> Path:
        """What the hub gave the visitors' browsers to be known by."""
        return self.path / "visitors.json"

    @property
    def clock(self) -> Path:
        """How far the hub's clock was moved."""
        return self.path / clock.FILE

    @property
    def logs(self) -> Path:
        """What the children say to standard error."""
        return self.path / "logs"

    @property
    def socket(self) -> Path:
        """Where commands reach the hub."""
        return self.path / "hub.sock"

    def claim(self, *, reset: bool) -> None:
        """Take the folder. Raises Conflict while another demo has it, or where it is none of ours."""
        self.path.mkdir(parents=True, exist_ok=True)
        marker = self.path / MARKER
        if not marker.exists() and any(self.path.iterdir()):
            raise Conflict(f"{self.path} holds something that is no demo; choose another place")
        self._take_lock(marker)
        if reset:
            self._empty()
        if reset or not marker.stat().st_size:
            marker.write_text(secrets.token_urlsafe(32))
        self.logs.mkdir(exist_ok=True)

    def _take_lock(self, marker: Path) -> None:
        descriptor = os.open(marker, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Conflict(
                f"Another demo is running on {self.path}; stop it first", code="folder_in_use"
            ) from None
        self._lock = descriptor

    def _empty(self) -> None:
        """All but the marker, which is the lock: its key is made anew, so that old tabs are out."""
        for entry in self.path.iterdir():
            if entry.name == MARKER:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def stage_key(self) -> str:
        """Whoever holds it may direct the stage; it lives as long as the folder."""
        return (self.path / MARKER).read_text().strip()

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
