"""An export on disk, as text or as the zip that WhatsApp makes: a bounded stream of lines."""

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scrm.kernel.errors import Invalid

MAX_UNPACKED = 200_000_000  # bytes
MAX_RATIO = 100
MAX_ENTRIES = 100_000
MAX_DIRECTORY = 5_000_000  # bytes; Python makes objects of the whole list before it can be counted
MAX_MEDIA = 2_000_000_000  # bytes, of all files beside a chat together
_MAX_LINE = 1_000_000  # characters; the rest of a longer line counts as a line of its own
_CHAT = "_chat.txt"
_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class ChatFile:
    """`size` and `position` count bytes of text, for a progress; `media` names what lies beside it.

    Raises Invalid for a zip that is damaged, too large, or without a chat. Files of more than
    `most_media` bytes count as left out.
    """

    def __init__(self, path: Path, most_media: int = MAX_MEDIA) -> None:
        self._path = path
        self._most_media = most_media
        self._entry: zipfile.ZipInfo | None = None
        self._beside: dict[str, zipfile.ZipInfo] = {}
        self.size = path.stat().st_size
        self.position = 0
        self.media: tuple[str, ...] = ()
        if zipfile.is_zipfile(path):
            self._look_inside()
        with self._opened() as raw:
            self._encoding = _encoding(raw.read(4))

    def lines(self) -> Iterator[str]:
        """A fresh pass, without line ends. Only a line feed ends a line, as WhatsApp writes it."""
        self.position = 0
        with self._opened() as raw:
            text = io.TextIOWrapper(raw, self._encoding, errors="replace", newline="\n")
            while line := text.readline(_MAX_LINE):
                self.position = raw.tell()
                yield line.removesuffix("\n").removesuffix("\r")
        self.position = self.size

    def _look_inside(self) -> None:
        with _archive(self._path) as packed:
            entries = packed.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Invalid("file", "is a zip with too many entries", code="bad_zip")
        flat = [entry for entry in entries if _is_plain_name(entry.filename)]
        texts = [entry for entry in flat if entry.filename.lower().endswith(".txt")]
        chats = [entry for entry in texts if entry.filename.lower() == _CHAT] or texts
        if len(chats) != 1:
            raise Invalid("file", "is a zip without one chat in it", code="not_an_export")
        self._entry = _bounded(chats[0])
        self.size = self._entry.file_size
        self._beside = self._within_bounds(flat)
        self.media = tuple(self._beside)

    def _within_bounds(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """What may be unpacked: small enough each, and all together."""
        kept, whole = {}, 0
        for entry in entries:
            if entry is self._entry or entry.is_dir() or not _is_harmless(entry, self._most_media):
                continue
            whole += entry.file_size
            if whole <= MAX_MEDIA:
                kept[entry.filename] = entry
        return kept

    @contextmanager
    def opened_media(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of one of `media`; raises Invalid where they are damaged."""
        with _archive(self._path) as packed, packed.open(self._beside[name]) as raw:
            yield raw

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self._entry is None:
            with self._path.open("rb") as raw:
                yield raw
            return
        with _archive(self._path) as packed, packed.open(self._entry) as raw:
            yield raw


def _is_plain_name(name: str) -> bool:
    """No folder, no way up, nothing hidden: the exports of WhatsApp are flat."""
    return bool(name) and not name.startswith(".") and not set(name) & set("/\\\0:")


def _is_harmless(entry: zipfile.ZipInfo, most: int) -> bool:
    """Whether an entry can be unpacked and says that it holds no more than `most` bytes."""
    return (
        not entry.flag_bits & 1
        and entry.file_size <= most
        and entry.file_size <= MAX_RATIO * max(entry.compress_size, 1)
    )


def _bounded(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Python reads no more of an entry than the size that its header promises."""
    if entry.flag_bits & 1:
        raise Invalid("file", "is a zip with a password", code="bad_zip")
    if not _is_harmless(entry, MAX_UNPACKED):
        raise Invalid("file", "is a zip that unpacks to too much", code="too_large")
    return entry


class _Modest(io.BufferedReader):
    """A file for `zipfile`, which reads the list of entries in one piece of the size that the
    archive itself declares."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise Invalid("file", "is a zip with too many entries", code="bad_zip")
        return super().read(size)


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    with _damage_named(), _Modest(io.FileIO(path)) as raw, zipfile.ZipFile(raw) as packed:
        yield packed


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Invalid("file", "is a damaged zip", code="bad_zip") from error


def _encoding(beginning: bytes) -> str:
    """By its mark; UTF-16 without one shows by the zeros between ASCII letters."""
    for mark, encoding in _BEGINNINGS:
        if beginning.startswith(mark):
            return encoding
    match [byte == 0 for byte in beginning]:
        case [False, True, False, True]:
            return "utf-16-le"
        case [True, False, True, False]:
            return "utf-16-be"
    return "utf-8"
