"""A team is made, a conversation handed over to it, and found by whoever is in it."""

import json

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE
from tests.flows.houses import COOKIE, House


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def _without_teams(house: House) -> None:
    """Where names are many the menu has a field to search in, and letters go there."""
    for team in (await house.ask("GET", "/teams"))["items"]:
        await house.ask("DELETE", f"/teams/{team['id']}")


async def _teammate(house: House, name: str) -> str:
    """Somebody who works here too; the cookie of their session."""
    email = f"{name.lower()}@example.org"
    made = await house.ask("POST", "/users", {"email": email, "name": name, "role": "agent"})
    token = made["invite_url"].partition("#token=")[2]
    body = {"token": token, "name": name, "password": "a long enough one"}
    async with house.http.post(f"{house.address}/api/v1/session/link", json=body) as answer:
        assert answer.status == 200, await answer.text()
        return str(answer.cookies[COOKIE].value)


async def test_a_team_is_made_and_what_it_is_handed_is_found_by_its_people(
    house: House, sit_down: OpenDesk
) -> None:
    cookie = await _teammate(house, "Kira")
    rita = await house.newcomer("Rita Refund", "I want my money back")
    opened = await house.conversation_of(rita)
    desk = await sit_down(house, "/settings/teams")
    await desk.presses("New team")
    await desk.page.get_by_label("Name").fill("Refunds")
    await desk.page.get_by_role("combobox", name="Members").click()
    await desk.page.get_by_role("option", name="Kira").click()
    await desk.page.keyboard.press("Escape")
    await desk.presses("Save")
    row = desk.page.get_by_role("listitem").filter(has_text="Refunds")
    await expect(row.get_by_text("1 member")).to_be_visible()
    kira = await sit_down(house, cookie=cookie)
    mine = kira.page.get_by_role("button", name="Refunds 0")
    await expect(mine).to_be_visible()
    await desk.goes_to(f"/inbox/{opened}")
    await expect(desk.message("money back")).to_be_visible()
    await desk.page.keyboard.press("a")
    await desk.page.get_by_role("menuitem", name="Refunds").press("Enter")
    await expect(desk.thread).to_contain_text("Mira Stone gave this to the team Refunds")
    await kira.page.get_by_role("button", name="Refunds 1").click()
    await expect(kira.row(rita)).to_be_visible()
    await expect(kira.row(rita)).to_contain_text("Refunds")


async def test_an_unsaved_team_is_taken_up_again(house: House, sit_down: OpenDesk) -> None:
    desk = await sit_down(house, "/settings/teams")
    await desk.presses("New team")
    await desk.page.get_by_label("Name").fill("Half a na")
    await desk.page.get_by_role("link", name="People").click()
    await desk.page.get_by_role("link", name="Teams").click()
    await expect(desk.page.get_by_label("Name")).to_have_value("Half a na")


async def test_archiving_says_what_it_takes_along(house: House, sit_down: OpenDesk) -> None:
    team = await house.ask("POST", "/teams", {"name": "Soon gone"})
    gus = await house.newcomer("Gus Given", "Hello")
    opened = await house.conversation_of(gus)
    await house.ask("PATCH", f"/conversations/{opened}", {"team": team["id"]})
    desk = await sit_down(house, "/settings/teams")
    row = desk.page.get_by_role("listitem").filter(has_text="Soon gone")
    await row.get_by_role("button", name="Archive").click()
    await expect(row).to_contain_text("Its open conversation goes on without a team")
    await row.get_by_role("button", name="Archive").last.click()
    await expect(row).to_have_count(0)
    assert (await house.ask("GET", f"/conversations/{opened}"))["team"] is None


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)])
async def test_axe_finds_nothing(
    house: House, sit_down: OpenDesk, size: tuple[int, int], *, dark: bool
) -> None:
    me = (await house.ask("GET", "/me"))["user"]["id"]
    name = f"A team with a name too long for a phone 团队 {size[0]}"
    team = await house.ask("POST", "/teams", {"name": name, "members": [me]})
    una = await house.newcomer(f"Una {size[0]}", "Hello")
    opened = await house.conversation_of(una)
    for number in range(9 if dark else 0):  # so many that the menu has a field to search in
        await house.ask("POST", "/teams", {"name": f"Team {number}"})
    await house.ask("PATCH", f"/conversations/{opened}", {"team": team["id"]})
    desk = await sit_down(house, f"/inbox/{opened}?team={team['id']}", size=size, dark=dark)
    await expect(desk.message("Hello")).to_be_visible()
    await desk.page.keyboard.press("a")
    await expect(desk.page.get_by_role("menuitem", name=name).first).to_be_visible()
    found = {}
    for place in ("the menu", "/settings/teams"):
        if place.startswith("/"):
            await desk.goes_to(place)
            row = desk.page.get_by_role("listitem").filter(has_text=name)
            await row.get_by_role("button", name="Archive").click()
            await desk.presses("New team")
        await desk.page.evaluate(AXE.read_text())
        found[place] = await desk.page.evaluate(RUN)
        if await desk.page.evaluate(WIDER):
            found[place].append("scrolls sideways")
    assert json.dumps({place: one for place, one in found.items() if one}) == "{}"


async def test_letters_in_the_menu_find_a_team_and_do_nothing_else(
    house: House, sit_down: OpenDesk
) -> None:
    await house.ask("POST", "/teams", {"name": "Returns"})
    for name in ("Repairs", "Entries"):
        await house.ask("POST", "/teams", {"name": name})
    lea = await house.newcomer("Lea Letters", "Where is my parcel?")
    opened = await house.conversation_of(lea)
    desk = await sit_down(house, f"/inbox/{opened}")
    await expect(desk.message("my parcel")).to_be_visible()
    await desk.page.keyboard.type("aret")
    entry = desk.page.get_by_role("menuitem", name="Returns")
    await expect(entry).to_be_visible()
    await desk.page.keyboard.type("eunr")
    await expect(entry).to_be_visible()
    assert (await house.ask("GET", f"/conversations/{opened}"))["status"] == "open"
    await entry.click()
    await expect(desk.thread).to_contain_text("Mira Stone gave this to the team Returns")


async def test_escape_leaves_the_menu_and_not_the_thread(house: House, sit_down: OpenDesk) -> None:
    team = await house.ask("POST", "/teams", {"name": "Reorders"})
    esa = await house.newcomer("Esa Escape", "Can I have the same again?")
    opened = await house.conversation_of(esa)
    desk = await sit_down(house, f"/inbox/{opened}")
    await expect(desk.message("the same again")).to_be_visible()
    entry = desk.page.get_by_role("menuitem", name=team["name"])
    for _ in range(2):
        await desk.page.keyboard.press("a")
        await expect(entry).to_be_visible()
        await desk.page.keyboard.press("Escape")
        await expect(entry).to_have_count(0)
        await expect(desk.message("the same again")).to_be_visible()
    await desk.page.keyboard.press("a")
    await desk.page.keyboard.type("reo")
    await expect(entry).to_be_focused()
    await desk.page.keyboard.press("Enter")
    await expect(desk.thread).to_contain_text("Mira Stone gave this to the team Reorders")
