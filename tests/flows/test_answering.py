"""What a colleague can do with a conversation."""

from pathlib import Path

from playwright.async_api import expect

from tests.flows.desk import Desk
from tests.flows.houses import House

PICTURE = Path(__file__).parents[2] / "config/demo/assets/broken-cup.jpg"


async def test_a_note_stays_in_the_house(house: House, desk: Desk) -> None:
    cy = await house.newcomer("Cy Notes", "Any discount?")
    await desk.opens(cy)
    await desk.page.keyboard.press("n")
    await desk.field.fill("Give them ten percent")
    await desk.presses("Add note")
    await expect(desk.message("Give them ten percent")).to_contain_text("note")
    await desk.presses("Reply")
    await desk.replies("Ten percent off.")
    await cy.receives(lambda message: message.get("text") == "Ten percent off.")
    assert "Give them ten percent" not in await cy.texts()


async def test_a_slash_brings_a_quick_reply(house: House, desk: Desk) -> None:
    text = "We are open from nine to six."
    hours = {"shortcut": "hours", "text": text, "shared": True}
    await house.ask("POST", "/quick-replies", hours)
    dee = await house.newcomer("Dee Quick", "When are you open?")
    await desk.opens(dee)
    await desk.field.press_sequentially("/hou")
    await expect(desk.page.get_by_role("option")).to_contain_text(text)
    await desk.page.keyboard.press("Enter")
    await expect(desk.field).to_have_value(text)
    await desk.page.keyboard.press("Control+Enter")
    await dee.receives(lambda message: message.get("text") == text)


async def test_a_picture_goes_to_the_phone_and_comes_from_it(house: House, desk: Desk) -> None:
    eve = await house.newcomer("Eve Picture")
    await eve.does("photo")
    await expect(desk.row(eve)).to_contain_text("Photo")
    await desk.opens(eve)
    await expect(desk.thread.get_by_role("button", name="Open Photo")).to_be_visible()
    await desk.page.locator("input[type=file]").first.set_input_files(PICTURE)
    await expect(desk.page.get_by_role("button", name="Remove broken-cup.jpg")).to_be_visible()
    await desk.replies("Like this one?")
    message = await eve.receives(lambda message: "photo" in message)
    assert message["photo"]


async def test_unread_lasts_until_it_is_read_and_can_be_brought_back(
    house: House, desk: Desk
) -> None:
    fay = await house.newcomer("Fay Unread", "First")
    await expect(desk.row(fay).get_by_label("unread message")).to_be_visible()
    await desk.opens(fay)
    await expect(desk.row(fay).get_by_label("unread message")).to_have_count(0)
    await desk.page.keyboard.press("u")
    await expect(desk.row(fay).get_by_label("unread message")).to_be_visible()


async def test_assigning_moves_it_to_mine(house: House, desk: Desk) -> None:
    gus = await house.newcomer("Gus Assigned", "Who has me?")
    await desk.opens(gus)
    await desk.presses("Assign")
    await desk.page.get_by_role("menuitem", name="Assign to me").click()
    await expect(desk.page.get_by_role("button", name="Assigned to Mira Stone")).to_be_visible()
    await desk.presses("Mine", exact=False)
    await expect(desk.row(gus)).to_be_visible()


async def test_snoozed_leaves_the_list_and_wakes_when_they_write(house: House, desk: Desk) -> None:
    hal = await house.newcomer("Hal Snoozed", "Tomorrow then")
    other = await house.newcomer("Ina Awake", "Hello")
    await desk.opens(hal)
    await desk.page.keyboard.press("s")
    await desk.page.get_by_role("button", name="Until they write").click()
    await desk.opens(other)
    await expect(desk.row(hal)).to_have_count(0)
    await hal.writes("Now, please")
    await expect(desk.row(hal)).to_contain_text("Now, please")


async def test_resolving_keeps_its_reason_and_z_takes_it_back(house: House, desk: Desk) -> None:
    joe = await house.newcomer("Joe Resolved", "Thanks!")
    await desk.opens(joe)
    await desk.presses("Resolve with a reason")
    await desk.page.get_by_label("Reason (optional)").fill("refunded")
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator("header").filter(has_text="refunded")).to_be_visible()
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
    await house.becomes(joe, "resolved")
    await desk.page.keyboard.press("z")
    await expect(desk.page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
    await house.becomes(joe, "open")


async def test_search_finds_words_in_english_and_in_chinese(house: House, desk: Desk) -> None:
    await house.newcomer("Kim English", "The porcupine teapot leaks")
    await house.newcomer("林 美", "你好，我的快递怎么还没到？")
    await house.has_indexed("porcupine")
    await house.has_indexed("快递")
    await expect(desk.row("Kim English")).to_be_visible()  # the page listens to keys by then
    await desk.page.keyboard.press("/")
    await desk.page.get_by_role("searchbox").fill("porcupine")
    hits = desk.page.locator("a[href*='?at=']")
    await expect(hits).to_contain_text(["Kim English"])
    await expect(hits.locator("mark")).to_have_text("porcupine")
    await desk.page.get_by_role("searchbox").fill("快递")
    await expect(hits.locator("mark")).to_have_text("快递")
    await hits.click()
    await expect(desk.message("我的快递")).to_be_visible()


async def test_an_edit_shows_the_new_words_and_keeps_the_old(house: House, desk: Desk) -> None:
    leo = await house.newcomer("Leo Edited")
    said = await leo.writes("Two cups")
    await desk.opens(leo)
    await expect(desk.message("Two cups")).to_be_visible()
    await leo.edits(said, "Three cups")
    await expect(desk.message("Three cups")).to_contain_text("edited")
    await desk.message("Three cups").get_by_role("button", name="edited").hover()
    await expect(desk.page.get_by_role("dialog")).to_contain_text("Two cups")
