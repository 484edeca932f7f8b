"""A link is made short for each person; who follows it gets where it leads, and is known to have."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from scrm.journal.tables import Event
from tests.campaigns.shop import Shop, open_shop, stands
from tests.support.cast import ADA, BO, CY, Someone
from tests.support.databases import Place

HUB = "https://hub.example"
TEA = "https://tea.example/new?from=us"
BROWSER = {"User-Agent": "Mozilla/5.0 Chrome/130 Safari/537.36", "Accept-Language": "en"}
SHORT = re.compile(rf"{HUB}(/l/[0-9A-Za-z]+)")


@pytest.fixture
async def shop(place: Place, tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_shop(place, tmp_path, public_url=HUB) as opened:
        yield opened


async def _follow(shop: Shop, path: str, **more: Any) -> tuple[int, str]:
    method, headers = more.get("method", "GET"), more.get("headers", BROWSER)
    reply = await shop.running.client.ask(method, path, headers=headers, allow_redirects=False)
    return reply.status, reply.headers.get("Location", "")


async def _links(shop: Shop, campaign: str) -> list[dict[str, Any]]:
    found = await shop.running.client.get(f"/campaigns/{campaign}/links")
    return list(found["items"])


async def _sent(shop: Shop, text: str, **more: Any) -> str:
    await shop.meets(ADA, BO)
    campaign = await shop.launched(message={"text": text}, **more)
    await shop.running.until(stands("sent", "sent"))
    return campaign


def _path(shop: Shop, who: Any) -> str:
    (text,) = shop.got(who)
    found = SHORT.search(text)
    assert found, text
    return found[1]


async def test_each_has_a_link_of_their_own_that_leads_there(shop: Shop) -> None:
    campaign = await _sent(shop, f"New: {TEA}.")
    ada, bo = _path(shop, ADA), _path(shop, BO)
    assert ada != bo
    assert shop.got(ADA) == [f"New: {HUB}{ada}."]
    assert await _follow(shop, ada) == (302, TEA)
    (event,) = await shop.running.read(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "campaign.clicked")).all()
    )
    assert (event.data["campaign_id"], event.data["url"]) == (campaign, TEA)
    report = await shop.running.client.get(f"/campaigns/{campaign}/report")
    assert (report["clicked"], report["replied"], report["opted_out"]) == (1, 0, 0)
    (link,) = await _links(shop, campaign)
    assert link == {"number": 1, "url": TEA, "people": 1, "clicks": 1, "scans": 0}


async def test_twice_at_once_is_once_and_another_is_another(shop: Shop) -> None:
    campaign = await _sent(shop, f"New: {TEA}")
    for _ in range(3):
        await _follow(shop, _path(shop, ADA))
    await _follow(shop, _path(shop, BO))
    (link,) = await _links(shop, campaign)
    assert (link["people"], link["clicks"]) == (2, 2)


async def test_programs_are_sent_on_and_counted_apart(shop: Shop) -> None:
    campaign = await _sent(shop, f"New: {TEA}")
    path = _path(shop, ADA)
    assert await _follow(shop, path, method="HEAD") == (302, TEA)
    assert (await _follow(shop, path, headers={"User-Agent": "TelegramBot"}))[0] == 302
    (link,) = await _links(shop, campaign)
    assert (link["people"], link["clicks"], link["scans"]) == (0, 0, 1)
    assert (await shop.running.client.get(f"/campaigns/{campaign}/report"))["clicked"] == 0


async def test_what_is_somebody_s_own_goes_as_it_was_written(shop: Shop) -> None:
    text = "https://tea.example/{{ contact.name }} https://t.me/leafclay_bot"
    campaign = await _sent(shop, text)
    assert shop.got(ADA) == [f"https://tea.example/{ADA.name} https://t.me/leafclay_bot"]
    assert [one["url"] for one in await _links(shop, campaign)] == ["https://tea.example/"]


async def test_who_wants_no_short_links_has_none(shop: Shop) -> None:
    campaign = await _sent(shop, TEA, links="as_written")
    assert shop.got(ADA) == [TEA]
    assert await _links(shop, campaign) == []


@pytest.mark.parametrize("path", ["/l/" + "0" * 21, "/l/" + "z" * 21])
async def test_a_link_of_nobody_s_leads_nowhere(shop: Shop, path: str) -> None:
    assert await _follow(shop, path) == (404, "")


HOSTILE = (
    *("?dest=https://evil.example", "?next=//evil.example", "?url=https:%5C%5Cevil.example"),
    *("#//evil.example", "%0d%0aLocation:%20https://evil.example", "/../../evil", "//evil.example"),
    *("/https://evil.example", "%2f%2fevil.example", "%5Cevil.example", "@evil.example", ".evil"),
    *(";https://evil.example", "%00https://evil.example", "%E2%80%AE", "?" + "a=b&" * 500),
)


async def test_nothing_behind_a_link_leads_elsewhere(shop: Shop) -> None:
    """S-08: it goes where its campaign says, or nowhere; whatever stands behind it, and whoever it is
    said to be for."""
    await _sent(shop, f"New: {TEA}")
    path = _path(shop, ADA)
    for tail in HOSTILE:
        for way in (path + tail, path[:-1] + tail, f"/{path}{tail}"):
            status, where = await _follow(shop, way)
            assert (status, where) in {(302, TEA), (404, "")}, way


async def test_what_people_are_called_never_becomes_a_link_of_ours(shop: Shop) -> None:
    """S-08: only what the campaign's author wrote is sent on to."""
    hostile = Someone(777, "https://evil.example/x")
    await shop.meets(hostile)
    campaign = await shop.launched(message={"text": "{{ contact.name }} " + TEA})
    await shop.running.until(stands("sent"))
    (text,) = shop.got(hostile)
    assert text.startswith("https://evil.example/x ")
    assert [one["url"] for one in await _links(shop, campaign)] == [TEA]


async def test_answers_stand_in_the_report_with_their_conversation(shop: Shop) -> None:
    await shop.meets(ADA, BO, CY)
    offer = {"text": "Tea?", "buttons": [{"label": "Yes", "value": "yes"}]}
    campaign = await shop.launched(message=offer)
    await shop.running.until(stands("sent", "sent", "sent"))
    shop.platform.phone(ADA).write("Which one?")
    shop.platform.phone(BO).write("STOP")
    await shop.running.until(lambda s: len(s.exec(_replies()).all()) == 2 or None)
    report = await shop.running.client.get(f"/campaigns/{campaign}/report")
    assert (report["replied"], report["opted_out"]) == (2, 1)
    found = await shop.running.client.get(f"/campaigns/{campaign}/replies")
    told = {one["name"]: (one["kind"], one["text"]) for one in found["items"]}
    assert told == {"Ada": ("reply", "Which one?"), "Bo": ("stop", "STOP")}
    conversation = await shop.running.conversation_of(ADA)
    (ada,) = (one for one in found["items"] if one["name"] == "Ada")
    assert ada["conversation_id"] == conversation
    page = await shop.running.client.get(f"/campaigns/{campaign}/replies?limit=1")
    more = await shop.running.client.get(
        f"/campaigns/{campaign}/replies?limit=1&cursor={page['next']}"
    )
    assert [one["name"] for one in page["items"] + more["items"]] == [
        one["name"] for one in found["items"]
    ]


def _replies() -> Any:
    return select(Event).where(col(Event.kind) == "campaign.replied")
