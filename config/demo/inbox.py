"""The hub as a colleague uses it: signed in, over REST."""

from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from config.asking import ask
from scrm.kernel.errors import ScrmError

Document = dict[str, Any]
COOKIE = "scrm_session"
BUSY = (429, 503)
NO_LIMIT = ClientTimeout(total=None, sock_connect=10)


class HubAway(Exception):
    """The hub does not answer, or asks to come again: nothing is known of what it did."""


class HubRefused(ScrmError):
    """The hub answered no; `str()` is its sentence."""

    code = "hub_refused"


async def owner_of(socket: Path) -> str:
    """The mail address of the hub's first owner; `scrm serve` makes one where there is nobody."""
    users = await ask(socket, "user.list", {})
    return next(str(user["email"]) for user in users if user["role"] == "owner")


async def one_time_token(socket: Path, email: str) -> str:
    """The secret of a link that signs this colleague in, once."""
    return str((await ask(socket, "user.sign_in", {"email": email}))["token"])


class Colleague:
    """Somebody who works in the inbox."""

    def __init__(self, client: ClientSession, address: str, name: str = "") -> None:
        self._client = client
        self._api = f"{address}/api/v1"
        self._headers: dict[str, str] = {}
        self.name = name

    async def come_in(self, token: str) -> str:
        """Spend a one-time token; the value of the session's cookie."""
        body = {"token": token, "name": self.name}
        async with self._client.post(
            f"{self._api}/session/link", json=body, headers={"Origin": self._origin}
        ) as response:
            found = orjson.loads(await response.read())
            if response.status != 200:
                raise HubRefused(found.get("detail") or found.get("title", "no"))
            cookie = response.cookies[COOKIE].value
        self._headers = {"Cookie": f"{COOKIE}={cookie}", "X-CSRF-Token": found["csrf"]}
        return cookie

    @property
    def _origin(self) -> str:
        return self._api.removesuffix("/api/v1")

    async def get(self, path: str, **query: str) -> Any:
        return await self._call("GET", path, query=query)

    async def all(self, path: str, **query: str) -> AsyncIterator[Document]:
        """Everything of a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = await self.get(
                path, limit="200", **query, **({"cursor": cursor} if cursor else {})
            )
            for item in page["items"]:
                yield item
            cursor = page["next"]

    async def post(self, path: str, body: Document, *, key: str = "") -> Any:
        """`key` makes a repetition harmless (Idempotency-Key)."""
        return await self._call("POST", path, body, {"Idempotency-Key": key} if key else {})

    async def patch(self, path: str, body: Document) -> Any:
        return await self._call("PATCH", path, body)

    async def stream(self) -> AsyncGenerator[tuple[str, Document], None]:
        """What changes in the inbox, as it changes, after an `open` that says that nothing more is
        missed. Raises HubAway when it ends."""
        url = f"{self._api}/stream"
        try:
            async with self._client.get(url, headers=self._headers, timeout=NO_LIMIT) as response:
                response.raise_for_status()
                yield "open", {}
                event = ""
                async for line in response.content:
                    if line.startswith(b"event: "):
                        event = line.removeprefix(b"event: ").decode().strip()
                    elif line.startswith(b"data: "):
                        yield event, orjson.loads(line.removeprefix(b"data: "))
        except (ClientError, TimeoutError, OSError, ValueError) as gone:
            raise HubAway(str(gone)) from gone
        raise HubAway("the stream has ended")

    async def _call(
        self,
        method: str,
        path: str,
        body: Document | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> Any:
        try:
            async with self._client.request(
                method,
                self._api + path,
                json=body,
                params=query,
                headers=self._headers | (headers or {}),
            ) as response:
                found = orjson.loads(await response.read() or b"null")
        except (ClientError, TimeoutError, OSError) as gone:
            raise HubAway(str(gone)) from gone
        if response.status in BUSY:
            raise HubAway(found["title"])
        if response.status >= 400:
            raise HubRefused(f"{method} {path}: {found.get('detail') or found.get('title')}")
        return found
