"""Asks in the demo's shop, leaves, goes on on the demo's phone, is one person, is two again, and
one: with two browsers and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from config.demo.ports import free_ports
from tests.config.demo.running import RunningDemo
from tests.flows.desk import PATIENCE_MS, WIDE, Desk
from tests.flows.sites import Guest, look_at
from tests.support.ports import first_port

PAGE = "/goods/celadon-teapot?utm_source=newsletter&utm_campaign=spring"
ON_THE_SITE = "Does the lid hold while pouring?"
ON_THE_PHONE = "I had to leave. Does it?"
ANSWER = "It does, your thumb rests on it."
LATER = "Then I take it, thank you!"
NAME, NICKNAME = "Eleanor Lind", "Nora"
"""What they call themselves on the site, and on their phone."""
LEAVES_WITHIN = 15.0


@pytest.fixture
def demo(
    built: None, built_widget: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningDemo]:
    port = str(next(free_ports(first_port(24_000))))
    with RunningDemo(tmp_path_factory.mktemp("demo"), "--port", port) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def guest(chromium: Browser, demo: RunningDemo) -> AsyncIterator[Guest]:
    came = await look_at(chromium, demo.shop + PAGE)
    yield came
    await came.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser, demo: RunningDemo) -> AsyncIterator[Desk]:
    """Comes in by the link that the demo has printed, and goes to the inbox."""
    viewport = ViewportSize(width=WIDE[0], height=WIDE[1])
    context = await chromium.new_context(viewport=viewport, locale="en-US", reduced_motion="reduce")
    desk = Desk(demo.hub, context, await context.new_page())
    desk.page.set_default_timeout(PATIENCE_MS)
    await desk.page.goto(demo.link)
    await expect(desk.page.locator("#bar")).to_be_visible()
    desk.listen()
    await desk.goes_to("/inbox")
    yield desk
    await context.close()
    assert desk.errors == []


async def _asks(guest: Guest) -> None:
    await guest.page.get_by_role("button", name="Ask about it").click()
    await guest.chat.get_by_label("Name").fill(NAME)
    await guest.chat.get_by_role("button", name="Start chat").click()
    await guest.writes(ON_THE_SITE)


async def _opens_the_link(phone: Page) -> None:
    await phone.get_by_placeholder("First name").fill(NICKNAME)
    await phone.get_by_role("button", name="Start as somebody new").click()
    await phone.wait_for_url("**/phones/*")


async def _writes(phone: Page, text: str) -> None:
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("textbox").press("Enter")
    await expect(phone.locator(".row.own").filter(has_text=text)).to_be_visible()


async def _has_left(desk: Desk, conversation: str) -> None:
    """The console looks for visitors now and then: wait until the hub knows, then look."""
    path = f"{desk.address}/api/v1/conversations/{conversation}/visitors"
    async with asyncio.timeout(LEAVES_WITHIN):
        while True:
            found = await (await desk.context.request.get(path)).json()
            if not any(one["here"] for one in found["items"]):
                break
            await asyncio.sleep(0.05)
    await desk.page.reload()


async def _opens(desk: Desk, words: str, name: str) -> str:
    """The conversation with these words at its end; its id."""
    await desk.row(words).click()
    await expect(desk.message(words)).to_be_visible()
    await expect(desk.page.locator("header").filter(has_text=name)).to_be_visible()
    return desk.page.url.rpartition("/")[2].partition("?")[0]


def _addresses(desk: Desk) -> Locator:
    return desk.page.locator("section").filter(has_text="Reachable on").last


async def _looks_at_the_person(desk: Desk, name: str) -> None:
    """From the panel beside the thread to their own page."""
    await desk.panel.get_by_role("link", name="Whole page").click()
    await expect(desk.page.get_by_label("Name of the contact")).to_have_value(name)


async def _are_two(desk: Desk, held: str, other: str) -> None:
    """Each has an address, and what was written from there."""
    for conversation, name, said, not_said in (
        (held, NAME, ON_THE_SITE, ON_THE_PHONE),
        (other, NICKNAME, ON_THE_PHONE, ON_THE_SITE),
    ):
        await desk.goes_to(f"/inbox/{conversation}")
        await expect(desk.message(said)).to_be_visible()
        await expect(desk.message(not_said)).to_have_count(0)
        await _looks_at_the_person(desk, name)
        await expect(_addresses(desk).get_by_text("Can be reached")).to_have_count(1)
        await expect(desk.page.get_by_text("Separated from another person").first).to_be_visible()


async def _joins_by_hand(desk: Desk, name: str) -> None:
    """The two side by side, with what each said last, and the word that they are one."""
    await desk.presses("Join with another person…")
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_label("Search people").fill(name)
    await dialog.get_by_role("button", name=name).click()
    for words in (ON_THE_SITE, ANSWER):
        await expect(dialog.get_by_role("table")).to_contain_text(words)
    await dialog.get_by_role("button", name="Join", exact=True).click()
    await expect(_addresses(desk).get_by_text("Can be reached")).to_have_count(2)
    await expect(_addresses(desk)).to_contain_text("Joined by hand")


@pytest.mark.timeout(240)
async def test_a_customer_leaves_the_shop_and_is_the_same_on_the_phone(
    guest: Guest, desk: Desk
) -> None:
    await _asks(guest)
    held = await _opens(desk, ON_THE_SITE, NAME)
    await expect(desk.panel.get_by_text("Here now")).to_be_visible()
    await expect(desk.panel.get_by_role("link", name="Celadon teapot")).to_be_visible()
    await expect(desk.panel.get_by_text("newsletter")).to_be_visible()
    await expect(desk.panel.get_by_text("First visit")).to_be_visible()

    phone = await guest.goes_on()
    await _opens_the_link(phone)
    await expect(desk.panel.get_by_text("Came by a signed link").first).to_be_visible()
    await guest.page.close()
    await _has_left(desk, held)
    await expect(desk.panel.get_by_text("Last here")).to_be_visible()

    await _writes(phone, ON_THE_PHONE)
    other = await _opens(desk, ON_THE_PHONE, NAME)
    await desk.replies(ANSWER)
    await expect(phone.locator(".row:not(.own)").filter(has_text=ANSWER)).to_be_visible()

    await _looks_at_the_person(desk, NAME)
    joined = desk.page.get_by_role("listitem").filter(has_text="Joined with another person")
    await expect(joined).to_contain_text(f"{NICKNAME} · Came by a signed link")
    await expect(_addresses(desk).get_by_text("Can be reached")).to_have_count(2)
    await desk.presses(f"Separate {NICKNAME} again")
    await expect(_addresses(desk).get_by_text("Can be reached")).to_have_count(1)
    await _are_two(desk, held, other)

    await desk.goes_to(f"/inbox/{held}")
    await _looks_at_the_person(desk, NAME)
    await _joins_by_hand(desk, NICKNAME)
    await _writes(phone, LATER)
    await desk.goes_to("/inbox")
    assert await _opens(desk, LATER, NAME) == other
