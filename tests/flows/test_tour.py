"""The story on the stage: by phone and in the shop's chat, with the hub's own clock at the end."""

import re
import time
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, Locator, Page, ViewportSize, expect

from config.demo.ports import free_ports
from tests.config.demo.running import RunningDemo
from tests.flows.test_stage import a_link
from tests.flows.visitors import CLOSED_ROOTS
from tests.support.ports import first_port

DESK = ViewportSize(width=1440, height=900)
QUESTION = "我的快递怎么还没到"
ODD = "你们卖潜水艇吗？"
TAG_WITHIN, ANSWER_WITHIN = 1.0, 2.0
"""Seconds, as the issue wants them; seen in the page."""
PATIENCE = 10_000


@pytest.fixture(scope="module")
def demo(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    port = str(next(free_ports(first_port(23_000))))
    with RunningDemo(tmp_path_factory.mktemp("tour"), "--port", port) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, demo: RunningDemo) -> AsyncIterator[Page]:
    context = await chromium.new_context(locale="zh-CN", viewport=DESK)
    await context.add_init_script(CLOSED_ROOTS)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(await a_link(demo))
    await expect(page.locator("#bar")).to_be_visible()
    if await page.locator("#tour").is_hidden():  # it has been seen to its end
        await page.locator("#open-tour").click()
    yield page
    await context.close()
    assert complaints == []


def step(page: Page, name: str) -> Locator:
    return page.locator(f"#step-{name}.done")


async def seconds_until(found: Locator, since: float) -> float:
    await expect(found).to_be_visible(timeout=PATIENCE)
    return time.monotonic() - since


async def types(where: FrameLocator, words: str) -> float:
    """When the words were sent."""
    box = where.get_by_role("textbox").last
    await box.fill(words)
    await box.press("Enter")
    return time.monotonic()


async def test_the_whole_story(page: Page) -> None:
    await page.get_by_role("button", name="Robin (you)").click()
    phone, inbox = page.frame_locator("#phone"), page.frame_locator("#inbox")
    await phone.get_by_role("button", name="开始").click()

    asked = await types(phone, QUESTION)
    article = phone.locator(".row:not(.own)").filter(has_text="快递公司查件")
    assert await seconds_until(article.first, asked) <= ANSWER_WITHIN
    await expect(step(page, "answered")).to_be_visible()

    asked = await types(phone, QUESTION)
    tagged = step(page, "tagged")
    assert await seconds_until(tagged, asked) <= TAG_WITHIN
    await expect(tagged).to_contain_text("两次催快递")
    assert await seconds_until(article.nth(1), asked) <= ANSWER_WITHIN

    for name in ("puzzled", "called"):
        await page.locator(f"#say-{name}").click()
        await expect(step(page, name)).to_be_visible(timeout=PATIENCE)
    await expect(phone.locator(".row.own").last).to_contain_text(ODD)
    robin = inbox.get_by_role("link").filter(has_text="Robin")
    await expect(robin.get_by_text("需要人工")).to_be_visible()

    await robin.click()
    await expect(inbox.get_by_text("机器人已请求人工，不再回复。")).to_be_visible()
    await page.locator("#leap-lapsed").click()
    await expect(step(page, "lapsed")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("#tour-count")).to_have_text("5/5")


async def test_after_a_leap_the_bot_answers_in_the_shops_chat(page: Page) -> None:
    """It has signed nobody out, and what is written now is of now."""
    await page.locator("#clock-30d").click()
    await expect(page.locator("#tour .clock")).to_contain_text(re.compile(r"快 3\d 天"))
    shop = page.frame_locator("#shop")
    await shop.get_by_role("link", name="月白杯").click()
    await shop.get_by_role("button", name="咨询").click()
    chat = shop.frame_locator("scrm-chat iframe")
    await chat.get_by_role("button", name="跳过").click()
    asked = await types(chat, QUESTION)
    answer = chat.get_by_role("article").filter(has_text="快递公司查件")
    assert await seconds_until(answer.first, asked) <= ANSWER_WITHIN
    inbox = page.frame_locator("#inbox")
    await expect(inbox.get_by_text("Hannah Becker").first).to_be_visible()


async def test_the_tour_is_put_away_and_stays_so(page: Page) -> None:
    await page.locator("#open-tour").click()
    await expect(page.locator("#tour")).to_be_hidden()
    await page.reload()
    await expect(page.locator("#bar")).to_be_visible()
    await expect(page.locator("#tour")).to_be_hidden()
