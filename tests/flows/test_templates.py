"""Templates in the console: written, published, put back, taken by a campaign, put away."""

import json
import re

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import House

LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(PHONE, "zh", True, id="phone-dark"),
]
HELLO = 'Hello {{ contact.name or "there" }}'


async def _kept(house: House, name: str, text: str = HELLO) -> str:
    body = {"name": name, "message": {"text": text}}
    template: str = (await house.ask("POST", "/templates", body))["id"]
    await house.ask("POST", f"/templates/{template}/publish", {})
    return template


async def test_it_is_written_and_published(house: House, sit_down: OpenDesk) -> None:
    desk = await sit_down(house, "/campaigns")
    page = desk.page
    await page.get_by_role("link", name="Templates").click()
    await desk.presses("New template")
    await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    await page.get_by_label("Name", exact=True).fill("Welcome")
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill(HELLO)
    await expect(page.get_by_role("region", name="Preview")).to_contain_text("Hello Ada")
    await desk.presses("Publish")
    await expect(page).to_have_url(re.compile(r"/campaigns/templates/\d+$"))
    sizes = page.get_by_role("list", name="On each channel")
    await expect(sizes).to_contain_text("9 of 4,096 characters")


async def test_it_is_mended_changed_and_put_back(house: House, sit_down: OpenDesk) -> None:
    template = await _kept(house, "Hello again")
    desk = await sit_down(house, f"/campaigns/templates/{template}")
    page = desk.page
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Hi\n{{ organisation.nmae }}")
    await desk.presses("Publish changes")
    await expect(page.get_by_text("did you mean organisation.name?")).to_be_visible()
    await text.fill("Come back")
    await desk.presses("Publish changes")
    versions = page.get_by_role("region", name="Versions")
    await expect(versions.get_by_role("listitem")).to_have_count(2)
    await desk.presses("Put version 1 back")
    await expect(text).to_have_value(HELLO)
    await expect(versions).to_contain_text("Version 3")


async def test_it_is_left_unsaved_and_put_away(house: House, sit_down: OpenDesk) -> None:
    template = await _kept(house, "Welcome back")
    desk = await sit_down(house, f"/campaigns/templates/{template}")
    page = desk.page
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Not saved yet")
    await page.get_by_role("link", name="Templates").first.click()
    await page.get_by_role("link", name="Welcome back").click()
    await expect(text).to_have_value("Not saved yet")
    await desk.presses("Revert")
    await desk.presses("Archive")
    listed = page.get_by_role("link", name="Welcome back")
    await expect(page.get_by_text("Archived Welcome back")).to_be_visible()
    await expect(listed).to_have_count(0)
    await page.keyboard.press("z")
    await expect(listed).to_be_visible()


async def test_a_campaign_takes_its_words_and_can_keep_its_own(
    house: House, sit_down: OpenDesk
) -> None:
    await _kept(house, "For tea")
    desk = await sit_down(house, "/campaigns/new")
    page = desk.page
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("My own words")
    await desk.presses("Use a template")
    await page.get_by_role("menuitem", name="For tea").click()
    await expect(text).to_have_value(HELLO)
    await expect(page.get_by_role("link", name="From For tea, version 1")).to_be_visible()
    await desk.presses("Take my words back")
    await expect(text).to_have_value("My own words")
    await expect(page.get_by_text("From For tea")).to_have_count(0)
    await desk.presses("Use a template")
    await page.get_by_role("menuitem", name="Keep this message as a template").click()
    await expect(page.get_by_role("link", name="Kept as the template My own")).to_be_visible()
    await desk.presses("Use a template")
    await page.get_by_role("menuitem", name="For tea").click()
    await page.get_by_label("Name", exact=True).fill("Tea for all")
    await desk.presses("Save draft")
    await expect(page).to_have_url(re.compile(r"/campaigns/\d+$"))
    await page.get_by_role("link", name="From For tea, version 1").click()
    uses = page.get_by_role("region", name="Campaigns with its words:")
    await expect(uses.get_by_role("link", name="Tea for all")).to_be_visible()


async def test_of_many_the_older_ones_are_a_press_away(house: House, sit_down: OpenDesk) -> None:
    for number in range(51):
        await _kept(house, f"Shelf {number}")
    desk = await sit_down(house, "/campaigns/new")
    page = desk.page
    await desk.presses("Use a template")
    first = page.get_by_role("menuitem", name="Shelf 0", exact=True)
    await expect(page.get_by_role("menuitem", name="Shelf 50", exact=True)).to_be_visible()
    await expect(first).to_have_count(0)
    await page.get_by_role("menuitem", name="Show more").press("Enter")
    await first.click()
    await expect(page.get_by_role("link", name="From Shelf 0, version 1")).to_be_visible()


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    template = await _kept(house, f"Looked at in {language}")
    await house.ask("PATCH", f"/templates/{template}", {"message": {"text": "Other words"}})
    path = f"/campaigns/templates/{template}"
    desk = await sit_down(house, path, size=size, language=language, dark=dark)
    found = {}
    for one in (path, "/campaigns/templates", "/campaigns/templates/new"):
        await desk.page.goto(desk.page.url.split("/campaigns")[0] + one)
        await expect(desk.page.locator("main").first).to_be_visible()
        await expect(desk.page.locator("[aria-busy=true]")).to_have_count(0)
        await desk.page.evaluate(AXE.read_text())
        found[one] = await desk.page.evaluate(RUN)
        if await desk.page.evaluate(WIDER):
            found[one] = [*found[one], "scrolls sideways"]
    assert not any(found.values()), json.dumps(found)
