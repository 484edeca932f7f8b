"""The bot in the console, in a shop of its own: who answers in the inbox, and the bot's page."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.conftest import OpenDesk
from tests.flows.desk import PHONE, WIDE, Desk
from tests.flows.houses import House, close_house, open_house

BOT: dict[str, Any] = {
    "responders": [
        {
            "name": "Price",
            "on": {"text": {"contains_any": ["price"]}},
            "answer": {"text": {"en": "A tin is 12.", "zh": "一罐十二元。"}},
        },
        {"name": "Other words", "fallback": True, "answer": {"text": "In other words, please."}},
    ],
    "hand_over": {"text": "A colleague will answer."},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(built: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Its bot would answer the customers of other flows."""
    opened = await open_house(tmp_path_factory.mktemp("bots"))
    try:
        await opened.set_up()
        yield opened
    finally:
        await close_house(opened)


async def _in_force(shop: House, definition: dict[str, Any]) -> None:
    await shop.ask("PATCH", "/bots", {"definition": definition})
    await shop.ask("POST", "/bots/publish", {})


async def test_who_is_not_understood_twice_calls_for_a_person_and_is_handed_back(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, BOT)
    odd = await shop.newcomer("Odette Odd", "What is the price?")
    await odd.receives(lambda one: one.get("text") == "A tin is 12.")
    desk = await sit_down(shop, f"/inbox/{await shop.conversation_of(odd)}")
    head = desk.page.locator("header").filter(has_text=odd.name)
    await expect(head.get_by_text("Bot", exact=True)).to_be_visible()
    await expect(desk.page.get_by_text("The bot answers here.")).to_be_visible()

    await odd.writes("Blargh zonk")
    await odd.receives(lambda one: one.get("text") == "In other words, please.")
    await odd.writes("Zonk blargh")
    await expect(head.get_by_text("Needs a person")).to_be_visible()
    await expect(desk.row(odd).get_by_text("Needs a person")).to_be_visible()
    await desk.presses("Hand back to the bot")
    await expect(desk.row(odd).get_by_text("Needs a person")).to_have_count(0)
    await expect(desk.page.get_by_text("The bot answers Odette Odd again")).to_be_visible()
    await desk.presses("Take over")
    await expect(desk.page.get_by_text(re.compile("a colleague has taken over"))).to_be_visible()
    await desk.page.keyboard.press("z")
    await expect(head.get_by_text("Bot", exact=True)).to_be_visible()


async def _write_delivery(desk: Desk) -> None:
    page = desk.page
    await desk.presses("Add a responder")
    await page.get_by_role("menuitem", name="When somebody means something").click()
    row = page.get_by_role("listitem").filter(has_text="Needs a name")
    await expect(row).to_be_visible()
    await page.get_by_role("textbox", name="Name", exact=True).fill("Delivery")
    await page.get_by_role("combobox", name="What is meant").click()
    await page.get_by_role("option", name="A new meaning").click()
    sentences = "Where is my parcel?\nWhen does my order arrive?\nHas my parcel been sent?"
    await page.get_by_label("Example sentences").fill(sentences)
    await page.get_by_label("Answer in English").last.fill("Three days.")


async def _leave_and_come_back(desk: Desk) -> None:
    """Without saving, and it is there still."""
    responder = desk.page.get_by_role("button", name=re.compile("^Delivery"))
    await desk.page.get_by_role("link", name="Contacts", exact=True).click()
    await expect(responder).to_have_count(0)
    await desk.page.go_back()
    await expect(responder).to_be_visible()


async def test_a_responder_is_written_tried_published_and_answers(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, BOT)
    desk = await sit_down(shop, "/inbox")
    page = desk.page
    await expect(page.get_by_role("link", name="Bot", exact=True)).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("b")
    await _write_delivery(desk)
    await desk.presses("Move Delivery up")
    await _leave_and_come_back(desk)

    chat = page.get_by_role("region", name="Try it")
    await chat.get_by_label("Write as a customer").fill("where's my parcel")
    await page.keyboard.press("Enter")
    await expect(chat.get_by_role("log")).to_contain_text("Three days.")
    await chat.get_by_text("Delivery answers", exact=True).click()
    await expect(chat.get_by_role("log")).to_contain_text("Price its condition does not hold")
    await chat.get_by_role("combobox", name="Which bot").click()
    await page.get_by_role("option", name="In force").click()
    await expect(chat.get_by_role("log")).to_contain_text("In other words, please.")

    await page.get_by_role("link", name="Changes", exact=True).click()
    now = page.get_by_role("region", name="What it does").get_by_role("listitem")
    await expect(now.filter(has_text="answer “Three days.”")).to_be_visible()
    await desk.presses("Publish")
    ivo = await shop.newcomer("Ivo Impatient", "Where is my parcel?")
    await ivo.receives(lambda one: one.get("text") == "Three days.")
    versions = page.get_by_role("region", name="Versions").get_by_role("listitem")
    before = await versions.count()
    await versions.nth(1).get_by_role("button", name=re.compile("Put version")).click()
    await expect(versions).to_have_count(before + 1)
    kept = (await shop.ask("GET", "/bots"))["definition"]
    assert [one["name"] for one in kept["responders"]] == ["Price", "Other words"]


async def test_what_the_hub_refuses_stands_at_its_field_and_pausing_says_why(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, BOT)
    desk = await sit_down(shop, "/bots")
    page = desk.page
    await page.get_by_role("button", name=re.compile("^Other words")).click()
    await page.get_by_role("textbox", name="Name", exact=True).fill("Price")
    await expect(
        page.get_by_text(re.compile("is the name of an earlier responder"))
    ).to_be_visible()
    await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    await desk.presses("Revert")
    await desk.presses("Pause")
    await page.keyboard.type("too chatty")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("too chatty")).to_be_visible()
    await desk.presses("Resume")
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()


