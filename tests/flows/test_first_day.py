"""From nothing to a working inbox, by hand: the first owner, the first channel, the first colleague."""

from playwright.async_api import Page, expect

from tests.flows.conftest import OpenDesk
from tests.flows.desk import Desk
from tests.flows.houses import House

ADDRESS = "first@leaf-and-clay.example"
PASSWORD = "celadon, not jade"


async def _set_up(page: Page) -> None:
    await page.get_by_label("E-mail").fill(ADDRESS)
    await page.get_by_label("Your name").fill("Mira Stone")
    await page.get_by_label("Choose a password").fill(PASSWORD)
    await page.get_by_role("button", name="Come in").click()
    await expect(page.get_by_role("heading", name="Inbox").first).to_be_visible()


async def _offer_token(page: Page, token: str, api_base: str) -> None:
    await page.get_by_label("Token").first.fill(token)
    await page.get_by_label("Address of the Bot API").fill(api_base)
    await page.get_by_role("button", name="Connect").click()


async def test_the_first_owner_comes_in_once_with_an_address_of_their_own(
    new_house: House, sit_down: OpenDesk
) -> None:
    link = new_house.first_link.removeprefix(new_house.address)
    desk: Desk = await sit_down(new_house, link, cookie="")
    await _set_up(desk.page)
    await desk.presses("My menu", exact=False)
    await desk.page.get_by_role("menuitem", name="Sign out").click()
    await desk.page.get_by_label("E-mail").fill(ADDRESS)
    await desk.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await desk.presses("Sign in")
    await expect(desk.page.get_by_role("heading", name="Inbox").first).to_be_visible()
    second: Desk = await sit_down(new_house, link, cookie="")
    await expect(second.page.get_by_text("This link no longer works")).to_be_visible()


async def test_a_wrong_token_is_refused_in_telegrams_words_and_the_right_one_brings_messages(
    new_house: House, sit_down: OpenDesk
) -> None:
    link = new_house.first_link.removeprefix(new_house.address)
    desk: Desk = await sit_down(new_house, link, cookie="")
    await _set_up(desk.page)
    bot = await new_house.telegram.bot("Leaf & Clay")
    await desk.goes_to("/settings/channels")
    await desk.page.get_by_role("button", name="Add a channel").first.click()
    await desk.presses("Telegram")
    await desk.page.get_by_role("button", name="More settings").click()
    await _offer_token(desk.page, "12345:wrong", new_house.telegram.address)
    await expect(desk.page.get_by_role("alert")).to_contain_text("Unauthorized")
    await _offer_token(desk.page, bot["token"], new_house.telegram.address)
    await expect(desk.page.get_by_role("status").first).to_contain_text(f"@{bot['username']}")
    await desk.presses("Add channel")
    await desk.page.get_by_role("link", name="Open the inbox").click()
    ada = await new_house.telegram.newcomer("Ada Byrne", bot["username"])
    await ada.writes("Is anybody there?")
    await expect(desk.row(ada)).to_contain_text("Is anybody there?")


async def test_an_invited_agent_comes_in_by_the_link_and_manages_no_channels(
    house: House, desk: Desk, sit_down: OpenDesk
) -> None:
    await desk.goes_to("/settings/people")
    await desk.presses("Invite")
    invitation = desk.page.get_by_role("dialog")
    await invitation.get_by_label("E-mail").fill("jun@leaf-and-clay.example")
    await invitation.get_by_role("button", name="Make a link").click()
    link = await invitation.get_by_label("Send this link to them").input_value()
    agent: Desk = await sit_down(house, link.removeprefix(house.address), cookie="")
    await agent.page.get_by_label("Your name").fill("Jun Park")
    await agent.page.get_by_label("Choose a password").fill(PASSWORD)
    await agent.presses("Come in")
    await expect(agent.page.get_by_role("heading", name="Inbox").first).to_be_visible()
    await agent.goes_to("/settings/channels")
    await expect(agent.page.get_by_text("Leaf & Clay").first).to_be_visible()
    await expect(agent.page.get_by_role("button", name="Add a channel")).to_have_count(0)
    await expect(agent.page.get_by_role("button", name="Manage")).to_have_count(0)
    await expect(agent.page.get_by_role("link", name="People")).to_have_count(0)
    await agent.goes_to("/settings/people")
    await expect(agent.page.get_by_text("Your role doesn’t include this")).to_be_visible()
