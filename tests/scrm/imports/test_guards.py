"""What keeps an import from doing harm, each guard on its own."""

import zipfile
from pathlib import Path

import pytest
from sqlmodel import Session, select

from config.import_verbs import preview, start
from scrm.contacts.tables import Identity
from scrm.conversations.history import service as history
from scrm.conversations.history.values import Entry
from scrm.conversations.values import AuthorKind, Direction
from scrm.imports.chat_file import ChatFile
from scrm.kernel.errors import Invalid
from scrm.kernel.ids import new_id
from tests.scrm.imports.hubs import hub_at, imported
from tests.support.clock import NOON
from tests.support.databases import Place

BO = "WhatsApp Chat with Bo.txt"
LINES = [f"{day}/10/2026, 10:00 - Bo: day {day}" for day in range(13, 20)]


async def test_a_key_that_the_thread_holds_is_not_added_again(place: Place) -> None:
    async with hub_at(place.data_dir, place.url) as hub:
        done = await imported(hub, "\n".join(LINES), BO)
        assert done.report is not None
        thread = int(done.report["conversation_id"])
        out, author = Direction.OUT, AuthorKind.CHANNEL
        entries = [
            Entry(new_id(), key, out, author, None, "Mira", "hi", NOON) for key in ("a", "b", "a")
        ]

        def append(session: Session) -> list[str]:
            added = history.append(session, thread, entries, NOON)
            return [entry.key for entry in added]

        assert await hub.database.write(append) == ["a", "b"]
        assert await hub.database.write(append) == []


async def test_an_older_export_takes_no_later_time_back(place: Place) -> None:
    async with hub_at(place.data_dir, place.url) as hub:

        def last(session: Session) -> object:
            return session.exec(select(Identity.last_inbound_at)).one()

        await imported(hub, "\n".join(LINES), BO)
        before = await hub.database.read(last)
        await imported(hub, "\n".join(LINES[:4]), BO)
        assert await hub.database.read(last) == before


@pytest.mark.parametrize("file", ["../scrm.db", "../../etc/passwd", "nowhere/chat"])
async def test_a_command_reads_nothing_outside_the_imports_folder(
    sqlite_only: Place, file: str
) -> None:
    async with hub_at(sqlite_only.data_dir) as hub:
        hub.importer.folder.mkdir()
        given = {"kind": "whatsapp", "file_name": BO, "file": file, "answers": {}}
        for verb in (start, preview):
            with pytest.raises(Invalid, match="does not lie in the imports folder"):
                await verb(hub, given)


def _packed(folder: Path, entries: dict[str, bytes], method: int) -> Path:
    path = folder / "chat.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_file_beside_the_chat_that_is_too_large_counts_as_left_out(tmp_path: Path) -> None:
    entries = {"_chat.txt": LINES[0].encode(), "small.png": b"12345", "large.png": b"1234567"}
    packed = _packed(tmp_path, entries, zipfile.ZIP_STORED)
    assert ChatFile(packed, most_media=6).media == ("small.png",)


def test_a_file_that_unpacks_to_far_more_than_it_is_counts_as_left_out(tmp_path: Path) -> None:
    entries = {"_chat.txt": LINES[0].encode(), "bomb.png": bytes(1_000_000)}
    packed = _packed(tmp_path, entries, zipfile.ZIP_DEFLATED)
    assert ChatFile(packed).media == ()


def test_all_files_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrm.imports.chat_file.MAX_MEDIA", 12)
    entries = {"_chat.txt": LINES[0].encode()} | {f"{n}.png": b"12345" for n in range(4)}
    packed = _packed(tmp_path, entries, zipfile.ZIP_STORED)
    assert ChatFile(packed).media == ("0.png", "1.png")
