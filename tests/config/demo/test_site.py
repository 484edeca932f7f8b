"""The shop's site: real pages under a strict policy, in two languages, with one script tag."""

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import pytest
from aiohttp import ClientSession

from config.demo.ports import HOST, free_ports
from config.demo.site.goods import GOODS
from config.demo.site.pages import Looks, document, find
from config.demo.site.server import ASSETS, ShopServer
from tests.support.ports import first_port

HUB = "http://127.0.0.1:1"
STAGE = "http://127.0.0.1:2"
PATHS = ("/", "/cart", *(f"/goods/{good.id}" for good in GOODS))
VOID = ("meta", "link", "img")


@pytest.fixture
async def site() -> AsyncIterator[ShopServer]:
    server = ShopServer(f"http://{HOST}:{next(free_ports(first_port(23_000)))}", HUB, (STAGE,))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def browser(site: ShopServer) -> AsyncIterator[ClientSession]:
    async with ClientSession(site.origin) as session:
        yield session


async def page(browser: ClientSession, path: str, **headers: str) -> str:
    async with browser.get(path, headers=headers) as response:
        assert response.status == 200
        return await response.text()


class Tags(HTMLParser):
    """What is open at the end, and every address that a page names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag in VOID else [tag]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_page_is_whole_and_names_only_what_is_there(
    browser: ClientSession, path: str, language: str
) -> None:
    tags = Tags(await page(browser, f"{path}?lang={language}&theme=dark"))
    assert tags.open == []
    for address in tags.addresses:
        if address != "#main":
            async with browser.get(address) as response:
                assert response.status == 200, address


async def test_the_policy_lets_in_the_hubs_script_and_frame_alone(browser: ClientSession) -> None:
    async with browser.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
    rules = {
        name: rest for name, _, rest in (one.strip().partition(" ") for one in policy.split(";"))
    }
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'self' {HUB}"
    assert rules["frame-src"] == HUB
    assert rules["style-src"] == rules["img-src"] == "'self'"
    assert rules["frame-ancestors"] == f"'self' {STAGE}"
    assert "connect-src" not in rules


@pytest.mark.parametrize("path", PATHS)
def test_no_page_needs_what_the_policy_forbids(path: str) -> None:
    looks = Looks("en")
    found = find(path, looks)
    assert found is not None
    text = document(looks, found, chat="")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! type=\"module\" src=)", text)
    assert "http" not in text


async def test_the_chat_is_one_tag_once_the_hub_has_given_a_key(
    site: ShopServer, browser: ClientSession
) -> None:
    assert "/widget/" not in await page(browser, "/")
    site.put_chat("0" * 32)
    tag = f'<script async src="{HUB}/widget/{"0" * 32}.js"></script>'
    assert (await page(browser, "/cart")).count(tag) == 1
    assert "/widget/" not in await page(browser, "/cart?chat=off")


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("/", "de,en;q=0.8", "en"),
        ("/?lang=zh", "en", "zh-CN"),
        ("/?lang=en", "zh", "en"),
        ("/?lang=fr", "zh", "zh-CN"),
    ],
)
async def test_a_language_is_asked_for_or_the_browsers(
    browser: ClientSession, path: str, accepted: str, language: str
) -> None:
    said = await page(browser, path, **{"Accept-Language": accepted})
    assert f'<html lang="{language}"' in said


async def test_what_was_chosen_stays_chosen_on_the_next_page(browser: ClientSession) -> None:
    said = await page(browser, "/?lang=zh&theme=dark")
    assert 'data-theme="dark"' in said
    assert 'href="/cart?lang=zh&amp;theme=dark"' in said
    assert "?" not in "".join(re.findall(r'href="(/goods/[^"]*)"', await page(browser, "/")))


@pytest.mark.parametrize("path", ["/nothing", "/goods/", "/goods/nothing", "/assets/nothing.css"])
async def test_what_is_not_there_is_not_there(browser: ClientSession, path: str) -> None:
    async with browser.get(path) as response:
        assert response.status == 404


def test_every_good_has_its_picture_and_both_languages() -> None:
    for good in GOODS:
        assert f"{good.id}.svg" in ASSETS
        for words in (good.name, good.told, good.facts):
            assert words.en != words.zh
