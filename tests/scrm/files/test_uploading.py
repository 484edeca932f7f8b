"""Uploads in forms: bounded before the file is found, and never an error of ours."""

from collections.abc import AsyncIterator
from itertools import repeat

import pytest
from aiohttp import FormData

from scrm.files import routes
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.rawhttp import Answer, request, say

MEGABYTE = 1_000_000
KIND = "Content-Type: multipart/form-data; boundary=b"
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
FIELD = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n'
PIECE = b"%x\r\n%b\r\n" % (65_536, (b" " * 63 + b"\n") * 1_024)
TAKEN = 8 * MEGABYTE
"""What the kernel's buffers may swallow."""


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only, workers=False, upload_limit=MEGABYTE) as running:
        yield running


def _head(hub: RunningHub, path: str, *headers: str) -> bytes:
    proof = f"Authorization: Bearer {hub.client.token}"
    return request("POST", f"/api/v1{path}", proof, KIND, "Connection: close", *headers)


async def _whole(hub: RunningHub, body: bytes, path: str = "/files") -> Answer:
    return await say(hub.client.address, _head(hub, path, f"Content-Length: {len(body)}"), body)


async def _endless(hub: RunningHub, beginning: bytes, path: str = "/files") -> Answer:
    head = _head(hub, path, "Transfer-Encoding: chunked")
    first = b"%x\r\n%b\r\n" % (len(beginning), beginning)
    return await say(hub.client.address, head, first, *repeat(PIECE, 1_000))


@pytest.mark.parametrize("beginning", [FIELD, b"no boundary yet\r\n"])
async def test_the_search_for_the_file_ends_soon(hub: RunningHub, beginning: bytes) -> None:
    answer = await _endless(hub, beginning)
    assert answer.status == 422
    assert b"is missing among the first 100000 bytes" in answer.body


async def test_a_file_without_end_is_too_large(hub: RunningHub) -> None:
    answer = await _endless(hub, FILE)
    assert answer.status == 413
    assert answer.sent < TAKEN


@pytest.mark.parametrize("path", ["/files", "/imports"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form",
        FIELD + b"x\r\n--b--\r\n",
        FILE[:20],
        FIELD * 3,
        (FIELD + b"x\r\n") * 30 + b"--b--\r\n",
        b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n",
    ],
)
async def test_what_is_no_form_with_a_file_is_the_senders_fault(
    hub: RunningHub, path: str, body: bytes
) -> None:
    assert (await _whole(hub, body, path)).status == 422


async def test_a_file_behind_other_fields_is_taken(hub: RunningHub) -> None:
    form = FormData({"note": "x" * 1_000}, quote_fields=False)
    form.add_field("file", b"the content", filename="ä b.txt")
    reply = await hub.client.ask("POST", "/api/v1/files", data=form)
    assert (reply.status, reply.json["name"], reply.json["size"]) == (201, "ä b.txt", 11)


async def test_a_file_of_the_largest_size_in_a_form_is_taken(hub: RunningHub) -> None:
    form = FormData()
    form.add_field("file", b"x" * MEGABYTE, filename="a.txt")
    assert (await hub.client.ask("POST", "/api/v1/files", data=form)).status == 201


async def test_a_form_that_drips_is_given_up(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "UPLOAD_WITHIN", 0.2)
    head = _head(hub, "/files", "Transfer-Encoding: chunked")
    answer = await say(hub.client.address, head, b"%x\r\n%b\r\n" % (len(FIELD), FIELD))
    assert answer.status == 422
    assert b"did not come in time" in answer.body
