"""Decisions about visitors: what a token is, what of a page is kept, how an event is written,
how often somebody may do something. Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import orjson

from scrm.channels.values import RawEvent
from scrm.delivery.policy import Bucket
from scrm.kernel import strict_json
from scrm.kernel.text import clean, shorten
from scrm.visitors.values import Form, Guest, Page, Said, Visit

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN_LIVES = timedelta(days=30)
"""From the last session on."""
VISIT_APART = timedelta(minutes=30)
LONGEST_ADDRESS = 2_000
LONGEST_TITLE = 300
LONGEST_POINT = 200
LONGEST_CAMPAIGN = 200
CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,40}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(\.[^@\s.]{1,63}){1,8}")
_PHONE = re.compile(r"\+?[0-9]{5,15}")
_NOT_DIALLED = re.compile(r"[\s().-]")


def token_hash(token: object) -> str | None:
    """How a visitor's token is kept; None for what can't be one: 32 bytes in base64url."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).hexdigest()


def moment(at: datetime) -> str:
    """A time as the protocol says it: RFC 3339 in UTC."""
    return orjson.dumps(at, option=orjson.OPT_UTC_Z).decode().strip('"')


def locale_of(value: object) -> str:
    return value if isinstance(value, str) and _LOCALE.fullmatch(value) else ""


def client_id_of(value: object) -> str | None:
    return value if isinstance(value, str) and _CLIENT_ID.fullmatch(value) else None


def page_of(url: object, title: object, referrer: object = "") -> Page:
    """A page as it is kept: web addresses only, without what may open doors in them."""
    return Page(_web_address(url), _line(title, LONGEST_TITLE), _web_address(referrer))


def page_told(told: object) -> Page:
    """A page as a client sends it; an empty one for what is none."""
    page = told if isinstance(told, dict) else {}
    return page_of(page.get("url"), page.get("title"), page.get("referrer"))


def visit_kept(visit: Visit, *, pages: bool) -> Visit:
    """What a site keeps of a visit: nothing of its pages where it keeps no `pages`."""
    return visit if pages else replace(visit, page=Page())


def _web_address(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(clean(value.strip()))
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    host = parts.netloc.rpartition("@")[2]
    # What stands behind # never leaves a browser by itself, and may be somebody's key.
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def _line(value: object, characters: int) -> str:
    return shorten(clean(value), characters) if isinstance(value, str) else ""


def campaign_of(page: Page) -> dict[str, str]:
    """The campaign that an address names, in the five words that advertisers agree on."""
    found = dict(parse_qsl(urlsplit(page.url).query))
    return {
        name: _line(found[name], LONGEST_CAMPAIGN)
        for name in CAMPAIGN
        if found.get(name, "").strip()
    }


def wrong_field(values: Mapping[str, Any]) -> str:
    """Which value of a form is not what its field is for; "" where all can be taken."""
    form = form_of(values)
    given = {"email": form.email, "phone": form.phone}
    return next((name for name, taken in given.items() if values.get(name) and not taken), "")


def form_of(values: Mapping[str, Any]) -> Form:
    """What can be taken of what somebody says of themselves; what is no mail address or number
    is left out."""
    email = _line(values.get("email"), LONGEST_POINT + 1)
    phone = _NOT_DIALLED.sub("", _line(values.get("phone"), LONGEST_POINT))
    return Form(
        name=_line(values.get("name"), 100),
        email=email.lower() if len(email) <= LONGEST_POINT and _EMAIL.fullmatch(email) else "",
        phone=phone if _PHONE.fullmatch(phone) else "",
    )


def nickname(address: str) -> str:
    """What a visitor is called who gives no name."""
    return f"visitor {address[-4:]}"


def event_of(guest: Guest, said: Said, now: datetime) -> RawEvent:
    """What a visitor did as the connector reads it. The same `client_id` is the same event, however
    often it comes and whenever."""
    document = {
        "kind": said.kind,
        "address": guest.address,
        "name": guest.name,
        "nickname": nickname(guest.address),
        "locale": guest.locale,
        "client_id": said.client_id,
        "at": (now - _EPOCH) // timedelta(microseconds=1),
        "text": said.text,
        "value": said.value,
        "label": said.label,
        "files": [
            {
                "id": str(one.id),
                "kind": one.kind,
                "name": one.name,
                "type": one.media_type,
                "size": one.size,
            }
            for one in said.files
        ],
    }
    name = f"{guest.address}/{said.kind}/{said.client_id}"
    return RawEvent(name, guest.address, said.kind, strict_json.dumps(document), document)


class Paces:
    """One bucket for each key, in memory; a full bucket is as good as none and is dropped."""

    def __init__(self, pace: tuple[float, float], *, most: int = 20_000) -> None:
        self._rate, self._burst = pace
        self._most = most
        self._buckets: dict[str, Bucket] = {}

    def take(self, key: str, now: float, amount: float = 1) -> float:
        """0 where it may; or else the seconds to wait, and nothing was taken. More than is there
        may be taken at once: a debt, which keeps from the next until it is paid off."""
        if len(self._buckets) >= self._most:
            self._buckets = {k: b for k, b in self._buckets.items() if not b.is_full(now)}
        if key not in self._buckets:
            self._buckets[key] = Bucket.full(self._rate, self._burst, now)
        bucket = self._buckets[key]
        wait = bucket.take(now)
        if wait == 0:
            bucket.tokens -= amount - 1
        return wait
