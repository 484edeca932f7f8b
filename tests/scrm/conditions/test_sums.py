"""What orders come to, added up."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.explaining.service import explained
from scrm.conditions.explaining.values import Listener
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import All, Bound, Condition, Data, Not, Op, Sum
from scrm.conditions.words.policy import in_words
from scrm.contacts.tables import Contact
from scrm.journal.tables import Event
from tests.support.clock import NOON
from tests.support.scene import Scene

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
YUAN = Data("currency", Op.EQ, ("CNY",))
LEAST, MOST = Bound.AT_LEAST, Bound.AT_MOST


def _paid(
    bound: Bound, number: int, within: timedelta | None = None, where: Condition | None = YUAN
) -> Sum:
    return Sum("order.paid", "amount", bound, number, within, where)


async def _told(scene: Scene, who: int, *orders: tuple[int, Any, str]) -> None:
    """Orders of `who`: days ago, amount and currency."""

    def work(session: Session) -> None:
        session.add(Contact(id=who, first_seen=NOON))
        session.flush()
        for ago, amount, currency in orders:
            data = {"amount": amount, "currency": currency}
            at = NOON - ago * DAY
            session.add(
                Event(kind="order.paid", contact_id=who, at=at, recorded_at=NOON, data=data)
            )

    await scene.do(work)


async def _now(scene: Scene, condition: Condition) -> set[int]:
    """Of all, and the same one by one."""

    def work(session: Session) -> set[int]:
        found = set(session.scalars(service.people(session, condition, NOON)))
        moments = [Moment(who, who, NOON) for who in (1, 2, 3)]
        assert service.holding(session, condition, moments) == found
        return found

    return await scene.do(work)


@pytest.fixture
async def shop(scene: Scene) -> Scene:
    """The first paid 300 this week and 200 before, and something in dollars; the second 299 and what
    is no number; the third nothing."""
    await _told(scene, 1, (1, 100, "CNY"), (2, 200, "CNY"), (8, 200, "CNY"), (1, 900, "USD"))
    await _told(scene, 2, (1, 299, "CNY"), (1, "500", "CNY"), (1, True, "CNY"), (1, None, "CNY"))
    await _told(scene, 3)
    return scene


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (_paid(LEAST, 500), {1}),
        (_paid(LEAST, 501), set()),
        (_paid(LEAST, 300, WEEK), {1}),
        (_paid(LEAST, 301, WEEK), set()),
        (_paid(LEAST, 299, WEEK), {1, 2}),
        (_paid(LEAST, 0), {1, 2, 3}),
        (_paid(LEAST, 1_400, None, None), {1}),
        (_paid(MOST, 0), {3}),
        (_paid(MOST, 299), {2, 3}),
        (_paid(MOST, 298), {3}),
        (_paid(MOST, 500), {1, 2, 3}),
    ],
)
async def test_orders_of_one_currency_come_to_a_sum(
    shop: Scene, condition: Sum, expected: set[int]
) -> None:
    assert await _now(shop, condition) == expected


async def test_the_event_in_hand_is_added_and_none_that_comes_behind_it(scene: Scene) -> None:
    def work(session: Session) -> set[str]:
        session.add(Contact(id=1, first_seen=NOON))
        session.flush()
        ids = []
        for _ in range(3):
            event = Event(kind="order.paid", contact_id=1, at=NOON, recorded_at=NOON)
            event.data = {"amount": 100, "currency": "CNY"}
            session.add(event)
            session.flush()
            ids.append(event.id)
        moments = [Moment(str(n), 1, NOON, one) for n, one in enumerate(ids)]
        return service.holding(session, _paid(LEAST, 200), moments)

    assert await scene.do(work) == {"1", "2"}


async def test_it_is_asked_again_when_the_oldest_order_leaves_the_window(shop: Scene) -> None:
    def changes_at(session: Session) -> datetime | None:
        (found,) = service.standing_each(session, [_paid(LEAST, 300, WEEK)], [Moment(1, 1, NOON)])
        assert found[1].holds
        return found[1].changes_at

    assert await shop.do(changes_at) == NOON + 5 * DAY


async def test_why_says_what_it_comes_to(shop: Scene) -> None:
    def told(session: Session, condition: Sum, language: str) -> tuple[str, Any, int | None]:
        listener = Listener(language, {}, may_read=True)
        part = explained(session, condition, Moment("now", 1, NOON), listener)
        return part.found, part.value, part.count

    asked, bare = _paid(LEAST, 40_000, WEEK), _paid(MOST, 5_000, None, None)
    english = ("3.00 CNY in the last 7 days; at least 400.00 CNY needed", 300, 2)
    assert await shop.do(lambda s: told(s, asked, "en")) == english
    chinese = ("最近 7 天内合计 3.00 CNY，至少需要 400.00 CNY", 300, 2)
    assert await shop.do(lambda s: told(s, asked, "zh")) == chinese
    assert await shop.do(lambda s: told(s, bare, "en")) == (
        "1,400; at most 5,000 allowed",
        1_400,
        4,
    )


@pytest.mark.parametrize(
    ("condition", "english", "chinese"),
    [
        (
            Sum("order.paid", "amount", LEAST, 500_000, 30 * DAY, YUAN),
            "they paid at least 5,000.00 CNY for orders in the last 30 days",
            "最近 30 天内订单付款合计至少 5,000.00 CNY",
        ),
        (
            Not(Sum("order.paid", "amount", LEAST, 500_000, 30 * DAY, All((YUAN,)))),
            "they paid less than 5,000.00 CNY for orders in the last 30 days",
            "最近 30 天内订单付款合计不到 5,000.00 CNY",
        ),
        (
            Sum("custom.points", "points", MOST, 1_500, WEEK),
            "“points” adds up to at most 1,500 over each time the event “custom.points” happened "
            "in the last 7 days",
            "最近 7 天内发生过事件“custom.points”，“points”合计至多为 1,500",
        ),
    ],
)
def test_it_reads_as_a_sentence(condition: Condition, english: str, chinese: str) -> None:
    assert in_words(condition, "en", {}) == english
    assert in_words(condition, "zh", {}) == chinese
