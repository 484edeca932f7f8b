"""Office hours in Settings: one place for the bot and for each site without hours of its own."""

import json
import re

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import House

ALWAYS = {"week": {}, "closed": [], "days": {}, "zone": ""}


async def test_hours_and_holidays_are_set_and_kept(house: House, sit_down: OpenDesk) -> None:
    await house.ask("PATCH", "/settings/hours", ALWAYS)
    desk = await sit_down(house, "/settings/hours")
    page = desk.page
    await expect(page.get_by_text("Open now")).to_be_visible()
    await page.get_by_text("By weekday", exact=True).click()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        await page.get_by_role("button", name=f"{day}, 1: Remove this shift").click()
    await page.get_by_role("group", name="Closed days").get_by_role("button").click()
    await page.get_by_label("Closed days 1").fill("2030-01-01")
    await page.get_by_role("group", name="Days with hours").get_by_role("button").click()
    await page.get_by_label("Day 1").fill("2030-12-24")
    await page.get_by_role("link", name="Organisation").click()
    await page.get_by_role("link", name="Office hours").click()
    await desk.presses("Save")
    await expect(page.get_by_text(re.compile("^Closed now"))).to_be_visible()
    kept = await house.ask("GET", "/settings/hours")
    assert kept["hours"]["closed"] == ["2030-01-01"]
    assert kept["hours"]["days"] == {"2030-12-24": [["09:00", "17:00"]]}
    assert kept["open"] is False
    await house.ask("PATCH", "/settings/hours", ALWAYS)


@pytest.mark.parametrize(
    ("size", "language", "dark"), [(WIDE, "en", False), (PHONE, "zh", True)], ids=["wide", "phone"]
)
async def test_axe_finds_nothing(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, *, dark: bool
) -> None:
    week = {"mon": [["09:00", "12:30"], ["13:30", "18:00"]], "sat": [["10:00", "24:00"]]}
    days = {"2030-12-24": [["09:00", "12:00"]]}
    await house.ask("PATCH", "/settings/hours", {"week": week, "closed": ["2030-01-01"]})
    await house.ask("PATCH", "/settings/hours", {"days": days})
    desk = await sit_down(house, "/settings/hours", size=size, language=language, dark=dark)
    await expect(desk.page.locator("input[type=date]")).to_have_count(2)
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
    await house.ask("PATCH", "/settings/hours", ALWAYS)
