"""The stage's doors: one link, one name, one page that may write."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from config.demo.ports import HOST, free_ports
from config.stage.board import Board
from config.stage.server import StageServer
from scrm.kernel.errors import Conflict, Invalid, NotFound
from tests.support.ports import first_port


class Play:
    """A show with a door that one token opens, once."""

    def __init__(self) -> None:
        self.key = "stage-key"
        self.board = Board()
        self.pulled = 0
        self.said: list[tuple[str, ...]] = []
        self._token = "good"

    async def enter(self, token: str) -> str:
        if token != self._token:
            raise NotFound("link", "was used")
        self._token = ""
        return "session-of-the-hub"

    def facts(self) -> dict[str, Any]:
        return {"up": True}

    async def leap(self, by: str) -> None:
        if by != "8d":
            raise Invalid("by", "is 8d")
        if self.pulled:
            raise Conflict("the plug is being pulled")
        self.said.append((by,))

    async def say(self, what: str, language: str) -> None:
        self.said.append((what, language))

    def pull(self) -> None:
        if self.pulled:
            raise Conflict("it is being pulled")
        self.pulled += 1

    def launch(self, *, pull: bool) -> None:
        if self.pulled:
            raise Conflict("the plug is being pulled")
        self.said.append(("launch", str(pull)))


@pytest.fixture
def play() -> Play:
    return Play()


@pytest.fixture
async def origin(play: Play) -> AsyncIterator[str]:
    origin = f"http://{HOST}:{next(free_ports(first_port(20_000)))}"
    server = StageServer(origin, ("http://127.0.0.1:1", "http://127.0.0.1:2"), play)
    await server.start()
    yield origin
    await server.stop()


@pytest.fixture
async def browser(origin: str) -> AsyncIterator[ClientSession]:
    headers = {"Origin": origin}
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers=headers) as session:
        yield session


async def test_the_link_opens_once_and_signs_in_to_hub_and_stage(
    browser: ClientSession, origin: str
) -> None:
    async with browser.post(f"{origin}/enter", json={"token": "good"}) as entered:
        assert entered.status == 200
        session, key = entered.cookies["scrm_session"], entered.cookies["scrm_stage"]
    assert session.value == "session-of-the-hub"
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert (key["httponly"], key["samesite"]) == (True, "Strict")
    async with browser.get(f"{origin}/facts") as facts:
        assert await facts.json() == {"up": True}
    async with browser.post(f"{origin}/enter", json={"token": "good"}) as again:
        assert again.status == 404
        assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize("path", ["/facts", "/stream", "/plug", "/campaign", "/clock", "/say"])
async def test_without_the_key_nothing_is_told_or_done(
    browser: ClientSession, origin: str, path: str, play: Play
) -> None:
    method = "GET" if path in ("/facts", "/stream") else "POST"
    async with browser.request(
        method, origin + path, headers={"Cookie": "scrm_stage=guess"}
    ) as response:
        assert response.status == 401
    assert (play.pulled, play.said) == (0, [])


@pytest.mark.parametrize("path", ["/plug", "/campaign", "/clock", "/say"])
async def test_another_sites_page_can_do_nothing(
    browser: ClientSession, origin: str, path: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    for other in ("http://127.0.0.1:1", "https://example.org", "null"):
        headers = {"Origin": other}
        async with browser.post(origin + path, json={"by": "8d"}, headers=headers) as response:
            assert response.status == 403
    assert (play.pulled, play.said) == (0, [])


async def test_the_clock_is_moved_and_words_are_said(
    browser: ClientSession, origin: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    async with browser.post(f"{origin}/clock", json={"by": "8d"}) as moved:
        assert moved.status == 202
    async with browser.post(f"{origin}/say", json={"what": "ask", "language": "zh"}) as said:
        assert said.status == 202
    assert play.said == [("8d",), ("ask", "zh")]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"by": "-8d"}', '{"by": ["8d", null]}'])
async def test_a_move_that_is_none_is_refused_in_words(
    browser: ClientSession, origin: str, body: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    async with browser.post(f"{origin}/clock", data=body) as refused:
        assert refused.status == 422
        assert "by" in (await refused.json())["detail"]
    assert play.said == []


async def test_the_clock_stands_while_the_plug_is_pulled(
    browser: ClientSession, origin: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    await browser.post(f"{origin}/plug", json={})
    async with browser.post(f"{origin}/clock", json={"by": "8d"}) as refused:
        assert refused.status == 409
        assert "plug" in (await refused.json())["detail"]


async def test_a_plug_that_is_being_pulled_is_not_pulled_again(
    browser: ClientSession, origin: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    async with browser.post(f"{origin}/plug", json={}) as first:
        assert first.status == 202
    async with browser.post(f"{origin}/plug", json={}) as second:
        assert second.status == 409
    assert play.pulled == 1


@pytest.mark.parametrize(("body", "pulls"), [({}, "False"), ({"pull": "yes"}, "True")])
async def test_a_campaign_is_launched_and_the_plug_pulled_in_it_where_asked(
    browser: ClientSession, origin: str, play: Play, body: dict[str, str], pulls: str
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    async with browser.post(f"{origin}/campaign", json=body) as launched:
        assert launched.status == 202
    assert play.said == [("launch", pulls)]


async def test_no_campaign_is_launched_while_the_plug_is_pulled(
    browser: ClientSession, origin: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    await browser.post(f"{origin}/plug", json={})
    async with browser.post(f"{origin}/campaign", json={}) as refused:
        assert refused.status == 409
    assert play.said == []


async def test_another_name_of_this_machine_leads_to_the_right_one(
    browser: ClientSession, origin: str
) -> None:
    wrong = {"Host": "localhost:" + origin.rpartition(":")[2]}
    async with browser.get(origin, headers=wrong, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, origin)
    async with browser.get(f"{origin}/facts", headers=wrong) as response:
        assert response.status == 421


async def test_the_page_may_load_its_own_and_show_the_two_others(
    browser: ClientSession, origin: str
) -> None:
    async with browser.get(origin) as response:
        policy = response.headers["Content-Security-Policy"]
        page = await response.text()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-src"] == "http://127.0.0.1:1 http://127.0.0.1:2"
    assert rules["frame-ancestors"] == "'none'"
    assert " style=" not in page


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"token": 5}', "{"])
async def test_an_entry_without_a_token_is_refused(
    browser: ClientSession, origin: str, body: str
) -> None:
    async with browser.post(f"{origin}/enter", data=body) as response:
        assert response.status in (404, 422)


async def test_open_pages_hear_what_moves_and_when_it_ends(
    browser: ClientSession, origin: str, play: Play
) -> None:
    await browser.post(f"{origin}/enter", json={"token": "good"})
    async with browser.get(f"{origin}/stream") as stream:
        assert await stream.content.readuntil(b"\n\n") == (
            b'retry: 1000\nevent: facts\ndata: {"up":true}\n\n'
        )
        play.board.tell("moved", {"up": False})
        assert await stream.content.readuntil(b"\n\n") == b'event: moved\ndata: {"up":false}\n\n'
        play.board.close()
        assert await stream.content.read() == b""
