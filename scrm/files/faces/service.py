"""Verbs about colleagues' pictures. One is kept small and square, under the hash of its bytes."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

from sqlmodel import Session

from scrm.files.fetching.service import Spooled, Stored, TooLarge, put, spooled
from scrm.files.pictures.service import PICTURES, WITHIN, BadPicture, Studio
from scrm.kernel.errors import Invalid, NotFound
from scrm.staff import store as staff

SIDE = 256
"""Pixels; it is shown at 40 at most, on screens with up to three for one."""
MOST_BYTES = 15_000_000


async def keep(folder: Path, studio: Studio, chunks: AsyncIterator[bytes], within: float) -> Stored:
    """The middle of a picture, drawn anew and small, on the shelf. Raises Invalid and TooSlow."""
    try:
        async with spooled(folder, chunks, MOST_BYTES, within) as file:
            _require_picture(file)
            async with (
                aclosing(studio.redrawn(file.path, file.media_type, SIDE)) as drawing,
                spooled(folder, drawing, MOST_BYTES, WITHIN) as drawn,
            ):
                return await put(folder, drawn)
    except BadPicture:
        raise Invalid("photo", "is no picture: send a PNG, JPEG, WebP or GIF") from None
    except TooLarge:
        raise Invalid("photo", f"is larger than {MOST_BYTES // 1_000_000} MB") from None


def _require_picture(file: Spooled) -> None:
    if file.media_type not in PICTURES:
        raise BadPicture


def require_shown(session: Session, sha256: str) -> None:
    """Raises NotFound for what is no picture of somebody who works here."""
    if not staff.has_photo(session, sha256):
        raise NotFound("photo", sha256[:64])
