"""Imported history: read to its first message, found again by a link, known as an archive."""

import asyncio
from datetime import datetime, timedelta

from aiohttp import FormData
from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.desk import Desk
from tests.flows.houses import ARRIVES_WITHIN, House

MESSAGES = 130
BEGAN = datetime(2026, 3, 1, 9, 0)  # noqa: DTZ001 - an export names no zone
FILE = "WhatsApp Chat with Bo Lindqvist.txt"


def _chat() -> str:
    lines = []
    for number in range(1, MESSAGES + 1):
        at = BEGAN + timedelta(hours=number)
        said = "<Media omitted>" if number == MESSAGES else f"tea number {number}."
        who = "Mira" if number % 2 else "Bo Lindqvist"
        lines.append(f"{at:%d/%m/%Y, %H:%M} - {who}: {said}")
    return "\n".join(lines)


STILL = """log => new Promise((done) => {
  let [place, frames] = ['', 0];
  const look = () => {
    const now = `${log.scrollTop} of ${log.scrollHeight}`;
    frames = now === place ? frames + 1 : 0;
    place = now;
    if (frames === 20) done();
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Until nothing has moved for some frames."""


async def _import(house: House) -> str:
    """The conversation of the chat; a second import of it adds nothing."""
    form = FormData()
    form.add_field("kind", "whatsapp")
    form.add_field("date_order", "dmy")
    form.add_field("me", "Mira")
    form.add_field("file", _chat().encode(), filename=FILE, content_type="text/plain")
    job = await house.ask("POST", "/imports", form=form)
    async with asyncio.timeout(ARRIVES_WITHIN):
        while job["state"] != "done":
            await asyncio.sleep(0.05)
            job = await house.ask("GET", f"/imports/{job['id']}")
    return str(job["report"]["conversation_id"])


async def test_a_long_thread_is_read_to_its_first_message_and_nothing_jumps(
    house: House, desk: Desk
) -> None:
    await desk.goes_to(f"/inbox/{await _import(house)}")
    articles = desk.thread.get_by_role("article")
    await expect(articles).to_have_count(50)
    await expect(desk.message(f"tea number {MESSAGES - 1}.")).to_be_in_viewport()
    read = desk.message(f"tea number {MESSAGES - 49}.")
    await desk.thread.evaluate(STILL)  # else it goes to its end once more, after we have scrolled
    await desk.thread.evaluate("log => { log.scrollTop = 300; }")
    before = await read.bounding_box()
    await expect(articles).to_have_count(100)
    assert await read.bounding_box() == before
    await desk.thread.evaluate("log => { log.scrollTop = 0; }")
    await expect(articles).to_have_count(MESSAGES)
    await desk.thread.evaluate("log => { log.scrollTop = 0; }")
    await expect(desk.message("tea number 1.")).to_be_in_viewport()


async def test_a_link_to_a_message_of_the_past_stays_there_and_leads_to_the_end(
    house: House, desk: Desk
) -> None:
    await desk.goes_to(f"/inbox/{await _import(house)}?at=26")
    found = desk.message("tea number 26.")
    await expect(found).to_be_in_viewport()
    await expect(desk.page.get_by_role("button", name="Latest")).to_be_visible()
    articles = desk.thread.get_by_role("article")
    for loaded in (100, MESSAGES):
        await desk.thread.evaluate("log => { log.scrollTop = log.scrollHeight; }")
        await expect(articles).to_have_count(loaded)


async def test_an_archive_says_what_it_is_and_what_its_export_left_out(
    house: House, desk: Desk, sit_down: OpenDesk
) -> None:
    conversation = await _import(house)
    await desk.goes_to(f"/inbox/{conversation}?status=resolved")
    await expect(desk.thread).to_contain_text("Attachment (not in the export)")
    await expect(desk.row("Bo Lindqvist")).to_contain_text("Attachment (not in the export)")
    await expect(desk.page.get_by_text("an answer would reach nobody")).to_be_visible()
    settings = await sit_down(house, "/settings/channels")
    row = settings.page.get_by_role("listitem").filter(has_text="Bo LindqvistImported from")
    await expect(row).to_contain_text("last message 6 Mar")
    await expect(row.get_by_role("button")).to_have_text(["Read", "Rename"])
