"""Decisions about contact points."""

import re

MOST_POINTS = 20
"""Of one person: whoever claims more is a script."""
_DECORATION = re.compile(r"[\s().\-\u2010-\u2015\u00a0]+")
_E164 = re.compile(r"[1-9][0-9]{6,14}")


def e164(phone: str) -> str | None:
    """A phone number as + and digits; None where it is not plainly an international one."""
    digits = _DECORATION.sub("", phone).removeprefix("+").removeprefix("00")
    return f"+{digits}" if _E164.fullmatch(digits) else None
