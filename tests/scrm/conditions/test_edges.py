"""Each edge of the meaning by itself, on each kind of database."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session, col

from scrm.conditions import service
from scrm.conditions.frames.values import Moment
from scrm.conditions.resolving import store as resolving
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Bound,
    Condition,
    Count,
    Data,
    Last,
    Not,
    Op,
    Tag,
    Text,
    TextHow,
)
from scrm.contacts.tables import Contact
from scrm.contacts.tags.tables import ContactTag
from scrm.contacts.tags.tables import Tag as TagRow
from scrm.erasing import service as erasing
from scrm.joining import service as joining
from scrm.joining.values import BY_HAND
from scrm.journal.tables import Event
from scrm.kernel.errors import Invalid
from tests.scrm.joining.people import by_kim
from tests.support.clock import NOON
from tests.support.scene import Scene

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
WROTE = "message.received"
REFUND = Text(TextHow.CONTAINS_ANY, ("refund",))


async def _now(scene: Scene, condition: Condition, at: datetime = NOON) -> set[int]:
    return await scene.do(lambda s: set(s.scalars(service.people(s, condition, at))))


async def _held(scene: Scene, condition: Condition, *moments: Moment[str]) -> set[str]:
    return await scene.do(lambda s: service.holding(s, condition, moments))


async def _person(scene: Scene, **known: Any) -> int:
    def work(session: Session) -> int:
        contact = Contact(first_seen=NOON, **known)
        session.add(contact)
        session.flush()
        return contact.id

    return await scene.do(work)


async def _happens(scene: Scene, kind: str, contact_id: int | None, at: datetime = NOON) -> int:
    def work(session: Session) -> int:
        event = Event(kind=kind, contact_id=contact_id, at=at, recorded_at=at)
        session.add(event)
        session.flush()
        return event.id

    return await scene.do(work)


async def _tag(scene: Scene, contact_id: int, name: str = "vip", **times: Any) -> None:
    def work(session: Session) -> None:
        tag = TagRow(name=name, created_at=NOON)
        session.add(tag)
        session.flush()
        times.setdefault("since", NOON)
        session.add(ContactTag(contact_id=contact_id, tag_id=tag.id, set_by={}, **times))

    await scene.do(work)


async def test_a_window_is_open_where_it_begins_and_closed_where_it_ends(scene: Scene) -> None:
    ada = await _person(scene)
    await _happens(scene, "order.paid", ada, NOON)
    once = Count("order.paid", Bound.AT_LEAST, 1, DAY)
    at = [NOON - TICK, NOON, NOON + DAY - TICK, NOON + DAY]
    moments = [Moment(str(n), ada, one) for n, one in enumerate(at)]
    assert await _held(scene, once, *moments) == {"1", "2"}
    assert [ada in await _now(scene, once, one) for one in at] == [False, True, True, False]


async def test_the_last_one_is_before_from_the_instant_on_at_which_the_window_has_passed(
    scene: Scene,
) -> None:
    ada, nobody = await _person(scene), await _person(scene)
    await _happens(scene, "order.paid", ada, NOON)
    before, within = (Last("order.paid", DAY, before=one) for one in (True, False))
    assert await _now(scene, before, NOON + DAY - TICK) == set()
    assert await _now(scene, within, NOON + DAY - TICK) == {ada}
    assert await _now(scene, before, NOON + DAY) == {ada}
    assert await _now(scene, within, NOON + DAY) == set()
    assert nobody in await _now(scene, Not(before), NOON + DAY)


async def test_what_comes_at_the_same_time_behind_the_one_in_hand_has_not_happened(
    scene: Scene,
) -> None:
    ada = await _person(scene)
    ids = [await _happens(scene, "order.paid", ada) for _ in range(3)]
    twice = Count("order.paid", Bound.EXACTLY, 2)
    in_hand = [Moment(str(n), ada, NOON, one) for n, one in enumerate(ids)]
    assert await _held(scene, twice, *in_hand) == {"1"}
    assert await _held(scene, twice, Moment("none in hand", ada, NOON)) == set()


async def test_what_happened_to_nobody_denies_nothing_of_anybody(scene: Scene) -> None:
    ada = await _person(scene)
    await _happens(scene, "order.paid", None)
    assert await _now(scene, Count("order.paid", Bound.AT_MOST, 0)) == {ada}
    assert await _now(scene, Count("order.paid", Bound.AT_MOST, 1)) == {ada}


async def test_who_has_no_such_attribute_is_denied_what_others_have(scene: Scene) -> None:
    ada, bo = await _person(scene, attributes={"city": "上海", "spend": 5}), await _person(scene)
    for op, value in ((Op.EQ, "上海"), (Op.STARTS_WITH, "上")):
        assert await _now(scene, Not(Attribute("city", op, (value,)))) == {bo}
    assert await _now(scene, Not(Attribute("spend", Op.GT, (3,)))) == {bo}
    assert await _now(scene, Attribute("spend", Op.NE, (5,))) == {bo}
    assert await _now(scene, Attribute("owner_id", Op.NE, ("7",))) == {ada, bo}


@pytest.mark.parametrize("wanted", ["b", 2, 2.0, True])
async def test_of_a_list_holds_what_holds_of_an_item(scene: Scene, wanted: str | float) -> None:
    ada = await _person(scene, attributes={"all": ["A", "Ｂ", 2, True], "no": [], "deep": [["b"]]})
    equal, one_of = (Attribute("all", op, (wanted,)) for op in (Op.EQ, Op.IN))
    assert await _now(scene, All((equal, one_of, Attribute("all", Op.EXISTS)))) == {ada}
    assert (
        await _now(scene, AnyOf((Attribute("no", Op.EXISTS), Attribute("x", Op.EXISTS)))) == set()
    )
    assert await _now(scene, Attribute("deep", Op.EQ, (wanted,))) == set()
    assert await _now(scene, Attribute("all", Op.GTE, (0,))) == set()


async def test_nothing_is_asked_of_the_erased_and_the_joined_away(scene: Scene) -> None:
    ada = await _person(scene)
    away = await _person(scene, joined_into=ada)
    gone = await _person(scene, erased_at=NOON)
    assert await _now(scene, All(())) == {ada}
    assert await _now(scene, AnyOf(())) == set()
    moments = [Moment(str(one), one, NOON) for one in (ada, away, gone)]
    assert await _held(scene, All(()), *moments) == {str(ada)}


async def test_a_text_is_that_of_the_message_in_hand(scene: Scene) -> None:
    first = await scene.hear("a refund please", external_id="1", at=NOON)
    await scene.hear("hello?", external_id="2", at=NOON + DAY)
    events = await scene.do(
        lambda s: s.scalars(
            select(col(Event.id)).where(col(Event.kind) == WROTE).order_by(col(Event.at))
        ).all()
    )
    moments = [
        Moment("asked", first.contact_id, NOON, events[0]),
        Moment("hello", first.contact_id, NOON + DAY, events[1]),
        Moment("nothing", first.contact_id, NOON + DAY),
        Moment("nothing yet", first.contact_id, NOON - TICK),
    ]
    assert await _held(scene, REFUND, *moments) == {"asked", "nothing"}
    assert await _now(scene, Text(REFUND.how, REFUND.words, DAY), NOON + DAY) == set()


async def test_a_tag_holds_from_since_and_no_longer_at_until(scene: Scene) -> None:
    ada, bo = await _person(scene), await _person(scene)
    await _tag(scene, ada, "vip", until=NOON + DAY)
    await _tag(scene, bo, "late", removed_at=NOON + DAY)
    for who, name in ((ada, "vip"), (bo, "late")):
        at = [NOON - TICK, NOON, NOON + DAY - TICK, NOON + DAY]
        assert [who in await _now(scene, Tag(name), one) for one in at] == [
            False,
            True,
            True,
            False,
        ]


async def test_a_tag_goes_with_its_person_into_a_joining_and_out_of_it(scene: Scene) -> None:
    ada, bo = await _person(scene), await _person(scene)
    await _tag(scene, bo)
    one = await scene.do(lambda s: joining.join(s, ada, bo, BY_HAND, by_kim(NOON)).id)
    assert await _now(scene, Tag("vip")) == {ada}
    assert await _held(scene, Tag("vip"), Moment("then", ada, NOON)) == {"then"}
    await scene.do(lambda s: joining.separate(s, one, by_kim(NOON)).id)
    assert await _now(scene, Tag("vip")) == {bo}


async def test_of_the_erased_no_tag_is_left(scene: Scene) -> None:
    ada = await _person(scene)
    await _tag(scene, ada)
    await scene.do(lambda s: erasing.erase(s, ada, by_kim(NOON), key="user:7").id)
    assert await scene.do(lambda s: s.scalar(select(func.count(col(ContactTag.id))))) == 0


@pytest.mark.parametrize(
    ("condition", "mend"),
    [
        (Data("url", Op.EXISTS), "inside `where`"),
        (Attribute('a"b', Op.EXISTS), "without it"),
        (Count(WROTE, Bound.AT_LEAST, 1, None, Tag("vip")), "leave windows to the count"),
        (
            Count(WROTE, Bound.AT_LEAST, 1, None, Text(REFUND.how, REFUND.words, DAY)),
            "leave windows to the count",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused(
    scene: Scene, condition: Condition, mend: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await _now(scene, condition)
    assert mend in str(refused.value)


async def test_what_is_meant_too_often_is_refused(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        await scene.hear("refund!", external_id=str(n))
    often = Count(WROTE, Bound.AT_LEAST, 2, None, Text(TextHow.CONTAINS_ANY, ("refund!",)))
    monkeypatch.setattr(resolving, "MOST_MEANT", 3)
    assert len(await _now(scene, often)) == 1
    monkeypatch.setattr(resolving, "MOST_MEANT", 2)
    with pytest.raises(Invalid) as refused:
        await _now(scene, often)
    assert "a shorter time" in str(refused.value)


async def test_of_no_moments_nothing_holds(scene: Scene) -> None:
    assert await _held(scene, All(())) == set()


async def test_many_conditions_are_answered_in_their_order(scene: Scene) -> None:
    ada = await _person(scene, name="Ada")
    asked = [Attribute("name", Op.EQ, (name,)) for name in ("ada", *["bo"] * 40, "ADA")]
    found = await scene.do(lambda s: service.holding_each(s, asked, [Moment("ada", ada, NOON)]))
    assert [n for n, held in enumerate(found) if held] == [0, 41]
