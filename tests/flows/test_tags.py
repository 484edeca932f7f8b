"""A rule tags whoever writes, before the eyes of a colleague, who tags and untags by hand too."""

import json

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import House

OVER = """() => [...document.querySelectorAll('li:has([aria-label^="Take off"])')].filter((tag) =>
  tag.firstChild.getBoundingClientRect().right > tag.parentElement.getBoundingClientRect().right + 1)
  .map((tag) => tag.textContent)"""
"""Tags that stand out of their list."""

WARRANTY = {
    "name": "Warranties",
    "when": "message.received",
    "if": {"text": {"contains_any": ["warranty", "保修"]}},
    "then": [{"tag": "warranty", "until": "30d"}],
}


async def _in_force(house: House) -> None:
    rules = (await house.ask("GET", "/rules"))["items"]
    if WARRANTY["name"] not in [one["name"] for one in rules]:
        made = await house.ask("POST", "/rules", {"definition": WARRANTY})
        await house.ask("POST", f"/rules/{made['id']}/publish", {})


async def test_who_writes_it_is_tagged_before_their_eyes(house: House, sit_down: OpenDesk) -> None:
    await _in_force(house)
    tara = await house.newcomer("Tara Moon", "Hello")
    desk = await sit_down(house, f"/inbox/{await house.conversation_of(tara)}")
    await expect(desk.message("Hello")).to_be_visible()
    await expect(desk.panel.get_by_text("By the rule")).to_have_count(0)
    await tara.writes("Is it under warranty?")
    tag = desk.panel.get_by_role("listitem").filter(has_text="By the rule “Warranties”")
    await expect(tag).to_contain_text("warranty")


async def test_a_colleague_tags_and_untags_by_keyboard(house: House, sit_down: OpenDesk) -> None:
    made = await house.ask("POST", "/contacts", {"name": "Tom Tagged"})
    desk = await sit_down(house, f"/contacts/{made['id']}")
    await desk.page.get_by_role("button", name="Add a tag").press("Enter")
    await desk.page.keyboard.type("vip")
    await desk.page.keyboard.press("Enter")
    tag = desk.page.get_by_role("listitem").filter(has_text="By a colleague")
    await expect(tag).to_contain_text("vip")
    await desk.page.get_by_role("button", name="Take off vip").press("Enter")
    await expect(tag).to_have_count(0)
    await desk.presses("Undo")
    await expect(tag).to_contain_text("vip")
    kept = await house.ask("GET", f"/contacts/{made['id']}/tags")
    assert [one["name"] for one in kept["items"]] == ["vip"]
    await expect(desk.page.get_by_text("Tag taken off")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)])
async def test_axe_finds_nothing(
    house: House, sit_down: OpenDesk, size: tuple[int, int], *, dark: bool
) -> None:
    made = await house.ask("POST", "/contacts", {"name": f"Tess {size[0]}"})
    path = f"/contacts/{made['id']}"
    for name in ("vip", "a tag with a name that is much too long for the side of a phone, 标签"):
        await house.ask("POST", f"{path}/tags", {"name": name})
    desk = await sit_down(house, path, size=size, dark=dark)
    await expect(desk.page.get_by_role("button", name="Take off vip")).to_be_visible()
    await desk.presses("Add a tag")
    await expect(desk.page.get_by_placeholder("Tag", exact=True)).to_be_focused()
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
    assert await desk.page.evaluate(OVER) == []


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)])
async def test_why_somebody_has_a_tag_and_why_not(
    house: House, sit_down: OpenDesk, size: tuple[int, int], *, dark: bool
) -> None:
    await _in_force(house)
    told = await house.newcomer(f"Ty {size[0]}", "Is the pot under warranty?")
    person = (await house.ask("GET", f"/conversations/{await house.conversation_of(told)}"))[
        "contact"
    ]
    desk = await sit_down(house, f"/contacts/{person['id']}", size=size, dark=dark)
    await desk.presses("Why?")
    why = desk.page.get_by_role("dialog")
    await expect(why.get_by_role("status")).to_contain_text("version 1 of this rule gave it")
    then = why.get_by_role("region", name="When it happened")
    await expect(then.get_by_role("link").first).to_contain_text("Is the pot under warranty?")
    await expect(then.get_by_text("Holds: ")).to_have_count(1)
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
    silent = await house.ask("POST", "/contacts", {"name": "Sy Silent"})
    await desk.page.goto(f"{house.address}/contacts/{silent['id']}")
    await desk.presses("Why?")
    await desk.page.get_by_role("combobox", name="Rule").click()
    await desk.page.get_by_role("option", name="Warranties").click()
    now = why.get_by_role("region", name="Now")
    await expect(now.get_by_text("Does not hold: ")).to_have_count(1)
