"""A day's work without a mouse, and on a phone."""

from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, Desk
from tests.flows.houses import House


async def test_a_conversation_is_found_answered_and_resolved_by_keys_alone(
    house: House, desk: Desk
) -> None:
    pia = await house.newcomer("Pia Keys", "Older")
    await house.conversation_of(pia, "Older")
    quin = await house.newcomer("Quin Keys", "Newer")
    await expect(desk.row(quin)).to_contain_text("Newer")
    keys = desk.page.keyboard
    await keys.press("j")
    await expect(desk.row(quin)).to_have_attribute("aria-current", "true")
    await keys.press("j")
    await expect(desk.row(pia)).to_have_attribute("aria-current", "true")
    await keys.press("k")
    await expect(desk.row(quin)).to_have_attribute("aria-current", "true")
    await expect(desk.message("Newer")).to_be_visible()
    await keys.press("r")
    await keys.type("By keys alone")
    await keys.press("Control+Enter")
    await quin.receives(lambda message: message.get("text") == "By keys alone")
    await keys.press("Escape")
    await keys.press("e")
    await expect(desk.page.get_by_role("button", name="Reopen")).to_be_visible()
    await house.becomes(quin, "resolved")


async def test_tab_and_enter_open_a_row_and_the_palette_goes_anywhere(
    house: House, desk: Desk
) -> None:
    rob = await house.newcomer("Rob Palette", "Hello")
    await desk.row(rob).focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.message("Hello")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await desk.page.keyboard.press("Control+k")
    await expect(desk.page.get_by_role("combobox", name="Commands")).to_be_focused()
    await desk.page.keyboard.type("contacts")
    await desk.page.keyboard.press("Enter")
    await expect(desk.page).to_have_url(f"{house.address}/contacts")


async def test_on_a_phone_the_panes_are_a_stack(house: House, sit_down: OpenDesk) -> None:
    sue = await house.newcomer("Sue Phone", "On the road")
    desk: Desk = await sit_down(house, size=PHONE)
    await desk.row(sue).click()
    await expect(desk.message("On the road")).to_be_visible()
    await expect(desk.row(sue)).to_be_hidden()
    await desk.field.fill("Me too")
    await desk.presses("Send")
    await sue.receives(lambda message: message.get("text") == "Me too")
    await desk.presses("Back to the list")
    await expect(desk.row(sue)).to_be_visible()
    width = await desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
