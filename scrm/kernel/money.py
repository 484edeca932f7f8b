"""Amounts in the smallest unit of their currency, as people write them. Pure."""

import re

_DIGITS = dict.fromkeys(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""Behind the point, where they are not two (ISO 4217)."""
_CURRENCY = re.compile("[A-Z]{3}")


def is_currency(text: str) -> bool:
    """Three capital letters, as ISO 4217 has them; new ones come and go."""
    return _CURRENCY.fullmatch(text) is not None


def spelt(amount: int, currency: str) -> str:
    """12900 of CNY are "129.00 CNY"."""
    digits = _DIGITS.get(currency, 2)
    whole, rest = divmod(abs(amount), 10**digits)
    behind = f".{rest:0{digits}}" if digits else ""
    return f"{'-' if amount < 0 else ''}{whole:,}{behind} {currency}"
