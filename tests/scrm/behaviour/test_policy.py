"""What may be told, and what not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scrm.behaviour.policy import MOST_VALUES, OURS, checked, fingerprint, same_fact
from scrm.behaviour.values import Told, Whose
from scrm.journal.values import KINDS, KNOWN
from scrm.kernel.errors import Invalid
from tests.support.clock import NOON

ADA = Whose(contact_id=1)
ORDER: dict[str, Any] = {"amount": 12_900, "currency": "CNY", "order": "A-1001"}


def _order(**changed: Any) -> Told:
    return Told("order.paid", ADA, ORDER | changed)


def _own(**data: Any) -> Told:
    return Told("custom.quote_asked", ADA, data)


def test_an_order_is_known_by_its_number_unless_a_key_is_given() -> None:
    assert checked(_order(order=" A-1001 "), NOON) == Told(
        "order.paid", ADA, ORDER, None, "order.paid:A-1001"
    )
    assert checked(Told("order.paid", ADA, ORDER, None, "mine"), NOON).key == "order.paid:mine"
    assert checked(_own(a=1), NOON).key == ""


def test_a_key_is_one_of_its_kind() -> None:
    """No event of one's own takes the key of an order."""
    told = Told("custom.a", ADA, {}, None, "order.paid:A-1001")
    assert checked(told, NOON).key == "custom.a:order.paid:A-1001"


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_no_calendar_has_in_utc_is_refused(edge: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(Told("custom.a", ADA, {}, datetime.fromisoformat(edge)), NOON)
    assert refused.value.field == "occurred_at"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Whose(email="Bo@shop.example "), Whose(email="bo@shop.example")),
        (Whose(phone="0049 170 1234567"), Whose(phone="+49 (170) 1234567")),
    ],
)
def test_a_person_is_the_same_however_they_are_spelt(one: Whose, other: Whose) -> None:
    first, second = (checked(Told("custom.a", whose, {}), NOON) for whose in (one, other))
    assert first == second


def test_what_is_ones_own_is_kept_as_it_was_said() -> None:
    data = {"product": "Cafe\u0301", "points": 2.5, "gift": False, "tea_id": "7"}
    assert checked(_own(**data), NOON).data == data | {"product": "Café"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (_order(amount=-1), "data.amount"),
        (_order(amount=129.0), "data.amount"),
        (_order(amount=True), "data.amount"),
        (_order(amount=2**53 + 1), "data.amount"),
        (_order(currency="cny"), "data.currency"),
        (_order(currency=None), "data.currency"),
        (_order(order=""), "data.order"),
        (_order(order="x" * 101), "data.order"),
        (_order(order=1001), "data.order"),
        (_order(total=5), "data.total"),
        (_own(a=None), "data.a"),
        (_own(a=[1]), "data.a"),
        (_own(a={"b": 1}), "data.a"),
        (_own(a="x" * 501), "data.a"),
        (_own(a=float("nan")), "data.a"),
        (_own(a=1e300), "data.a"),
        (_own(**{'a"b': 1}), 'data.a"b'),
        (_own(**{"": 1}), "data."),
        (_own(**{"n" * 61: 1}), "data." + "n" * 61),
        (_own(**{str(n): n for n in range(MOST_VALUES + 1)}), "data"),
        *[(_own(**{name: "1"}), f"data.{name}") for name in sorted(OURS)],
    ],
)
def test_what_can_not_be_kept_is_refused_with_its_place(told: Told, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(told, NOON)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "kind",
    [
        *("message.received", "page.viewed", "custom", "custom.", "custom..a", "custom.A", "own.a"),
        *("custom.a b", "order.payed", "custom." + "a" * 54, "xcustom.a"),
    ],
)
def test_only_orders_and_kinds_of_ones_own_are_told(kind: str) -> None:
    assert kind not in KNOWN or kind in KINDS
    with pytest.raises(Invalid) as refused:
        checked(Told(kind, ADA, {}), NOON)
    assert refused.value.field == "kind"


def test_no_kind_of_ours_is_like_one_of_theirs() -> None:
    assert not any(kind.startswith("custom") for kind in KINDS)
    assert "custom.a_1.b" in KNOWN


def test_the_past_may_be_told_and_the_future_only_as_far_as_clocks_are_apart() -> None:
    minute = timedelta(minutes=1)
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    for at in (NOON + minute, NOON - 3_650 * 1_440 * minute, long_ago):
        assert checked(Told("custom.a", ADA, {}, at), NOON).at == at
    for at in (NOON + minute + timedelta(microseconds=1), long_ago - minute):
        with pytest.raises(Invalid) as refused:
            checked(Told("custom.a", ADA, {}, at), NOON)
        assert refused.value.field == "occurred_at"


def test_a_fingerprint_is_of_what_is_said_in_whatever_order() -> None:
    one, other = {"a": 1, "b": 2}, {"b": 2, "a": 1}
    told = Told("custom.a", ADA, one, NOON)
    assert fingerprint(told) == fingerprint(Told("custom.a", ADA, other, NOON, "key"))
    for changed in (
        Told("custom.b", ADA, one, NOON),
        Told("custom.a", ADA, {"a": 1, "b": 3}, NOON),
        Told("custom.a", ADA, one),
    ):
        assert not same_fact(fingerprint(changed), fingerprint(told))
    by_mail = fingerprint(Told("custom.a", Whose(email="1"), one, NOON))
    assert by_mail != fingerprint(told)
    assert same_fact(by_mail, fingerprint(told))
