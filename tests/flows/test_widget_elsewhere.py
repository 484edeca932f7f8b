"""The widget's way to another platform: a quiet offer, a card, a link of the visitor's own."""

import json
import re

import pytest
from playwright.async_api import Locator, expect

from tests.flows.axe import AXE, RUN
from tests.flows.conftest import Visit
from tests.flows.visitors import PHONE, WIDE, MockShop, Visitor

TELEGRAM = [{"platform": "telegram", "label": "Telegram"}]
LINK = re.compile(r"^https://t\.me/shop_bot\?start=[\w-]{43}$")


async def _has_written(shop: MockShop, visitor: Visitor) -> Locator:
    """A visitor with a conversation, and the offer that they see then."""
    await shop.tell("places", places=TELEGRAM)
    await visitor.opens()
    offer = visitor.chat.locator(".offer")
    await expect(visitor.field).to_be_visible()
    await expect(offer).to_have_count(0)
    await visitor.writes("Is the blue cup back?")
    await expect(offer).to_be_visible()
    return offer


async def test_the_link_is_there_before_it_is_pressed_and_opens_beside_the_chat(
    shop: MockShop, come: Visit
) -> None:
    ada = await come()
    await (await _has_written(shop, ada)).click()
    link = ada.chat.get_by_role("link", name="Open Telegram")
    await expect(link).to_have_attribute("href", LINK)
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await ada.context.route("https://t.me/**", lambda route: route.fulfill(body="the phone"))
    async with ada.context.expect_page() as opened:
        await link.click()
    assert LINK.match((await opened.value).url)
    await expect(ada.chat.locator(".card")).to_have_count(0)
    await ada.writes("I am still here")
    await ada.is_told("I am still here")


async def test_the_card_is_opened_and_closed_by_keyboard(shop: MockShop, come: Visit) -> None:
    ada = await come()
    offer = await _has_written(shop, ada)
    await offer.focus()
    await ada.page.keyboard.press("Enter")
    await expect(ada.chat.get_by_role("link", name="Open Telegram")).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await expect(offer).to_be_focused()
    await expect(ada.chat.locator("header")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "dark", "language"),
    [
        pytest.param(WIDE, False, "en", id="wide"),
        pytest.param(WIDE, True, "zh", id="wide-dark"),
        pytest.param(PHONE, True, "en", id="phone-dark"),
        pytest.param(PHONE, False, "ar", id="phone-ar"),
    ],
)
async def test_axe_finds_nothing_at_the_offer_and_the_card(
    shop: MockShop, come: Visit, size: tuple[int, int], language: str, *, dark: bool
) -> None:
    ada = await come(f"/?lang={language}", size=size, dark=dark)
    await shop.tell("places", places=TELEGRAM)
    await ada.button.click()
    await ada.chat.locator("textarea").fill("Hello")
    await ada.chat.locator("textarea").press("Enter")
    await ada.chat.locator(".offer").wait_for()
    frame = next(one for one in ada.page.frames if one.url.endswith("/frame"))
    await frame.evaluate(AXE.read_text())
    assert json.dumps(await frame.evaluate(RUN)) == "[]"
    await ada.chat.locator(".offer").click()
    await ada.chat.locator(".card a").wait_for()
    assert json.dumps(await frame.evaluate(RUN)) == "[]"
