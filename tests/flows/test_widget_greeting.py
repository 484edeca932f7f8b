"""What the chat says by itself: greetings, that nobody is there, and how it was."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.flows.axe import AXE, RUN
from tests.flows.conftest import Visit
from tests.flows.visitors import PHONE, WIDE, MockShop, Visitor

BACK = "2030-01-07T08:00:00Z"
CLOSED = {"open": False, "opens_at": BACK}
TEXT = {"en": "Questions?", "zh": "有问题吗？", "ar": "أي أسئلة؟"}
QUESTIONS = {"pages": "/second*", "after": 1, "text": TEXT}
LATER = {"pages": "/second*", "after": 2, "text": {"en": "Still there?"}}
ON_THE_PAGE = """async () => (await axe.run('scrm-chat', { resultTypes: ['violations'] })).violations
  .map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200))])"""

CONTRAST = """(words) => {
  const light = (colour) => {
    const [red, green, blue] = colour.match(/[0-9.]+/g).map((part) => (part / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const ink = light(getComputedStyle(words).color);
  const paper = light(getComputedStyle(words.parentElement).backgroundColor);
  return Math.max(ink, paper) / Math.min(ink, paper);
}"""
"""axe can't tell it of what is in the browser's top layer."""


def _greeting(visitor: Visitor, words: str = "Questions?") -> Locator:
    return visitor.page.locator("scrm-chat").get_by_role("button", name=words)


async def test_a_page_greets_once_and_the_chat_begins_with_those_words(
    shop: MockShop, come: Visit
) -> None:
    await shop.tell("settings", greetings=[QUESTIONS])
    ada = await come("/second")
    await _greeting(ada).click()
    await expect(ada.chat.locator(".greeting .bubble")).to_have_text("Questions?")
    await expect(_greeting(ada)).to_have_count(0)
    await ada.button.click()
    await expect(ada.button).to_have_attribute("aria-expanded", "false")
    await shop.tell("settings", greetings=[QUESTIONS, LATER])
    await ada.page.reload()
    await expect(_greeting(ada, "Still there?")).to_be_visible()  # the first's time has passed
    await expect(_greeting(ada)).to_have_count(0)


async def test_a_greeting_is_put_away(shop: MockShop, come: Visit) -> None:
    await shop.tell("settings", greetings=[QUESTIONS])
    ada = await come("/second")
    await expect(_greeting(ada)).to_be_visible()
    assert await ada.page.locator("scrm-chat section").get_attribute("aria-live") == "polite"
    await ada.page.locator("scrm-chat").get_by_role("button", name="Dismiss").click()
    await expect(_greeting(ada)).to_have_count(0)
    await expect(ada.button).to_have_attribute("aria-expanded", "false")


async def test_nothing_greets_who_is_in_the_chat(shop: MockShop, come: Visit) -> None:
    await shop.tell("settings", greetings=[QUESTIONS])
    ada = await come("/second")
    await ada.opens()
    await ada.page.wait_for_timeout(1_500)  # nothing comes: there is no signal to wait for
    await expect(_greeting(ada)).to_have_count(0)


async def test_who_comes_when_nobody_is_there_leaves_an_address_and_writes(
    shop: MockShop, come: Visit
) -> None:
    await shop.tell("settings", **CLOSED)
    ada = await come()
    await ada.opens()
    await expect(ada.chat.locator(".presence")).to_contain_text("We are away, back January 7")
    leave = ada.chat.get_by_role("button", name="Leave it")
    await leave.click()
    await expect(ada.chat.get_by_text("Please leave one of the two")).to_be_visible()
    await ada.chat.get_by_label("E-mail").fill("ada@nowhere")
    await leave.click()
    await expect(ada.chat.get_by_text("This is not an e-mail address")).to_be_visible()
    await ada.chat.get_by_label("E-mail").fill("ada@shop.example")
    await leave.click()
    await expect(ada.chat.locator(".left")).to_have_text("Thank you. We answer there.")
    await ada.writes("Do you ship to Malta?")
    await ada.is_told("Do you ship to Malta?")
    forms = [one["forms"] for one in (await shop.tell("state"))["visitors"]]
    assert forms == [[{"email": "ada@shop.example"}]]


async def test_who_is_here_sees_it_open(shop: MockShop, come: Visit) -> None:
    await shop.tell("settings", **CLOSED, away={"en": "We are at the fair."})
    ada = await come()
    await ada.opens()
    await expect(ada.chat.get_by_text("We are at the fair.")).to_be_visible()
    await shop.tell("settings", open=True, opens_at=None)  # for whom the line is not yet there
    await shop.tell("tell", type="hours", open=True, opens_at=None)
    await expect(ada.chat.get_by_label("E-mail")).to_be_hidden()
    await expect(ada.chat.locator(".presence")).to_have_text("Mira is here")


async def test_how_it_was_is_said_by_keyboard(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await shop.tell("tell", type="rate", conversation="7")
    await ada.chat.get_by_label("Very bad").focus()
    await ada.page.keyboard.press("ArrowRight")
    await ada.page.keyboard.press("ArrowRight")
    await expect(ada.chat.get_by_label("Fair", exact=True)).to_be_checked()
    await ada.chat.get_by_label("Anything to add? (optional)").fill("Slow, but kind")
    await ada.chat.locator(".rating").get_by_role("button", name="Send").press("Enter")
    await expect(ada.chat.locator(".rating")).to_have_text("Thank you!")
    ratings = [one["ratings"] for one in (await shop.tell("state"))["visitors"]]
    assert ratings == [[{"score": 3, "comment": "Slow, but kind"}]]


async def test_who_has_no_answer_is_left_alone(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await shop.tell("tell", type="rate", conversation="7")
    await ada.chat.get_by_role("button", name="Don’t answer").click()
    await expect(ada.chat.locator(".rating")).to_be_hidden()
    await shop.tell("tell", type="rate", conversation="7")
    await shop.tell("tell", type="typing", on=True, name="Mira")
    await expect(ada.chat.get_by_text("Mira is typing")).to_be_visible()  # it has heard both
    await expect(ada.chat.locator(".rating")).to_be_hidden()
    await ada.writes("Bye")
    await ada.is_told("Bye")
    await expect(ada.chat.locator(".rating")).to_be_hidden()


async def test_a_phones_keyboard_leaves_the_composer_whole(shop: MockShop, come: Visit) -> None:
    ada = await come(size=PHONE, has_touch=True, is_mobile=True)
    await ada.button.tap()
    await expect(ada.field).to_be_visible()
    await ada.page.set_viewport_size({"width": PHONE[0], "height": 480})
    await expect(ada.field).to_be_in_viewport(ratio=1)  # the frame hears of it a moment later
    box = await ada.field.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert box["y"] + box["height"] <= 480


LOOKS: list[Any] = [
    pytest.param(WIDE, False, "en", "#ffd400", id="wide-light"),
    pytest.param(PHONE, True, "zh", "#0f6b5c", id="phone-dark"),
    pytest.param(PHONE, False, "ar", "#101010", id="phone-light"),
]


@pytest.mark.parametrize(("size", "dark", "language", "colour"), LOOKS)
async def test_axe_finds_nothing_in_what_is_asked(
    shop: MockShop,
    come: Visit,
    size: tuple[int, int],
    dark: bool,
    language: str,
    colour: str,
) -> None:
    await shop.tell("settings", colour=colour, **CLOSED)
    ada = await come(f"/?lang={language}", size=size, dark=dark, bypass_csp=True)
    await ada.opens()
    await expect(ada.chat.locator(".introduction")).to_be_visible()
    frame = next(frame for frame in ada.page.frames if frame.url.endswith("/frame"))
    await frame.evaluate(AXE.read_text())
    assert await frame.evaluate(RUN) == []
    await shop.tell("tell", type="hours", open=True, opens_at=None)
    await shop.tell("tell", type="rate", conversation="7")
    await ada.chat.locator(".stars label").nth(4).click()
    await expect(ada.chat.locator(".rating .more")).to_be_visible()
    assert await frame.evaluate(RUN) == []


@pytest.mark.parametrize(("size", "dark", "language", "colour"), LOOKS)
async def test_axe_finds_nothing_in_a_greeting(
    shop: MockShop,
    come: Visit,
    size: tuple[int, int],
    dark: bool,
    language: str,
    colour: str,
) -> None:
    await shop.tell("settings", colour=colour, greetings=[QUESTIONS])
    ada = await come(f"/second?lang={language}", size=size, dark=dark, reduced_motion="reduce")
    await expect(_greeting(ada, TEXT[language])).to_be_visible()
    assert await _greeting(ada, TEXT[language]).evaluate(CONTRAST) >= 4.5
    await ada.page.evaluate(AXE.read_text())
    assert await ada.page.evaluate(ON_THE_PAGE) == []
