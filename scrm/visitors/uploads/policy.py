"""What a visitor's file may be, told by its own bytes; and how many may come. Pure."""

from dataclasses import dataclass

from scrm.visitors.policy import Paces

TAKEN = frozenset(
    {
        *("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"),
        *("audio/ogg", "audio/mpeg", "audio/wav", "audio/flac", "audio/mp4"),
        *("video/mp4", "video/webm", "application/zip"),
    }
)
"""Nothing that can hold script; office documents are zip files."""


@dataclass(frozen=True, slots=True)
class UploadPaces:
    """How much may come of one visitor, and of one network: a new token costs nobody anything."""

    files: Paces
    files_per_address: Paces
    bytes_per_address: Paces

    def take(self, token_hash: str, address: str, size: int, now: float) -> float:
        """0 where a file of so many bytes may come; or else the seconds to wait."""
        return (
            self.files_per_address.take(address, now)
            or self.files.take(token_hash, now)
            or self.bytes_per_address.take(address, now, size)
        )


def is_taken(media_type: str) -> bool:
    return media_type in TAKEN
