"""Articles in the console: written, tried, published, taken back; and nothing typed is lost."""

import json
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House, close_house, open_house

LATE = {"en": {"title": "Your parcel is late", "body": "We search for **your parcel**."}}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def library(built: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Its articles would be suggested to the colleagues of other flows."""
    opened = await open_house(tmp_path_factory.mktemp("articles"))
    try:
        await opened.set_up()
        yield opened
    finally:
        await close_house(opened)


async def _write(desk: Desk, title: str, body: str) -> None:
    await desk.page.get_by_role("textbox", name="Title").fill(title)
    await desk.page.get_by_role("textbox", name="Text", exact=True).fill(body)


async def test_the_first_article_is_written_published_asked_and_read(
    library: House, sit_down: OpenDesk
) -> None:
    desk = await sit_down(library, "/inbox")
    page = desk.page
    await expect(page.get_by_role("link", name="Bot", exact=True)).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("a")
    await desk.presses("Write an article")
    await _write(desk, "How to send something back", "You have **30 days**.")
    await page.get_by_text("Preview", exact=True).click()
    await expect(page.locator("strong", has_text="30 days")).to_be_visible()
    await desk.presses("Publish")
    row = page.get_by_role("link").filter(has_text="How to send something back")
    await expect(row.filter(has_text="Published")).to_be_visible()
    await page.get_by_role("searchbox", name="Ask it").fill("can I send it back")
    await expect(page.get_by_text("Sure: this answers it")).to_be_visible()
    async with page.expect_popup() as opened:
        await page.get_by_role("link", name="Help page").click()
    reader = await opened.value
    await expect(reader.get_by_role("heading", name="How to send")).to_be_visible()
    await reader.close()

    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Put away").click()
    await expect(
        page.get_by_text(re.compile("^(Nothing answers|Choose|No articles)")).first
    ).to_be_visible()
    await desk.presses("Undo")
    await expect(row.filter(has_text="Published")).to_be_visible()


async def test_what_is_not_saved_is_there_when_one_comes_back(
    library: House, sit_down: OpenDesk
) -> None:
    made = await library.ask("POST", "/articles", {"texts": LATE})
    await library.ask("POST", f"/articles/{made['id']}/publish", {})
    desk = await sit_down(library, f"/articles/{made['id']}")
    page = desk.page
    await _write(desk, "Late parcels", "We look for it.")
    await page.get_by_role("link", name="Inbox").click()
    await page.get_by_role("link", name="Bot", exact=True).click()
    await page.get_by_role("link", name="Articles", exact=True).click()
    row = page.locator(f'a[href="/articles/{made["id"]}"]')
    await expect(row).to_contain_text("Not saved")
    await row.click()
    await expect(page.get_by_role("textbox", name="Title")).to_have_value("Late parcels")
    await page.keyboard.press("Control+s")
    await expect(row.filter(has_text="Changed")).to_be_visible()
    await expect(row).not_to_contain_text("Not saved")
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Withdraw").click()
    await expect(page.get_by_text("Readers lose the text")).to_be_visible()
    await desk.presses("Withdraw")
    await expect(row.filter(has_text="Draft")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "dark"), [(WIDE, "en", False), (PHONE, "zh", True)], ids=["wide", "phone"]
)
async def test_axe_finds_nothing(
    library: House, sit_down: OpenDesk, size: tuple[int, int], language: str, *, dark: bool
) -> None:
    names = {"en": f"Delivery {size[0]}", "zh": "物流"}
    shelf = await library.ask("POST", "/article-categories", {"names": names})
    made = await library.ask("POST", "/articles", {"texts": LATE, "category_id": shelf["id"]})
    desk = await sit_down(library, "/articles", size=size, language=language, dark=dark)
    for path in ("/articles", f"/articles/{made['id']}", "/articles/categories"):
        await desk.goes_to(path)
        await expect(desk.page.get_by_text("Your parcel is late").first).to_be_attached()
        await desk.page.evaluate(AXE.read_text())
        assert json.dumps(await desk.page.evaluate(RUN)) == "[]", path
        assert not await desk.page.evaluate(WIDER)
