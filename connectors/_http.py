"""One HTTP call to a platform, and what its failure proves: not taken, or nobody knows."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import aiohttp

from scrm.channels.failures import NotAccepted, OutcomeUnknown

CONNECT_WITHIN = 10.0  # seconds, for a place in the pool, the name, the connection and TLS together
ANSWER_WITHIN = 30.0  # seconds, from the connection to the last byte of the answer
ANSWER_BYTES = 64_000

_BEFORE_THE_REQUEST = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.ServerFingerprintMismatch,
)


class TooLong(Exception):
    """The answer goes on past what we read."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how many bytes of an answer to read."""

    connect: float = CONNECT_WITHIN
    answer: float = ANSWER_WITHIN
    most: int = ANSWER_BYTES


class HttpCalls:
    """Posts on the shared session, each once: no retry, no redirect.

    Addresses carry `secret`, so an error that quotes one is not kept as a cause.
    """

    def __init__(self, session: aiohttp.ClientSession, secret: str) -> None:
        self._session = session
        self._secret = secret

    async def post(
        self,
        url: str,
        body: "bytes | aiohttp.FormData",
        *,
        content_type: str | None = None,
        patience: Patience,
    ) -> HttpAnswer:
        """Raises NotAccepted where the request can't have arrived, else OutcomeUnknown."""
        headers = {"Accept-Encoding": "identity"}
        if content_type:
            headers["Content-Type"] = content_type
        try:
            async with (
                asyncio.timeout(patience.connect + patience.answer),
                self._session.post(
                    url,
                    data=body,
                    headers=headers,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(total=None, connect=patience.connect),
                ) as response,
            ):
                read = await read_within(response.content.iter_any(), patience.most)
                return HttpAnswer(response.status, response.headers, read)
        except _BEFORE_THE_REQUEST as error:
            raise NotAccepted(words(error)) from self._cause(error)
        except (aiohttp.ClientError, OSError, TooLong) as error:  # TimeoutError is an OSError
            raise OutcomeUnknown(words(error)) from self._cause(error)

    def _cause(self, error: Exception) -> Exception | None:
        """The error, for the traceback, unless it or what it came from shows the secret."""
        seen: BaseException | None = error
        while seen is not None:
            if self._secret in f"{seen!s}{seen!r}":
                return None
            seen = seen.__cause__ or seen.__context__
        return error


async def read_within(chunks: AsyncIterator[bytes], most: int) -> bytes:
    """All of a body; raises TooLong before more than `most` bytes of it are kept."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise TooLong
    return bytes(body)


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (TooLong, "the answer was too long"),
    (aiohttp.InvalidURL, "the address of the platform is not valid"),
    (aiohttp.ConnectionTimeoutError, "no connection in time"),
    (TimeoutError, "no answer in time"),
    (aiohttp.ServerDisconnectedError, "the connection ended before the answer did"),
    (aiohttp.ClientPayloadError, "the connection ended before the answer did"),
    (aiohttp.ClientResponseError, "the answer was not HTTP"),
)


def words(error: Exception) -> str:
    """What happened, for people; never quotes the error, for that may quote the address."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} could not be found"
        case aiohttp.ClientConnectorCertificateError():
            return f"the certificate of {error.host} is not valid"
        case aiohttp.ClientConnectorError():
            return f"no connection to {error.host}: {error.os_error.strerror or 'refused'}"
    return next(
        (sentence for kind, sentence in _WORDS if isinstance(error, kind)), "the connection broke"
    )
