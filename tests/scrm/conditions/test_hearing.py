"""Where the words in hand say that a condition does not hold, nobody's history is asked."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session

from scrm.conditions import service
from scrm.conditions.drawing import store as drawing
from scrm.conditions.drawing.store import Question
from scrm.conditions.frames.store import Frame
from scrm.conditions.frames.values import InHand, Moment
from scrm.conditions.hearing.policy import Hearing
from scrm.conditions.values import All, AnyOf, Condition, Not, Tag, Text, TextHow
from scrm.kernel.engines import engine_of
from tests.support.clock import NOON
from tests.support.databases import Place

REFUND = Text(TextHow.CONTAINS_ANY, ("refund",))
MONEY = Text(TextHow.MATCHES, ("mon.y",))
VIP = Tag("vip")


def _may_hold(condition: Condition, text: str | None) -> bool:
    held = InHand(text, is_of_message=True)
    return list(Hearing([VIP, condition]).may_hold(held)) == [1]


@pytest.mark.parametrize(
    ("condition", "text", "expected"),
    [
        (REFUND, "hello", False),
        (REFUND, "a REFUND please", True),
        (REFUND, None, False),
        (Not(REFUND), None, True),
        (Not(REFUND), "hello", True),
        (Not(REFUND), "refund", False),
        (Not(Not(REFUND)), "hello", False),
        (Text(TextHow.CONTAINS_ALL, ("ref", "und")), "ref", False),
        (Text(TextHow.CONTAINS_ALL, ("ref", "und")), "und ref", True),
        (All((REFUND, VIP)), "hello", False),
        (All((REFUND, VIP)), "refund", True),
        (AnyOf((REFUND, MONEY)), "hello", False),
        (AnyOf((REFUND, MONEY)), "my money", True),
        (AnyOf((REFUND, Text(TextHow.CONTAINS_ANY, ("back",)))), "give it back", True),
        (All((AnyOf((REFUND, VIP)), MONEY)), "refund", False),
        (All((AnyOf((REFUND, VIP)), MONEY)), "money", True),
        (Not(AnyOf((REFUND, VIP))), "refund", False),
        (Not(AnyOf((REFUND, VIP))), "hello", True),
    ],
)
def test_words_tell_what_they_can(
    condition: Condition, text: str | None, *, expected: bool
) -> None:
    assert _may_hold(condition, text) is expected


@pytest.mark.parametrize(
    "condition", [VIP, AnyOf((REFUND, VIP)), Not(All((REFUND, VIP))), All(()), Not(VIP)]
)
def test_words_never_deny_these(condition: Condition) -> None:
    assert Hearing([REFUND, condition]).deaf == [1]


def test_a_batch_without_the_words_asks_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    draw = drawing.holding

    def counted(frame: Frame, conditions: Sequence[Condition]) -> Question:
        asked.append(len(conditions))
        return draw(frame, conditions)

    monkeypatch.setattr(drawing, "holding", counted)
    engine = engine_of(place.url)
    with Session(engine) as session:
        moments = [Moment(n, n, NOON, n) for n in range(3)]
        said = {n: InHand("hello", is_of_message=True) for n in range(3)}
        held = service.holding_each(session, [REFUND, All((MONEY, VIP))], moments, said)
        assert held == [set(), set()]
        assert asked == []
        service.holding_each(session, [REFUND, VIP], moments, said)
        assert asked == [1]
    engine.dispose()
