"""What a short link looks like, what of a text is a link, and who is a program. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from hmac import compare_digest
from itertools import chain

from campaigns.links.values import By, Short
from campaigns.messages.values import Message
from scrm.kernel import base62

_ID, _NUMBER, _SIGNED = 8, 1, 6
_BYTES = _ID + _NUMBER + _SIGNED
LENGTH = base62.length(_BYTES)
"""Characters of a token. None of them is a mark of light formatting."""

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]\u3000-\u303f\uff00-\uff65]+", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"
_APP = re.compile(r"https?://(?:t\.me|telegram\.me|wa\.me)(?:/|$)", re.IGNORECASE)
"""These open inside the app that they are sent to, which a detour over a browser would spoil."""

_PROGRAM = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|scanner|fetch|facebookexternalhit|whatsapp/|slack-|curl/|"
    r"wget|python-|okhttp|java/|go-http|headless|monitor|safelinks|proofpoint|mimecast|barracuda",
    re.IGNORECASE,
)


def token(short: Short, hashed: Callable[[str], str]) -> str:
    """`hashed` is the hub's keyed hash: nobody can make a link to somebody else's message up."""
    said = short.message_id.to_bytes(_ID) + short.number.to_bytes(_NUMBER)
    return base62.encoded(said + _signature(short, hashed))


def read_token(given: str, hashed: Callable[[str], str]) -> Short | None:
    """None for what this hub has not made."""
    said = base62.decoded(given, _BYTES)
    if said is None:
        return None
    short = Short(int.from_bytes(said[:_ID]), said[_ID])
    return short if compare_digest(said[_ID + _NUMBER :], _signature(short, hashed)) else None


def _signature(short: Short, hashed: Callable[[str], str]) -> bytes:
    keyed = hashed(f"campaign.link:{short.message_id}:{short.number}")
    return bytes.fromhex(keyed)[:_SIGNED]


def links_of(message: Message) -> list[str]:
    """The links that are the same for everybody, each once: those of the template's own words, and of
    the buttons. One that a variable is written into is somebody's own, and goes as it is."""
    written = (found for _, _, found in _found(message.text))
    buttons = (one.url for one in message.buttons if one.url)
    return list(dict.fromkeys(one for one in chain(written, buttons) if not _APP.match(one)))


def shortened(text: str, short: Mapping[str, str]) -> str:
    """`text` with every link of `short` replaced by what stands there for it."""
    pieces, end = [], 0
    for start, stop, url in _found(text):
        if url in short:
            pieces += [text[end:start], short[url]]
            end = stop
    return "".join([*pieces, text[end:]])


def _found(text: str) -> Iterable[tuple[int, int, str]]:
    """Where links begin and end. A bracket that closes none of the link's own ends it, and so does
    what ends a sentence."""
    for match in _LINK.finditer(text):
        url, depth = match[0], 0
        for place, sign in enumerate(url):
            depth += (sign == "(") - (sign == ")")
            if depth < 0:
                url = url[:place]
                break
        url = url.rstrip(_TRAILING)
        yield match.start(), match.start() + len(url), url


def by_whom(method: str, headers: Mapping[str, str]) -> By:
    """Programs name themselves, ask for the head only, or fetch ahead; a browser says which language
    it reads. Who pretends to be a browser in all of this is one."""
    if method != "GET" or "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", "")):
        return By.SCANNER
    agent = headers.get("User-Agent", "")
    if not agent or _PROGRAM.search(agent) or "Accept-Language" not in headers:
        return By.SCANNER
    return By.PERSON
