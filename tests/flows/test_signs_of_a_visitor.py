"""What a colleague sees of a visitor beside their words: that they type, and where to answer them."""

from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.sites import Guest, Site, conversation_on


async def test_that_a_visitor_types_is_seen_until_they_have_written(
    house: House, site: Site, guest: Guest, sit_down: OpenDesk
) -> None:
    await guest.opens()
    await guest.writes("Hello")
    desk = await sit_down(house, f"/inbox/{await conversation_on(site, house)}")
    await expect(desk.message("Hello")).to_be_visible()
    await guest.chat.get_by_label("Your message").press_sequentially("Where is")
    await expect(desk.page.get_by_text("They are typing")).to_be_visible()
    await guest.writes("Where is my parcel?")
    await expect(desk.message("Where is my parcel?")).to_be_visible()
    await expect(desk.page.get_by_text("They are typing")).to_have_count(0)


async def test_what_a_visitor_left_where_to_answer_stands_beside_the_thread_and_is_found(
    house: House, site: Site, guest: Guest, sit_down: OpenDesk
) -> None:
    asked = {"form": {"email": "required"}}
    await house.ask("PATCH", f"/channels/{site.channel_id}", {"settings": asked})
    await guest.page.reload()
    await guest.page.locator("scrm-chat button").click()
    await guest.chat.get_by_label("E-mail").fill("vera@post.example")
    await guest.chat.get_by_role("button", name="Start chat").click()
    await guest.writes("Please answer by mail")
    desk = await sit_down(house, f"/inbox/{await conversation_on(site, house)}")
    await expect(desk.panel.get_by_role("link", name="vera@post.example")).to_be_visible()
    found = await house.ask("GET", "/contacts?q=vera%40post")
    assert len(found["items"]) == 1
