"""F-28, P13: who ends marketing while campaigns run gets nothing that had not begun by then."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable

import pytest
from sqlmodel import col, select

from campaigns.tables import Recipient
from config.demo.ports import HOST, free_ports
from scrm.consent.tables import Suppression
from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery
from tests.faults.campaigning import Marketer, at_rest, insist, met
from tests.faults.killing import DRAINED_WITHIN, LOOK_AGAIN
from tests.support.cast import Someone, Telegram, crowd
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.ports import first_port
from tests.support.process import HubProcess, hub_process

WORDS = ("STOP", "退订", "td", "Unsubscribe!", "ＳＴＯＰ", "取消订阅")
CAMPAIGNS = 3
RATE = 60.0
"""Messages a second: so slowly that most have not gone when the first has had enough."""
LINK = re.compile(r"http://[0-9.:]+(/stop/[0-9A-Za-z]+)")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
"""As mail programs send it (RFC 8058)."""


@pytest.mark.timeout(400)
async def test_nothing_begins_for_who_has_ended_it(
    place: Place,
    nurse: Nursery,
    platform: Platform,
    dice: random.Random,
    times: Callable[[int, int], int],
) -> None:
    people = crowd(times(40, 1_000))
    async with hub_process(place, nurse, platform.channel(rate=RATE)) as hub:
        ended = await _campaigns(hub, platform, people, dice)
    assert violations(place, log=platform.log, drained=True) == []
    for who, at in ended.items():
        assert _arrived(platform, who, after=at) <= 1, "more than what was on its way"
    assert {"opt_out_word", "opt_out_link", "asked"} <= _acts(place)
    fates = _fates(place)
    assert fates["blocked", "opted_out"] > 0
    assert fates["sent", ""] >= CAMPAIGNS * (len(people) - len(people) // 2)
    assert sum(fates.values()) == CAMPAIGNS * len(people)


async def test_asking_at_the_audience_s_time_is_exposed(
    killed_place: Place, nurse: Nursery, platform: Platform, dice: random.Random
) -> None:
    mutant = "consent-at-audience-time"
    async with hub_process(killed_place, nurse, platform.channel(rate=RATE), mutant=mutant) as hub:
        await _campaigns(hub, platform, crowd(40), dice)
    found = violations(killed_place, log=platform.log, drained=True)
    assert {one.split(":")[0] for one in found} == {"I7"}


async def test_a_word_is_heard_behind_a_backlog(
    place: Place, nurse: Nursery, times: Callable[[int, int], int]
) -> None:
    """F-29: it is in force when its platform is answered, however many came before it."""
    telegram, people = Telegram(), crowd(20)
    async with hub_process(place, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        chatter = [
            telegram.says(people[number % 20], f"{number}") for number in range(times(600, 20_000))
        ]
        pushed = [asyncio.create_task(hub.client.push(one)) for one in chatter]
        begun = time.monotonic()
        words = [telegram.says(who, _word_of(who)) for who in people]
        replies = await asyncio.gather(*(hub.client.push(one) for one in words))
        waited = time.monotonic() - begun
        with place.reading() as session:
            stopped = set(session.exec(select(Suppression.contact_id)))
        await asyncio.gather(*pushed)
    assert {one.status for one in replies} == {200}
    assert len(stopped) == len(people)
    assert waited < 60


def _word_of(who: Someone) -> str:
    return WORDS[who.id % len(WORDS)]


async def _campaigns(
    hub: HubProcess, platform: Platform, people: list[Someone], dice: random.Random
) -> dict[Someone, float]:
    """Several at once, until they are at their end. Half of the people end it meanwhile, by a word, by
    the link of a message or by a colleague's hand; when the hub had said that it knows, of those of
    whom it says so."""
    address = f"{HOST}:{next(free_ports(first_port(24_000)))}"
    hub.settings = {"SCRM_PUBLIC_URL": f"http://{address}", "SCRM_LISTEN": address}
    await met(hub, platform, people)
    whose = _contacts(hub.place)
    marketer = Marketer(hub, below="\n{{ campaign.stop_link }}")
    for number in range(CAMPAIGNS):
        await marketer.launch(f"Campaign {number}")
    ended: dict[Someone, float] = {}
    for who in dice.sample(people, len(people) // 2):
        door = dice.choice(("word", "hand", "link"))
        if door == "word":
            platform.phone(who).write(dice.choice(WORDS))
            continue
        if door == "link":
            await _press(hub, await _link(platform, who))
        else:
            body = {"contact_id": str(whose[str(who.id)]), "how": "asked"}
            await insist(hub, "POST", "/consents/withdraw", body)
        ended[who] = time.time()
    await at_rest(hub.place)
    return ended


async def _link(platform: Platform, who: Someone) -> str:
    """That of the first message that they got."""
    async with asyncio.timeout(DRAINED_WITHIN):
        while True:
            for line in platform.log.sends():
                if line["chat_id"] == who.id and (found := LINK.search(line["text"])):
                    return found[1]
            await asyncio.sleep(LOOK_AGAIN)


async def _press(hub: HubProcess, path: str) -> None:
    reply = await hub.client.ask("POST", path, data=ONE_CLICK, headers={"Authorization": ""})
    assert reply.status == 200, reply.body


def _acts(place: Place) -> set[str]:
    with place.reading() as session:
        return set(session.exec(select(Suppression.why)))


def _contacts(place: Place) -> dict[str, int]:
    with place.reading() as session:
        return {one.external_id: one.contact_id for one in session.exec(select(Identity))}


def _arrived(platform: Platform, who: Someone, *, after: float) -> int:
    return sum(
        line["at"] > after and line["chat_id"] == who.id and line["text"].startswith("Campaign")
        for line in platform.log.sends()
    )


def _fates(place: Place) -> Counter[tuple[str, str]]:
    """Of everybody who was frozen into an audience: the state, and why."""
    question = select(Recipient.state, Recipient.why, Delivery.state, Delivery.reason).outerjoin(
        Delivery, col(Delivery.message_id) == col(Recipient.message_id)
    )
    with place.reading() as session:
        rows = session.exec(question).all()
    return Counter((sent, reason) if sent else (state, why) for state, why, sent, reason in rows)
