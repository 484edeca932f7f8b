"""The file of the ledger: it only grows, until it is written anew without what has no meaning any
more. Its owner alone may read it, and names or addresses are not in it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

import structlog

from scrm.consent.ledger import policy
from scrm.consent.ledger.values import Subject

log = structlog.get_logger()

LEAST_GROWTH = 20_000
"""Lines that come before it is looked whether to write it anew."""
LONGEST_MARK = 64
"""Characters of it in a file's name."""


class Book:
    """One file, for several threads. `mark` says by which key its hashes were made: one that another
    key wrote says nothing to us, and is laid aside under its mark until that key is back."""

    def __init__(self, path: Path, mark: str) -> None:
        self._path = path
        self._mark = mark
        self._lock = Lock()
        self._file: int | None = None
        self._pending: list[bytes] = []
        self._torn = False
        self._grown = 0
        self._kept = 0

    def append(self, lines: Sequence[bytes]) -> None:
        """On the disk when this returns. What can't be written, for the disk is full, waits for the
        next time, and is found in the database at the next start: it is committed already."""
        with self._lock:
            self._pending += lines
            try:
                self._write()
            except OSError:
                self._torn = True
                log.exception("the ledger of opt-outs can't be written", action="ledger.unwritten")
                return
            if self._grown > max(LEAST_GROWTH, self._kept):
                try:
                    self._compact()
                except OSError:
                    log.exception("the ledger of opt-outs can't be read", action="ledger.unread")

    def standing(self) -> dict[Subject, bytes]:
        """The lines that say what has ended. Lays a book aside that another key wrote, and takes in what
        was laid aside of our own; what has no meaning any more is gone behind it: of who was erased it
        told the other addresses. Raises OSError where it can't be read."""
        with self._lock:
            try:
                self._lay_aside()
                self._take_in()
            except OSError:
                log.exception("the ledger of opt-outs can't be moved", action="ledger.unmoved")
            return self._compact(most=0)

    def close(self) -> None:
        self.append(())
        with self._lock:
            self._close()

    def _write(self) -> None:
        if not self._pending:
            return
        if self._file is None:
            self._lay_aside()  # what could not be at the start
            self._open()
        said = b"".join([b"\n" if self._torn else b"", *self._pending])
        _write_whole(self._opened(), said)
        os.fdatasync(self._opened())
        self._grown += len(self._pending)
        self._pending.clear()
        self._torn = False

    def _open(self) -> None:
        is_new = not self._path.exists()
        self._file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        size = os.fstat(self._file).st_size
        if size == 0:
            _write_whole(self._file, policy.head(self._mark))
        else:
            self._torn = self._torn or os.pread(self._file, 1, size - 1) != b"\n"
        if is_new:
            _sync_folder(self._path.parent)

    def _opened(self) -> int:
        assert self._file is not None  # noqa: S101 - its caller has opened it
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _lay_aside(self) -> None:
        """Under its mark, behind what lies there already: nothing is lost but by hand."""
        if self._is_ours(self._path):
            return
        with self._path.open("rb") as file:
            mark = policy.mark_of(file.readline())
        aside = self._aside(mark)
        self._close()
        if aside.exists():
            _add_to(aside, self._path)
            self._path.unlink()
        else:
            self._path.replace(aside)
        _sync_folder(self._path.parent)
        log.error(
            "the ledger of opt-outs is another key's: it is kept, and read when that key is back",
            action="ledger.other_key",
            kept_as=aside.name,
        )

    def _take_in(self) -> None:
        """What of ours was laid aside while another key was here: it is the older."""
        aside = self._aside(self._mark)
        if not aside.exists() or not self._is_ours(aside):
            return
        # Whole, also what is lifted: what is read twice for a power cut comes to the same.
        self._write_anew(self._lines())
        aside.unlink()
        _sync_folder(self._path.parent)
        log.warning(
            "the ledger of opt-outs has its key again, and is read",
            action="ledger.key_back",
            was=aside.name,
        )

    def _aside(self, mark: str) -> Path:
        name = mark if mark.isalnum() and len(mark) <= LONGEST_MARK else "unknown"
        return self._path.with_name(f"{self._path.stem}.{name}{self._path.suffix}")

    def _is_ours(self, path: Path) -> bool:
        """Also what is not there or empty: we may begin it."""
        if not path.exists():
            return True
        with path.open("rb") as file:
            first = file.readline()
        return not first or policy.mark_of(first) == self._mark

    def _compact(self, most: int | None = None) -> dict[Subject, bytes]:
        """Written anew with more than `most` lines without meaning; else where it is worth it."""
        self._grown, count = 0, 0

        def counted() -> Iterator[bytes]:
            nonlocal count
            for one in self._lines():
                count += 1
                yield one

        found = policy.standing(counted())
        self._kept = len(found)
        # What lies aside is read first: it must not outlive the lines that lift what it says.
        is_long = policy.is_worth_compacting(count, len(found), most)
        if is_long and not self._aside(self._mark).exists():
            self._shorten(found.values())
        return found

    def _shorten(self, lines: Iterable[bytes]) -> None:
        """The long one is as good, where there is no room for another."""
        try:
            self._write_anew(lines)
        except OSError:
            log.exception("the ledger of opt-outs stays long", action="ledger.unshortened")

    def _lines(self) -> Iterator[bytes]:
        for path in (self._aside(self._mark), self._path):
            if not path.exists() or not self._is_ours(path):
                continue
            with path.open("rb") as file:
                file.readline()
                for line in file:
                    yield line if line.endswith(b"\n") else line + b"\n"

    def _write_anew(self, lines: Iterable[bytes]) -> None:
        """Whole or not at all."""
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        try:
            _write_new(new, b"".join([policy.head(self._mark), *lines]))
            self._close()
            new.replace(self._path)
        except OSError:
            with suppress(OSError):  # it takes room that others need
                new.unlink(missing_ok=True)
            raise
        _sync_folder(self._path.parent)


def _add_to(path: Path, more: Path) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        _write_whole(file, b"\n" + more.read_bytes())
        os.fsync(file)
    finally:
        os.close(file)


def _write_new(path: Path, said: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_whole(file, said)
        os.fsync(file)
    finally:
        os.close(file)


def _write_whole(file: int, said: bytes) -> None:
    while said:
        said = said[os.write(file, said) :]


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
