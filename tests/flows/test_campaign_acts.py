"""A campaign is tried out on oneself; its report is divided, and its people leave as a file."""

import re
from pathlib import Path

from playwright.async_api import Route, expect

from tests.flows.conftest import OpenDesk
from tests.flows.houses import House
from tests.flows.test_campaigns import _draft, _tagged


async def test_a_draft_is_tried_out_on_oneself(house: House, sit_down: OpenDesk) -> None:
    ivy = await _tagged(house, "Ivy Bancha", "bancha")
    await house.has_met("Bancha")  # others are called Ivy, too
    made = await house.ask("POST", "/campaigns", _draft(house, "bancha"))
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    test = page.get_by_role("region", name="Send me a test")
    go = test.get_by_role("button", name="Send test")
    await expect(go).to_be_disabled()
    await test.get_by_role("combobox", name="To").fill("Ivy Ban")
    await page.get_by_role("option", name=ivy.name).click()
    text = page.get_by_role("textbox", name="Text", exact=True)
    await text.fill("Hi {{ contact.name")
    await go.click()
    await expect(test.get_by_role("alert")).to_contain_text("the draft could not be saved")
    await expect(text).to_have_attribute("aria-invalid", "true")
    await text.fill("Your {{ contact.size }} is in")
    await go.click()
    await expect(test.get_by_role("alert")).to_contain_text("contact.size is not known")
    await text.fill("Try this, {{ contact.name }}")
    await go.click()
    await expect(test.get_by_role("status")).to_contain_text(f"On its way to {ivy.name}")
    kept = await house.ask("GET", f"/campaigns/{made['id']}")
    assert kept["definition"]["message"]["text"] == "Try this, {{ contact.name }}"
    await test.get_by_role("link", name="See it there").click()
    await expect(desk.message(f"Try this, {ivy.name}")).to_be_visible()
    await expect(page.get_by_role("article").get_by_text("Test", exact=True)).to_be_visible()
    await desk.goes_to(f"/campaigns/{made['id']}")
    await expect(test.get_by_role("combobox", name="To")).to_have_value(ivy.name)


async def test_who_may_not_be_written_to_is_told_with_how_to_mend_it(
    house: House, sit_down: OpenDesk
) -> None:
    jon = await _tagged(house, "Jon Houjicha", "houjicha")
    talk = await house.ask("GET", f"/conversations/{await house.conversation_of(jon)}")
    stop = {"contact_id": talk["contact_id"], "how": "asked"}
    await house.ask("POST", "/consents/withdraw", stop)
    made = await house.ask("POST", "/campaigns", _draft(house, "houjicha", purpose="marketing"))
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    test = desk.page.get_by_role("region", name="Send me a test")
    await test.get_by_role("combobox", name="To").fill("Jon")
    await desk.page.get_by_role("option", name=jon.name).click()
    await test.get_by_role("button", name="Send test").click()
    told = test.get_by_role("alert")
    await expect(told).to_contain_text("Not sent: they opted out of marketing.")
    await expect(told).to_contain_text("Lift it on their page under Marketing")
    await told.get_by_role("link", name="To their page").click()
    await expect(desk.page).to_have_url(re.compile(f"/contacts/{talk['contact_id']}"))


async def test_who_did_not_read_it_may_get_it_again_where_that_is_told(
    house: House, sit_down: OpenDesk
) -> None:
    await _tagged(house, "Lou Genmai", "genmai")
    made = await house.ask("POST", "/campaigns", _draft(house, "genmai"))
    path = f"/campaigns/{made['id']}"
    await house.ask("POST", f"{path}/launch", {})
    desk = await sit_down(house, path)
    page = desk.page
    await expect(page.get_by_text("Finished")).to_be_visible()
    again = page.get_by_role("button", name="Send again to who did not read it")
    await expect(page.get_by_role("table")).to_contain_text("Leaf & Clay")
    await expect(again).to_have_count(0)

    async def tells(route: Route) -> None:
        reply = await route.fetch()
        told = (await reply.text()).replace('"capabilities":[', '"capabilities":["receipts",')
        await route.fulfill(response=reply, body=told)

    await page.route("**/api/v1/platforms", tells)
    await page.reload()
    await again.click()
    asks = page.get_by_role("group", name="Send to 1 person now?")
    async with page.expect_request("**/resend") as asked:
        await asks.get_by_role("button", name="Send now").click()
    assert (await asked.value).post_data_json == {"resend": "unread"}


async def test_the_report_is_divided_and_its_people_leave_as_a_file(
    house: House, sit_down: OpenDesk
) -> None:
    kim = await _tagged(house, "Kim Matcha", "matcha")
    made = await house.ask("POST", "/campaigns", _draft(house, "matcha"))
    await house.ask("POST", f"/campaigns/{made['id']}/launch", {})
    desk = await sit_down(house, f"/campaigns/{made['id']}")
    page = desk.page
    report = page.get_by_role("region", name="Report")
    await expect(report.get_by_text("Finished")).to_be_visible()
    row = report.get_by_role("table").get_by_role("row", name=re.compile("Leaf & Clay"))
    await expect(row.get_by_role("cell").first).to_have_text("1")
    await expect(row).to_contain_text("not told by this platform")
    hours = report.get_by_role("region", name="Sent by hour, by our clock")
    await expect(hours.get_by_role("listitem")).to_have_text(re.compile("1 sent"))
    await expect(page.get_by_role("button", name="Send again to")).to_have_count(0)
    async with page.expect_download() as coming:
        await report.get_by_role("link", name="Export").click()
    file = await coming.value
    assert file.suggested_filename == "About matcha.csv"
    taken = Path(await file.path()).read_bytes()
    assert taken.startswith(b"\xef\xbb\xbf")
    assert f'"{kim.name}","' in taken.decode("utf-8-sig")
