"""The chat's script on a page that its settings do not name."""

from playwright.async_api import Browser, expect

from tests.flows.sites import Guest, Site, look_at


async def test_the_chat_stays_away_and_says_why(
    chromium: Browser, site: Site, guest: Guest
) -> None:
    await expect(guest.page.locator("scrm-chat")).to_be_attached()
    elsewhere = site.address.replace("127.0.0.1", "localhost")
    stranger = await look_at(chromium, "about:blank")
    async with stranger.page.expect_console_message(lambda said: elsewhere in said.text):
        await stranger.page.goto(f"{elsewhere}/cups")
    await expect(stranger.page.locator("scrm-chat")).to_have_count(0)
    await stranger.context.close()
