"""The stage in a real browser: type left, by phone or on the site, see it right; pull the plug,
and count."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from config.demo import inbox
from config.demo.ports import free_ports
from tests.config.demo.running import RunningDemo
from tests.flows.visitors import CLOSED_ROOTS
from tests.support.ports import first_port

DESK = ViewportSize(width=1440, height=900)
SMALL_DESK = ViewportSize(width=1024, height=768)
POCKET = ViewportSize(width=390, height=844)
SETTLES_WITHIN = 75_000
"""Milliseconds for a whole run of the plug."""


@pytest.fixture(scope="module")
def demo(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """One shop for all visitors."""
    port = str(next(free_ports(first_port(22_000))))
    with RunningDemo(tmp_path_factory.mktemp("stage"), "--port", port, "--speed", "20") as demo:
        yield demo


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture
def complaints() -> list[str]:
    """What the browser had to complain of."""
    return []


async def a_link(demo: RunningDemo) -> str:
    socket = demo.data / "demo" / "hub.sock"
    token = await inbox.one_time_token(socket, await inbox.owner_of(socket))
    return f"{demo.stage}/#token={token}"


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    browser: Browser, demo: RunningDemo, complaints: list[str], request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    """A visitor who came by a link of their own."""
    viewport: ViewportSize = getattr(request, "param", DESK)
    context = await browser.new_context(locale="en-US", viewport=viewport)
    await context.add_init_script(CLOSED_ROOTS)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(await a_link(demo))
    await expect(page.locator("#bar")).to_be_visible()
    yield page
    await context.close()


async def test_the_link_opens_the_stage_once(
    browser: Browser, demo: RunningDemo, complaints: list[str]
) -> None:
    link = await a_link(demo)
    first, second = await browser.new_context(), await browser.new_context(locale="en-US")
    page = await first.new_page()
    await page.goto(link)
    await expect(page.locator("#bar")).to_be_visible()
    assert page.url == f"{demo.stage}/"  # the token stays in no history
    await page.reload()
    await expect(page.locator("#bar")).to_be_visible()
    late = await second.new_page()
    await late.goto(link)
    await expect(late.get_by_role("heading", name="This link was used already")).to_be_visible()
    await expect(late.locator("#bar")).to_be_hidden()
    await first.close()
    await second.close()


async def test_what_is_typed_at_the_left_is_seen_at_the_right_and_back(
    page: Page, complaints: list[str]
) -> None:
    phone, inbox_side = page.frame_locator("#phone"), page.frame_locator("#inbox")
    await page.get_by_role("button", name="Robin (you)").click()
    await phone.get_by_role("button", name="Start").click()
    await phone.get_by_role("textbox").fill("Do you have moon white cups?")
    await phone.get_by_role("textbox").press("Enter")
    await inbox_side.get_by_text("Do you have moon white cups?").first.click()
    answer = inbox_side.get_by_role("textbox").last
    await answer.fill("Two are left. Shall I keep them for you?")
    await answer.press("Control+Enter")
    answered = phone.locator(".row:not(.own)").filter(has_text="Two are left.")
    await expect(answered).to_be_visible()  # a bot that another story has started may speak as well
    assert complaints == []


async def test_what_is_asked_on_the_site_is_answered_from_the_inbox(
    page: Page, complaints: list[str]
) -> None:
    shop, inbox_side = page.frame_locator("#shop"), page.frame_locator("#inbox")
    await shop.get_by_role("link", name="Moon white cup").click()
    await shop.get_by_role("button", name="Ask about it").click()
    chat = shop.frame_locator("scrm-chat iframe")
    await chat.get_by_role("button", name="Skip").click()
    await chat.get_by_label("Your message").fill("Is it the white of snow, or of milk?")
    await chat.get_by_label("Your message").press("Enter")
    await inbox_side.get_by_text("Is it the white of snow").first.click()
    answer = inbox_side.get_by_role("textbox").last
    await answer.fill("Of the moon behind a thin cloud.")
    await answer.press("Control+Enter")
    await expect(chat.get_by_role("article").last).to_contain_text("behind a thin cloud")
    assert complaints == []


async def test_phone_and_shop_stand_beside_the_inbox_or_make_room(page: Page) -> None:
    phone, shop = page.locator("#phone"), page.locator("#shop")
    views = page.get_by_role("group", name="Beside the inbox")
    await expect(phone).to_be_visible()
    await expect(shop).to_be_visible()
    await views.get_by_role("button", name="Phone").click()
    await expect(phone).to_be_hidden()
    await page.set_viewport_size(SMALL_DESK)
    await expect(shop).to_be_visible()
    await views.get_by_role("button", name="Phone").click()
    await expect(phone).to_be_visible()
    await expect(shop).to_be_hidden()
    await expect(page.locator("#inbox")).to_be_visible()


async def test_the_phone_of_whoever_is_answered_comes_to_the_front(page: Page) -> None:
    await page.get_by_role("button", name="Sofia Rossi").click()
    inbox_side = page.frame_locator("#inbox")
    await inbox_side.get_by_text("Daniel Okafor").first.click()
    answer = inbox_side.get_by_role("textbox").last
    await answer.fill("I am sorry! A new cup leaves today.")
    await answer.press("Control+Enter")
    await expect(page.locator("#whose")).to_have_text("The phone of Daniel Okafor")
    await expect(page.frame_locator("#phone").locator("#messages")).to_contain_text("A new cup")


async def test_language_and_colours_reach_both_sides(page: Page, complaints: list[str]) -> None:
    await page.get_by_role("button", name="中文").click()
    await page.get_by_role("button", name="浅色或深色").click()
    inbox_root = page.frame_locator("#inbox").locator("html")
    await expect(inbox_root).to_have_attribute("data-mantine-color-scheme", "dark")
    await expect(inbox_root).to_have_attribute("lang", "zh-CN")
    shop_root = page.frame_locator("#shop").locator("html")
    await expect(shop_root).to_have_attribute("data-theme", "dark")
    await expect(shop_root).to_have_attribute("lang", "zh-CN")
    phone_root = page.frame_locator("#phone").locator("html")
    await expect(phone_root).to_have_attribute("data-theme", "dark")
    await expect(phone_root).to_have_attribute("lang", "zh")
    await page.reload()
    await expect(page.locator("#pulse")).to_have_text("系统运行中")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert complaints == []


@pytest.mark.parametrize("page", [POCKET], indirect=True)
async def test_in_a_pocket_one_side_is_shown_at_a_time(page: Page) -> None:
    await expect(page.locator("#phone")).to_be_visible()
    await expect(page.locator("#inbox")).to_be_hidden()
    await page.get_by_role("button", name="Shop").click()
    await expect(page.frame_locator("#shop").get_by_text("On the shelf")).to_be_visible()
    await expect(page.locator("#phone")).to_be_hidden()
    await page.get_by_role("button", name="Inbox").click()
    await expect(page.locator("#shop")).to_be_hidden()
    await expect(page.frame_locator("#inbox").get_by_text("Liam O’Brien").first).to_be_visible()
    await page.get_by_role("button", name="Pull the plug").click()
    await expect(page.locator("#pull-now")).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == POCKET["width"]


async def test_the_plug_is_pulled_and_nothing_is_lost_or_doubled(
    page: Page, demo: RunningDemo
) -> None:
    await page.get_by_role("button", name="Pull the plug").click()
    await page.locator("#pull-now").click()
    await expect(page.locator("#pulse")).to_have_text("The hub is dead")
    verdict = page.get_by_role("heading", name="Nothing lost, nothing doubled")
    await expect(verdict).to_be_visible(timeout=SETTLES_WITHIN)
    counted = {
        name: int(await page.locator(f"[data-count={name}]").inner_text())
        for name in ("written", "acknowledged", "in_inbox", "replies", "replies_sent", "waiting")
    }
    unknown = int(await page.locator("[data-count=replies_unknown]").inner_text())
    assert counted["written"] == counted["acknowledged"] == counted["in_inbox"] == 200
    assert counted["replies"] == 40
    assert counted["replies"] - unknown <= counted["replies_sent"] <= counted["replies"]
    assert counted["waiting"] == 0
    for name in ("lost", "doubled", "disordered", "replies_lost", "replies_doubled"):
        await expect(page.locator(f"[data-count={name}]")).to_have_text("0")
    assert starts_of_the_hub(demo.data) >= 2


def starts_of_the_hub(data: Path) -> int:
    return (data / "demo" / "logs" / "hub.log").read_text().count('"hub.ready"')
