"""A phone in a real browser: what is typed reaches the bot, what the bot does is seen."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import telegram
from playwright.async_api import Browser, FilePayload, Page, expect

from config.sandbox.clock import SystemClock
from config.sandbox.telegram import Bot, Phone, Settings, TelegramSandbox, running
from tests.config.sandbox.telegram.conftest import oracle

STARTED = re.compile(r"^/start\s*\d\d:")
"""What the person sees of it, and when it was; what the link said is for the bot alone."""


@pytest.fixture
def clock() -> SystemClock:
    """A browser has no other."""
    return SystemClock()


@pytest_asyncio.fixture(loop_scope="session")
async def served(
    tmp_path: Path, settings: Settings, clock: SystemClock
) -> AsyncIterator[tuple[TelegramSandbox, str]]:
    """On the event loop of the browser, as all here."""
    async with running(tmp_path, settings, clock) as pair:
        yield pair


@pytest_asyncio.fixture(loop_scope="session")
async def api(bot: Bot, address: str) -> AsyncIterator[telegram.Bot]:
    async with oracle(bot, address) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(locale="en-US", viewport={"width": 390, "height": 844})
    page = await context.new_page()
    page.set_default_timeout(10_000)
    yield page
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screen(page: Page, ada: Phone, address: str) -> AsyncIterator[Page]:
    """Ada's phone; at the end the browser must have had nothing to complain of."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(f"{address}/phones/{ada.person.id}?start=promo")
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator(".row.own .text")).to_have_text(STARTED)
    yield page
    assert complaints == []


async def test_the_bot_types_and_its_words_appear_with_their_marks(
    screen: Page, api: telegram.Bot, ada: Phone
) -> None:
    await api.send_chat_action(ada.person.id, "typing")
    await expect(screen.locator("#status")).to_have_text("typing…")
    await api.send_message(ada.person.id, "<b>Well</b> <i>&lt;b&gt;?</i>", parse_mode="HTML")
    await expect(screen.locator(".row:not(.own) strong")).to_have_text("Well")
    await expect(screen.locator(".row:not(.own) em")).to_have_text("<b>?")
    await expect(screen.locator("#status")).to_have_text("bot")


async def test_a_button_spins_until_the_bot_answers(
    screen: Page, api: telegram.Bot, ada: Phone
) -> None:
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Yes", callback_data="y")
    )
    await api.send_message(ada.person.id, "Sure?", reply_markup=markup)
    button = screen.get_by_role("button", name="Yes")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = (await api.get_updates(offset=-1))[0].callback_query
    assert query is not None
    await query.answer("Noted")
    await expect(screen.get_by_role("alert")).to_have_text("Noted")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_person_writes_and_edits(screen: Page, api: telegram.Bot) -> None:
    box, last = screen.get_by_role("textbox"), screen.locator(".row.own .text").last
    await box.fill("Helo")
    await box.press("Enter")
    await expect(last).to_contain_text("Helo")
    await screen.locator(".row.own").last.hover()
    await screen.get_by_role("button", name="Edit").last.click()
    await box.fill("Hello")
    await box.press("Enter")
    await expect(last).to_contain_text("Hello")
    update = (await api.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.text == "Hello"


async def test_a_person_attaches_and_blocks(screen: Page, api: telegram.Bot) -> None:
    await screen.get_by_role("button", name="Attach").click()
    await screen.get_by_role("menuitem", name="Sample voice note").click()
    await expect(screen.locator(".sound")).to_be_visible()
    await screen.get_by_role("button", name="Attach").click()
    async with screen.expect_file_chooser() as chooser:
        await screen.get_by_role("menuitem", name="Document").click()
    bill = FilePayload(name="bill.txt", mimeType="text/plain", buffer=b"one book")
    await (await chooser.value).set_files(bill)
    await expect(screen.locator(".card")).to_contain_text("bill.txt")
    await screen.get_by_role("button", name="More").click()
    await screen.get_by_role("menuitem", name="Block this bot").click()
    await expect(screen.get_by_role("button", name="Unblock")).to_be_visible()
    assert (await api.get_updates())[-1].my_chat_member is not None


async def test_a_link_is_opened_on_the_phone_that_one_chooses(
    page: Page, api: telegram.Bot, ada: Phone, address: str
) -> None:
    await page.goto(f"{address}/t.me/{ada.bot.username}?start=token_of-a-link")
    await expect(page.get_by_role("heading")).to_have_text(ada.bot.first_name)
    await page.get_by_role("button", name=ada.person.first_name).click()
    await page.wait_for_url(f"{address}/phones/{ada.person.id}?*")
    await expect(page.locator(".row.own .text")).to_have_text(STARTED)
    message = (await api.get_updates())[-1].message
    assert message is not None
    assert (message.text, message.chat.id) == ("/start token_of-a-link", ada.person.id)


async def test_a_link_is_opened_by_somebody_new_and_rubbish_in_it_is_left_out(
    page: Page, api: telegram.Bot, ada: Phone, address: str
) -> None:
    await page.goto(f"{address}/t.me/{ada.bot.username}?start=no%20token")
    await page.get_by_placeholder("First name").fill("Bo")
    await page.get_by_role("button", name="Start as somebody new").click()
    await expect(page.locator(".row.own .text")).to_have_text(STARTED)
    message = (await api.get_updates())[-1].message
    assert message is not None
    assert message.text == "/start"


async def test_a_link_to_no_bot_says_so(page: Page, address: str) -> None:
    await page.goto(f"{address}/t.me/nobody_here_bot?lang=zh")
    await expect(page.locator("#about")).to_contain_text("没有叫这个名字的机器人")
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_all_phones_in_chinese_with_a_new_customer(
    page: Page, ada: Phone, address: str
) -> None:
    ada.write("Hi")
    await page.goto(f"{address}/phones?lang=zh")
    await expect(page.get_by_role("heading")).to_have_text("手机")
    await page.get_by_placeholder("名字").fill("Bo")
    await page.get_by_role("button", name="添加客户").click()
    await expect(page.locator("figure")).to_have_count(2)
    await expect(page.locator("figure a small").first).to_have_text("Hi")
