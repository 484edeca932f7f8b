"""One export on disk, gone over three times with little memory. Its methods block: call them in a thread."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from scrm.imports import whatsapp
from scrm.imports.archiving.policy import author_at
from scrm.imports.archiving.values import Survey
from scrm.imports.chat_file import ChatFile
from scrm.imports.values import BadLine, Dialect, ExportedMessage, InDoubt, Written

BATCH = 400
BATCH_TEXT = 1_000_000  # characters
_LOOK_EVERY = 2_000  # lines
_BEGINS = {"detect": 0.0, "survey": 0.2, "batches": 0.4}
_WEIGHS = {"detect": 0.2, "survey": 0.2, "batches": 0.6}


class Stopped(Exception):
    """The program ends: what is left is for the next one."""


class Export:
    """`progress` is 0 to 1 over all passes, by bytes. Every pass ends early with Stopped."""

    def __init__(self, path: Path, most_media: int, stopping: Callable[[], bool]) -> None:
        self._file = ChatFile(path, most_media)
        self._stopping = stopping
        self._passing = "detect"
        self.media = frozenset(self._file.media)

    @property
    def progress(self) -> float:
        share = self._file.position / max(self._file.size, 1)
        return _BEGINS[self._passing] + _WEIGHS[self._passing] * min(share, 1.0)

    def detect(self) -> Dialect | InDoubt:
        """How the file is written; raises Invalid where it is no export."""
        return whatsapp.detect(self._lines("detect"))

    def survey(self, dialect: Dialect, zone: ZoneInfo) -> Survey:
        """Who speaks, how much, from when to when; and what can't be understood."""
        found = Survey(present=self.media)
        for item in whatsapp.read(self._lines("survey"), dialect, zone):
            found.note(item, author_at(item) if isinstance(item, ExportedMessage) else "")
        return found

    def batches(
        self, dialect: Dialect, zone: ZoneInfo, after_line: int = 0
    ) -> Iterator[list[Written]]:
        """All that was understood behind `after_line`, in pieces that one commit takes."""
        batch: list[Written] = []
        length = 0
        for item in whatsapp.read(self._lines("batches"), dialect, zone):
            if isinstance(item, BadLine) or item.line <= after_line:
                continue
            batch.append(item)
            length += len(item.text)
            if len(batch) >= BATCH or length >= BATCH_TEXT:
                yield batch
                batch, length = [], 0
        if batch:
            yield batch

    def opened_media(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """The bytes of one of `media`; raises Invalid where they are damaged."""
        return self._file.opened_media(name)

    def _lines(self, name: str) -> Iterator[str]:
        self._passing = name
        for number, line in enumerate(self._file.lines()):
            if number % _LOOK_EVERY == 0 and self._stopping():
                raise Stopped
            yield line
