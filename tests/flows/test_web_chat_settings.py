"""Settings of a web chat, in front of the chat itself: made, changed, refused, put back."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import FrameLocator, Route, expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House
from tests.flows.visitors import CLOSED_ROOTS

HERE = "/settings/web-chat"
SETTINGS: dict[str, Any] = {
    "sites": ["https://shop.example"],
    "title": "Kettle & Co.",
    "greeting": {"en": "Hello!"},
    "greetings": [{"pages": "/cart*", "after": 20, "text": {"en": "Questions?"}}],
    "hours": {"zone": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}},
}


async def _site(house: House, name: str, **more: Any) -> dict[str, Any]:
    body = {"platform": "webchat", "name": name, "settings": SETTINGS | more}
    made: dict[str, Any] = await house.ask("POST", "/channels", body)
    return made


def _preview(desk: Desk) -> FrameLocator:
    """The chat's frame on the page of the preview."""
    outer = desk.page.frame_locator("iframe[title=Preview]")
    return outer.frame_locator("scrm-chat iframe")


@pytest.fixture
def widget(built_widget: None) -> None:
    """The preview shows the built widget."""


async def test_a_web_chat_is_made_with_a_name_and_a_site(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    desk = await sit_down(house, "/settings/channels?add=true")
    await desk.page.get_by_role("button", name="Website chat").click()
    await desk.page.get_by_label("Name").fill("Tea shop")
    await desk.page.get_by_label("Sites").fill("https://tea.example")
    await desk.presses("Add a web chat")
    await expect(desk.page.get_by_role("textbox", name="Put it on your site")).to_have_value(
        re.compile(r'^<script async src="http.+/widget/[0-9a-f]{32}\.js"></script>$')
    )
    await expect(desk.page.get_by_role("textbox", name="Sites")).to_have_value(
        "https://tea.example"
    )


async def test_the_preview_shows_what_is_not_saved_and_tells_nobody(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    made = await _site(house, "Preview")
    desk = await sit_down(house)
    await desk.context.add_init_script(CLOSED_ROOTS)
    await desk.goes_to(f"{HERE}?channel={made['id']}")
    chat = _preview(desk)
    await expect(chat.get_by_role("heading", name="Kettle & Co.")).to_be_visible()
    await desk.page.get_by_label("Title").fill("Kettles only")
    await expect(chat.get_by_role("heading", name="Kettles only")).to_be_visible()
    await expect(desk.page.get_by_label("Title")).to_be_focused()
    await desk.page.get_by_role("radiogroup", name="Preview").get_by_text("Away").click()
    await expect(chat.get_by_text("We are away", exact=True)).to_be_visible()
    await chat.get_by_label("Your message").fill("Is anybody there?")
    await chat.get_by_label("Your message").press("Enter")
    await expect(chat.get_by_role("article")).to_contain_text(re.compile("Sent|Seen"))
    kept = await house.ask("GET", f"/channels/{made['id']}")
    assert (kept["settings"]["title"], kept["last_inbound_at"]) == ("Kettle & Co.", None)


async def test_what_is_changed_is_saved_and_nothing_else(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    made = await _site(house, "Saved", identity_secret="x" * 40)
    desk = await sit_down(house, f"{HERE}?channel={made['id']}")
    await desk.page.get_by_label("Title").fill("Teapots")
    await desk.page.get_by_role("button", name="Tuesday: Add a shift").click()
    await desk.page.get_by_label("Tuesday, 1: To").fill("00:00")
    await desk.page.get_by_label("Ask how it was").uncheck()
    await desk.presses("Save")
    await expect(desk.page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()
    kept = (await house.ask("GET", f"/channels/{made['id']}"))["settings"]
    assert kept == made["settings"] | {
        "title": "Teapots",
        "ask_rating": False,
        "hours": {
            "zone": "Europe/Berlin",
            "week": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "24:00"]]},
            "closed": [],
            "days": {},
        },
    }


async def test_what_is_typed_stays_beside_a_colleagues_change_and_while_it_is_saved(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    made = await _site(house, "Typed")
    desk = await sit_down(house, f"{HERE}?channel={made['id']}")
    title = desk.page.get_by_label("Title")
    await title.fill("Teapots")
    await house.ask("PATCH", f"/channels/{made['id']}", {"settings": {"colour": "#0f6b5c"}})
    await expect(desk.page.get_by_label("Colour")).to_have_value("#0f6b5c")
    await desk.page.get_by_role("link", name="Quick replies").click()
    await expect(title).to_have_count(0)
    await desk.page.go_back()
    await expect(title).to_have_value("Teapots")
    answered, goes_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        response = await route.fetch()
        answered.set()
        await goes_on.wait()
        await route.fulfill(response=response)

    await desk.page.route(f"**/api/v1/channels/{made['id']}", hold)
    await desk.presses("Save")
    async with asyncio.timeout(10):
        await answered.wait()
    await title.fill("Teapots and cups")
    goes_on.set()
    await expect(desk.page.get_by_role("button", name="Save")).to_be_enabled()
    await expect(title).to_have_value("Teapots and cups")
    kept = (await house.ask("GET", f"/channels/{made['id']}"))["settings"]
    assert (kept["title"], kept["colour"]) == ("Teapots", "#0f6b5c")


async def test_what_the_hub_refuses_is_said_where_it_stands_and_can_be_put_back(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    made = await _site(house, "Refused")
    desk = await sit_down(house, f"{HERE}?channel={made['id']}")
    hours = desk.page.get_by_role("region", name="Hours")
    await desk.page.get_by_label("Monday, 1: To").fill("08:00")
    await desk.presses("Save")
    await expect(hours.get_by_role("alert")).to_contain_text("Monday: Must end after it begins")
    await desk.presses("Discard")
    await expect(desk.page.get_by_label("Monday, 1: To")).to_have_value("17:00")
    await expect(desk.page.get_by_role("button", name="Save")).to_be_disabled()
    await expect(hours.get_by_role("alert")).to_have_count(0)


async def test_a_secret_is_made_shown_once_and_kept(
    house: House, sit_down: OpenDesk, widget: None
) -> None:
    made = await _site(house, "Secret")
    desk = await sit_down(house, f"{HERE}?channel={made['id']}")
    await desk.presses("Make one")
    secret = await desk.page.get_by_role("textbox", name="Who is signed in").input_value()
    assert len(secret) == 48
    await desk.presses("Save")
    await expect(desk.page.get_by_text("There is a secret.")).to_be_visible()
    await expect(desk.page.get_by_label("Who is signed in", exact=True).last).to_have_value("")
    kept = (await house.ask("GET", f"/channels/{made['id']}"))["settings"]
    assert kept["identity_secret"] == "••••"


LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(WIDE, "zh", True, id="wide-dark"),
    pytest.param(PHONE, "zh", False, id="phone-light"),
    pytest.param(PHONE, "en", True, id="phone-dark"),
]


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing(
    house: House,
    sit_down: OpenDesk,
    widget: None,
    size: tuple[int, int],
    language: str,
    dark: bool,
) -> None:
    made = await _site(house, "Axe")
    for path in (f"{HERE}?channel={made['id']}", f"{HERE}?add=true"):
        desk = await sit_down(house, path, size=size, language=language, dark=dark)
        await expect(desk.page.get_by_role("textbox").first).to_be_visible()
        await desk.page.evaluate(AXE.read_text())
        options = "{ resultTypes: ['violations'], iframes: false }"
        found = await desk.page.evaluate(RUN.replace("{ resultTypes: ['violations'] }", options))
        assert found == []
        assert not await desk.page.evaluate(WIDER)
