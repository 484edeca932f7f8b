"""What a visitor's file may be: told by its own bytes, and measured before anybody opens it. Pure.

A picture of gigantic size in a few bytes is an attack on whoever looks at it: its measures stand
in its head, and are read there.
"""

import struct

TAKEN = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"),
        *("audio/ogg", "audio/mpeg", "audio/wav", "audio/flac", "audio/mp4"),
        *("video/mp4", "video/webm", "application/zip"),
    }
)
"""Nothing that can hold script; office documents are zip files."""
MOST_PIXELS = 25_000_000
HEAD = 256 * 1024
"""Bytes in which a JPEG that a camera made has said its size."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def is_taken(media_type: str) -> bool:
    return media_type in TAKEN


def is_bearable(media_type: str, head: bytes) -> bool:
    """Whether a picture is of a size that a browser can show; what is no picture is."""
    measure = _MEASURES.get(media_type)
    if measure is None:
        return True
    try:
        width, height = measure(head)
    except (struct.error, IndexError):
        return False  # it ends before it has said how large it is
    return 0 < width * height <= MOST_PIXELS


def _png(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _gif(head: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", head, 6)
    return width, height


def _webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return _three(head, 24) + 1, _three(head, 27) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _three(head: bytes, at: int) -> int:
    return head[at] | head[at + 1] << 8 | head[at + 2] << 16


def _jpeg(head: bytes) -> tuple[int, int]:
    """Along its segments to the one that describes the frame."""
    at = 2
    while True:
        if head[at] != 0xFF:
            raise IndexError("no segment begins here")
        mark = head[at + 1]
        if mark == 0xFF:  # padding
            at += 1
            continue
        if mark in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", head, at + 2)
        at += 2 + max(length, 2)


_MEASURES = {
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/jpeg": _jpeg,
}
