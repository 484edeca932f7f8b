"""Somebody is erased at one desk; at another their conversation is gone."""

import json

import pytest
from playwright.async_api import Locator, expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House


async def _asked(desk: Desk) -> Locator:
    """The dialog, with the field that wants the name."""
    await desk.presses("Erase this person…")
    dialog = desk.page.get_by_role("dialog")
    await expect(dialog.get_by_label("to go on")).to_be_focused()
    return dialog


async def test_erased_by_name_and_gone_at_every_desk(house: House, sit_down: OpenDesk) -> None:
    iris = await house.newcomer("Iris Vogel", "Please forget me")
    opened = await house.conversation_of(iris)
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    other = await sit_down(house, f"/inbox/{opened}")
    await expect(other.message("Please forget me")).to_be_visible()
    await other.field.fill("Dear Iris")
    desk = await sit_down(house, f"/contacts/{contact}")
    dialog = await _asked(desk)
    await expect(dialog).to_contain_text("1 conversation with 2 messages")
    button = dialog.get_by_role("button", name="Erase for good")
    await desk.page.keyboard.type("Iris")
    await expect(button).to_be_disabled()
    await desk.page.keyboard.type(" Vogel")
    await expect(button).to_be_enabled()
    await desk.page.keyboard.press("Enter")
    toast = desk.page.get_by_role("status").filter(has_text="Erased")
    await expect(toast).to_be_visible()
    await expect(desk.page.get_by_role("link", name="Iris Vogel")).to_have_count(0)
    await expect(other.page.get_by_text("This conversation is gone")).to_be_visible()
    await expect(other.row(iris)).to_have_count(0)
    assert "Dear Iris" not in await other.page.evaluate("JSON.stringify(localStorage)")
    await other.page.get_by_role("link", name="Back to the list").click()
    await expect(other.page).to_have_url(f"{house.address}/inbox")


async def test_what_the_hub_refuses_is_said_in_the_dialog(house: House, sit_down: OpenDesk) -> None:
    ines = await house.newcomer("Ines Berg", "Hello")
    opened = await house.conversation_of(ines)
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    desk = await sit_down(house, f"/contacts/{contact}")
    dialog = await _asked(desk)
    await house.ask("DELETE", f"/contacts/{contact}")
    await desk.page.keyboard.type("Ines Berg")
    await desk.page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)])
async def test_axe_finds_nothing_in_the_dialog(
    house: House, sit_down: OpenDesk, size: tuple[int, int], *, dark: bool
) -> None:
    ivo = await house.newcomer(f"Ivo {size[0]}", "Hello")
    opened = await house.conversation_of(ivo)
    contact = (await house.ask("GET", f"/conversations/{opened}"))["contact_id"]
    desk = await sit_down(house, f"/contacts/{contact}", size=size, dark=dark)
    await _asked(desk)
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
