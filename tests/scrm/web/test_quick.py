"""The quick way through a door, and when the ordinary one is taken: at the wire both are alike."""

import asyncio
import socket

import pytest
from aiohttp.web_protocol import MAX_MSG_QUEUE_SIZE

from scrm.kernel.errors import Unavailable
from scrm.web import crowds, runner
from scrm.web.proxies import Proxies
from scrm.web.quick import QuickHandler
from tests.scrm.web.conftest import Porter
from tests.support.rawhttp import Line, request

PLAIN = request("POST", "/door/1", "Content-Length: 2", body=b"hi")
MANY = 3_000
"""More than fit into the buffers between two programs."""


async def test_what_is_plain_goes_quickly_and_comes_as_it_was_sent(porter: Porter) -> None:
    push = request("POST", "/door/%31?a=b%20c", "Content-Length: 2", "X-Odd: y", body=b"hi")
    async with Line(porter.address) as line:
        for _ in range(MAX_MSG_QUEUE_SIZE + 1):  # which aiohttp's parser never has waiting
            heard = await line.tell(push)
            assert (heard.status, heard.body) == (200, b"yes")
    assert porter.quick == MAX_MSG_QUEUE_SIZE + 1
    asked = porter.asked[-1]
    assert (asked.method, asked.path, asked.body) == ("POST", "/door/%31", b"hi")
    assert asked.query["a"] == "b c"
    assert asked.headers["x-odd"] == "y"


@pytest.mark.parametrize(
    "odd",
    [
        request("GET", "/door/1"),
        request("PUT", "/door/1", "Content-Length: 0"),
        request("POST", "/door/1", "Connection: close", "Content-Length: 0"),
        request("POST", "/door/1", "Expect: 100-continue", "Content-Length: 0"),
        request("POST", "/door/1", "Content-Encoding: deflate", "Content-Length: 0"),
        PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"),
    ],
    ids=["get", "put", "close", "expect", "encoded", "old"],
)
async def test_what_is_not_plain_goes_the_ordinary_way(odd: bytes, porter: Porter) -> None:
    async with Line(porter.address) as line:
        assert (await line.tell(odd)).status in (100, 200)
        await porter.was_asked.wait()
    assert (porter.quick, porter.slowly) == (0, 1)


async def test_what_comes_in_pieces_goes_the_ordinary_way_and_what_follows_quickly(
    porter: Porter,
) -> None:
    async with Line(porter.address) as line:
        for cut in (5, len(PLAIN) - 1):
            await line.send(PLAIN[:cut])
            assert await line.is_silent()
            assert (await line.tell(PLAIN[cut:])).body == b"yes"
        assert (await line.tell(PLAIN)).status == 200
    assert [one.body for one in porter.asked] == [b"hi"] * 3
    assert porter.slowly <= 1  # whose body was cut; a head that was cut is whole when it is read


async def test_several_at_once_are_answered_in_turn(porter: Porter) -> None:
    pushes = [PLAIN.replace(b"/door/1", b"/door/%d" % number) for number in range(40)]
    async with Line(porter.address) as line:
        await line.send(b"".join(pushes))
        heard = [await line.next() for _ in pushes]
    assert {one.status for one in heard} == {200}
    assert [one.path for one in porter.asked] == [f"/door/{number}" for number in range(40)]


async def test_what_comes_behind_a_promise_waits_for_it(porter: Porter) -> None:
    porter.promises_all = True
    async with Line(porter.address) as line:
        await line.send(PLAIN)
        first = await porter.promised()
        porter.promises_all = False
        await line.send(request("POST", "/other", "Content-Length: 0") + PLAIN)
        assert await line.is_silent()
        first.set_result(None)
        assert [(await line.next()).status for _ in range(3)] == [200, 404, 200]
        assert (await line.tell(PLAIN)).status == 200


@pytest.mark.parametrize(
    ("waiting", "following"), [(PLAIN[:-1], PLAIN[-1:]), (PLAIN, PLAIN[:20])], ids=["body", "head"]
)
async def test_what_the_task_was_woken_for_is_the_task_s(
    porter: Porter, waiting: bytes, following: bytes
) -> None:
    porter.promises_all = True
    async with Line(porter.address) as line:
        await line.send(PLAIN)
        first = await porter.promised()
        porter.promises_all = False
        await line.send(waiting)
        assert await line.is_silent()  # it has come as far as the hub by now
        first.set_result(None)
        line.send_now(following)  # it comes before the task has its turn
        assert [(await line.next()).status for _ in range(2)] == [200, 200]
        rest = PLAIN[len(following) :] if waiting == PLAIN else PLAIN
        assert (await line.tell(rest)).status == 200


