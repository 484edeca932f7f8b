"""Verbs about attachments."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from scrm.channels.outbound import OutboundFile
from scrm.channels.values import Media, MediaKind
from scrm.files import store
from scrm.files.tables import Attachment
from scrm.files.values import FileState, FileView
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Invalid
from scrm.kernel.ids import new_id
from scrm.kernel.signals import signal

TOPIC = "file"


def expect(
    session: Session, channel_id: int, message_id: int, media: Sequence[Media], now: datetime
) -> list[int]:
    """Rows for files that still lie at the platform; the fetching worker is told after the commit.
    What was uploaded to us before, and is part of no message, becomes part of this as it is."""
    ids = [new_id() if item.stored is None else item.stored for item in media]
    away = [(one, item) for one, item in zip(ids, media, strict=True) if item.stored is None]
    if away:
        store.insert_pending(session, channel_id, message_id, away, now)
        signal(session, TOPIC, channel_id)
    if here := [item.stored for item in media if item.stored is not None]:
        store.bring(session, here, channel_id=channel_id, message_id=message_id)
    return ids


def fetch_again(session: Session, file: Attachment, now: datetime) -> None:
    """Have a file that could not be fetched asked for anew; one that still waits just goes on.

    Raises Conflict where it is here already, or never lay at a platform.
    """
    if not file.reference or file.channel_id is None:
        raise Conflict("The file does not come from a platform", code="not_from_platform")
    if store.ask_again(session, file.id, now):
        signal(session, TOPIC, file.channel_id)
        if file.message_id is not None:
            signal(session, "message", file.message_id)
    elif store.by_id(session, [file.id])[file.id].state == FileState.STORED:
        raise Conflict("The file is here already", code="already_stored")


def references(session: Session, file_ids: Sequence[int]) -> set[str]:
    """By what the platform knows these files."""
    return {file.reference for file in store.by_id(session, file_ids).values()}


def attach(session: Session, file_ids: Sequence[int], message_id: int) -> None:
    """Make uploaded files part of a message; raises Invalid where one is not there to be sent."""
    found = store.by_id(session, file_ids)
    for file_id in file_ids:
        if file_id not in found or found[file_id].state != FileState.STORED:
            raise Invalid("attachments", f"{file_id} is not an uploaded file")
        if found[file_id].message_id is None:
            store.change(session, file_id, message_id=message_id)


def forget(session: Session, file_ids: Iterable[int]) -> list[str]:
    """Delete these files. Returns the hashes of the bytes that nothing names any more, for
    `fetching.service.drop` once this is committed."""
    hashes = store.delete(session, file_ids)
    return sorted(hashes - store.named(session, hashes)) if hashes else []


def forget_unsent(session: Session, by: str, before: datetime, at_most: int) -> list[str]:
    """Delete what was uploaded before a time, by whoever's name begins with `by`, and became part
    of no message. Returns hashes, as `forget` does."""
    return forget(session, store.unsent(session, by, before, at_most))


def views(session: Session, file_ids: Sequence[int]) -> dict[int, FileView]:
    """Files as they are shown, by id."""
    if not file_ids:
        return {}
    return {file.id: view_of(file) for file in store.by_id(session, file_ids).values()}


def view_of(file: Attachment) -> FileView:
    return FileView(
        id=str(file.id),
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        state=file.state,
        reason=file.reason,
        width=file.width,
        height=file.height,
        duration=file.duration,
        url=f"/api/v1/files/{file.id}/content",
    )


class FileShelf:
    """Where the bytes lie: one file per content, named by its SHA-256, under the data folder."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self._database = database

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    async def outbound(self, file_ids: Iterable[str]) -> dict[int, OutboundFile]:
        """Stored files as a connector sends them, by id; one that is not stored is missing."""
        wanted = [int(file_id) for file_id in file_ids]
        if not wanted:
            return {}
        found = await self._database.read(lambda session: store.by_id(session, wanted))
        return {
            file_id: self._outbound(file)
            for file_id, file in found.items()
            if file.state == FileState.STORED
        }

    def _outbound(self, file: Attachment) -> OutboundFile:
        path = str(self.path(file.sha256))
        return OutboundFile(MediaKind(file.kind), file.name, file.media_type, file.size, path)
