"""F-53: every text that people can type survives the way in, the database, and the way out."""

import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
import pytest
from sqlmodel import Session, select

import connectors
from config.sandbox.telegram import Phone
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Delivery
from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.platform import Platform

TEXTS = {
    "emoji": "Danke 😀 👍🏽 🇨🇭",
    "a family joined by ZWJ": "👨\u200d👩\u200d👧\u200d👦 is here",
    "right to left": "\u202eevil\u202c שלום עליכם مرحبا",
    "zalgo": "Z" + "\u0300\u0335\u0489" * 1_000,
    "Chinese": "你好，请问退货怎么办？𠮷野家",
    "four bytes": "𝒳𝔘🂡",
    "line ends": "one\ntwo\n\nthree",
    "quotes and SQL": "Robert'); DROP TABLE message;-- \\ \" ` %s :x ?",
    "percent": "100 %% of %(what)s",
    "markup": "<b>bold</b> &amp; *stars* _underscores_",
    "spaces": "a\u00a0b\u2003c\u200bd",
}


@dataclass(slots=True)
class Shop:
    hub: RunningHub
    phone: Phone
    conversation: str


@pytest.fixture
async def shop(
    place: Place, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    monkeypatch.setitem(connectors.PLATFORMS, "telegram", "tests.support.brisk")
    phone = platform.phone(ADA)
    phone.start()
    async with running_hub(place, channel=platform.channel()) as hub:
        await hub.until(lambda s: s.exec(select(Conversation)).first())
        yield Shop(hub, phone, await hub.conversation_of(ADA))


async def test_what_people_write_is_read_as_they_wrote_it(shop: Shop) -> None:
    for text in TEXTS.values():
        shop.phone.write(text)
    path = f"/conversations/{shop.conversation}/messages?limit=200"
    await shop.hub.until(lambda s: s.exec(select(Conversation)).one().in_count > len(TEXTS))
    read = [one["text"] for one in (await shop.hub.client.get(path))["items"][1:]]
    assert read == [unicodedata.normalize("NFC", text).strip() for text in TEXTS.values()]


async def test_what_we_write_arrives_as_we_wrote_it(shop: Shop) -> None:
    path = f"/conversations/{shop.conversation}/messages"
    for text in TEXTS.values():
        assert (await shop.hub.client.post(path, {"text": text})).status == 201
    await shop.hub.until(lambda s: _all_sent(s, len(TEXTS)), within=60)
    expected = [unicodedata.normalize("NFC", text).strip() for text in TEXTS.values()]
    assert [one.strip() for one in shop.phone.texts_received()] == expected


def _all_sent(session: Session, number: int) -> bool:
    return [one.state for one in session.exec(select(Delivery))] == ["sent"] * number


async def test_nul_and_lone_surrogates_become_marks_and_lose_nothing_else(
    hub: RunningHub,
) -> None:
    update = hub.telegram.says(BO, "PLACE")
    body = orjson.dumps(update).replace(b"PLACE", rb"a\u0000b\ud800c\udc00d")
    assert (await hub.client.push(body)).status == 200
    conversation = await hub.conversation_of(BO)
    answer = await hub.client.get(f"/conversations/{conversation}/messages")
    assert answer["items"][0]["text"] == "a\ufffdb\ufffdc\ufffdd"
    (event,) = (await hub.events()).values()
    assert bytes(event.body) == body


async def test_offsets_count_as_telegram_counts_and_are_kept_as_code_points(
    hub: RunningHub,
) -> None:
    update = hub.telegram.says(BO, "😀😀 bold")
    update["message"]["entities"] = [{"type": "bold", "offset": 5, "length": 4}]
    await hub.client.push(update)
    conversation = await hub.conversation_of(BO)
    answer = await hub.client.get(f"/conversations/{conversation}/messages")
    assert answer["items"][0]["content"]["spans"] == [{"start": 3, "length": 4, "kind": "bold"}]
