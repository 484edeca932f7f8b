"""What can change the answer of a condition."""

from datetime import timedelta

import pytest

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
from scrm.journal.values import KINDS

WEEK = timedelta(days=7)
REFUND = Text(TextHow.CONTAINS_ANY, ("refund",))
ALWAYS = frozenset({"contact.created", "contact.joined", "contact.separated"})
SAID = ALWAYS | {"message.received", "message.edited", "message.deleted"}


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
        (Count("page.viewed", Bound.AT_LEAST, 1), Touches(ALWAYS | {"page.viewed"})),
        (
            Count("page.viewed", Bound.AT_MOST, 1, WEEK, Data("url", Op.EXISTS)),
            Touches(ALWAYS | {"page.viewed"}, by_time=True),
        ),
        (Count("message.received", Bound.AT_LEAST, 1, None, REFUND), Touches(SAID)),
        (
            Sum("order.paid", "amount", Bound.AT_LEAST, 1, WEEK),
            Touches(ALWAYS | {"order.paid"}, by_time=True),
        ),
        (
            Sum("order.paid", "amount", Bound.AT_LEAST, 1, None, REFUND),
            Touches(ALWAYS | {"order.paid", "message.edited", "message.deleted"}),
        ),
        (Last("order.paid", WEEK, before=True), Touches(ALWAYS | {"order.paid"}, by_time=True)),
        (Channel("telegram"), Touches(ALWAYS | {"message.received"})),
        (
            All((REFUND, Not(Tag("vip")))),
            Touches(SAID | {"tag.added", "tag.removed"}, tags=frozenset({"vip"}), by_time=True),
        ),
    ],
)
def test_what_touches_a_condition(condition: Condition, expected: Touches) -> None:
    assert touches(condition) == expected


def test_a_conversation_is_touched_by_whatever_moves_it() -> None:
    moved = {kind for kind in KINDS if kind.startswith("conversation.")} - {"conversation.rated"}
    assert moved <= touches(Conversation(waiting=True)).events


def test_kinds_are_those_of_the_journal() -> None:
    tagging = {"tag.added", "tag.removed"}
    asked = All((REFUND, Attribute("city", Op.EXISTS), Channel(id=1), Conversation("open")))
    assert touches(asked).events - tagging <= KINDS.keys()
