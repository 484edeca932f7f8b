"""What bytes are, told by themselves and not by who sent them; and when to ask again. Pure."""

from datetime import timedelta

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
)
INLINE = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"),
        *("audio/ogg", "audio/mpeg", "audio/wav", "audio/flac", "audio/mp4"),
        *("video/mp4", "video/webm"),
    }
)
"""Types that a browser may show in place; everything else is only ever downloaded (S-04)."""

HEAD_BYTES = 64
UNKNOWN = "application/octet-stream"


def sniffed(head: bytes) -> str:
    """The type by the first bytes, or octet-stream; never a type that can hold script."""
    for offset, mark, media_type in SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            return media_type
    return UNKNOWN


def safe_name(name: str) -> str:
    """A file's name for people: the last part, without control characters, at most 200."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(mark for mark in last if mark.isprintable() and mark not in '"<>|')
    return kept.strip(". ")[:200] or "file"


def kind_of(media_type: str) -> str:
    """How an uploaded file is shown."""
    family = media_type.partition("/")[0]
    if media_type in INLINE and family in ("image", "audio", "video"):
        return {"image": "photo", "audio": "audio", "video": "video"}[family]
    return "document"


MOST_TRIES = 34
"""With the waits between them more than a day: a platform that is away for a night loses nothing."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(tries: int, jitter: float) -> timedelta | None:
    """How long to wait after the `tries`-th failure (from 1); None where it was the last.

    `jitter` is 0..1: files that failed together come back within a quarter of their wait.
    """
    if tries >= MOST_TRIES:
        return None
    whole: timedelta = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return whole * (1 + jitter / 4)
