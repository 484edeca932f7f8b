"""How it was: a visitor is asked once a colleague is done, and colleagues read what was said."""

from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.sites import Guest, Site, conversation_on

COMMENT = "Slow, but kind"


async def test_what_a_visitor_says_of_it_stands_in_the_thread_and_in_the_timeline(
    house: House, site: Site, guest: Guest, sit_down: OpenDesk
) -> None:
    await guest.opens()
    await guest.writes("Where is my parcel?")
    desk = await sit_down(house, f"/inbox/{await conversation_on(site, house)}")
    await desk.replies("It comes today")
    await expect(guest.bubble("It comes today")).to_be_visible()
    asked = guest.chat.get_by_role("group", name="How was it?")
    await expect(asked).to_have_count(0)
    await desk.presses("Resolve")
    await asked.get_by_title("Good", exact=True).click()
    await guest.chat.get_by_label("Anything to add?").fill(COMMENT)
    await guest.chat.locator("form").filter(has=asked).get_by_role("button", name="Send").click()
    await expect(guest.chat.get_by_role("main").get_by_text("Thank you!")).to_be_visible()
    await expect(desk.thread).to_contain_text("rated this 4 of 5")
    await expect(desk.thread.get_by_role("blockquote")).to_have_text(COMMENT)
    rated = desk.panel.get_by_role("listitem").filter(has_text="Rated the conversation")
    await expect(rated).to_contain_text(f"4 of 5 · {COMMENT}")
