"""A pack is offered where there is nothing yet, and then stands there as drafts; an order that is told
of is seen in the contact's card."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import House, close_house, open_house


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(built: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """In which nobody has written a rule or a bot yet."""
    opened = await open_house(tmp_path_factory.mktemp("packs"))
    try:
        await opened.set_up()
        yield opened
    finally:
        await close_house(opened)


async def _looked_at(shop: House, sit_down: OpenDesk) -> list[Any]:
    """What axe finds wrong with the offer."""
    wrong: list[Any] = []
    for size, language, dark in ((WIDE, "en", False), (PHONE, "zh", True)):
        name = {"en": "Or begin with a pack", "zh": "或从模板包开始"}[language]
        desk = await sit_down(shop, "/rules", size=size, language=language, dark=dark)
        for path in ("/rules", "/bots"):
            await desk.goes_to(path)
            await expect(desk.page.get_by_role("region", name=name)).to_be_visible()
            await desk.page.evaluate(AXE.read_text())
            wrong += await desk.page.evaluate(RUN)
            wrong += ["scrolls sideways"] if await desk.page.evaluate(WIDER) else []
    return wrong


async def test_a_pack_is_brought_in_where_there_is_nothing(shop: House, sit_down: OpenDesk) -> None:
    assert await _looked_at(shop, sit_down) == []
    desk = await sit_down(shop, "/rules")
    page = desk.page
    await desk.presses("Bring in “A shop”")
    await expect(page.get_by_role("status").filter(has_text="11 drafts are there")).to_be_visible()
    await page.get_by_role("link").filter(has_text="Spends much").click()
    await expect(page.get_by_text("they paid at least 5,000.00 CNY").first).to_be_visible()
    await desk.goes_to("/bots")
    await expect(page.get_by_role("button", name="Complaint").first).to_be_visible()
    await expect(page.get_by_text("Or begin with a pack")).to_have_count(0)
    assert desk.errors == []


async def test_an_order_stands_in_the_card(shop: House, sit_down: OpenDesk) -> None:
    buyer = await shop.newcomer("Bao Buyer", "Hello")
    thread = await shop.conversation_of(buyer)
    contact = (await shop.ask("GET", f"/conversations/{thread}"))["contact_id"]
    data = {"amount": 12_900, "currency": "CNY", "order": "A-1001"}
    told = {"kind": "order.paid", "contact": {"id": contact}, "data": data}
    await shop.ask("POST", "/events", told)
    asked = told | {"kind": "custom.quote_asked", "data": {"product": "teapot", "gift": True}}
    await shop.ask("POST", "/events", asked)
    desk = await sit_down(shop, f"/contacts/{contact}")
    await expect(desk.page.get_by_text("Paid an order")).to_be_visible()
    await expect(desk.page.get_by_text("129.00 · Order A-1001")).to_be_visible()
    await expect(desk.page.get_by_text("Quote asked")).to_be_visible()
    await expect(desk.page.get_by_role("definition")).to_have_text(["teapot", "yes"])
    await desk.page.get_by_role("link", name="Hello").last.click()
    await desk.page.wait_for_url(f"**/inbox/{thread}?at=*")
