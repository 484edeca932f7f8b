"""Who sets a hub up has three steps before them, until they put them away."""

from playwright.async_api import expect

from tests.flows.axe import AXE, RUN
from tests.flows.conftest import OpenDesk
from tests.flows.houses import House


async def test_the_first_steps_are_there_until_they_are_put_away(
    house: House, sit_down: OpenDesk
) -> None:
    await house.ask("PATCH", "/me", {"preferences": {}})
    desk = await sit_down(house)
    title = desk.page.get_by_role("heading", name="Three steps to a working inbox")
    await expect(title).to_be_visible()
    await expect(desk.page.get_by_role("link", name="Add a channel")).to_have_attribute(
        "href", "/settings/channels?add=true"
    )
    await desk.page.evaluate(AXE.read_text())
    assert await desk.page.evaluate(RUN) == []
    async with desk.page.expect_response("**/me"):
        await desk.presses("I know my way")
    await expect(title).to_have_count(0)
    await desk.page.reload()
    await expect(desk.page.get_by_text("Choose a conversation")).to_be_visible()
    await expect(title).to_have_count(0)
