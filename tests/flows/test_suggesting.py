"""Articles beside the composer: for the words that wait, written with one click, gone when answered."""

import pytest
from playwright.async_api import Locator, expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House

GLAZE = {
    "en": {
        "title": "Caring for a crackled glaze",
        "body": "Rinse it warm.\n\nA crackled glaze takes on colour; soak it in oxygen bleach.",
    },
    "zh": {"title": "冰裂釉怎么保养", "body": "用温水冲洗。\n\n冰裂釉会吸色，请用含氧漂白剂浸泡。"},
}
LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(PHONE, "zh", True, id="phone-dark"),
]


def _suggestions(desk: Desk, name: str = "Articles that may answer this") -> Locator:
    return desk.page.get_by_role("group", name=name)


async def _published(house: House) -> None:
    """Once in the shop that the flows share: of two alike neither is sure."""
    if (await house.ask("GET", "/articles/search?q=crackled%20glaze"))["passages"]:
        return
    made = await house.ask("POST", "/articles", {"texts": GLAZE})
    await house.ask("POST", f"/articles/{made['id']}/publish", {})


async def test_a_passage_is_written_with_one_click_and_nothing_moves(
    house: House, sit_down: OpenDesk
) -> None:
    await _published(house)
    ada = await house.newcomer("Ada Glaze", "How do I care for a crackled glaze?")
    desk = await sit_down(house, f"/inbox/{await house.conversation_of(ada)}")
    await expect(_suggestions(desk)).to_be_visible()
    before = await desk.field.bounding_box()
    chip = desk.page.get_by_role("button", name="Caring for a crackled glaze")
    await chip.click()
    await expect(desk.field).to_have_value(
        "A crackled glaze takes on colour; soak it in oxygen bleach."
    )
    await expect(_suggestions(desk)).to_have_count(0)
    assert await desk.field.bounding_box() == before
    await expect(desk.field).to_be_focused()
    await desk.page.keyboard.press("Control+Enter")
    await ada.receives(lambda message: "oxygen bleach" in str(message.get("text")))
    await ada.writes("冰裂釉怎么保养")
    await expect(_suggestions(desk)).to_contain_text("冰裂釉怎么保养")
    await desk.presses("Hide these articles")
    await expect(_suggestions(desk)).to_have_count(0)


async def test_what_no_article_answers_and_what_is_answered_suggests_nothing(
    house: House, sit_down: OpenDesk
) -> None:
    await _published(house)
    bo = await house.newcomer("Bo Kiln", "Quantum chromodynamics")
    desk = await sit_down(house, f"/inbox/{await house.conversation_of(bo)}")
    async with desk.page.expect_response("**/articles/search?*q=What+about*crackled*"):
        await bo.writes("What about the crackled glaze?")
    await expect(_suggestions(desk)).to_be_visible()
    await desk.replies("Soak it.")
    await expect(_suggestions(desk)).to_have_count(0)


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_it_reads_well_everywhere(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    await _published(house)
    cleo = await house.newcomer("Cleo Crackle", "Caring for a crackled glaze?")
    where = f"/inbox/{await house.conversation_of(cleo)}"
    desk = await sit_down(house, where, size=size, language=language, dark=dark)
    name = "可能有用的文章" if language == "zh" else "Articles that may answer this"
    await expect(_suggestions(desk, name)).to_be_visible()
    await desk.page.evaluate(AXE.read_text())
    assert await desk.page.evaluate(RUN) == []
    assert not await desk.page.evaluate(WIDER)
