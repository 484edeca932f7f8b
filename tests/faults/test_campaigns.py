"""F-21, F-23 to F-26: campaigns beside each other, edited, refused and left without an answer, over a
hub at work and a simulated platform."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

import connectors
from campaigns.feeding import policy as feeding
from config.hub import Hub
from config.workers import Workers
from scrm.contacts.tables import Contact, Identity
from scrm.delivery.tables import Delivery
from scrm.kernel.loop import repeat
from tests.campaigns.shop import Shop, count, open_shop
from tests.faults.campaigning import EVERYBODY, under_way
from tests.faults.test_outcomes import SENT, UNKNOWN
from tests.support.cast import Someone, crowd
from tests.support.databases import Place
from tests.support.invariants import violations

Times = Callable[[int, int], int]
ON = {"hold": {"open_conversation": False}}


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connectors.PLATFORMS, "telegram", "tests.support.brisk")


@pytest.fixture
async def shop(place: Place, tmp_path: Path) -> AsyncIterator[Shop]:
    """Nobody has had enough there."""
    async with open_shop(place, tmp_path) as opened:
        body = {"caps": {"day": None, "week": None}}
        path = "/api/v1/settings/sending"
        assert (await opened.running.client.ask("PATCH", path, json=body)).status == 200
        yield opened


async def _meets(shop: Shop, people: list[Someone]) -> None:
    for who in people:
        shop.platform.phone(who).start()
    await shop.running.until(lambda s: count(s, Contact) == len(people) or None, 30)


async def _ended(shop: Shop, place: Place, within: float = 60.0) -> None:
    await shop.running.until(lambda _: not under_way(place) or None, within)
    assert violations(place, log=shop.platform.log, drained=True) == []


def _texts(shop: Shop, people: list[Someone]) -> list[list[str]]:
    return [shop.platform.phone(who).texts_received() for who in people]


async def _campaign(shop: Shop, campaign: str, path: str = "") -> Any:
    return await shop.running.client.get(f"/campaigns/{campaign}{path}")


def _more_workers(hub: Hub) -> None:
    """They freeze, feed and send beside those that are there, and know nothing of them."""
    for number in range(3):
        workers = Workers(hub)
        for name, step in workers._campaigners().items():
            workers.spawn(repeat(name, step, hub.stopping))
        for channel in hub.registry:
            sender = workers._sender(channel.id)
            sender._worker = f"{hub.worker}-{number}"
            workers.spawn(sender.run(hub.stopping))


async def test_four_workers_send_each_one_copy(shop: Shop, place: Place, times: Times) -> None:
    people = crowd(times(120, 3_000))
    await _meets(shop, people)
    _more_workers(shop.running.hub)
    campaigns = [await shop.launched(name=str(n), **ON, **_says(f"{n}")) for n in range(2)]
    await _ended(shop, place, 300)
    for who, got in zip(people, _texts(shop, people), strict=True):
        assert sorted(got) == [f"0 {who.name}", f"1 {who.name}"]
    workers = select(Delivery.worker).distinct()
    assert len(await shop.running.read(lambda s: s.exec(workers).all())) > 1
    for one in campaigns:
        assert (await _campaign(shop, one))["state"] == "finished"


def _says(text: str) -> dict[str, Any]:
    """To each in words of their own: what somebody gets twice is seen."""
    return {"message": {"text": text + " {{ contact.name }}"}}


async def test_who_always_fails_keeps_it_from_nobody(shop: Shop, place: Place) -> None:
    """Of fifty one has blocked us, and one can't be written a message."""
    people = crowd(50)
    await _meets(shop, people)
    shop.platform.phone(people[7]).block()
    asks = 'Hi {% if contact.name != "Person 23" %}{{ contact.name }}{% else %}{{ contact.debt }}{% endif %}'
    campaign = await shop.launched(**ON, **_says(asks))
    await _ended(shop, place)
    got = _texts(shop, people)
    assert [len(one) for one in got] == [0 if n in (7, 23) else 1 for n in range(50)]
    fates = await shop.fates(campaign)
    assert fates["Person 7"][0] in ("failed", "blocked")
    assert fates["Person 23"] == ("blocked", "missing_value")
    assert (await _campaign(shop, campaign))["state"] == "finished"


