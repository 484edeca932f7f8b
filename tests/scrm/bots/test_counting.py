"""What the bot did is counted, and what it did not understand is kept until somebody teaches it."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, select

from scrm.bots import store
from scrm.bots.counting import service
from scrm.bots.counting.policy import taught
from scrm.bots.counting.store import forget_before
from scrm.bots.counting.values import TaughtView
from scrm.bots.forgetting.store import forget
from scrm.bots.tables import BotCount, BotMissed, BotTalk, BotTurn
from scrm.kernel.errors import Invalid, NotFound
from scrm.organisation import service as organisation
from tests.scrm.bots.conftest import LOST, PERSON, PRICE, Bench
from tests.support.clock import NOON

EXAMPLES = {"delivery": ["Where is my parcel?", "我的快递在哪里"]}
DELIVERY = {"name": "Delivery", "intent": "delivery", "answer": {"text": "Three days"}}


async def _missed(bench: Bench) -> list[tuple[str, int, int]]:
    found, _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    return [(one.text, one.times, one.people) for one in found]


async def test_each_responder_is_counted_by_day(bench: Bench) -> None:
    await bench.scene.do(lambda s: organisation.change(s, {"timezone": "Pacific/Auckland"}))
    await bench.in_force(PRICE, PERSON, LOST)
    for text in ("price", "price", "qwerty", "human"):
        await bench.says(text)
    found = await bench.scene.database.read(lambda s: service.counters(s, 7, NOON))
    assert [
        (one.day, one.responder, one.answered, one.handed_over, one.not_understood) for one in found
    ] == [
        ("2026-11-22", "A person", 0, 1, 0),
        ("2026-11-22", "Lost", 0, 0, 1),
        ("2026-11-22", "Price", 2, 0, 0),
    ]


async def test_a_sentence_is_listed_once_however_often_and_by_whom_it_is_said(bench: Bench) -> None:
    await bench.in_force(PRICE, LOST)
    await bench.says("Do you sell  coffee?")
    await bench.says("price")
    await bench.says("do you SELL coffee")
    await bench.says("Do you sell coffee?!", who="502")
    await bench.says("?!", who="503")
    await bench.says("and mugs", who="504")
    assert await _missed(bench) == [("and mugs", 1, 1), ("Do you sell coffee?!", 3, 2)]


async def test_a_sentence_becomes_an_example_in_the_draft(bench: Bench) -> None:
    await bench.in_force(PRICE, DELIVERY, intents=EXAMPLES)
    await bench.says("It has been ages since I ordered")
    found, _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    missed = int(found[0].id)
    await bench.scene.do(lambda s: service.teach(s, missed, {"intent": "delivery"}, NOON))
    assert await _missed(bench) == []
    row = await bench.scene.database.read(store.find)
    assert row is not None
    assert row.definition["intents"]["delivery"][-1] == "It has been ages since I ordered"
    live = await bench.scene.database.read(store.live)
    assert live is not None
    assert live[1]["intents"] == EXAMPLES  # what is in force stays
    with pytest.raises(NotFound):
        await bench.scene.do(lambda s: service.teach(s, missed, {"intent": "delivery"}, NOON))


async def test_those_of_the_last_days_are_listed_alone(bench: Bench) -> None:
    await bench.scene.do(lambda s: organisation.change(s, {"timezone": "Pacific/Auckland"}))
    await bench.in_force(PRICE, LOST)
    await bench.says("Do you sell coffee?")

    def listed(session: Session, after: timedelta, days: int) -> list[str]:
        since = service.since_days(session, days, NOON + after)
        return [one.text for one in service.missed(session, None, 50, since)[0]]

    async def asked(after: timedelta, days: int) -> list[str]:
        return await bench.scene.database.read(lambda s: listed(s, after, days))

    # it was one in the morning of the 23rd there: seven days end with the 29th
    week, hour = timedelta(days=7), timedelta(hours=1)
    assert await asked(timedelta(), 1) == ["Do you sell coffee?"]
    assert await asked(week - 14 * hour, 7) == ["Do you sell coffee?"]
    assert await asked(week + 24 * hour, 7) == []
    assert await asked(week + 24 * hour, 30) == ["Do you sell coffee?"]


async def test_only_what_it_is_like_is_said_to_be_meant(bench: Bench) -> None:
    back = {"name": "Back", "intent": "back", "answer": {"text": "Of course"}}
    intents = {"delivery": ["find my parcel"], "back": ["send my parcel"]}
    await bench.in_force(DELIVERY, back, LOST, intents=intents)
    await bench.says("Do you sell submarines")
    await bench.says("my parcel")
    near, far = (await bench.scene.database.read(lambda s: service.missed(s, None, 50)))[0]
    assert set(near.meant) == {"delivery", "back"}
    assert [one.intent for one in near.likeness] == near.meant
    assert far.meant == []
    assert {one.intent for one in far.likeness} == {"delivery", "back"}


async def _taught(bench: Bench, missed_id: int, to: dict[str, str]) -> TaughtView:
    teach = partial(service.teach, missed_id=missed_id, to=to, now=NOON, keeps=True)
    return await bench.scene.do(teach)


async def test_a_lesson_is_taken_back(bench: Bench) -> None:
    await bench.in_force(PRICE, DELIVERY, intents=EXAMPLES)
    await bench.says("what is it worth")
    row = await bench.scene.database.read(store.find)
    assert row is not None
    before = row.definition
    (one,), _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    for to in ({"intent": "delivery"}, {"intent": "new"}, {"responder": "Price", "text": "worth"}):
        assert (await _taught(bench, int(one.id), to)).changed
        assert not (await _taught(bench, int(one.id), to)).changed
        left = await bench.scene.do(
            partial(service.unteach, missed_id=int(one.id), to=to, now=NOON)
        )
        assert left.definition == before
    assert await _missed(bench) == [("what is it worth", 1, 1)]


async def test_what_was_there_before_a_lesson_stays(bench: Bench) -> None:
    await bench.in_force(PRICE, DELIVERY, intents=EXAMPLES)
    await bench.says("what is it worth")
    (one,), _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    known = {"intent": "delivery", "text": EXAMPLES["delivery"][0]}
    word = {"responder": "Price", "text": "price"}
    unteach = partial(service.unteach, missed_id=int(one.id), now=NOON)
    for to in (known, word):
        assert not (await _taught(bench, int(one.id), to)).changed
        assert not (await bench.scene.do(partial(unteach, to=to))).changed
    new = {"intent": "delivery"}
    assert (await _taught(bench, int(one.id), new)).changed
    assert (await bench.scene.do(partial(unteach, to=new))).changed
    assert not (await bench.scene.do(partial(unteach, to=new))).changed


async def test_its_words_become_keywords(bench: Bench) -> None:
    await bench.in_force(PRICE, DELIVERY, intents=EXAMPLES)
    await bench.says("what is it worth")
    found, _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    missed = int(found[0].id)
    with pytest.raises(Invalid, match="teach an intent instead"):
        await bench.scene.do(lambda s: service.teach(s, missed, {"responder": "Delivery"}, NOON))
    with pytest.raises(Invalid, match="is none in the draft"):
        await bench.scene.do(lambda s: service.teach(s, missed, {"responder": "Nobody"}, NOON))
    to = {"responder": "Price", "text": "worth"}
    row = await bench.scene.do(lambda s: service.teach(s, missed, to, NOON))
    assert row.definition["responders"][0]["on"]["text"]["contains_any"] == [
        *("price", "多少钱", "worth")
    ]


@pytest.mark.parametrize(
    ("condition", "is_taught"),
    [
        ({"all": [{"text": {"contains_any": ["cost"]}}]}, True),
        ({"all": [{"channel": {"platform": "web"}}, {"text": {"contains_any": ["cost"]}}]}, True),
        ({"any": [{"text": {"contains_any": ["cost"]}}] * 2}, True),
        ({"all": [{"text": {"contains_any": ["cost"]}}] * 2}, False),
        ({"not": {"text": {"contains_any": ["cost"]}}}, False),
    ],
)
def test_only_where_a_keyword_is_enough_one_is_added(condition: Any, is_taught: bool) -> None:
    definition = {"responders": [{"name": "Price", "on": condition}]}
    if not is_taught:
        with pytest.raises(Invalid, match="teach an intent instead"):
            taught(definition, "worth", {"responder": "Price"})
        return
    learned = taught(definition, "worth", {"responder": "Price"})
    assert '["cost", "worth"]' in json.dumps(learned)
    assert "worth" not in json.dumps(definition)


async def test_a_sentence_is_dismissed_or_forgotten(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await bench.says("something odd")
    found, _ = await bench.scene.database.read(lambda s: service.missed(s, None, 50))
    await bench.scene.do(lambda s: service.dismiss(s, int(found[0].id)))
    assert await _missed(bench) == []
    await bench.says("something odd", who="502")
    await bench.scene.do(lambda s: forget_before(s, NOON, 10))
    assert len(await _missed(bench)) == 1
    await bench.scene.do(lambda s: forget_before(s, bench.clock.now(), 10))
    await bench.scene.do(lambda s: forget_before(s, bench.clock.advance(timedelta(days=1)), 10))
    assert await _missed(bench) == []


async def test_with_a_person_goes_all_that_the_bot_knows_of_them(bench: Bench) -> None:
    await bench.in_force(PRICE)
    await bench.says("something odd", who="502")
    await bench.says("something odd")
    heard = await bench.writes("price")
    await bench.scene.do(lambda s: forget(s, [heard.conversation_id]))

    def left(session: Session) -> list[int]:
        tables = (BotTurn, BotTalk, BotMissed, BotCount)
        return [len(session.exec(select(table)).all()) for table in tables]

    assert await bench.scene.database.read(left) == [0, 1, 1, 1]
