"""Segments in the console: built from a beginning, read in words, saved, archived and brought back."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House

LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(WIDE, "zh", True, id="wide-dark"),
    pytest.param(PHONE, "zh", False, id="phone-light"),
    pytest.param(PHONE, "en", True, id="phone-dark"),
]
VIEWED = {
    "count": {
        "event": "page.viewed",
        "at_most": 3,
        "within": "8w",
        "where": {"all": [{"data": {"name": "url", "op": "contains", "value": "/price"}}]},
    }
}
EVERYTHING = {
    "any": [
        {"text": {"contains_any": ["refund", "退款"], "within": "30d"}},
        {"text": {"matches": "order [0-9]+"}},
        VIEWED,
        {"last": {"event": "message.received", "before": "30d"}},
        {"tag": {"name": "vip", "op": "has"}},
        {"attribute": {"name": "city", "op": "in", "value": ["Ulm", "上海"]}},
        {"attribute": {"name": "age", "op": "between", "value": [18, 30]}},
        {"attribute": {"name": "member", "op": "eq", "value": True}},
        {"not": {"any": [{"channel": {"platform": "telegram"}}]}},
        {"conversation": {"state": "open", "waiting": True}},
    ]
}


async def _segment(house: House, name: str, definition: dict[str, Any]) -> str:
    made = await house.ask("POST", "/segments", {"name": name, "definition": definition})
    segment_id: str = made["id"]
    return segment_id


def _figure(desk: Desk) -> Any:
    return desk.page.get_by_role("region", name="People").get_by_role("status")


async def test_a_segment_is_built_from_a_beginning_and_saved(
    house: House, sit_down: OpenDesk
) -> None:
    wanda = await house.newcomer("Wanda Refund", "I want a REFUND for the teapot")
    await house.newcomer("Tim Satisfied", "The teapot is lovely")
    await house.conversation_of(wanda)
    desk = await sit_down(house, "/segments")
    page = desk.page
    await desk.presses("Asked for a refund")
    people = page.get_by_role("region", name="People")
    await expect(people.get_by_role("link", name=re.compile(wanda.name))).to_be_visible()
    await expect(people.get_by_role("link", name=re.compile("Tim"))).to_have_count(0)
    await expect(
        page.get_by_text("They wrote “refund”, “money back”, “退款” or “退货”")
    ).to_be_visible()
    await page.get_by_label("Name", exact=True).fill("Refunds")
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Is on a channel").click()
    await expect(page.get_by_text("Fill in the blanks")).to_be_visible()
    await expect(page.get_by_role("button", name="Save segment")).to_be_disabled()
    await page.get_by_role("combobox", name="Channel").click()
    await page.get_by_role("option", name="Any Telegram").click()
    await expect(page.get_by_text("and they are on Telegram")).to_be_visible()
    await desk.presses("Save segment")
    await expect(page).to_have_url(re.compile(r"/segments/\d+$"))
    row = page.get_by_role("region", name="Segments").get_by_role(
        "link", name=re.compile("Refunds")
    )
    # Others of the shop that the flows share may be in it too.
    await expect(people.get_by_role("link", name=re.compile(wanda.name))).to_be_visible()
    inside = await people.get_by_role("listitem").count()
    await expect(row).to_contain_text(re.compile(rf"Telegram{inside}\s*$"))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_nothing_that_is_written_in_moves_for_what_the_hub_says(
    house: House, sit_down: OpenDesk, size: tuple[int, int]
) -> None:
    desk = await sit_down(house, "/segments/new?start=refund", size=size)
    page = desk.page
    name = page.get_by_role("textbox", name="Name", exact=True)
    words = page.get_by_role("group", name="Wrote certain words")
    reading = page.get_by_text("Who is in it").locator("xpath=..")
    await expect(reading).to_contain_text("They wrote")
    before = [await one.bounding_box() for one in (name, words)]
    await name.fill("Mugs")
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Is on a channel").click()
    await expect(reading).to_contain_text("Fill in the blanks")
    assert [await one.bounding_box() for one in (name, words)] == before
    await page.get_by_role("combobox", name="Channel").click()
    await page.get_by_role("option", name="Any Telegram").click()
    await expect(reading).to_contain_text("and they are on Telegram")
    assert [await one.bounding_box() for one in (name, words)] == before


async def test_it_is_changed_archived_and_brought_back(house: House, sit_down: OpenDesk) -> None:
    found = await _segment(house, "Ever wrote", {"tag": {"name": "nobody has it", "op": "has"}})
    desk = await sit_down(house, f"/segments/{found}")
    page = desk.page
    await expect(page.get_by_text("Nobody at the moment")).to_be_visible()
    await page.get_by_role("combobox", name="Comparison").click()
    await page.get_by_role("option", name="does not have").click()
    await expect(page.get_by_text("They do not have the tag “nobody has it”")).to_be_visible()
    async with page.expect_response(lambda told: told.request.method == "PATCH") as saved:
        await desk.presses("Save")
    assert (await saved.value).ok
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    kept = await house.ask("GET", f"/segments/{found}")
    assert kept["segment"]["definition"] == {
        "all": [{"tag": {"name": "nobody has it", "op": "has_not"}}]
    }
    await desk.presses("Archive")
    rows = page.get_by_role("region", name="Segments").get_by_role("link", name="Ever wrote")
    await expect(page.get_by_text("Archived Ever wrote")).to_be_visible()
    await expect(rows).to_have_count(0)
    await page.keyboard.press("z")
    await expect(rows).to_have_count(1)


async def test_what_the_hub_refuses_stands_beside_its_question(
    house: House, sit_down: OpenDesk
) -> None:
    await _segment(house, "Taken", EVERYTHING)
    desk = await sit_down(house, "/segments/new")
    page = desk.page
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Wrote certain words").click()
    await page.get_by_role("combobox", name="How", exact=True).click()
    await page.get_by_role("option", name="a pattern").click()
    pattern = page.get_by_label("Pattern")
    await pattern.fill("(refund")
    words = page.get_by_role("group", name="Wrote certain words")
    await expect(words.get_by_role("alert")).to_contain_text("opens `(` and does not close it")
    await pattern.fill("refund")
    await expect(words.get_by_role("alert")).to_have_count(0)
    await page.get_by_label("Name", exact=True).fill("Taken")
    await desk.presses("Save segment")
    await expect(page.get_by_text("Another segment has this name.")).to_be_visible()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Taken")


async def test_a_segment_that_is_only_opened_stays_as_it_was(
    house: House, sit_down: OpenDesk
) -> None:
    found = await _segment(house, "Everything", EVERYTHING)
    desk = await sit_down(house, f"/segments/{found}")
    await expect(desk.page.get_by_role("group", name="Has a tag")).to_be_visible()
    await expect(desk.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await expect(desk.page.get_by_label("As JSON")).to_have_value(re.compile('"value":true'))


async def test_a_group_is_made_with_the_keyboard(house: House, sit_down: OpenDesk) -> None:
    desk = await sit_down(house, "/inbox")
    page = desk.page
    await expect(page.get_by_role("navigation", name="Rooms")).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("s")
    await page.get_by_role("button", name="New segment").press("Enter")
    await page.get_by_role("button", name="Add a question").press("Enter")
    await page.get_by_role("menuitem", name="A group").press("Enter")
    inner = page.get_by_role("group", name="Group").nth(1)
    await inner.get_by_role("button", name="Add a question").press("Enter")
    await page.get_by_role("menuitem", name="Wrote certain words").press("Enter")
    words = inner.get_by_label("Words", exact=True)
    await words.press_sequentially("hello")
    await words.press("Enter")
    await expect(page.get_by_text("They wrote “hello”")).to_be_visible()


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_segments(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    found = await _segment(house, f"All kinds {size} {language}", EVERYTHING)
    desk = await sit_down(house, "/segments", size=size, language=language, dark=dark)
    wrong: dict[str, Any] = {}
    for path in ("/segments", "/segments/new?start=silent", f"/segments/{found}"):
        await desk.goes_to(path)
        await expect(desk.page.get_by_role("main")).to_be_visible()
        await expect(desk.page.locator("main [aria-busy=true]")).to_have_count(0)
        await expect(desk.page.get_by_role("status").filter(has_text="–")).to_have_count(0)
        await desk.page.evaluate(AXE.read_text())
        wrong[path] = await desk.page.evaluate(RUN)
        wrong[path] += ["scrolls sideways"] if await desk.page.evaluate(WIDER) else []
    assert json.dumps({path: each for path, each in wrong.items() if each}) == "{}"
