"""axe looks at each page: light and dark, wide and on a phone, in both languages."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House

BUSY = "[aria-busy=true], [role=status] .mantine-Skeleton-root"
LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(WIDE, "zh", True, id="wide-dark"),
    pytest.param(PHONE, "zh", False, id="phone-light"),
    pytest.param(PHONE, "en", True, id="phone-dark"),
]
PAGES = [
    "/inbox",
    "/inbox?status=resolved",
    "/contacts",
    "/settings",
    "/settings/channels",
    "/settings/channels?add=true",
    "/settings/people",
    "/settings/people?add=true",
    "/settings/teams",
    "/settings/deliveries",
    "/settings/imports",
    "/settings/quick-replies",
    "/settings/organisation",
    "/settings/hours",
    "/settings/marketing",
    "/settings/profile",
    "/nowhere",
]
DOORS = ["/", "/welcome#token=spent"]
GO = """(path) => {
  history.pushState(null, '', path);
}"""


async def _complaints(desk: Desk) -> Any:
    """What axe finds, and whether the page is wider than the window."""
    await expect(desk.page.locator("main").first).to_be_visible()
    await expect(desk.page.locator(BUSY)).to_have_count(0)
    if not await desk.page.evaluate("'axe' in window"):
        await desk.page.evaluate(AXE.read_text())
    found = await desk.page.evaluate(RUN)
    return [*found, "scrolls sideways"] if await desk.page.evaluate(WIDER) else found


def _what_is_wrong(found: dict[str, Any]) -> str:
    return json.dumps({path: complaints for path, complaints in found.items() if complaints})


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_any_page(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    vic = await house.newcomer("Vic Accessible", "Can you read this?")
    opened = await house.conversation_of(vic, "Can you read this?")
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    desk = await sit_down(house, size=size, language=language, dark=dark)
    found = {}
    for path in [*PAGES, f"/inbox/{opened}", f"/contacts/{contact}"]:
        await desk.page.evaluate(GO, path)  # without loading it all again: axe stays
        found[path] = await _complaints(desk)
    assert _what_is_wrong(found) == "{}"


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_at_the_door(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    door = await sit_down(house, cookie="", size=size, language=language, dark=dark)
    found = {}
    for path in DOORS:
        await door.goes_to(path)
        found[path] = await _complaints(door)
    assert _what_is_wrong(found) == "{}"


async def test_axe_finds_nothing_in_what_opens_over_a_page(
    house: House, sit_down: OpenDesk
) -> None:
    wes = await house.newcomer("Wes Accessible", "What is behind the keys?")
    desk = await sit_down(house, f"/inbox/{await house.conversation_of(wes)}", dark=True)
    await expect(desk.message("What is behind the keys?")).to_be_visible()
    found = {}
    for key in ("?", "Control+k", "s", "a", "c"):
        await desk.page.keyboard.press(key)
        await expect(desk.page.locator("#layers :focus")).to_be_attached()
        found[key] = await _complaints(desk)
        await desk.page.keyboard.press("Escape")
        await expect(desk.page.locator("#layers :focus")).not_to_be_attached()
    await desk.page.keyboard.press("/")
    await desk.page.keyboard.type("keys")
    await expect(desk.page.locator("mark").first).to_be_visible()
    found["/"] = await _complaints(desk)
    assert _what_is_wrong(found) == "{}"
