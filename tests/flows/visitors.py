"""A mock hub with a shop beside it, and visitors who come to the shop with a browser."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FrameLocator,
    Locator,
    Page,
    expect,
)

from config.console import WIDGET, find_node

KEY = "0123456789abcdef0123456789abcdef"
WIDE = (1280, 860)
PHONE = (390, 844)
READY_WITHIN = 20.0
CLOSED_ROOTS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  return attach.call(this, { ...options, mode: 'open' });
};
"""
"""Lets the tests, and nobody else, look into what is closed."""


@dataclass(slots=True)
class MockShop:
    """The mock hub in a process of its own; `tell` plays the agent and breaks things."""

    process: Process
    session: aiohttp.ClientSession
    hub: str
    shop: str

    async def tell(self, verb: str, **order: Any) -> Any:
        async with self.session.post(f"{self.hub}/mock/{verb}", json=order) as response:
            assert response.status == 200
            return await response.json()

    async def says(self, text: str, **more: Any) -> None:
        await self.tell("say", text=text, **more)

    async def written(self) -> list[str]:
        """What visitors wrote, as the hub has it."""
        known = await self.tell("state")
        return [
            message["text"]
            for visitor in known["visitors"]
            for message in visitor["messages"]
            if message["by"] == "visitor"
        ]

    async def until(self, holds: Callable[[Any], bool]) -> None:
        """Wait until the hub's state is so."""
        async with asyncio.timeout(READY_WITHIN):
            while not holds(await self.tell("state")):  # noqa: ASYNC110 - a mock rings no bell
                await asyncio.sleep(0.02)


async def open_shop() -> MockShop:
    node = find_node()
    assert node is not None
    process = await asyncio.create_subprocess_exec(
        node.executable, "mock/server.ts", cwd=WIDGET, stdout=PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(READY_WITHIN):
        origins = json.loads(await process.stdout.readline())
    return MockShop(process, aiohttp.ClientSession(), origins["hub"], origins["shop"])


async def close_shop(shop: MockShop) -> None:
    await shop.session.close()
    shop.process.terminate()
    await shop.process.communicate()


@dataclass(slots=True)
class Visitor:
    """Somebody in the shop: a page of it, with the chat's button and frame."""

    shop: MockShop
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @property
    def button(self) -> Locator:
        return self.page.locator("scrm-chat button[aria-expanded]")

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("scrm-chat iframe")

    @property
    def field(self) -> Locator:
        return self.chat.get_by_label("Your message")

    def bubble(self, words: str) -> Locator:
        return self.chat.get_by_role("article").filter(has_text=words)

    async def opens(self) -> None:
        await self.button.click()
        await expect(self.chat.locator("header")).to_be_visible()

    async def writes(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def is_told(self, text: str, state: str = "Sent") -> None:
        """What was written stands there in that state."""
        await expect(self.bubble(text)).to_contain_text(state)

    async def another_tab(self, path: str = "/") -> "Visitor":
        """The same browser, one more tab."""
        page = await self.context.new_page()
        visitor = Visitor(self.shop, self.context, page, self.complaints)
        visitor.listen()
        await page.goto(self.shop.shop + path)
        return visitor

    def listen(self) -> None:
        """Collect what the browser complains of, but not that a mock which is away is away."""

        def said(message: ConsoleMessage) -> None:
            gone = ("Failed to load resource", "WebSocket connection to")
            if message.type == "error" and not message.text.startswith(gone):
                self.complaints.append(message.text)

        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


async def visit(
    browser: Browser,
    shop: MockShop,
    path: str = "/",
    *,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    **more: Any,
) -> Visitor:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale="en-US",
        timezone_id="Europe/Berlin",
        **more,
    )
    await context.add_init_script(CLOSED_ROOTS)
    visitor = Visitor(shop, context, await context.new_page())
    visitor.page.set_default_timeout(10_000)
    visitor.listen()
    await visitor.page.goto(shop.shop + path)
    return visitor
