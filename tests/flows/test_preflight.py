"""Before a campaign goes the console says what becomes of its people, and afterwards why."""

import json
import re

import pytest
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.test_campaigns import LOOKS, _draft, _tagged


async def test_who_gets_it_and_who_does_not_is_told_before_it_goes(
    house: House, sit_down: OpenDesk
) -> None:
    eve = await _tagged(house, "Eve Gyokuro", "gyokuro")
    fay = await _tagged(house, "Fay Gyokuro", "gyokuro")
    talk = await house.ask("GET", f"/conversations/{await house.conversation_of(fay)}")
    stop = {"contact_id": talk["contact_id"], "how": "asked"}
    await house.ask("POST", "/consents/withdraw", stop)
    marketing = {"purpose": "marketing", "quiet_hours": "off", "hold": {"open_conversation": False}}
    message = {"text": 'Hi {{ contact.name or "there" }}, your {{ contact.size }} is in.'}
    made = await house.ask(
        "POST", "/campaigns", _draft(house, "gyokuro", message=message, **marketing)
    )
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    told = page.get_by_role("region", name="Before it goes")
    stopped = told.get_by_role("button", name=re.compile("not sent: they opted out of marketing"))
    await expect(stopped).to_contain_text("1")
    await stopped.click()
    people = told.get_by_role("list", name="People", exact=True)
    await expect(people.get_by_role("link")).to_have_count(1)
    await expect(people).to_contain_text(fay.name)
    await told.get_by_role("button", name=re.compile("no value for contact.size")).click()
    await expect(people).to_contain_text(eve.name)
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Hello")
    await expect(
        page.get_by_text("Save the draft to see what becomes of its people.")
    ).to_be_visible()
    await desk.presses("Save draft")
    gets = told.get_by_role("button", name=re.compile("get it on Leaf & Clay"))
    await expect(gets).to_contain_text("1")
    await desk.presses("Send …")
    await expect(page.get_by_role("group", name="Send? 1 get it now.")).to_be_visible()
    await desk.presses("Not yet")


async def test_a_message_without_a_word_about_stopping_gets_it_in_one_press(
    house: House, sit_down: OpenDesk
) -> None:
    draft = _draft(house, "pu-erh", purpose="marketing", message={"text": "New tea"})
    made = await house.ask("POST", "/campaigns", draft)
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    await desk.presses("Add that line")
    text = page.get_by_role("textbox", name="Text", exact=True)
    await expect(text).to_have_value("New tea\n\n{{ campaign.how_to_stop }}")
    preview = page.get_by_role("region", name="Preview")
    await expect(preview).to_contain_text("Reply STOP to end these messages.")
    await expect(page.get_by_role("button", name="Add that line")).to_have_count(0)
    await text.fill("New tea")
    await desk.presses("Add a link")
    await expect(text).to_have_value("New tea\n\nNo more of these: {{ campaign.stop_link }}")
    await expect(page.get_by_role("button", name="Add that line")).to_have_count(0)
    await page.get_by_text("At a time", exact=True).click()
    await page.get_by_label("Day and time").fill("2020-01-01T09:00")
    await expect(page.get_by_text("This time is over.")).to_be_visible()


async def test_their_page_says_what_they_got_and_why_not(house: House, sit_down: OpenDesk) -> None:
    gil = await _tagged(house, "Gil Oolong", "oolong")
    talk = await house.ask("GET", f"/conversations/{await house.conversation_of(gil)}")
    stop = {"contact_id": talk["contact_id"], "how": "asked"}
    await house.ask("POST", "/consents/withdraw", stop)
    made = await house.ask("POST", "/campaigns", _draft(house, "oolong", purpose="marketing"))
    await house.ask("POST", f"/campaigns/{made['id']}/launch", {})
    desk = await sit_down(house, f"/contacts/{talk['contact_id']}")
    page = desk.page
    received = page.get_by_role("list", name="Campaigns")
    await expect(received).to_contain_text("About oolong")
    await expect(received).to_contain_text("not sent: they opted out of marketing")


@pytest.mark.parametrize(("size", "language", "dark"), LOOKS)
async def test_axe_finds_nothing_on_what_is_told(
    house: House, sit_down: OpenDesk, size: tuple[int, int], language: str, dark: bool
) -> None:
    who = await _tagged(house, f"Ida {language}", f"white {language}")
    lacking = {"text": "Your {{ contact.size }} is in."}
    made = await house.ask(
        "POST", "/campaigns", _draft(house, f"white {language}", message=lacking)
    )
    path = f"/campaigns/{made['id']}"
    desk = await sit_down(house, path, size=size, language=language, dark=dark)
    await desk.page.get_by_role("button", name=re.compile("contact.size")).click()
    await expect(desk.page.get_by_role("link", name=re.compile(who.name))).to_be_visible()
    await desk.page.evaluate(AXE.read_text())
    wrong = await desk.page.evaluate(RUN)
    await house.ask("POST", f"{path}/launch", {})
    talk = await house.ask("GET", f"/conversations/{await house.conversation_of(who)}")
    await desk.goes_to(f"/contacts/{talk['contact_id']}")
    await expect(desk.page.get_by_role("link", name=f"About white {language}")).to_be_visible()
    await desk.page.evaluate(AXE.read_text())
    wrong += await desk.page.evaluate(RUN)
    wrong += ["scrolls sideways"] if await desk.page.evaluate(WIDER) else []
    assert json.dumps(wrong) == "[]"
