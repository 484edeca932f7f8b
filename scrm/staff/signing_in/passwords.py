"""Passwords: Argon2 in a thread pool of its own, so that signing in never stalls the hub."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from scrm.kernel.errors import Invalid

SHORTEST = 10
LONGEST = 200
AT_ONCE = 2

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(AT_ONCE, "argon2")


def require_good(password: str) -> None:
    """Raises Invalid."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("password", f"needs {SHORTEST} to {LONGEST} characters", code="weak_password")


async def hashed(password: str) -> str:
    require_good(password)
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def matches(password: str, stored: str) -> bool:
    """Whether it is the password; takes as long for somebody who does not exist (`stored` "")."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_threads, _verify, password[:LONGEST], stored)
    return right and bool(stored)


def _verify(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored or _nobodys(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Made at the first need: it takes 64 MB and a tenth of a second, which no start should pay."""
    return _hasher.hash("nobody has this password")
