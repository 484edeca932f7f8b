"""What a link that ends marketing looks like, and in which language its page is. Pure."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from campaigns.unsubscribing.values import ONE_CLICK, PLATFORMS, WORDS, Act
from scrm.kernel import base62
from scrm.kernel.languages import language_of

MARKETING = 1
"""The purpose that is ended, as a number."""
_ID, _PURPOSE, _SIGNED = 8, 1, 12
_BYTES = _ID + _PURPOSE + _SIGNED
LENGTH = base62.length(_BYTES)
"""Characters of a token."""


def token(message_id: int, hashed: Callable[[str], str]) -> str:
    """It says whose message and which purpose. `hashed` is the hub's keyed hash: nobody can make up
    one of somebody else. It is good for as long as the key."""
    said = message_id.to_bytes(_ID) + bytes([MARKETING])
    return base62.encoded(said + _signature(said, hashed))


def read_token(given: str, hashed: Callable[[str], str]) -> int | None:
    """The message; None for what this hub has not made."""
    whole = base62.decoded(given, _BYTES)
    if whole is None:
        return None
    said, signature = whole[:-_SIGNED], whole[-_SIGNED:]
    if not compare_digest(signature, _signature(said, hashed)) or said[_ID] != MARKETING:
        return None
    return int.from_bytes(said[:_ID])


def _signature(said: bytes, hashed: Callable[[str], str]) -> bytes:
    return bytes.fromhex(hashed(f"campaign.stop:{said.hex()}"))[:_SIGNED]


def act_of(form: Mapping[str, str]) -> Act | None:
    """What a form asks for: one of the page's buttons, or a mail program's."""
    name, value = ONE_CLICK
    if form.get(name) == value:
        return Act.STOP
    given = form.get("act", "")
    return Act(given) if given in tuple(Act) else None


def language(chosen: str, locale: str, accepts: str, ours: str) -> str:
    """Of the page: what was chosen on it, the person's, the first of the browser, the
    organisation's, and else English."""
    first = accepts.split(",")[0].split(";")[0].strip()
    for one in (chosen, locale, first, ours):
        found = language_of(one, "", "") if one else ""
        if found in WORDS:
            return found
    return "en"


def where(platform: str, channel: str, language: str) -> str:
    """How somebody knows the channel: by its platform, and by the name that it has there."""
    known = PLATFORMS.get(platform, {}).get(language, "")
    pair = "{0}（{1}）" if language == "zh" else "{0} ({1})"
    return pair.format(known, channel) if known and channel else known or channel
