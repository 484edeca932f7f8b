"""A hub without workers, and one import through it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from pydantic import SecretStr
from sqlmodel import Session

from config.doctor import examine
from config.hub import Hub
from config.settings import Settings
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import MessageView
from scrm.imports import service
from scrm.imports.service import Submitted
from scrm.imports.values import ImportView


@asynccontextmanager
async def hub_at(folder: Path, url: str = "") -> AsyncIterator[Hub]:
    """On the database at `url`; SQLite in the folder where there is none."""
    hub = Hub(
        Settings(
            data_dir=folder,
            database_url=SecretStr(url),
            listen="127.0.0.1:0",
            log_level="error",
        )
    )
    await hub.start(workers=False)
    try:
        yield hub
    finally:
        await hub.stop()


async def submitted(hub: Hub, content: bytes, file_name: str, **answers: str) -> int:
    """Queue an import as an upload does; returns its id."""
    folder = hub.importer.folder / token_hex(8)
    folder.mkdir(parents=True)
    (folder / "chat").write_bytes(content)
    whole = {"timezone": "Europe/Berlin"} | answers
    given = Submitted("whatsapp", file_name, f"{folder.name}/chat", len(content), whole)
    job = await hub.database.write(lambda s: service.submit(s, given, "test", hub.clock.now()))
    return job.id


async def imported(hub: Hub, content: str | bytes, file_name: str, **answers: str) -> ImportView:
    """Bring in a file; the job as it is when the importer has nothing more to do for it."""
    raw = content.encode() if isinstance(content, str) else content
    job_id = await submitted(hub, raw, file_name, **answers)
    await hub.importer.step()
    return await view(hub, job_id)


async def view(hub: Hub, job_id: int) -> ImportView:
    return await hub.database.read(lambda s: service.view_of(service.get(s, job_id)))


async def thread(hub: Hub, done: ImportView) -> list[MessageView]:
    """The newest 200 messages of the thread that an import went into."""
    assert done.report is not None, done
    wanted = int(done.report["conversation_id"])

    def look(session: Session) -> list[MessageView]:
        return reading.thread(session, wanted, before=None, after=None, limit=200)[0]

    return await hub.database.read(look)


async def wrong(hub: Hub) -> list[str]:
    """The invariants that do not hold."""
    found = await hub.database.read(examine)
    return [one.name for one in found if one.wrong]
