"""Where a database is at home: on which machine, in which data folder.

A database that finds itself elsewhere may be a copy, whose original goes on sending. So all its channels
are paused until a person has looked.
"""

import os
import secrets
from datetime import datetime
from pathlib import Path

import structlog
from sqlmodel import Session

from scrm.channels import service as channels
from scrm.channels import store
from scrm.channels.values import ChannelState
from scrm.organisation import service as organisation
from scrm.staff import service as staff

log = structlog.get_logger()

MOVED = "moved"
"""Why its channels are paused."""
_NAME = "home"
_MACHINE = Path("/etc/machine-id")
_HUB = "hub"


def home_of(data_dir: Path, machine: Path = _MACHINE) -> dict[str, str]:
    """What a copy has otherwise: the machine, where it has a name, and the folder, which is not only
    its number, for two disks have folders of one number, but holds a mark that no database holds."""
    return {
        "machine": machine.read_text().strip() if machine.is_file() else "",
        "folder": str(data_dir.stat().st_ino),
        "mark": _mark(data_dir / "home"),
    }


def _mark(file: Path) -> str:
    """Written whole or not at all: half of it would be taken for another after a power cut."""
    if not file.is_file():
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        with new.open("w") as made:
            made.write(secrets.token_hex(16))
            made.flush()
            os.fsync(made.fileno())
        new.replace(file)
    return file.read_text().strip()


def settle(session: Session, home: dict[str, str], now: datetime) -> bool:
    """Remember that it is here; whether it was elsewhere before, and nothing is sent therefore."""
    before = organisation.find(session, _NAME)
    if before == home:
        return False
    organisation.keep(session, _NAME, home)
    if before is None:
        return False
    for row in store.all_of(session):
        if row.state == ChannelState.ACTIVE:
            channels.pause(session, row.id, MOVED)
    session.flush()
    staff.audit(session, _HUB, "database.moved", now)
    log.warning("database moved", action="hub.moved")
    return True
