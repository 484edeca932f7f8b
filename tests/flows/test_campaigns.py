"""Campaigns in the console: written, launched, sent, and read in the report."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House

LOOKS = [
    pytest.param(WIDE, "en", False, id="wide-light"),
    pytest.param(PHONE, "zh", True, id="phone-dark"),
]
GREETING = 'Hi {{ contact.name or "there" }}, the first pick is in.'


async def _tagged(house: House, name: str, tag: str) -> Any:
    """Somebody who wrote to us, and whose question is answered."""
    customer = await house.newcomer(name, f"Do you have {tag}?")
    conversation = await house.conversation_of(customer)
    found = await house.ask("GET", f"/conversations/{conversation}")
    await house.ask("POST", f"/contacts/{found['contact_id']}/tags", {"name": tag})
    await house.ask("PATCH", f"/conversations/{conversation}", {"status": "resolved"})
    return customer


def _draft(house: House, tag: str, **more: Any) -> dict[str, Any]:
    return {
        "name": f"About {tag}",
        "audience": {"all": [{"tag": {"name": tag, "op": "has"}}]},
        "channels": [house.channel_id],
        "message": {"text": GREETING, "buttons": [{"label": "Tell me more", "value": "more"}]},
        "schedule": "now",
        "purpose": "service",
    } | more


async def _writes(desk: Desk) -> None:
    """A draft for everybody with a tag, as far as its message."""
    page = desk.page
    await page.get_by_label("Name", exact=True).fill("First pick")
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Has a tag").click()
    await page.get_by_label("Tag", exact=True).fill("longjing")
    await expect(page.get_by_text("1 person", exact=True)).to_be_visible()
    await page.get_by_role("combobox", name="Choose a channel").click()
    await page.get_by_role("option", name="Leaf & Clay").click()
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Hi ")
    await desk.presses("Fill in")
    await page.get_by_role("menuitem", name="Their name").click()
    await expect(text).to_have_value('Hi {{ contact.name or "there" }}')
    await text.press_sequentially(", the first pick is in.")


async def test_a_campaign_goes_from_its_draft_to_its_report(
    house: House, sit_down: OpenDesk
) -> None:
    ana = await _tagged(house, "Ana Longjing", "longjing")
    desk = await sit_down(house, "/campaigns")
    page = desk.page
    await desk.presses("New campaign")
    await _writes(desk)
    preview = page.get_by_role("region", name="Preview")
    await expect(preview).to_contain_text("Hi Ada, the first pick is in.")
    await preview.get_by_role("combobox", name="As read by").click()
    await page.get_by_role("option", name=ana.name).click()
    await expect(preview).to_contain_text(f"Hi {ana.name}, the first pick is in.")
    await expect(page.get_by_role("button", name="Send …")).to_have_count(0)
    await page.get_by_text("Now", exact=True).click()
    await page.get_by_text("Service", exact=True).click()
    await desk.presses("Send …")
    asks = page.get_by_role("group", name="Send to 1 person now?")
    await asks.get_by_role("button", name="Send now").click()
    await expect(page).to_have_url(re.compile(r"/campaigns/\d+$"))


async def test_to_everybody_says_who_is_left_out_and_what_else_goes_to_them(
    house: House, sit_down: OpenDesk
) -> None:
    await _tagged(house, "Ida Keemun", "keemun")
    await _tagged(house, "Jan Keemun", "keemun")
    planned = {"at": "2036-12-05T09:00", "zone": "organisation"}
    other = await house.ask("POST", "/campaigns", _draft(house, "keemun", schedule=planned))
    await house.ask("POST", f"/campaigns/{other['id']}/launch", {})
    desk = await sit_down(house, "/campaigns")
    page = desk.page
    await desk.presses("New campaign")
    await page.get_by_text("Everybody", exact=True).click()
    await expect(page.get_by_role("link", name="About keemun: 2")).to_be_visible()
    await desk.presses("Leave some out")
    await desk.presses("Add a question")
    await page.get_by_role("menuitem", name="Has a tag").click()
    await page.get_by_label("Tag", exact=True).fill("keemun")
    await expect(page.get_by_text("2 are left out")).to_be_visible()
    await expect(page.get_by_role("link", name="About keemun: ")).to_have_count(0)
    await house.ask("POST", f"/campaigns/{other['id']}/cancel", {})


async def test_its_report_says_who_got_it_and_their_conversation_leads_back(
    house: House, sit_down: OpenDesk
) -> None:
    ben = await _tagged(house, "Ben Sencha", "sencha")
    made = await house.ask("POST", "/campaigns", _draft(house, "sencha"))
    await house.ask("POST", f"/campaigns/{made['id']}/launch", {})
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    report = page.get_by_role("region", name="Report")
    await expect(report.get_by_text("Finished")).to_be_visible()
    people = report.get_by_role("list", name="People")
    await expect(people.get_by_role("link", name=re.compile(ben.name))).to_contain_text("sent")
    await report.get_by_role("button", name=re.compile("^sent")).click()
    await expect(people.get_by_role("listitem")).to_have_count(1)
    await expect(report.get_by_text("not measured")).to_have_count(3)
    steps = report.get_by_role("list", name="How far it came")
    await steps.get_by_role("button", name=re.compile("^Opted out")).press("Enter")
    await expect(report.get_by_text("Nobody is in this state any more.")).to_be_visible()
    await steps.get_by_role("button", name=re.compile("^Sent")).press("Enter")
    await expect(people.get_by_role("listitem")).to_have_count(1)
    await desk.goes_to(f"/inbox/{await house.conversation_of(ben)}")
    await expect(desk.message(f"Hi {ben.name}, the first pick is in.")).to_be_visible()
    await page.get_by_role("link", name="Answer to About sencha").click()
    await expect(report).to_be_visible()


async def test_what_the_hub_refuses_stands_at_its_field_and_nothing_typed_is_lost(
    house: House, sit_down: OpenDesk
) -> None:
    made = await house.ask("POST", "/campaigns", _draft(house, "nobody has this"))
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Hi {{ contact.name")
    await desk.presses("Save draft")
    await expect(text).to_have_attribute("aria-invalid", "true")
    await page.get_by_role("link", name="Contacts", exact=True).click()
    await expect(page).to_have_url(re.compile("/contacts"))
    await page.go_back()
    await expect(text).to_have_value("Hi {{ contact.name")
    await text.fill("Hi {{ contact.name }}")
    async with page.expect_response(lambda told: told.request.method == "PATCH") as saved:
        await desk.presses("Save draft")
    assert (await saved.value).ok
    kept = await house.ask("GET", f"/campaigns/{made['id']}")
    assert kept["definition"]["message"]["text"] == "Hi {{ contact.name }}"


async def test_it_is_paused_resumed_cancelled_and_says_the_same_again(
    house: House, sit_down: OpenDesk
) -> None:
    later = {"at": "2099-01-01T09:00", "zone": "contact"}
    made = await house.ask("POST", "/campaigns", _draft(house, "puer", schedule=later))
    await house.ask("POST", f"/campaigns/{made['id']}/launch", {})
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    state = page.get_by_role("region", name="Report").locator("header")
    await expect(state).to_contain_text("Scheduled")
    await desk.presses("Pause")
    await expect(state).to_contain_text("Paused")
    await desk.presses("Resume")
    await expect(state).to_contain_text("Scheduled")
    await desk.presses("Cancel campaign")
    await desk.presses("End it")
    await expect(state).to_contain_text("Cancelled")
    await desk.presses("Duplicate")
    await expect(page.get_by_label("Name", exact=True)).to_have_value("About puer (copy)")
    await expect(page.get_by_text("Still missing: when.")).to_be_visible()


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_campaigns(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    await _tagged(house, f"Axel {language}", f"oolong {language}")
    draft = await house.ask("POST", "/campaigns", _draft(house, f"oolong {language}"))
    sent = await house.ask("POST", "/campaigns", _draft(house, f"oolong {language}"))
    await house.ask("POST", f"/campaigns/{sent['id']}/launch", {})
    desk = await sit_down(house, "/campaigns", size=size, language=language, dark=dark)
    wrong: dict[str, Any] = {}
    for path in ("", "/new", f"/{draft['id']}", f"/{sent['id']}"):
        await desk.goes_to(f"/campaigns{path}")
        await expect(desk.page.get_by_role("main")).to_be_visible()
        await expect(desk.page.locator("main [aria-busy=true]")).to_have_count(0)
        await desk.page.evaluate(AXE.read_text())
        wrong[path] = await desk.page.evaluate(RUN)
        wrong[path] += ["scrolls sideways"] if await desk.page.evaluate(WIDER) else []
    assert json.dumps({path: each for path, each in wrong.items() if each}) == "{}"