async def test_overlapping_audiences_are_one(shop: Shop, place: Place) -> None:
    """Everybody is in all of five parts of the audience, two are one person with two addresses of one
    channel, and in mid-run a part changes."""
    people, client = crowd(20), shop.running.client
    await _meets(shop, people)
    rows = await shop.running.read(lambda s: list(s.exec(select(Identity))))
    whose = {one.external_id: one.contact_id for one in rows}
    first, second = whose[str(people[0].id)], whose[str(people[1].id)]
    body = {"other": str(second), "despite": True}
    assert (await client.post(f"/contacts/{first}/join", body)).status == 201
    await client.post(f"/channels/{client.channel_id}/pause", {})
    parts = [EVERYBODY, *({"not": {"tag": {"name": str(n), "op": "has"}}} for n in range(4))]
    campaign = await shop.launched(audience={"any": parts}, **ON)
    changed = {"attributes": {"city": "nowhere"}}
    for who in people[10:]:
        path = f"/api/v1/contacts/{whose[str(who.id)]}"
        assert (await client.ask("PATCH", path, json=changed)).status == 200
    await client.post(f"/channels/{client.channel_id}/resume", {})
    await _ended(shop, place)
    got = _texts(shop, people)
    assert len(got[0] + got[1]) == 1
    assert [len(one) for one in got[2:]] == [1] * 18
    assert (await _campaign(shop, campaign, "/report"))["audience"] == 19


async def _slows_down(shop: Shop) -> None:
    """Twenty a second, so that most have not begun in mid-run."""
    path = f"/api/v1/channels/{shop.running.client.channel_id}"
    slow = await shop.running.client.ask("PATCH", path, json={"settings": {"rate": 20.0}})
    assert slow.status == 200, slow.body


async def test_an_edit_in_mid_run_reaches_who_was_not_given_it(
    shop: Shop, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the outbox stays as it was written; that holds few, for the channel is slow."""
    monkeypatch.setattr(feeding, "LEAST_AHEAD", 8)
    monkeypatch.setattr(feeding, "FAR_AHEAD", 0.1)
    people, client = crowd(60), shop.running.client
    await _meets(shop, people)
    await _slows_down(shop)
    campaign = await shop.launched(**ON, **_says("old"))
    await shop.running.until(lambda _: len(shop.platform.log.sends()) >= 3 or None)
    await client.post(f"/channels/{client.channel_id}/pause", {})
    changed = await client.ask("PATCH", f"/api/v1/campaigns/{campaign}", json=_says("new"))
    assert changed.status == 200, changed.body
    await shop.must(campaign, "publish")
    refused = await client.ask(
        "PATCH", f"/api/v1/campaigns/{campaign}", json={"audience": {"tag": {"name": "x"}}}
    )
    if refused.status == 200:
        refused = await client.post(f"/campaigns/{campaign}/publish", {})
    assert refused.status == 422, "whom it goes to is settled"
    await client.post(f"/channels/{client.channel_id}/resume", {})
    await _ended(shop, place)
    got = _texts(shop, people)
    assert {len(one) for one in got} == {1}
    assert {text.split()[0] for one in got for text in one} == {"old", "new"}
    versions = await shop.running.read(_texts_by_version)
    assert [versions[one] for one in sorted(versions)] == [{"old"}, {"new"}]


def _texts_by_version(session: Session) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for one in session.exec(select(Delivery).where(col(Delivery.campaign_id).is_not(None))):
        found.setdefault(one.version_id or 0, set()).add(one.content["text"].split()[0])
    return found


async def test_what_each_answer_proves(shop: Shop, place: Place) -> None:
    """Each fault befalls one of them. Whatever proves nothing is unknown, and never sent again."""
    people = crowd(len(UNKNOWN) + len(SENT))
    await _meets(shop, people)
    shop.platform.faults.script("sendMessage", *UNKNOWN, *SENT)
    campaign = await shop.launched(**ON)
    await _ended(shop, place)
    report = await _campaign(shop, campaign, "/report")
    assert (report["unknown"], report["sent"]) == (len(UNKNOWN), len(SENT))
    refused = sum(fault.startswith("flood") for fault in SENT)
    assert len(shop.platform.log.calls("sendMessage")) == len(people) + refused
    assert (await _campaign(shop, campaign))["state"] == "finished"


async def test_a_wait_that_the_platform_wants_is_the_whole_channel_s(
    shop: Shop, place: Place
) -> None:
    """F-31, P16: what was on its way may still come; then nothing, for as long as was told. It spends no
    try."""
    people = crowd(40)
    await _meets(shop, people)
    await _slows_down(shop)
    shop.platform.faults.script("sendMessage", *["delay after 0"] * 9, "flood before 2")
    await shop.launched(**ON, **_says("Hi"))
    await _ended(shop, place)
    calls = shop.platform.log.calls("sendMessage")
    (told,) = (one["at"] for one in calls if one["fault"] == "flood before 2")
    assert [one for one in calls if told + 1.0 < one["at"] < told + 1.5] == []
    assert max(one["at"] for one in calls) > told + 1.5
    tries = await shop.running.read(lambda s: set(s.exec(select(Delivery.tries))))
    assert tries == {1}
