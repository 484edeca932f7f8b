"""Amounts in the smallest unit of their currency, as people write them. Pure."""

import re

_NONE = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"),
    *("VND", "VUV", "XAF", "XOF", "XPF"),
)
_THREE = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
_FOUR = ("CLF", "UYW")
DIGITS = dict.fromkeys(_NONE, 0) | dict.fromkeys(_THREE, 3) | dict.fromkeys(_FOUR, 4)
"""Behind the point, where they are not two (the minor units of ISO 4217). The console has the same
in `contacts/minor-units.json`."""
_CURRENCY = re.compile("[A-Z]{3}")


def is_currency(text: str) -> bool:
    """Three capital letters, as ISO 4217 has them; new ones come and go."""
    return _CURRENCY.fullmatch(text) is not None


def spelt(amount: int, currency: str) -> str:
    """12900 of CNY are "129.00 CNY"."""
    digits = DIGITS.get(currency, 2)
    whole, rest = divmod(abs(amount), 10**digits)
    behind = f".{rest:0{digits}}" if digits else ""
    return f"{'-' if amount < 0 else ''}{whole:,}{behind} {currency}"
