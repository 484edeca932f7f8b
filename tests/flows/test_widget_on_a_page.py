"""The widget and the page it is on: neither can do anything to the other."""

import asyncio
import gzip
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from config.console import WIDGET
from tests.flows.axe import AXE, RUN
from tests.flows.conftest import Visit
from tests.flows.visitors import KEY, PHONE, WIDE, MockShop

LOADER_LIMIT = 5_100
FRAME_LIMIT = 24_900


def _compressed(*names: str) -> int:
    files = {path for name in names for path in (WIDGET / "dist").glob(name)}
    return sum(len(gzip.compress(p.read_bytes())) for p in files if p.suffix != ".gz")


def test_what_visitors_load_stays_small(built_widget: None) -> None:
    assert 0 < _compressed("loader.js") < LOADER_LIMIT
    language = max(_compressed(f"frame/assets/{code}-*.js") for code in ("ar", "en", "zh"))
    assert language > 0
    frame = _compressed("frame/index.html", "frame/assets/index-*.js", "frame/assets/index-*.css")
    assert frame + language < FRAME_LIMIT


def test_the_hub_finds_one_place_for_the_settings(built_widget: None) -> None:
    assert (WIDGET / "dist/loader.js").read_text().count("__SCRM_SETTINGS__") == 1


@pytest.mark.parametrize("path", ["/strict", "/hostile"])
async def test_it_works_whatever_the_page_allows_and_styles(
    shop: MockShop, come: Visit, path: str
) -> None:
    ada = await come(path)
    await expect(ada.page.locator("scrm-chat")).to_have_count(1)  # the script is there twice
    box = await ada.button.bounding_box()
    assert box == {"x": WIDE[0] - 76, "y": WIDE[1] - 76, "width": 56, "height": 56}
    await ada.opens()  # Playwright clicks what is really on top
    await ada.writes("Hello")
    await ada.is_told("Hello")
    frame = await ada.page.locator("scrm-chat iframe").bounding_box()
    assert frame == {"x": 876, "y": 132, "width": 384, "height": 640}


async def test_the_page_looks_as_it_did(shop: MockShop, come: Visit) -> None:
    shown = "document.body.innerHTML.length + getComputedStyle(document.body).cssText"
    ada = await come()
    await expect(ada.button).to_be_visible()
    before = await ada.page.evaluate(shown)
    await ada.opens()
    await expect(ada.field).to_be_focused()
    assert await ada.page.evaluate(shown) == before
    names = await ada.page.evaluate("Object.keys(window).filter((name) => /scrm/i.test(name))")
    assert names == ["scrm"]


async def test_the_root_is_closed_to_the_page(shop: MockShop, come: Visit) -> None:
    ada = await come()
    page = await (await ada.context.browser.new_context()).new_page()  # type: ignore[union-attr]
    await page.goto(shop.shop)
    await page.locator("scrm-chat").wait_for(state="attached")
    assert await page.evaluate("document.querySelector('scrm-chat').shadowRoot") is None
    await page.context.close()


