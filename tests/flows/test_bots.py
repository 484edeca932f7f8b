"""The bot in the console, in a shop of its own: who answers in the inbox, and the bot's page."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House, close_house, open_house

BOT: dict[str, Any] = {
    "responders": [
        {
            "name": "Price",
            "on": {"text": {"contains_any": ["price"]}},
            "answer": {"text": {"en": "A tin is 12.", "zh": "一罐十二元。"}},
        },
        {"name": "Other words", "fallback": True, "answer": {"text": "In other words, please."}},
    ],
    "hand_over": {"text": "A colleague will answer."},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(built: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Its bot would answer the customers of other flows."""
    opened = await open_house(tmp_path_factory.mktemp("bots"))
    try:
        await opened.set_up()
        yield opened
    finally:
        await close_house(opened)


async def _in_force(shop: House, definition: dict[str, Any]) -> None:
    await shop.ask("PATCH", "/bots", {"definition": definition})
    await shop.ask("POST", "/bots/publish", {})


async def test_who_is_not_understood_twice_calls_for_a_person_and_is_handed_back(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, BOT)
    odd = await shop.newcomer("Odette Odd", "What is the price?")
    await odd.receives(lambda one: one.get("text") == "A tin is 12.")
    desk = await sit_down(shop, f"/inbox/{await shop.conversation_of(odd)}")
    head = desk.page.locator("header").filter(has_text=odd.name)
    await expect(head.get_by_text("Bot", exact=True)).to_be_visible()
    await expect(desk.page.get_by_text("The bot answers here.")).to_be_visible()

    await odd.writes("Blargh zonk")
    await odd.receives(lambda one: one.get("text") == "In other words, please.")
    await odd.writes("Zonk blargh")
    await expect(head.get_by_text("Needs a person")).to_be_visible()
    await expect(desk.row(odd).get_by_text("Needs a person")).to_be_visible()
    await desk.presses("Hand back to the bot")
    await expect(desk.row(odd).get_by_text("Needs a person")).to_have_count(0)
    await expect(desk.page.get_by_text("The bot answers Odette Odd again")).to_be_visible()
    await desk.presses("Take over")
    await expect(desk.page.get_by_text(re.compile("a colleague has taken over"))).to_be_visible()
    await desk.page.keyboard.press("z")
    await expect(head.get_by_text("Bot", exact=True)).to_be_visible()
