"""An older conversation can't be answered once the person has written in a newer one."""

import sqlite3
from contextlib import closing
from datetime import timedelta

from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.telegram import Customer

LONG_AGO = timedelta(days=3)
OLDER = "UPDATE conversation SET resolved_at = resolved_at - ? WHERE id = ?"


async def _lies_resolved_for(house: House, conversation: str, age: timedelta) -> None:
    """As if it had been resolved that long ago; the hub restarts for it."""
    await house.ask("PATCH", f"/conversations/{conversation}", {"status": "resolved"})
    await house.kill()
    with closing(sqlite3.connect(house.folder / "data" / "scrm.db")) as database, database:
        microseconds = age // timedelta(microseconds=1)
        database.execute(OLDER, (microseconds, int(conversation)))
    await house.start()


async def _goes_on(house: House, customer: Customer, first: str, again: str) -> tuple[str, str]:
    """What they wrote long ago, and what they write now: two conversations of one thread."""
    older = await house.conversation_of(customer, first)
    await _lies_resolved_for(house, older, LONG_AGO)
    await customer.writes(again)
    return older, await house.conversation_of(customer, again)


async def _opens(house: House) -> None:
    await house.set_up()
    await house.ask("PATCH", "/settings", {"reopen_after_days": 1})


async def test_what_is_refused_in_the_older_conversation_goes_on_in_the_live_one(
    new_house: House, sit_down: OpenDesk
) -> None:
    house = new_house
    await _opens(house)
    una = await house.newcomer("Una Later", "Thank you!")
    older, newer = await _goes_on(house, una, "Thank you!", "Me again")
    desk = await sit_down(house, f"/inbox/{older}")
    await desk.replies("Welcome back")
    await expect(desk.page.get_by_text("in a newer conversation")).to_be_visible()
    await desk.presses("Go on there")
    await expect(desk.page).to_have_url(f"{house.address}/inbox/{newer}")
    await expect(desk.message("Me again")).to_be_visible()
    await expect(desk.field).to_have_value("Welcome back")


async def test_reopening_the_older_conversation_leads_to_the_live_one(
    new_house: House, sit_down: OpenDesk
) -> None:
    house = new_house
    await _opens(house)
    udo = await house.newcomer("Udo Later", "Bye!")
    older, newer = await _goes_on(house, udo, "Bye!", "Hello once more")
    desk = await sit_down(house, f"/inbox/{older}")
    await desk.presses("Reopen")
    await desk.presses("Go on there")
    await expect(desk.page).to_have_url(f"{house.address}/inbox/{newer}")
