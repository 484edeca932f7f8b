"""Marketing at a desk: what the organisation asks of it, who may get it on a channel, and whoever
asked to stop."""

import json

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import House

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
STRICT = {
    "quiet_hours": {"opens": "09:00", "closes": "20:00", "weekdays": WEEK},
    "caps": {"day": 1, "week": 4},
    "hold_after_answer": 24,
}
LOOKS = pytest.mark.parametrize(
    ("size", "language", "dark"), [(WIDE, "en", False), (PHONE, "zh", True)], ids=["wide", "phone"]
)


async def test_when_and_how_often_is_set_and_kept(house: House, sit_down: OpenDesk) -> None:
    await house.ask("PATCH", "/settings/sending", STRICT)
    desk = await sit_down(house, "/settings/marketing")
    page = desk.page
    await page.get_by_label("Not before").fill("10:00")
    await page.get_by_text("Sunday", exact=True).click()
    await page.get_by_label("At most in 24 hours").fill("")
    await page.get_by_label("Hours that marketing waits").fill("2")
    await page.get_by_role("link", name="Office hours").click()
    await page.get_by_role("link", name="Marketing").click()
    await desk.presses("Save")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    kept = await house.ask("GET", "/settings/sending")
    hours = {"opens": "10:00", "closes": "20:00", "weekdays": WEEK[:6]}
    assert kept == {
        "quiet_hours": hours,
        "caps": {"day": None, "week": 4},
        "hold_after_answer": 2,
    }
    await page.get_by_text("At any time").click()
    await desk.presses("Save")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (await house.ask("GET", "/settings/sending"))["quiet_hours"] is None
    await house.ask("PATCH", "/settings/sending", STRICT)


async def test_who_asked_to_stop_gets_nothing_until_it_is_lifted(
    house: House, sit_down: OpenDesk
) -> None:
    nora = await house.newcomer("Nora Lind", "Hello")
    opened = await house.conversation_of(nora)
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    desk = await sit_down(house, f"/contacts/{contact}")
    page = desk.page
    await expect(page.get_by_text("May be sent")).to_be_visible()
    await desk.presses("Asked to stop")
    await desk.presses("They asked to stop")
    await expect(page.get_by_text("Ended all marketing")).to_be_visible()
    assert (await house.ask("GET", f"/contacts/{contact}/marketing"))["opted_out"] is True
    await desk.presses("Allow again…")
    await page.get_by_label("Why it may go to them again").fill("A slip of ours")
    await desk.presses("Allow again")
    await expect(page.get_by_text("May be sent")).to_be_visible()


@LOOKS
async def test_axe_finds_nothing(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, *, dark: bool
) -> None:
    name = f"Otis {language}"
    otis = await house.newcomer(name, "STOP")
    opened = await house.conversation_of(otis)
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    for path, shows in (("/settings/marketing", "20:00"), (f"/contacts/{contact}", "STOP")):
        desk = await sit_down(house, path, size=size, language=language, dark=dark)
        found = desk.page.locator("q") if shows == "STOP" else desk.page.locator("input").nth(3)
        await expect(found).to_be_visible()
        await desk.page.evaluate(AXE.read_text())
        assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
        assert not await desk.page.evaluate(WIDER)
