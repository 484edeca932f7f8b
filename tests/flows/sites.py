"""A customer's website with the real widget of a real hub on it."""

import re
from dataclasses import dataclass

from aiohttp import web
from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.flows.houses import House
from tests.flows.visitors import CLOSED_ROOTS, WIDE

TAKEN = re.compile("Sent|Seen")
"""A colleague who looks has seen it before the visitor's page has drawn that it was sent."""
PAGES = {"/": "Leaf & Clay", "/cups": "Blue cups"}


@dataclass(slots=True)
class Site:
    """The site's server, and its chat at the hub."""

    runner: web.AppRunner
    address: str
    key: str = ""
    channel_id: str = ""


async def open_site(house: House) -> Site:
    """Two pages on a port of their own, with the chat of a new channel."""
    app = web.Application()
    runner = web.AppRunner(app, access_log=None)
    site = Site(runner, "")

    async def page(request: web.Request) -> web.Response:
        script = f'<script async src="{house.address}/widget/{site.key}.js"></script>'
        head = f"<!doctype html><html lang=en><title>{PAGES[request.path]}</title>"
        return web.Response(text=f"{head}<h1>Tea</h1>{script}", content_type="text/html")

    for path in PAGES:
        app.router.add_get(path, page)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    settings = {"sites": [site.address], "title": "Leaf & Clay"}
    body = {"platform": "webchat", "name": "Our site", "settings": settings}
    made = await house.ask("POST", "/channels", body)
    site.key, site.channel_id = made["settings"]["key"], made["id"]
    return site


async def conversation_on(site: Site, house: House) -> str:
    """The id of the one that is held there."""
    found = await house.ask("GET", f"/conversations?channel={site.channel_id}")
    (one,) = found["items"]
    return str(one["id"])


@dataclass(slots=True)
class Guest:
    """Somebody on a site with a browser."""

    context: BrowserContext
    page: Page

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("scrm-chat iframe")

    def bubble(self, words: str) -> Locator:
        return self.chat.get_by_role("article").filter(has_text=words)

    async def opens(self) -> None:
        await self.page.locator("scrm-chat button").click()
        await expect(self.chat.get_by_label("Your message")).to_be_visible()

    async def writes(self, text: str) -> None:
        await self.chat.get_by_label("Your message").fill(text)
        await self.chat.get_by_label("Your message").press("Enter")
        await expect(self.bubble(text)).to_contain_text(TAKEN)

    async def goes_on(self) -> Page:
        """Takes the chat along: the page that the link has opened."""
        await self.chat.get_by_role("button", name="Continue on Telegram").click()
        async with self.context.expect_page() as opened:
            await self.chat.get_by_role("link", name="Open Telegram").click()
        return await opened.value


async def come_to(browser: Browser, site: Site, path: str = "/") -> Guest:
    return await look_at(browser, f"{site.address}{path}?utm_source=letter&utm_campaign=autumn")


async def look_at(browser: Browser, address: str) -> Guest:
    """A browser of their own, at a page with the chat."""
    context = await browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]}, locale="en-US", reduced_motion="reduce"
    )
    await context.add_init_script(CLOSED_ROOTS)
    guest = Guest(context, await context.new_page())
    guest.page.set_default_timeout(10_000)
    await guest.page.goto(address)
    return guest
