"""F-57: requests that are no requests, over a bare socket: refused, and the hub goes on."""

from collections.abc import AsyncIterator

import pytest

from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.rawhttp import request, say

CORPUS: dict[str, bytes] = {
    "both lengths": request(
        "POST", "/hooks/1", "Content-Length: 5", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"
    ),
    "two lengths": request(
        "POST", "/hooks/1", "Content-Length: 5", "Content-Length: 6", body=b"12345"
    ),
    "a negative length": request("POST", "/hooks/1", "Content-Length: -5", body=b"12345"),
    "a length with a sign": request("POST", "/hooks/1", "Content-Length: +5", body=b"12345"),
    "a bad chunk size": request(
        "POST", "/hooks/1", "Transfer-Encoding: chunked", body=b"zz\r\nabc\r\n0\r\n\r\n"
    ),
    "an unknown encoding": request("POST", "/hooks/1", "Transfer-Encoding: xchunked"),
    "a space before the colon": request("GET", "/livez", "X-Thing : 1"),
    "a header without a name": request("GET", "/livez", ": nameless"),
    "a folded header": request("GET", "/livez", "X-Thing: a\r\n b"),
    "NUL in a header": request("GET", "/livez", "X-Thing: a\x00b"),
    "a header of 100 kB": request("GET", "/livez", "X-Thing: " + "a" * 100_000),
    "ten thousand headers": request("GET", "/livez", *(f"X-{n}: 1" for n in range(10_000))),
    "no host, HTTP/1.1": b"GET /livez HTTP/1.1\r\n\r\n",
    "HTTP/9.9": b"GET /livez HTTP/9.9\r\nHost: hub\r\n\r\n",
    "no version": b"GET /livez\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "nothing": b"\r\n\r\n",
    "noise": bytes(range(256)) * 8,
}
"""By what is wrong with it."""
HARMLESS = ("no host, HTTP/1.1", "HTTP/9.9", "no version")
"""Understood for all that, and answered as a plain GET."""
SILENCE = 1.0
"""Seconds after which it counts as an answer."""
PATHS = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../../pyproject.toml",
    "/api/v1/%00",
    "/api/v1/files/%2e%2e%2fscrm.db/content",
    "/api/v1/files/..%2f..%2fsecret.key/content",
    "/api/v1/conversations/%00/messages",
    "/api/v1/conversations/99999999999999999999/messages",
    "/hooks/%00",
    "//evil.example/",
)


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


async def _is_well(hub: RunningHub) -> bool:
    return (await hub.client.ask("GET", "/readyz")).status == 200


async def test_what_is_no_request_is_refused_and_harms_nothing(hub: RunningHub) -> None:
    for name, sent in CORPUS.items():
        answer = await say(hub.client.address, sent, patience=SILENCE)
        assert answer.status == 0 or 200 <= answer.status < 500, name
        assert answer.status not in (200, 204) or name in HARMLESS, name
        assert await _is_well(hub), name
    assert await hub.events() == {}


async def test_a_request_can_not_be_smuggled_behind_another(hub: RunningHub) -> None:
    hidden = request("GET", "/livez")
    both = request(
        "POST",
        "/hooks/1",
        f"Content-Length: {len(hidden) + 5}",
        "Transfer-Encoding: chunked",
        body=b"0\r\n\r\n" + hidden,
    )
    answer = await say(hub.client.address, both)
    assert answer.status == 400
    assert b"HTTP/1.1 200" not in answer.body


async def test_no_path_leads_out_of_the_house(hub: RunningHub) -> None:
    token = f"Authorization: Bearer {hub.client.token}"
    for path in PATHS:
        answer = await say(hub.client.address, request("GET", path, token, "Connection: close"))
        assert answer.status in (0, 200, 400, 403, 404), path
        assert b"root:" not in answer.body, path
        assert b"SQLite format" not in answer.body, path
        assert b"[project]" not in answer.body, path
        assert b"a secret key" not in answer.body, path


async def test_ten_thousand_parameters_are_no_error(hub: RunningHub) -> None:
    query = "&".join(f"p{n}=1" for n in range(1_000))
    reply = await hub.client.ask("GET", f"/api/v1/conversations?{query}")
    assert reply.status in (200, 400, 414, 422)
    assert await _is_well(hub)


async def test_a_method_can_not_be_overridden(hub: RunningHub) -> None:
    reply = await hub.client.ask(
        "POST", "/api/v1/channels/1", headers={"X-HTTP-Method-Override": "PATCH"}
    )
    assert reply.status in (404, 405)


async def test_an_unknown_method_is_refused(hub: RunningHub) -> None:
    for method in ("TRACE", "CONNECT", "BREW"):
        answer = await say(hub.client.address, request(method, "/livez", "Connection: close"))
        assert answer.status in (0, 400, 404, 405), method
