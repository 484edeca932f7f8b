"""One person on two channels: joined by hand and by their own phone, separated, joined again."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Locator, expect

from tests.flows.axe import AXE, RUN
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House
from tests.flows.telegram import Customer


async def _second_channel(house: House) -> str:
    """Another bot of the same shop; its name at the platform."""
    bot = await house.telegram.bot("Wholesale")
    settings = {"token": bot["token"], "api_base": house.telegram.address}
    channel = {"platform": "telegram", "name": "Wholesale", "settings": settings}
    await house.ask("POST", "/channels", channel)
    return str(bot["username"])


async def _person(house: House, name: str, bot: str, phone: str, says: str) -> tuple[Customer, str]:
    """Somebody with this phone, who has written to a bot; with the id of their contact."""
    first, _, last = name.partition(" ")
    body = {"first_name": first, "last_name": last, "phone_number": phone}
    made = await house.telegram.ask("POST", "/people", body)
    customer = Customer(house.telegram, name, int(made["id"]), bot)
    await customer.does("start", payload="")
    await customer.writes(says)
    opened = await house.conversation_of(customer, says)
    return customer, str((await house.ask("GET", f"/conversations/{opened}"))["contact_id"])


def _addresses(desk: Desk) -> Locator:
    return desk.page.locator("section").filter(has_text="Reachable on").last


def _asked(url: str) -> str:
    """Whom a search was for."""
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


async def _choose(desk: Desk, name: str) -> Locator:
    """By keyboard: the dialog, the search, the other one."""
    await expect(desk.page.get_by_role("button", name="Join with another person…")).to_be_visible()
    await desk.page.keyboard.press("l")
    dialog = desk.page.get_by_role("dialog")
    await expect(dialog.get_by_label("Search people")).to_be_focused()
    async with desk.page.expect_response(lambda one: _asked(one.url) == name):
        await desk.page.keyboard.type(name)
    await dialog.get_by_role("button", name=name).focus()
    await desk.page.keyboard.press("Enter")
    return dialog


@pytest.mark.timeout(240)
async def test_joined_by_hand_undone_joined_again_and_separated(
    house: House, sit_down: OpenDesk
) -> None:
    wholesale = await _second_channel(house)
    _, wren = await _person(house, "Wren Oakley", house.bot, "+4915100000001", "Blue cup?")
    _, other = await _person(house, "Oakley Crafts", wholesale, "+4915100000002", "40 cups?")
    await house.ask("PATCH", f"/contacts/{other}", {"attributes": {"company": "Oakley Ltd"}})
    desk = await sit_down(house, f"/contacts/{wren}")
    dialog = await _choose(desk, "Oakley Crafts")
    row = dialog.get_by_role("row").filter(has_text="company")
    await expect(row).to_contain_text("Oakley Ltdtaken over")
    await expect(dialog).to_contain_text("40 cups?")
    await desk.page.keyboard.press("Enter")
    toast = desk.page.get_by_role("status").filter(has_text="Joined with Oakley Crafts")
    await expect(toast).to_be_visible()
    await expect(_addresses(desk)).to_contain_text("Wholesale")
    await desk.page.keyboard.press("z")
    await expect(_addresses(desk)).not_to_contain_text("Wholesale")

    await _choose(desk, "Oakley Crafts")
    await desk.page.get_by_role("button", name="Join", exact=True).click()
    await expect(_addresses(desk)).to_contain_text("Joined by hand")
    await expect(desk.page.get_by_text("Joined with another person").first).to_be_visible()
    old = await sit_down(house, f"/contacts/{other}")
    await old.page.wait_for_url(f"**/contacts/{wren}")
    await desk.presses("Separate Oakley Crafts again")
    await expect(_addresses(desk)).not_to_contain_text("Wholesale")
    for each in (desk, old):  # whoever looks sees it, and the two are two again
        await expect(each.page.get_by_text("Separated from another person").first).to_be_visible()
    await desk.goes_to(f"/contacts/{other}")
    await expect(desk.page.get_by_label("Name of the contact")).to_have_value("Oakley Crafts")


async def test_their_own_phone_joins_them_and_the_timeline_leads_to_the_card(
    house: House, desk: Desk
) -> None:
    wholesale = await _second_channel(house)
    linn, kept = await _person(house, "Linn Vale", house.bot, "+4915100000003", "Hello from Linn")
    await linn.does("contact")
    await house.conversation_of(linn, "Linn Vale")
    await desk.goes_to(f"/contacts/{kept}")
    await expect(desk.page.get_by_label("Name of the contact")).to_have_value("Linn Vale")
    there = replace(linn, bot=wholesale)
    await there.does("start", payload="")
    await there.does("contact")
    await expect(_addresses(desk)).to_contain_text("Wholesale")
    link = desk.page.get_by_role("link", name="Shared the same phone as their own").first
    await link.click()
    await expect(desk.message("+4915100000003").last).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "dark"),
    [pytest.param(WIDE, "en", True, id="wide"), pytest.param(PHONE, "zh", False, id="phone")],
)
async def test_axe_finds_nothing_where_two_people_are_compared(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, *, dark: bool
) -> None:
    _, one = await _person(house, "Ines Compared", house.bot, "+4915100000004", "One of two")
    name = f"Inga {language}"
    _, two = await _person(house, name, house.bot, "+4915100000005", "Two of two")
    await house.ask(
        "PATCH", f"/contacts/{two}", {"zone": "Asia/Tokyo", "attributes": {"size": "M"}}
    )
    desk = await sit_down(house, f"/contacts/{one}", size=size, language=language, dark=dark)
    await expect(desk.page.locator("input[value='Ines Compared']")).to_be_visible()
    await desk.page.keyboard.press("l")
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_role("button", name=name).click()
    await expect(dialog.get_by_role("table")).to_contain_text("Two of two")
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert two not in desk.page.url