async def test_a_page_that_forges_messages_is_not_believed(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await ada.page.evaluate(
        """() => {
          for (const message of [{ type: 'unread', count: 7 }, { type: 'close' },
                                 { type: 'token', token: 'stolen', instead: '' }]) {
            window.postMessage({ scrm: 'scrm/1', ...message }, location.origin);
          }
        }"""
    )
    await ada.writes("still here")
    await ada.is_told("still here")
    kept = await ada.page.evaluate(f"localStorage.getItem('scrm:{KEY}')")
    assert "stolen" not in kept
    await expect(ada.button).to_have_accessible_name("Close chat")


FORGED = {"scrm": "scrm/1", "type": "pass", "pass": {"token": "", "box": "empty"}}
FROM_ITSELF = "(forged) => window.postMessage(forged, location.origin)"
FROM_A_SIBLING = """(forged) => parent.document.querySelector('scrm-chat').shadowRoot
  .querySelector('iframe').contentWindow.postMessage(forged, '*')"""


@pytest.mark.parametrize("forge", [FROM_ITSELF, FROM_A_SIBLING], ids=["itself", "sibling"])
async def test_the_frame_listens_to_the_page_around_it_only(
    shop: MockShop, come: Visit, forge: str
) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await ada.page.evaluate("document.body.append(document.createElement('iframe'))")
    where = "/frame" if forge == FROM_ITSELF else "about:blank"
    frame = next(frame for frame in ada.page.frames if frame.url.endswith(where))
    await frame.evaluate(forge, FORGED)
    await ada.writes("still me")
    await ada.is_told("still me")
    await expect(ada.bubble("Hello")).to_be_visible()


async def test_another_site_can_not_hold_the_frame(shop: MockShop, come: Visit) -> None:
    ada = await come()
    address = f"{shop.hub}/widget/{KEY}/frame"
    stranger: Page = await ada.context.new_page()
    await stranger.goto(f"{shop.hub}/widget/{KEY}.js")  # an origin that is not on the list
    await stranger.evaluate(
        """(address) => new Promise((loaded) => {
          const frame = Object.assign(document.createElement('iframe'), { src: address });
          frame.onload = loaded;
          document.body.append(frame);
        })""",
        address,
    )
    assert [frame.url for frame in stranger.frames[1:]] == ["chrome-error://chromewebdata/"]


async def test_the_site_opens_closes_and_forgets(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await expect(ada.button).to_be_visible()
    await ada.page.evaluate("scrm('open')")
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await ada.page.evaluate("scrm('close')")
    await expect(ada.button).to_have_accessible_name("Open chat")
    await ada.page.evaluate("scrm('shutdown')")
    await ada.opens()
    await expect(ada.chat.locator(".greeting .bubble")).to_be_visible()
    await expect(ada.bubble("Hello")).to_have_count(0)
    await ada.writes("somebody else")
    await ada.is_told("somebody else")
    state = await shop.tell("state")
    said = [[told["text"] for told in one["messages"]] for one in state["visitors"]]
    assert sorted(one for one in said if one) == [["Hello"], ["somebody else"]]


async def test_who_signs_out_while_the_chat_still_loads_is_forgotten(
    shop: MockShop, come: Visit
) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    reached, signed_out = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        reached.set()
        await signed_out.wait()
        await route.continue_()

    await ada.page.route("**/assets/en-*.js", hold)
    await ada.page.reload()
    async with asyncio.timeout(10):
        await reached.wait()
    await ada.page.evaluate("scrm('shutdown')")
    signed_out.set()
    await ada.opens()
    await expect(ada.chat.locator(".greeting .bubble")).to_be_visible()
    await expect(ada.bubble("Hello")).to_have_count(0)
    await ada.writes("somebody else")
    await ada.is_told("somebody else")
    await expect(ada.bubble("Hello")).to_have_count(0)


async def test_where_pages_need_consent_none_is_told_before_it_is_given(
    shop: MockShop, come: Visit
) -> None:
    await shop.tell("settings", page_consent=True)
    ada = await come("/second")
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    assert set((await shop.tell("state"))["visitors"][-1]["pages"]) == {""}
    await ada.page.evaluate("scrm('consent', true)")
    await shop.until(lambda state: state["visitors"][-1]["pages"][-1].endswith("/second"))


async def test_calls_from_before_the_script_are_heeded(shop: MockShop, come: Visit) -> None:
    ada = await come("/second")
    stub = "window.scrm ??= (...call) => (window.scrm.q ??= []).push(call); scrm('open')"
    await ada.context.add_init_script(stub)
    await ada.page.goto(shop.shop)
    await expect(ada.button).to_have_accessible_name("Close chat")
    await ada.writes("Hello")
    await ada.is_told("Hello")


async def test_who_is_signed_in_is_proven_to_the_hub(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await expect(ada.button).to_be_visible()
    await ada.page.evaluate("scrm('identify', 'header.claims.signature')")
    await shop.until(lambda state: "header.claims.signature" in state["identities"])
    await ada.opens()
    await ada.writes("It is me")
    await ada.is_told("It is me")


async def test_pages_within_a_page_are_told(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await ada.page.evaluate(
        "for (let step = 1; step <= 50; step += 1) history.pushState(null, '', `/kettle/${step}`)"
    )
    last = f"{shop.shop}/kettle/50"
    await shop.until(lambda state: state["visitors"][-1]["pages"][-1] == last)
    pages = (await shop.tell("state"))["visitors"][-1]["pages"]
    assert pages == [f"{shop.shop}/", last]


async def test_it_is_used_by_keyboard_alone(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await expect(ada.button).to_be_visible()
    keys = ada.page.keyboard
    while not await ada.button.evaluate("(button) => button.matches(':focus')"):
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(ada.field).to_be_focused()
    await keys.type("first")
    await keys.press("Shift+Enter")
    await keys.type("second")
    await keys.press("Enter")
    await ada.is_told("first\nsecond")
    await keys.press("Shift+Tab")
    await expect(ada.chat.get_by_role("button", name="Attach a file")).to_be_focused()
    await keys.press("Escape")
    await expect(ada.button).to_be_focused()
    await expect(ada.button).to_have_attribute("aria-expanded", "false")


async def test_it_fills_a_phone(shop: MockShop, come: Visit) -> None:
    ada = await come(size=PHONE, has_touch=True, is_mobile=True)
    await ada.button.tap()
    await expect(ada.chat.get_by_role("button", name="Take a picture")).to_be_visible()
    frame = await ada.page.locator("scrm-chat iframe").bounding_box()
    assert frame == {"x": 0, "y": 0, "width": PHONE[0], "height": PHONE[1]}
    await expect(ada.button).to_be_hidden()
    await expect(ada.field).not_to_be_focused()  # the keyboard would cover what is to be read
    await ada.chat.get_by_role("button", name="Close chat").tap()
    await expect(ada.button).to_be_visible()


LOOKS: list[Any] = [
    pytest.param(WIDE, False, "en", "#0f6b5c", id="wide-light"),
    pytest.param(WIDE, True, "zh", "#ffd400", id="wide-dark"),
    pytest.param(PHONE, False, "ar", "#ff8a80", id="phone-light"),
    pytest.param(PHONE, True, "en", "#101010", id="phone-dark"),
]


@pytest.mark.parametrize(("size", "dark", "language", "colour"), LOOKS)
async def test_axe_finds_nothing(
    shop: MockShop,
    come: Visit,
    size: tuple[int, int],
    dark: bool,
    language: str,
    colour: str,
) -> None:
    await shop.tell("settings", colour=colour)
    ada = await come(f"/?lang={language}", size=size, dark=dark, bypass_csp=True)
    await ada.opens()
    await ada.chat.locator("textarea").fill("Hello **there**, see https://shop.example")
    await ada.chat.locator("textarea").press("Enter")
    await expect(ada.chat.locator("article time")).to_be_visible()
    answers = [{"label": "Yes", "value": "yes"}, {"label": "Look", "url": "https://shop.example"}]
    await shop.says("`code` and [a link](https://shop.example)", format="light", buttons=answers)
    await shop.tell("tell", type="typing", on=True, name="Mira")
    await expect(ada.chat.locator(".dots")).to_be_visible()
    frame = next(frame for frame in ada.page.frames if frame.url.endswith("/frame"))
    await frame.evaluate(AXE.read_text())
    assert await frame.evaluate(RUN) == []
    assert not await frame.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert await frame.evaluate("document.documentElement.dir") == (
        "rtl" if language == "ar" else "ltr"
    )
