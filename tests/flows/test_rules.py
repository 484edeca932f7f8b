"""Rules in the console: written in the builder, tried on the past, published; and the board of tags."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House

LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(PHONE, "zh", True, id="phone-dark"),
]


def _rule(name: str, words: list[str], *actions: Any) -> dict[str, Any]:
    said = {"all": [{"text": {"contains_any": words}}]}
    return {"name": name, "when": "message.received", "if": said, "then": list(actions)}


async def _in_force(house: House, definition: dict[str, Any]) -> str:
    made = await house.ask("POST", "/rules", {"definition": definition})
    await house.ask("POST", f"/rules/{made['id']}/publish", {})
    rule_id: str = made["id"]
    return rule_id


async def _words(page: Page, *words: str) -> None:
    field = page.get_by_role("combobox", name="Words", exact=True)
    for word in words:
        await field.press_sequentially(word)
        await field.press("Enter")


async def _publishes(desk: Desk) -> None:
    await desk.presses("Publish")
    await (
        desk.page.get_by_role("group", name="From when")
        .get_by_role("button", name="Publish")
        .click()
    )


def _past(desk: Desk) -> Locator:
    return desk.page.get_by_role("region", name="Try on the past")


def _hits(desk: Desk) -> Locator:
    return _past(desk).get_by_role("row").filter(has=desk.page.get_by_role("cell"))


async def test_a_rule_is_built_tried_published_and_at_work(
    house: House, sit_down: OpenDesk
) -> None:
    wen = await house.newcomer("Wen Gaiwan", "The lid of my gaiwan is chipped")
    desk = await sit_down(house, "/rules")
    page = desk.page
    await desk.presses("New rule")
    await page.get_by_label("Name", exact=True).fill("Gaiwans")
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Wrote certain words").click()
    await _words(page, "gaiwan")
    await expect(desk.page.get_by_role("button", name="Try", exact=True)).to_be_disabled()
    await page.get_by_role("combobox", name="Tag", exact=True).fill("gaiwan lover")
    reading = page.get_by_role("region", name="What it does")
    await expect(reading).to_contain_text("tag “gaiwan lover”")

    await desk.presses("Try")
    await expect(_hits(desk)).to_have_count(1)
    await expect(_hits(desk)).to_contain_text("The lid of my gaiwan is chipped")
    await expect(_past(desk)).to_contain_text("nothing is in force to compare with")

    await _publishes(desk)
    await expect(page).to_have_url(re.compile(r"/rules/\d+$"))
    row = page.get_by_role("region", name="Rules").get_by_role("link", name=re.compile("Gaiwans"))
    await expect(row).to_contain_text("In force")
    await wen.writes("Do you sell a gaiwan without a lid?")
    await desk.goes_to(f"/inbox/{await house.conversation_of(wen)}")
    tag = desk.panel.get_by_role("listitem").filter(has_text="By the rule “Gaiwans”")
    await expect(tag).to_contain_text("gaiwan lover")
    await tag.get_by_role("link", name="Show the message that spoke for gaiwan lover").click()
    await expect(page).to_have_url(re.compile(r"/inbox/\d+\?at=3$"))
    await expect(desk.message("without a lid")).to_be_visible()


async def test_a_change_is_seen_beside_what_is_in_force_and_taken_back(
    house: House, sit_down: OpenDesk
) -> None:
    await house.newcomer("Ines Kettle", "My kettle drips")
    await house.newcomer("Tom Teaboat", "My teaboat drips")
    rule = await _in_force(house, _rule("Drips", ["kettle drips"], {"tag": "dripping"}))
    desk = await sit_down(house, f"/rules/{rule}")
    page = desk.page
    await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    await _words(page, "teaboat drips")
    reading = page.get_by_role("region", name="What it does")
    added = reading.get_by_role("listitem").filter(has=page.get_by_role("img", name="added"))
    await expect(added).to_contain_text("“kettle drips” or “teaboat drips”")
    await desk.presses("Try")
    await expect(_hits(desk)).to_have_count(2)
    await _past(desk).get_by_role("button", name="New 1").click()
    await expect(_hits(desk)).to_contain_text(["Tom Teaboat"])
    await _past(desk).get_by_role("button", name="Gone 0").click()
    await expect(_hits(desk)).to_have_count(0)
    await _publishes(desk)
    versions = page.get_by_role("region", name="Versions")
    await expect(versions.get_by_role("listitem")).to_have_count(2)
    await versions.get_by_role("button", name="Put version 1 back in force").click()
    await expect(versions.get_by_text("Version 3")).to_be_visible()
    kept = (await house.ask("GET", f"/rules/{rule}"))["rule"]["definition"]
    assert kept["if"] == {"all": [{"text": {"contains_any": ["kettle drips"]}}]}


async def test_a_rule_is_put_in_force_for_the_past_too_and_that_is_taken_back(
    house: House, sit_down: OpenDesk
) -> None:
    await house.newcomer("Olga Tieguanyin", "A tin of tieguanyin, please")
    await house.newcomer("Omar Tieguanyin", "Is the tieguanyin fresh?")
    definition = _rule("Tieguanyin", ["tieguanyin"], {"tag": "tieguanyin"})
    made = await house.ask("POST", "/rules", {"definition": definition})
    desk = await sit_down(house, f"/rules/{made['id']}")
    page = desk.page
    await desk.presses("Publish")
    asks = page.get_by_role("group", name="From when")
    await expect(asks).to_contain_text("It acts when this happens next.")
    await asks.get_by_text("Also who fits already").click()
    await expect(asks).to_contain_text("It fits 2 people now.")
    await asks.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Applied to the past: it fitted 2 people")).to_be_visible()
    await expect(page.get_by_text("2 people tagged now")).to_be_visible()
    await desk.presses("Take those tags back …")
    await expect(page.get_by_text("This takes the tags off 2 people")).to_be_visible()
    await desk.presses("Take them off")
    await expect(page.get_by_text("0 people tagged now")).to_be_visible()
    await expect(page.get_by_role("button", name="Take those tags back …")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_nothing_that_is_written_in_moves_for_what_the_hub_says(
    house: House, sit_down: OpenDesk, size: tuple[int, int]
) -> None:
    desk = await sit_down(house, "/rules/new", size=size)
    page = desk.page
    name = page.get_by_role("textbox", name="Name", exact=True)
    tag = page.get_by_role("combobox", name="Tag", exact=True)
    await name.fill("Mugs")
    before = [await name.bounding_box(), await tag.bounding_box()]
    await tag.press_sequentially("mugs")
    reading = page.get_by_role("region", name="What it does")
    await expect(reading).to_contain_text("tag “mugs”")
    assert [await name.bounding_box(), await tag.bounding_box()] == before
    await name.fill("")
    await expect(reading).to_contain_text("Fill in the blanks")
    assert [await name.bounding_box(), await tag.bounding_box()] == before


async def test_what_the_hub_refuses_stands_at_its_field(house: House, sit_down: OpenDesk) -> None:
    desk = await sit_down(house, "/rules/new?start=refund")
    page = desk.page
    await page.get_by_role("combobox", name="How", exact=True).click()
    await page.get_by_role("option", name="a pattern").click()
    await page.get_by_label("Pattern").fill("(teapot")
    words = page.get_by_role("group", name="Wrote certain words")
    await expect(words.get_by_role("alert")).to_contain_text("does not close it")
    await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    await page.get_by_label("Pattern").fill("teapot")
    await desk.presses("Add an action")
    await page.get_by_role("menuitem", name="Set a detail").click()
    await page.get_by_role("textbox", name="Detail").fill('a"b')
    await page.get_by_role("combobox", name="To", exact=True).click()
    await page.get_by_role("option", name="a number").click()
    await expect(page.get_by_role("button", name="Publish")).to_be_disabled()


async def test_a_rule_of_time_alone_is_not_tried_and_says_so_in_chinese_too(
    house: House, sit_down: OpenDesk
) -> None:
    desk = await sit_down(house, "/rules/new?start=asleep", language="zh")
    past = desk.page.get_by_role("region", name="用过去试一试")
    await expect(past).to_contain_text("只由时间触发的规则")
    await expect(past.get_by_role("button", name="试一试")).to_be_disabled()


async def test_it_rests_with_a_reason_and_is_put_away_and_back(
    house: House, sit_down: OpenDesk
) -> None:
    rule = await _in_force(house, _rule("Whisks", ["whisk"], {"tag": "whisks"}))
    desk = await sit_down(house, f"/rules/{rule}")
    page = desk.page
    await page.get_by_role("button", name="Pause").press("Enter")
    await page.keyboard.type("too many of them")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("until somebody resumes it: too many of them")).to_be_visible()
    await desk.presses("Resume")
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    await desk.presses("Archive")
    row = page.get_by_role("region", name="Rules").get_by_role("link", name=re.compile("Whisks"))
    await expect(row).to_have_count(0)
    await page.keyboard.press("z")
    await expect(row).to_contain_text("In force")


async def test_the_board_says_who_has_a_tag_and_what_gives_it(
    house: House, sit_down: OpenDesk
) -> None:
    await _in_force(house, _rule("Lapsang", ["lapsang tin"], {"tag": "lapsang"}))
    pia = await house.newcomer("Pia Lapsang", "A lapsang tin, please")
    await house.conversation_of(pia)
    desk = await sit_down(house, "/tags")
    page = desk.page
    lapsang = page.get_by_role("listitem").filter(
        has=page.get_by_role("link", name="lapsang", exact=True)
    )
    await expect(lapsang).to_contain_text("1 person")
    await expect(lapsang.get_by_role("link", name=re.compile("Lapsang gives it"))).to_be_visible()
    await lapsang.get_by_role("link", name="lapsang", exact=True).click()
    await expect(page).to_have_url(re.compile(r"/contacts\?tag=lapsang$"))
    rows = page.get_by_role("region", name="Contacts").get_by_role("link")
    await expect(rows.filter(has_text="Pia Lapsang")).to_be_visible()
    await page.get_by_role("link", name="Show everybody").click()
    await expect(page.get_by_role("searchbox")).to_be_visible()


async def test_a_tag_is_made_grouped_renamed_put_away_and_back(
    house: House, sit_down: OpenDesk
) -> None:
    desk = await sit_down(house, "/tags")
    page = desk.page
    await desk.presses("New tag")
    await page.get_by_label("Tag", exact=True).fill("wholesale")
    await page.get_by_role("combobox", name="Group").fill("Trade")
    await page.keyboard.press("Enter")
    trade = page.get_by_role("heading", name="Trade")
    await expect(trade).to_be_visible()
    await desk.presses("Change wholesale")
    await page.get_by_label("Tag", exact=True).fill("bulk")
    await page.keyboard.press("Enter")
    await desk.presses("Change bulk")
    await desk.presses("Archive")
    await expect(page.get_by_role("link", name="bulk", exact=True)).to_have_count(0)
    await page.keyboard.press("z")
    await expect(page.get_by_role("link", name="bulk", exact=True)).to_be_visible()


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_rules_and_tags(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    name = f"All kinds of things {size[0]} {language}"
    words = [f"tongs {size[0]} {language}"]
    every = [
        {"tag": "tongs", "until": "30d"},
        {"untag": "spoon"},
        {"set": {"age": 7, "city": None}},
    ]
    rule = await _in_force(house, _rule(name, words, *every))
    changed = {"definition": _rule(name, [*words, "pincers"], *every[:2])}
    await house.ask("PATCH", f"/rules/{rule}", changed)
    await house.newcomer(f"Tanja {size[0]} {language}", f"The {words[0]} are bent")
    desk = await sit_down(house, "/rules", size=size, language=language, dark=dark)
    wrong: dict[str, Any] = {}
    for path in ("/rules", "/rules/new?start=refund", f"/rules/{rule}", "/tags"):
        await desk.goes_to(path)
        await expect(desk.page.locator("main h1")).to_be_attached()
        await expect(desk.page.locator("main [aria-busy=true]")).to_have_count(0)
        if path.endswith(rule):
            await (
                _past(desk)
                .or_(desk.page.get_by_role("region", name="用过去试一试"))
                .get_by_role("button")
                .click()
            )
            await expect(desk.page.get_by_role("cell").first).to_be_visible()
        await desk.page.evaluate(AXE.read_text())
        wrong[path] = await desk.page.evaluate(RUN)
        wrong[path] += ["scrolls sideways"] if await desk.page.evaluate(WIDER) else []
    assert json.dumps({path: each for path, each in wrong.items() if each}) == "{}"
