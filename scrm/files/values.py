"""The words of files."""

from enum import StrEnum


class FileState(StrEnum):
    PENDING = "pending"
    STORED = "stored"
    FAILED = "failed"
    TOO_LARGE = "too_large"
