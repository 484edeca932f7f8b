"""An import whose process is killed between two of its commits goes on where it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session, select

from scrm.imports.export import BATCH
from scrm.imports.tables import ImportJob
from tests.scrm.imports.hubs import hub_at, view, wrong

MESSAGES = BATCH * 3 + 7
DIES = 9
SCRM = Path(sys.executable).with_name("scrm")


def _file(folder: Path) -> Path:
    path = folder / "WhatsApp Chat with Bo.txt"
    lines = (
        f"13/10/2026, {number // 60:02}:{number % 60:02} - Bo: {number}"
        for number in range(MESSAGES)
    )
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(
    ("failpoint", "done"),
    [
        ("import.batch=exit", BATCH),
        ("import.batch=exit@2", BATCH * 3),
        ("database.commit=exit@6", None),
    ],
)
async def test_a_killed_import_goes_on_and_counts_exactly(
    tmp_path: Path, failpoint: str, done: int | None
) -> None:
    died = subprocess.run(  # noqa: ASYNC221 - nothing else runs here
        [SCRM, "import", "whatsapp", str(_file(tmp_path))],
        env=os.environ | {"SCRM_DATA_DIR": str(tmp_path / "data"), "SCRM_FAILPOINTS": failpoint},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert died.returncode == DIES, died.stderr
    async with hub_at(tmp_path / "data") as hub:
        job = await hub.database.read(lambda s: s.exec(select(ImportJob)).one())
        assert job.state == "running"
        assert done is None or job.added == done
        await hub.importer.pick_up()
        await hub.importer.step()
        finished = await view(hub, job.id)
        assert finished.report is not None
        counts = {key: finished.report[key] for key in ("messages", "added", "already")}
        assert counts == {"messages": MESSAGES, "added": MESSAGES, "already": 0}
        assert await hub.database.read(_rows) == MESSAGES
        assert await wrong(hub) == []


def _rows(session: Session) -> int:
    from sqlalchemy import text

    number: int = session.execute(text("SELECT count(*) FROM message")).scalar_one()
    return number