PARCELS: dict[str, Any] = {
    "name": "Parcels",
    "intent": "parcel",
    "answer": {"text": "Three days."},
}
MEANT = BOT | {
    "responders": [*BOT["responders"], PARCELS],
    "intents": {"parcel": ["Where is my parcel?", "Has my parcel been sent?"]},
}


async def test_what_was_taught_is_taken_back_with_the_sentence(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, MEANT)
    words = "Weeks since parcel order"
    urs = await shop.newcomer("Urs Unclear", words)
    await urs.receives(lambda one: one.get("text") == "In other words, please.")
    desk = await sit_down(shop, "/bots/figures")
    missed = desk.page.get_by_role("region", name="What it did not understand")
    sentence = missed.get_by_role("listitem").filter(has_text=words)
    example = sentence.get_by_role("button", name="An example of parcel")
    await example.click()
    await expect(sentence).to_have_count(0)
    kept = (await shop.ask("GET", "/bots"))["definition"]
    assert kept["intents"]["parcel"][-1] == words
    await desk.presses("Undo")
    await expect(example).to_be_enabled()
    kept = (await shop.ask("GET", "/bots"))["definition"]
    assert kept["intents"] == MEANT["intents"]


async def test_what_was_not_understood_is_counted_taught_and_dismissed(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, MEANT)
    lost = await shop.newcomer("Lotte Lost", "Hello")
    await lost.receives(lambda one: one.get("text") == "In other words, please.")
    unclear = await shop.newcomer("Uwe Unclear", "Ages since parcel order")
    await unclear.receives(lambda one: one.get("text") == "In other words, please.")
    desk = await sit_down(shop, "/bots/figures")
    page = desk.page
    row = page.get_by_role("row").filter(has_text="Other words")
    await expect(row).to_be_visible()
    missed = page.get_by_role("region", name="What it did not understand")
    sentence = missed.get_by_role("listitem").filter(has_text="Ages since parcel order")
    await sentence.get_by_role("button", name="An example of parcel").click()
    await expect(sentence).to_have_count(0)
    kept = (await shop.ask("GET", "/bots"))["definition"]
    assert kept["intents"]["parcel"][-1] == "Ages since parcel order"

    hello = missed.get_by_role("listitem").filter(has_text="Hello")
    await desk.presses("Dismiss “Hello”")
    await expect(hello).to_have_count(0)
    await page.keyboard.press("z")
    assert await hello.get_by_role("button", name="An example of parcel").count() == 0
    await hello.get_by_role("button", name="More to make of “Hello”").click()
    await expect(page.get_by_text("Other meanings, less like it")).to_be_visible()
    await expect(page.get_by_text("It may mean")).to_have_count(0)
    await page.get_by_role("menuitem", name="Price").click()
    await page.get_by_label("Keyword of Price").fill("hello price")
    await page.keyboard.press("Enter")
    await expect(hello).to_have_count(0)
    kept = (await shop.ask("GET", "/bots"))["definition"]
    assert "hello price" in json.dumps(kept["responders"][0]["on"])


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)], ids=["wide", "phone"])
async def test_a_sentence_becomes_a_responder_and_axe_finds_nothing(
    shop: House, sit_down: OpenDesk, size: tuple[int, int], *, dark: bool
) -> None:
    await _in_force(shop, BOT)
    words = f"Do you sell mugs {size[0]}"
    newcomer = await shop.newcomer(f"Mo {size[0]}", words)
    await newcomer.receives(lambda one: one.get("text") == "In other words, please.")
    desk = await sit_down(shop, "/bots/figures", size=size, dark=dark)
    responder = f"A new responder for “{words}”"
    await desk.page.get_by_role("button", name=responder).wait_for()
    await desk.page.evaluate(AXE.read_text())
    assert json.dumps(await desk.page.evaluate(RUN)) == "[]"
    assert not await desk.page.evaluate(WIDER)
    await desk.presses(responder)
    await expect(desk.page.get_by_label("Example sentences")).to_have_value(words)
    await expect(desk.page.get_by_text("Needs an answer")).to_be_visible()


async def test_figures_and_sentences_keep_to_the_chosen_days(
    shop: House, sit_down: OpenDesk
) -> None:
    await _in_force(shop, BOT)
    newcomer = await shop.newcomer("Dee Days", "What is the price?")
    await newcomer.receives(lambda one: one.get("text") == "A tin is 12.")
    desk = await sit_down(shop, "/bots/figures")
    page = desk.page
    for days, label in ((7, None), (30, "30 days"), (90, "90 days")):
        async with (
            page.expect_response(re.compile(rf"/bots/counters\?days={days}$")),
            page.expect_response(re.compile(rf"/bots/not-understood\?days={days}&")),
        ):
            await (page.reload() if label is None else page.get_by_text(label).click())


async def test_a_sentence_becomes_a_rule(shop: House, sit_down: OpenDesk) -> None:
    await _in_force(shop, BOT)
    words = "Are you open at Easter"
    newcomer = await shop.newcomer("Eve Easter", words)
    await newcomer.receives(lambda one: one.get("text") == "In other words, please.")
    desk = await sit_down(shop, "/bots/figures")
    page = desk.page
    await desk.presses(f"More to make of “{words}”")
    await page.get_by_role("menuitem", name="A rule that tags whoever says so").click()
    await expect(page.get_by_label("Name", exact=True)).to_have_value(words)
    await expect(page.get_by_role("group", name="Wrote certain words")).to_contain_text(words)
