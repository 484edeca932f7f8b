"""A part of the page that could not be loaded comes by itself as soon as the hub is there again."""

from playwright.async_api import Route, expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House

OFFLINE = "No connection to the hub."
BROKEN = "Something broke here"
PARTS = ("**/assets/page-*.js", "**/livez")


async def _fails(route: Route) -> None:
    await route.abort("connectionrefused")


async def test_a_part_that_did_not_come_is_there_when_the_hub_is(
    house: House, sit_down: OpenDesk
) -> None:
    desk = await sit_down(house)
    page = desk.page
    for where in PARTS:
        await page.route(where, _fails)
    async with page.expect_event("requestfailed", lambda asked: "/livez" in asked.url):
        await page.get_by_role("link", name="Contacts").click()
    await expect(page.get_by_text(OFFLINE)).to_be_visible()
    for where in PARTS:
        await page.unroute(where)
    await expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()
    desk.errors.clear()  # what was missing is told in the browser's own words


async def test_a_part_that_is_never_there_loads_the_page_once(
    house: House, sit_down: OpenDesk
) -> None:
    desk = await sit_down(house)
    page = desk.page
    await page.route(PARTS[0], _fails)
    async with page.expect_event("load"):
        await page.get_by_role("link", name="Contacts").click()
    await expect(page.get_by_text(BROKEN)).to_be_visible()
    desk.errors.clear()
