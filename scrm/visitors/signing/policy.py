"""Reads the token by which a customer's server says who a visitor is: JWT, HS256 only. Pure.

`{"sub": "…", "exp": …, "name"?, "email"?, "phone"?}`; `exp` lies at most a day ahead, so that a
token that leaks is worth little.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode
from binascii import Error
from datetime import datetime, timedelta
from typing import Any

from scrm.kernel import strict_json
from scrm.kernel.errors import Unauthenticated
from scrm.kernel.text import clean, shorten
from scrm.visitors.policy import form_of
from scrm.visitors.values import Proven

LONGEST_TOKEN = 4_096
LONGEST_SUBJECT = 200
LIVES_AT_MOST = timedelta(hours=24)
CLOCKS_APART = timedelta(minutes=2)
"""By how much the site's clock may go wrong."""


class BadIdentity(Unauthenticated):
    """The token does not prove who the visitor is; `str()` says why, for the site's developer."""

    code = "bad_identity"


def proven(token: str, secret: str, now: datetime) -> Proven:
    """Who the visitor is. Raises BadIdentity; without a secret of the site's nobody is anybody."""
    if not secret:
        raise BadIdentity("This chat takes no signed identities")
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise BadIdentity("The identity is not a signed token")
    signed, _, signature = token.rpartition(".")
    head, _, body = signed.partition(".")
    if _document(head).get("alg") != "HS256":
        raise BadIdentity("The identity must be signed with HS256")
    right = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(_decoded(signature), right):
        raise BadIdentity("The identity is signed with another secret")
    return _read(_document(body), now)


def _read(claims: dict[str, Any], now: datetime) -> Proven:
    _require_fresh(claims.get("exp"), now)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise BadIdentity(f"sub must be a text of 1 to {LONGEST_SUBJECT} characters")
    name = claims.get("name")
    points = form_of(claims)
    return Proven(
        subject=clean(subject),
        name=shorten(clean(name), 100) if isinstance(name, str) else "",
        email=points.email,
        # Without its country's code a number is somebody else's in the next country.
        phone=points.phone if points.phone.startswith("+") else "",
    )


def _require_fresh(expires: object, now: datetime) -> None:
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        raise BadIdentity("exp is missing")
    left = expires - now.timestamp()
    if left <= 0:
        raise BadIdentity("The identity has expired")
    if left > (LIVES_AT_MOST + CLOCKS_APART).total_seconds():
        raise BadIdentity("exp lies more than 24 hours ahead")


def _document(part: str) -> dict[str, Any]:
    try:
        document = strict_json.loads(_decoded(part))
    except strict_json.BadJson:
        document = None
    if not isinstance(document, dict):
        raise BadIdentity("The identity is not a signed token")
    return document


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
    except (Error, ValueError):
        raise BadIdentity("The identity is not a signed token") from None
