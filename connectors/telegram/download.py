"""Files that lie at Telegram: where they are, and their bytes as a bounded stream."""

import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from connectors._http import CONNECT_WITHIN, words
from connectors.telegram.answers import told_wait
from scrm.channels.failures import CredentialsRejected, FetchFailed, Refused, SendFailed, Throttled
from scrm.channels.outbound import Fetched

MAX_DOWNLOAD = 20_000_000
_WHOLE_FILE_WITHIN = 300.0  # seconds


def file_url(file_base: str, result: Any) -> str:
    """Where to download what getFile named; `file_base` ends in the token.

    A self-hosted server in local mode names a path on its own disk. That is only taken from
    a server on this machine, and still asked of the server: no path that a platform names is
    ever opened here.
    """
    path = result.get("file_path") if isinstance(result, dict) else None
    if not isinstance(path, str) or not path:
        raise FetchFailed("Telegram names no path for the file", code="no_path")
    if path.startswith("/") and not is_loopback(file_base):
        raise FetchFailed("a path on the server's own disk", code="local_path", final=True)
    steps = path.lstrip("/").split("/")
    if any(step in ("", ".", "..") or not step.isprintable() for step in steps):
        raise FetchFailed("a path that leads elsewhere", code="bad_path", final=True)
    return f"{file_base}/{quote('/'.join(steps))}"


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def fetch_failure(failure: SendFailed) -> FetchFailed:
    """Why getFile said no; trying again helps unless Telegram refused for good."""
    if isinstance(failure, Throttled):
        words, wait = str(failure), failure.retry_after
        return FetchFailed(words, code=failure.code, retry_after=wait)
    if isinstance(failure, Refused) and "too big" in str(failure):
        return FetchFailed(str(failure), code="too_large", final=True)
    final = isinstance(failure, Refused) and "temporarily" not in str(failure)
    return FetchFailed(str(failure), final=final)


@asynccontextmanager
async def opened(session: aiohttp.ClientSession, url: str) -> AsyncIterator[Fetched]:
    """The download, open; its chunks raise FetchFailed on a break, and past 20 MB."""
    try:
        response = await session.get(
            URL(url, encoded=True),
            headers={"Accept-Encoding": "identity"},
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=_WHOLE_FILE_WITHIN, connect=CONNECT_WITHIN),
        )
    except (aiohttp.ClientError, OSError) as error:
        # No cause is kept: these errors quote the address, and it carries the token.
        raise FetchFailed(words(error)) from None
    try:
        _require_file(response)
        yield Fetched(response.content_type, response.content_length, _bounded(response))
    finally:
        response.close()  # a half-read connection can't be used again


def _require_file(response: aiohttp.ClientResponse) -> None:
    if response.status == 401:
        raise CredentialsRejected("Telegram answered 401 for the file")
    if response.status == 429:
        wait = told_wait(None, response.headers)
        raise FetchFailed("too many requests", code=Throttled.code, retry_after=wait)
    if response.status != 200:
        final = response.status in (400, 403, 404, 410)
        raise FetchFailed(f"Telegram answered {response.status} for the file", final=final)
    if (response.content_length or 0) > MAX_DOWNLOAD:
        raise FetchFailed("the file is too large", code="too_large", final=True)


async def _bounded(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    taken = 0
    try:
        async for chunk in response.content.iter_chunked(65_536):
            taken += len(chunk)
            if taken > MAX_DOWNLOAD:
                raise FetchFailed("the file is too large", code="too_large", final=True)
            yield chunk
    except (aiohttp.ClientError, OSError) as error:
        raise FetchFailed(words(error)) from None
