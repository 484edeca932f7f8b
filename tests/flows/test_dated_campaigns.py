"""A campaign on a date of each person in the console: written by keyboard, started, told of day by day."""

import json
import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from scrm.kernel.clock import SystemClock
from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.test_campaigns import LOOKS, _draft, _tagged


async def _born(house: House, name: str, tag: str, in_days: int) -> None:
    """Whose birthday is so many days from now."""
    who = await _tagged(house, name, tag)
    talk = await house.ask("GET", f"/conversations/{await house.conversation_of(who)}")
    day = SystemClock().now() + timedelta(days=in_days)
    born = {"attributes": {"birthday": f"{day:--%m-%d}"}}
    await house.ask("PATCH", f"/contacts/{talk['contact_id']}", born)


async def test_it_is_written_started_and_tells_its_days(house: House, sit_down: OpenDesk) -> None:
    await _born(house, "Kai Pu'er", "puer", 3)
    await _born(house, "Lea Pu'er", "puer", 3)
    await _born(house, "Max Pu'er", "puer", 5)
    made = await house.ask("POST", "/campaigns", _draft(house, "puer", schedule=None))
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    when = page.get_by_role("radiogroup", name="When")
    await when.get_by_text("On a date of each person").click()
    side = page.get_by_role("combobox", name="Which day")
    await side.focus()
    await side.press("Enter")
    await side.press("ArrowDown")
    await side.press("Enter")
    await expect(side).to_have_value("Days after")
    many = page.get_by_role("textbox", name="How many days")
    await many.fill("2")
    await page.get_by_label("At, where they are").fill("23:30")
    await desk.presses("Save draft")
    told = page.get_by_role("region", name="Before it goes")
    await expect(told).to_contain_text(
        re.compile("Goes next on .* at 23:30, where they are, to 2 people")
    )
    await expect(told).to_contain_text("it is 3 people in all")
    await desk.presses("Schedule …")
    asks = page.get_by_role("group", name=re.compile("Start it?"))
    await asks.get_by_role("button", name="Start", exact=True).click()
    coming = page.get_by_role("region", name="Coming days")
    await expect(coming).to_contain_text(
        re.compile("Goes next on .* at 23:30, where they are, to 2 people")
    )
    await expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    kept = (await house.ask("GET", f"/campaigns/{made['id']}"))["definition"]["schedule"]
    assert kept == {"birthday": {"days": 2, "at": "23:30"}}


async def test_at_work_all_but_its_date_may_change_and_its_days_are_told(
    house: House, sit_down: OpenDesk
) -> None:
    soon = SystemClock().now() + timedelta(hours=2)
    await _born(house, "Pia Pu'er", "pia", 2)
    goes = {"birthday": {"days": 0, "at": f"{soon:%H:%M}"}}
    made = await house.ask("POST", "/campaigns", _draft(house, "pia", schedule=goes))
    await house.ask("POST", f"/campaigns/{made['id']}/launch", {})
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    await page.get_by_text("Days that have begun").click()
    days = page.get_by_role("list", name="Days that have begun")
    await expect(days.get_by_role("listitem")).to_have_count(1)
    await expect(days).to_contain_text("0 people")
    await expect(page.get_by_text("from the next day that has not begun")).to_be_visible()
    audience = page.get_by_role("region", name="Who gets it").locator("fieldset").first
    await expect(audience).to_be_enabled()
    await expect(page.get_by_label("Which date", exact=True).first).to_be_disabled()
    await page.get_by_label("At, where they are").fill(f"{soon + timedelta(hours=1):%H:%M}")
    await desk.presses("Put changes in force …")
    asks = page.get_by_role("group", name=re.compile("Go on?"))
    await asks.get_by_role("button", name="Put in force").click()
    await expect(page.get_by_role("button", name="Put changes in force …")).to_be_disabled()
    whole = await house.ask("GET", f"/campaigns/{made['id']}")
    assert (whole["version"], whole["is_changed"]) == (2, False)


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_its_page(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    await _born(house, f"Nia {language}", f"matcha {language}", 1)
    after = {"days_after": {"attribute": "birthday", "days": 30, "at": "09:00"}}
    draft = _draft(house, f"matcha {language}", schedule=after)
    made = await house.ask("POST", "/campaigns", draft)
    desk = await sit_down(
        house, f"/campaigns/{made['id']}", size=size, language=language, dark=dark
    )
    page = desk.page
    await expect(page.locator("input[type=time]")).to_be_visible()
    await page.evaluate(AXE.read_text())
    wrong = await page.evaluate(RUN)
    path = f"/campaigns/{made['id']}"
    await house.ask("PATCH", path, {"schedule": {"birthday": {"days": 1, "at": "23:30"}}})
    await house.ask("POST", f"{path}/launch", {})
    await page.reload()
    await expect(page.get_by_role("listitem").filter(has=page.locator("i")).first).to_be_visible()
    await page.evaluate(AXE.read_text())
    wrong += await page.evaluate(RUN)
    wrong += ["scrolls sideways"] if await page.evaluate(WIDER) else []
    assert json.dumps(wrong) == "[]"
