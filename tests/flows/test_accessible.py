"""axe looks at each page, in both languages, light and dark."""

from typing import Any

import pytest
from playwright.async_api import expect

from config.console import CONSOLE
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, Desk
from tests.flows.houses import House

AXE = CONSOLE / "node_modules/axe-core/axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
  .map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200))])"""
BUSY = "[aria-busy=true], [role=status] .mantine-Skeleton-root"
LOOKS = [("en", False), ("zh", True)]
PAGES = [
    "/inbox",
    "/contacts",
    "/settings/channels",
    "/settings/people",
    "/settings/deliveries",
    "/settings/imports",
    "/settings/quick-replies",
    "/settings/organisation",
    "/settings/profile",
]


async def _complaints(desk: Desk) -> Any:
    await expect(desk.page.locator("main").first).to_be_visible()
    await expect(desk.page.locator(BUSY)).to_have_count(0)
    if not await desk.page.evaluate("'axe' in window"):
        await desk.page.evaluate(AXE.read_text())
    return await desk.page.evaluate(RUN)


@pytest.mark.parametrize(("language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_any_page(
    house: House, sit_down: OpenDesk, language: str, dark: bool
) -> None:
    vic = await house.newcomer("Vic Accessible", "Can you read this?")
    opened = await house.conversation_of(vic, "Can you read this?")
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    desk = await sit_down(house, language=language, dark=dark)
    found = {}
    for path in [*PAGES, f"/inbox/{opened}", f"/contacts/{contact}"]:
        await desk.goes_to(path)
        found[path] = await _complaints(desk)
    assert {path: complaints for path, complaints in found.items() if complaints} == {}


async def test_axe_finds_nothing_on_a_phone_nor_at_the_door(
    house: House, sit_down: OpenDesk
) -> None:
    phone = await sit_down(house, size=PHONE)
    assert await _complaints(phone) == []
    door = await sit_down(house, cookie="")
    await expect(door.page.get_by_role("button", name="Sign in")).to_be_visible()
    assert await _complaints(door) == []
