"""What can change the answer of a condition."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from scrm.conditions.touching.policy import touches
from scrm.conditions.touching.values import Touches
from scrm.conditions.values import (
    All,
    Attribute,
    Bound,
    Channel,
    Condition,
    Conversation,
    Count,
    Data,
    Last,
    Not,
    Op,
    Sum,
    Tag,
    Text,
    TextHow,
)
from scrm.contacts.tables import Contact
from scrm.journal.values import KINDS
from tests.scrm.conditions.conditions import conditions
from tests.scrm.conditions.evaluator import Then, World, holds
from tests.support.clock import NOON

WEEK = timedelta(days=7)
REFUND = Text(TextHow.CONTAINS_ANY, ("refund",))
CHANGED = frozenset({"contact.joined", "contact.separated"})
ALWAYS = CHANGED | {"contact.created"}
SAID = CHANGED | {"message.received", "message.edited", "message.deleted"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All(()), Touches(ALWAYS)),
        (REFUND, Touches(SAID)),
        (Text(TextHow.MATCHES, ("a",), WEEK), Touches(SAID, by_time=True)),
        (
            Attribute("city", Op.EQ, ("上海",)),
            Touches(ALWAYS | {"contact.updated"}, attributes=frozenset({"city"})),
        ),
        (
            Attribute("last_seen", Op.LT, ("2026-01-01",)),
            Touches(ALWAYS | {"message.received"}, attributes=frozenset({"last_seen"})),
        ),
        (
            Not(Tag("vip")),
            Touches(ALWAYS | {"tag.added", "tag.removed"}, tags=frozenset({"vip"}), by_time=True),
        ),
        (Count("page.viewed", Bound.AT_LEAST, 1), Touches(CHANGED | {"page.viewed"})),
        (Count("page.viewed", Bound.AT_LEAST, 0), Touches(ALWAYS | {"page.viewed"})),
        (Count("page.viewed", Bound.EXACTLY, 0), Touches(ALWAYS | {"page.viewed"})),
        (Not(REFUND), Touches(SAID | {"contact.created"})),
        (
            Count("page.viewed", Bound.AT_MOST, 1, WEEK, Data("url", Op.EXISTS)),
            Touches(ALWAYS | {"page.viewed"}, by_time=True),
        ),
        (Count("message.received", Bound.AT_LEAST, 1, None, REFUND), Touches(SAID)),
        (
            Sum("order.paid", "amount", Bound.AT_LEAST, 1, WEEK),
            Touches(CHANGED | {"order.paid"}, by_time=True),
        ),
        (
            Sum("order.paid", "amount", Bound.AT_LEAST, 1, None, REFUND),
            Touches(CHANGED | {"order.paid", "message.edited", "message.deleted"}),
        ),
        (Last("order.paid", WEEK, before=True), Touches(CHANGED | {"order.paid"}, by_time=True)),
        (Channel("telegram"), Touches(ALWAYS | {"message.received"})),
        (
            All((REFUND, Not(Tag("vip")))),
            Touches(SAID | {"tag.added", "tag.removed"}, tags=frozenset({"vip"}), by_time=True),
        ),
    ],
)
def test_what_touches_a_condition(condition: Condition, expected: Touches) -> None:
    assert touches(condition) == expected


@settings(max_examples=500, deadline=None, database=None)
@given(conditions)
def test_who_becomes_known_is_looked_at_unless_it_can_not_hold_of_them(
    condition: Condition,
) -> None:
    """Of somebody of whom nothing is known but that they are there."""
    newcomer = Contact(id=1, name="Ada", first_seen=NOON)
    then = Then(World([newcomer], [], [], {}, {}, [], {}, []), 1, NOON)
    is_looked_at = "contact.created" in touches(condition).events
    assert is_looked_at or not holds(then, condition)


def test_a_conversation_is_touched_by_whatever_moves_it() -> None:
    moved = {kind for kind in KINDS if kind.startswith("conversation.")} - {"conversation.rated"}
    assert moved <= touches(Conversation(waiting=True)).events


def test_kinds_are_those_of_the_journal() -> None:
    tagging = {"tag.added", "tag.removed"}
    asked = All((REFUND, Attribute("city", Op.EXISTS), Channel(id=1), Conversation("open")))
    assert touches(asked).events - tagging <= KINDS.keys()
