"""Credentials at rest: sealed with a key that lies outside the database."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from pathlib import Path
from secrets import token_urlsafe

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from scrm.kernel.errors import ScrmError
from scrm.kernel.redaction import know

SHORTEST_KEY = 16


class SealBroken(ScrmError):
    """The secret key is not the one that these credentials were sealed with."""

    code = "seal_broken"


class Sealer:
    """Seals and opens JSON documents. `keys` is one secret or several by comma, the newest first.

    What has gone through here is never logged.
    """

    def __init__(self, keys: str) -> None:
        secrets = [key.strip() for key in keys.split(",") if key.strip()]
        if not secrets or any(len(secret) < SHORTEST_KEY for secret in secrets):
            raise ValueError(f"SCRM_SECRET_KEY needs at least {SHORTEST_KEY} characters")
        know(secrets)
        self._fernet = MultiFernet([Fernet(_derived(secret, b"seal")) for secret in secrets])
        self._keyed = hmac.new(_derived(secrets[-1], b"hash"), digestmod="sha256")

    def seal(self, document: dict[str, str]) -> bytes:
        know(document.values())
        return self._fernet.encrypt(orjson.dumps(document))

    def open(self, sealed: bytes) -> dict[str, str]:
        """Raises SealBroken."""
        if not sealed:
            return {}
        try:
            document: dict[str, str] = orjson.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise SealBroken("The secret key does not open the stored credentials") from error
        know(document.values())
        return document

    def hashed(self, value: str) -> str:
        """A keyed hash: the same value gives the same hash, and without the key nobody can guess back."""
        keyed = self._keyed.copy()  # costs less than to begin with the key each time
        keyed.update(value.encode())
        return keyed.hexdigest()


def kept_key(path: Path) -> str:
    """The key in `path`, made on the first call and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(32))
    return path.read_text().strip()


def _derived(secret: str, use: bytes) -> bytes:
    return urlsafe_b64encode(hmac.new(secret.encode(), use, hashlib.sha256).digest())
