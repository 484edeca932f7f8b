"""Bytes as letters and digits: what stands in an address is marked up by nobody and broken by nothing."""

from math import ceil, log2

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


def length(size: int) -> int:
    """Characters for so many bytes."""
    return ceil(8 * size / log2(len(_DIGITS)))


def encoded(data: bytes) -> str:
    """Always of one length for bytes of one length."""
    number, digits = int.from_bytes(data), []
    for _ in range(length(len(data))):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def decoded(text: str, size: int) -> bytes | None:
    """The bytes, so many; None for what `encoded` writes of none."""
    if len(text) != length(size) or any(digit not in _VALUES for digit in text):
        return None
    number = 0
    for digit in text:
        number = number * len(_DIGITS) + _VALUES[digit]
    return number.to_bytes(size) if number < 1 << (8 * size) else None
