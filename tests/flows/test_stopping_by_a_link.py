"""Whoever got a message opens its link, and has done with marketing by one press, scripts or not."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.campaigns.shop import open_shop
from tests.campaigns.unsubscribing.stopper import HUB, Stopper
from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.test_accessible import LOOKS
from tests.support.cast import ADA
from tests.support.databases import Place


async def test_one_press_by_keyboard_without_scripts(
    chromium: Browser, sqlite_only: Place, tmp_path: Path
) -> None:
    async with open_shop(sqlite_only, tmp_path, public_url=HUB) as shop:
        stopper = Stopper(shop)
        await stopper.sent(ADA)
        context = await chromium.new_context(java_script_enabled=False, locale="en-GB")
        page = await context.new_page()
        await page.goto(shop.running.client.address + stopper.path(ADA))
        await expect(page.get_by_role("heading")).to_have_text("Stop marketing messages")
        assert await stopper.standing() == []
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading")).to_have_text("It has stopped")
        assert [why for why, _ in await stopper.standing()] == ["opt_out_link"]
        await page.get_by_role("button", name="It was a mistake").click()
        await expect(page.get_by_role("heading")).to_have_text("All is as it was before")
        assert await stopper.standing() == []
        assert await context.cookies() == []
        await context.close()


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_and_the_policy_lets_its_looks_through(
    chromium: Browser,
    sqlite_only: Place,
    tmp_path: Path,
    size: tuple[int, int],
    language: str,
    dark: bool,
) -> None:
    async with open_shop(sqlite_only, tmp_path, public_url=HUB) as shop:
        stopper = Stopper(shop)
        await stopper.sent(ADA)
        context = await chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
        )
        page = await context.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text))
        address = f"{shop.running.client.address}{stopper.path(ADA)}?in={language}"
        for press in (None, "stop", "undo"):
            if press is None:
                await page.goto(address)
            else:
                await page.locator(f"button[value={press}]").click()
            await page.evaluate(AXE.read_text())
            assert json.dumps(await page.evaluate(RUN)) == "[]", press
            assert not await page.evaluate(WIDER)
            look = "() => getComputedStyle(document.querySelector('header')).borderBottomWidth"
            assert await page.evaluate(look) == "3px"
        assert refused == []
        await context.close()
