"""Decisions about links: what a token is, and which of two people stays. Pure."""

import hashlib
import re

from scrm.joining.links.values import Standing

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_token(text: str) -> bool:
    """32 bytes in base64url fit what Telegram takes behind `start`: 1 to 64 of these characters."""
    return _TOKEN.fullmatch(text) is not None


def token_hash(token: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def ranked(one: Standing, two: Standing) -> tuple[int, int]:
    """Who stays and who is joined into them: who has a name before who has none, for the name of
    the one who stays is the one that is kept; else who was here first."""
    first, second = sorted((one, two), key=lambda who: (not who.named, who.first_seen))
    return first.contact_id, second.contact_id