@pytest.mark.parametrize("at_once", [1, MANY])
async def test_for_who_takes_no_answers_no_more_are_written(
    porter: Porter, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    narrowed = QuickHandler.connection_made

    def made(handler: QuickHandler, transport: asyncio.BaseTransport) -> None:
        narrowed(handler, transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8_192)

    monkeypatch.setattr(QuickHandler, "connection_made", made)
    async with Line(porter.address, takes=8_192) as line:
        sent = 0
        while sent < MANY:
            line.begin(PLAIN * at_once)
            sent += at_once
            if not await porter.is_asked():
                break
        while await porter.is_asked():
            pass
        assert len(porter.asked) < MANY
        assert [(await line.next()).status for _ in range(sent)] == [200] * sent


async def test_from_nobody_nothing_is_taken(porter: Porter) -> None:
    long = request("POST", "/door/nobody", "Content-Length: 3000000", body=b"a")
    async with Line(porter.address) as line:
        heard = await line.tell(long)
        assert (heard.status, heard.body) == (403, b"no")
    assert porter.asked == []


@pytest.mark.parametrize("method", ["POST", "GET"], ids=["quick", "ordinary"])
@pytest.mark.parametrize("path", ["/door/busy", "/door/broken"])
async def test_a_door_that_fails_says_so_and_the_line_stays(
    path: str, method: str, porter: Porter
) -> None:
    push = request(method, path, "Content-Length: 0")
    async with Line(porter.address) as line:
        heard = await line.tell(push)
        assert heard.status == (503 if path.endswith("busy") else 500)
        assert heard.headers.get("retry-after") == ("5" if path.endswith("busy") else None)
        assert (await line.tell(PLAIN)).status == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [(Unavailable("too late"), 503), (RuntimeError("broken"), 500), (None, 503)],
    ids=["unavailable", "broken", "cancelled"],
)
async def test_a_promise_that_is_not_kept_is_no_yes(
    error: Exception | None, status: int, porter: Porter
) -> None:
    porter.promises_all = True
    async with Line(porter.address) as line:
        await line.send(PLAIN)
        until = await porter.promised()
        if error is None:
            until.cancel()
        else:
            until.set_exception(error)
        heard = await line.next()
        assert (heard.status, heard.body) == (status, b"")
        await line.send(PLAIN)
        (await porter.promised()).set_result(None)
        assert (await line.next()).status == 200


async def test_who_is_gone_meanwhile_is_told_nothing(porter: Porter) -> None:
    wrong: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: wrong.append(what))
    porter.promises_all = True
    async with Line(porter.address) as line:
        await line.send(PLAIN)
        until = await porter.promised()
    await porter.gone.wait()
    until.set_result(None)
    await asyncio.sleep(0)  # its turn
    assert wrong == []


async def test_a_server_that_stops_keeps_its_promises(porter: Porter) -> None:
    porter.promises_all = True
    async with Line(porter.address) as line, asyncio.TaskGroup() as group:
        await line.send(PLAIN)
        until = await porter.promised()
        group.create_task(porter.runner.cleanup())
        assert await line.is_silent()
        until.set_result(None)
        assert (await line.next()).status == 200
        assert await line.is_hung_up_on()


class TestOfASilentLine:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runner, "KEEP_ALIVE", 2.0)

    async def test_it_is_hung_up_on_after_its_time_and_not_while_it_is_used(
        self, porter: Porter
    ) -> None:
        porter.promises_all = True
        loop = asyncio.get_running_loop()
        async with Line(porter.address) as line:
            began = loop.time()
            while loop.time() < began + 3.0:
                await line.send(PLAIN)
                (await porter.promised()).set_result(None)
                assert (await line.next()).status == 200
            assert await line.is_hung_up_on()
        assert porter.slowly == 0


class TestBehindAProxy:
    @pytest.fixture
    def proxies(self) -> Proxies:
        return Proxies(["127.0.0.1"])

    async def test_one_client_has_so_many_under_way(
        self, porter: Porter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crowds, "MOST_PER_ADDRESS", 1)
        one, other = (
            request("POST", "/door/1", "Content-Length: 0", f"X-Forwarded-For: 203.0.113.{n}")
            for n in (1, 2)
        )
        porter.promises_all = True
        async with Line(porter.address) as line, Line(porter.address) as second:
            await line.send(one)
            until = await porter.promised()
            porter.promises_all = False
            refused = await second.tell(one)
            assert (refused.status, refused.headers["retry-after"]) == (429, "1")
            assert (await second.tell(other)).status == 200
            until.set_result(None)
            assert (await line.next()).status == 200
            assert (await second.tell(one)).status == 200
        assert porter.slowly == 0

    async def test_who_is_gone_meanwhile_has_none_under_way(
        self, porter: Porter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crowds, "MOST_PER_ADDRESS", 1)
        porter.promises_all = True
        async with Line(porter.address) as line:
            await line.send(PLAIN)
            until = await porter.promised()
        await porter.gone.wait()
        porter.promises_all = False
        async with Line(porter.address) as line:
            assert (await line.tell(PLAIN)).status == 429
            until.set_result(None)
            await asyncio.sleep(0)  # its turn
            assert (await line.tell(PLAIN)).status == 200
