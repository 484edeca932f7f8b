"""The stage launches a campaign to two hundred customers: from an empty demo to a finished report,
and once more with the plug pulled in its middle."""

import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from config.demo import club
from config.demo.ports import free_ports
from config.sandbox.calllog import CallLog
from tests.config.demo.running import RunningDemo
from tests.flows.axe import AXE, RUN, WIDER
from tests.flows.test_stage import a_link
from tests.support.ports import first_port

pytestmark = pytest.mark.timeout(400)
Watch = Callable[[ViewportSize], Awaitable[Page]]
DESK = ViewportSize(width=1280, height=800)
POCKET = ViewportSize(width=390, height=844)
TOLD_WITHIN = 120_000
"""Milliseconds for the whole story."""
COUNTED_WITHIN = 150_000
SORRY = tuple(said.rpartition("{name}")[2] for said in club.SORRY.values())


@pytest.fixture
def demo(built: None, tmp_path: Path) -> Iterator[RunningDemo]:
    """An empty one for each story."""
    port = str(next(free_ports(first_port(22_400))))
    with RunningDemo(tmp_path, "--port", port, "--speed", "20") as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def watch(chromium: Browser, demo: RunningDemo) -> AsyncIterator[Watch]:
    """Lets people come who watch; nothing may break in their browsers."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    async def come(viewport: ViewportSize) -> Page:
        contexts.append(await chromium.new_context(locale="en-US", viewport=viewport))
        page = await contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(await a_link(demo))
        await expect(page.locator("#bar")).to_be_visible()
        return page

    yield come
    for context in contexts:
        await context.close()
    assert broken == []


async def opened(page: Page) -> Locator:
    """The campaign's panel."""
    await page.get_by_role("button", name="Launch a campaign").click()
    return page.get_by_role("region", name="Launch a campaign")


async def number_of(panel: Locator, fate: str) -> int:
    """People there; a fate that nobody has may be left out."""
    found = panel.locator(f"[data-fate={fate}]")
    return int(await found.inner_text()) if await found.count() else 0


def log_of(demo: RunningDemo) -> CallLog:
    return CallLog(demo.data / "demo" / "sandbox" / "telegram" / "calls.jsonl")


def lots(log: CallLog) -> list[str]:
    """Of each campaign what its messages say, the oldest first."""
    texts = [line["text"] for line in log.sends() if "№ " in (line.get("text") or "")]
    return list(dict.fromkeys(found[0] for text in texts if (found := re.search(r"№ \w{4}", text))))


def given(log: CallLog, lot: str) -> Counter[int]:
    """How often the platform took the campaign's message for each chat."""
    return Counter(line["chat_id"] for line in log.sends() if lot in (line.get("text") or ""))


async def test_from_an_empty_demo_to_a_finished_report(watch: Watch, demo: RunningDemo) -> None:
    page = await watch(DESK)
    panel = await opened(page)
    begun = time.monotonic()
    await panel.get_by_role("button", name="Launch it").click()
    await expect(panel.get_by_role("button", name="Under way …")).to_be_disabled()
    await is_told_live(panel)
    finished = panel.get_by_role("heading", name="Finished: everybody who should have it")
    await expect(finished).to_be_visible(timeout=TOLD_WITHIN)
    assert time.monotonic() - begun < TOLD_WITHIN / 1000
    ends = {"answered": "1", "sent": "198", "held": "0", "stopped": "1", "waiting": "0"}
    for fate, count in ends.items():
        await expect(panel.locator(f"[data-fate={fate}]")).to_have_text(count)
    says_the_same(log_of(demo))
    await panel.get_by_role("link", name="Open its report").click()
    report = page.frame_locator("#inbox").get_by_role("region", name="Report")
    await expect(report.get_by_text("Finished", exact=True)).to_be_visible()
    await expect(report).to_contain_text("not sent: they opted out of marketing")
    await page.locator("#phone-presses").click()
    thanks = re.compile("|".join(re.escape(words) for words in club.kept()))
    await expect(page.frame_locator("#phone").locator("#messages")).to_contain_text(thanks)
    await fits_a_pocket(await watch(POCKET))


async def is_told_live(panel: Locator) -> None:
    """What was to become of everybody, then who is where, and what three of them do."""
    slices = panel.locator(".slices")
    await expect(slices).to_contain_text("199 get it now", timeout=TOLD_WITHIN)
    await expect(slices).to_contain_text("1 held: waits for our answer")
    held = panel.locator("[data-fate=held]")
    await expect(held).to_have_text("1", timeout=TOLD_WITHIN)
    await expect(panel.locator("#part-complains")).to_contain_text("the campaign is held")
    for role in ("presses", "leaves", "complains"):
        part = panel.locator(f"#part-{role}")
        await expect(part).to_have_class("part done", timeout=TOLD_WITHIN)


async def fits_a_pocket(page: Page) -> None:
    panel = await opened(page)
    await expect(panel.get_by_role("button", name="Launch another")).to_be_visible()
    assert not await page.evaluate(WIDER)
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(RUN) == []
    await panel.get_by_role("link", name="Open its report").click()
    report = page.frame_locator("#inbox").get_by_role("region", name="Report")
    await expect(report.get_by_text("Finished", exact=True)).to_be_visible()
    await expect(panel).to_be_hidden()


def says_the_same(log: CallLog) -> None:
    """What the platform's own log has to say."""
    (lot,) = lots(log)
    chats = given(log, lot)
    assert (len(chats), chats.total()) == (199, 199)
    stops = {line["chat_id"] for line in log.updates().values() if line.get("text") == club.STOP}
    assert stops
    assert not stops & chats.keys()
    complains = next(
        line["chat_id"]
        for line in log.updates().values()
        if line.get("text") in club.COMPLAINS.values()
    )
    heard = [line["text"] for line in log.sends() if line["chat_id"] == complains]
    answered = next(n for n, text in enumerate(heard) if text.endswith(SORRY))
    assert answered < next(n for n, text in enumerate(heard) if lot in text)


async def test_the_plug_is_pulled_in_the_middle_of_a_campaign(
    watch: Watch, demo: RunningDemo
) -> None:
    page = await watch(DESK)
    panel = await opened(page)
    await panel.get_by_role("button", name="Launch, and pull the plug in the middle").click()
    await expect(page.locator("#pulse")).to_have_text("The hub is dead", timeout=COUNTED_WITHIN)
    middle = given(log_of(demo), lots(log_of(demo))[-1])
    assert 0 < len(middle) < 190
    await page.get_by_role("button", name="Pull the plug").click()
    verdict = page.get_by_role("heading", name="Nothing lost, nothing doubled")
    await expect(verdict).to_be_visible(timeout=COUNTED_WITHIN)
    counted = {
        name: int(await page.locator(f"[data-count=campaign_{name}]").inner_text())
        for name in ("audience", "accepted", "unknown", "lost", "doubled", "waiting")
    }
    assert counted["audience"] == 200
    assert (counted["lost"], counted["doubled"], counted["waiting"]) == (0, 0, 0)
    await opened(page)
    finished = panel.get_by_role("heading", name="Finished")
    await expect(finished).to_be_visible(timeout=COUNTED_WITHIN)
    chats = given(log_of(demo), lots(log_of(demo))[-1])
    assert set(chats.values()) == {1}
    sent, unknown, answered = [
        await number_of(panel, fate) for fate in ("sent", "unknown", "answered")
    ]
    assert unknown == counted["unknown"]
    assert sent + answered <= len(chats) <= sent + answered + unknown
