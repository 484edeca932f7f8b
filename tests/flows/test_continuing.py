"""Asks on the site, goes on on Telegram, is one person, is separated, is joined again."""

import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House
from tests.flows.sites import Guest, Site, conversation_on
from tests.flows.telegram import Customer

NARROW = (1024, 768)
"""Too narrow for three panes: who it is comes over the thread."""


async def _starts_as(house: House, link: Page, name: str) -> Customer:
    """The link is opened on the phone of somebody new."""
    await link.get_by_placeholder("First name").fill(name)
    await link.get_by_role("button", name="Start as somebody new").click()
    await link.wait_for_url("**/phones/*")
    number = int(link.url.partition("/phones/")[2].partition("?")[0])
    return Customer(house.telegram, name, number, house.bot)


async def _addresses(house: House, conversation: str) -> list[str]:
    """On which platforms the person of a conversation is known."""
    person = (await house.ask("GET", f"/conversations/{conversation}"))["contact_id"]
    found = await house.ask("GET", f"/contacts/{person}/identities")
    return sorted(one["channel"]["platform"] for one in found["items"])


async def _answers_on_telegram(house: House, desk: Desk, customer: Customer, text: str) -> None:
    """From the conversation on the site: what is written goes along."""
    await desk.field.fill(text)
    await desk.presses("Answer elsewhere")
    await desk.page.get_by_role("menuitem", name="Answer on Telegram instead").click()
    there = await house.conversation_of(customer)
    await desk.page.wait_for_url(f"**/inbox/{there}")
    await expect(desk.field).to_be_focused()
    await expect(desk.field).to_have_value(text)
    await desk.page.keyboard.press("Control+Enter")
    await customer.receives(lambda one: one.get("text") == text)


@pytest.mark.timeout(240)
async def test_a_visitor_goes_on_on_telegram_is_separated_and_comes_again(
    house: House, site: Site, guest: Guest, sit_down: OpenDesk
) -> None:
    await guest.opens()
    await guest.writes("Is the blue cup back?")
    held = await conversation_on(site, house)
    desk = await sit_down(house, f"/inbox/{held}")
    panel = desk.panel
    await expect(panel.get_by_text("Here now")).to_be_visible()
    await expect(panel.get_by_role("link", name="Blue cups")).to_be_visible()

    nora = await _starts_as(house, await guest.goes_on(), "Norine Vass")
    await expect(panel.get_by_text("Came by a signed link").first).to_be_visible()
    assert await _addresses(house, held) == ["telegram", "webchat"]

    await _answers_on_telegram(house, desk, nora, "It came back today")
    await desk.goes_to(f"/inbox/{held}")
    await expect(desk.field).to_have_value("")

    await guest.writes("I am still on the site too")
    await expect(desk.message("I am still on the site too")).to_be_visible()
    elsewhere = desk.page.get_by_role("button", name="Answer elsewhere")
    await expect(elsewhere).to_be_visible()
    # By the keyboard: while the parts of the panel come in, what a pointer aims at moves.
    await panel.get_by_role("button", name="Separate").first.press("Enter")
    await expect(elsewhere).to_have_count(0)
    assert await _addresses(house, held) == ["webchat"]

    again = await guest.goes_on()
    await again.get_by_role("button", name="Norine Vass", exact=True).click()
    await again.wait_for_url("**/phones/*")
    await expect(elsewhere).to_be_visible()
    assert await _addresses(house, held) == ["telegram", "webchat"]


async def test_a_link_that_is_passed_on_makes_nobody_else_the_visitor(
    house: House, site: Site, guest: Guest
) -> None:
    await guest.opens()
    await guest.writes("For my friend?")
    link = await guest.goes_on()
    address = link.url
    await _starts_as(house, link, "Olga")
    forwarded = await guest.context.new_page()
    await forwarded.goto(address)
    piet = await _starts_as(house, forwarded, "Piet")
    assert await _addresses(house, await house.conversation_of(piet)) == ["telegram"]
    held = await conversation_on(site, house)
    assert await _addresses(house, held) == ["telegram", "webchat"]


async def test_a_visitor_is_blocked_and_let_in_again(
    house: House, site: Site, guest: Guest, sit_down: OpenDesk
) -> None:
    await guest.opens()
    await guest.writes("Buy my pills")
    desk = await sit_down(house, f"/inbox/{await conversation_on(site, house)}")
    await desk.presses("Block this visitor")
    await expect(guest.chat.get_by_text("This chat is not available.")).to_be_visible()
    await desk.page.keyboard.press("z")
    await expect(desk.page.get_by_role("button", name="Block this visitor")).to_be_visible()
    await guest.page.reload()  # the chat was open, and is open again
    await guest.writes("Sorry")
    await expect(desk.message("Sorry")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "dark"),
    [
        pytest.param(WIDE, "en", False, id="wide"),
        pytest.param(WIDE, "zh", True, id="wide-dark"),
        pytest.param(PHONE, "en", False, id="phone"),
    ],
)
async def test_axe_finds_nothing_beside_a_visitor_and_at_the_ways(
    house: House,
    site: Site,
    guest: Guest,
    sit_down: OpenDesk,
    size: tuple[int, int],
    language: str,
    *,
    dark: bool,
) -> None:
    await guest.opens()
    await guest.writes("Is the blue cup back?")
    await guest.page.goto(f"{site.address}/")
    quin = await _starts_as(house, await guest.goes_on(), f"Quin {language} {size[0]}")
    await quin.blocks()
    desk = await sit_down(
        house,
        f"/inbox/{await conversation_on(site, house)}",
        size=size,
        language=language,
        dark=dark,
    )
    await desk.page.locator("textarea").wait_for()
    await desk.page.evaluate(AXE.read_text())
    await desk.page.locator("[data-kind] [aria-haspopup=menu]").first.wait_for()
    await desk.page.keyboard.press("o")
    await desk.page.get_by_role("menuitem").first.wait_for()
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"


@pytest.mark.parametrize(
    ("size", "language", "dark"),
    [
        pytest.param(NARROW, "en", False, id="narrow"),
        pytest.param(NARROW, "zh", True, id="narrow-dark"),
        pytest.param(PHONE, "zh", False, id="phone"),
        pytest.param(PHONE, "en", True, id="phone-dark"),
    ],
)
async def test_axe_finds_nothing_in_what_is_known_of_a_visitor(
    house: House,
    site: Site,
    guest: Guest,
    sit_down: OpenDesk,
    size: tuple[int, int],
    language: str,
    *,
    dark: bool,
) -> None:
    await guest.opens()
    await guest.writes("Is the blue cup back?")
    await guest.page.goto(f"{site.address}/")
    await guest.writes("And the green one?")
    await guest.page.goto(f"{site.address}/cups")
    await guest.writes("The blue one, please")
    held = await conversation_on(site, house)
    desk = await sit_down(house, f"/inbox/{held}", size=size, language=language, dark=dark)
    await desk.page.locator("header").get_by_role("button", name=re.compile("Our site")).click()
    beside = desk.page.get_by_role("complementary")
    await beside.locator("summary").click()
    await expect(beside.get_by_role("link", name="Leaf & Clay")).to_be_visible()
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
