"""JSON is read as what it says, or refused with all that is wrong in it."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scrm.conditions.bounds import values as most
from scrm.conditions.shapes.policy import read, write
from scrm.conditions.values import Channel, Condition
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Mistake, Mistaken
from tests.scrm.conditions.drawing import CONDITIONS

HELLO = {"text": {"matches": "hello"}}
PAID = {"event": "order.paid", "of": "amount"}
WROTE = {"event": "message.received", "at_least": 1}


def _mistakes(value: object, at: str = "") -> tuple[Mistake, ...]:
    with pytest.raises(Mistaken) as refusal:
        read(value, KNOWN, at)
    return refusal.value.mistakes


def _attribute(op: str, *value: object) -> dict[str, Any]:
    return {"attribute": {"name": "a", "op": op, **({"value": value[0]} if value else {})}}


def _nested(groups: int) -> dict[str, Any]:
    condition: dict[str, Any] = HELLO
    for _ in range(groups):
        condition = {"all": [condition]}
    return condition


@settings(max_examples=300)
@given(CONDITIONS)
def test_what_is_written_is_read_again_as_the_same(condition: Condition) -> None:
    try:
        again = read(write(condition), KNOWN)
    except Mistaken as refusal:
        assume("groups deep" not in str(refusal))
        raise
    assert again == condition
    assert repr(again) == repr(condition)  # 1, 1.0 and True are equal and not the same


_KEYS = (
    *("all", "any", "not", "text", "matches", "contains_any", "within", "attribute", "name", "op"),
    *("value", "tag", "count", "event", "where", "at_least", "exactly", "last", "before", "data"),
    *("channel", "platform", "id", "conversation", "state", "waiting", "?"),
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=600)
@given(_JSON)
def test_any_json_is_a_condition_or_mistaken_and_nothing_else(value: object) -> None:
    try:
        condition = read(value, KNOWN)
    except Mistaken:
        return
    assert read(write(condition), KNOWN) == condition


WRONG: list[tuple[object, str, str]] = [
    # document, place, what is said of it
    (None, "condition", "object"),
    ([HELLO], "condition", "not a list"),
    ({}, "condition", "has 0 keys"),
    ({**HELLO, "tag": {"name": "vip", "op": "has"}}, "condition", "wrap them"),
    ({"al": [HELLO]}, "al", "did you mean all?"),
    ({"all": []}, "all", "empty list"),
    ({"any": HELLO}, "any", "has to be a list, not an object"),
    ({"all": [HELLO, {"not": None}]}, "all.1.not", "not null"),
    ({"data": {"name": "url", "op": "exists"}}, "data", "only inside where"),
    ({"text": {}}, "text", "needs one of matches, contains_any or contains_all, and has 0"),
    ({"text": {"matches": "a", "contains_any": ["b"]}}, "text", "and has 2"),
    ({"text": {"matches": "a", "case": True}}, "text.case", "not known"),
    ({"text": {"matches": 7}}, "text.matches", "has to be a text, not a number"),
    ({"text": {"matches": "x" * 501}}, "text.matches", "500 are the most"),
    ({"text": {"contains_any": []}}, "text.contains_any", "empty list"),
    ({"text": {"contains_all": ["a", " "]}}, "text.contains_all.1", "is empty"),
    ({"text": {"contains_any": ["\u0301"]}}, "text.contains_any.0", "every text would hold it"),
    ({"text": {"contains_any": ["x" * 201]}}, "text.contains_any.0", "200 are the most"),
    ({"text": {"contains_any": ["x"] * 5_001}}, "text.contains_any", "5000 are the most"),
    ({"text": {"matches": "a", "within": "30s"}}, "text.within", "is no window of time"),
    ({"text": {"matches": "a", "within": 30}}, "text.within", "such as '30m'"),
    ({"text": {"matches": "a", "within": "0d"}}, "text.within", "is no window"),
    ({"text": {"matches": "a", "within": "٣d"}}, "text.within", "is no window"),
    ({"text": {"matches": "a", "within": "11000d"}}, "text.within", "at most ten years"),
    ({"text": {"matches": "a", "within": None}}, "text.within", "is no window"),
    (_attribute("is", 1), "attribute.op", "is no comparison"),
    (_attribute("eqq", 1), "attribute.op", "did you mean eq?"),
    (_attribute("eq"), "attribute.value", "is missing"),
    (_attribute("eq", [1]), "attribute.value", "not a list"),
    (_attribute("eq", 2**53 + 1), "attribute.value", "numbers are exact"),
    (_attribute("in", "a"), "attribute.value", "has to be a list"),
    (_attribute("in", ["a"] * 1_001), "attribute.value", "1000 are the most"),
    (_attribute("in", ["a", {}]), "attribute.value.1", "not an object"),
    (_attribute("exists", 1), "attribute.value", "take it out"),
    (_attribute("contains", 1), "attribute.value", "has to be a text"),
    (_attribute("gt", "soon"), "attribute.value", "is no date"),
    (_attribute("gt", "2026-02-30"), "attribute.value", "is no date"),
    (_attribute("gt", "2026-01-01T09:00"), "attribute.value", "is no date"),
    (_attribute("gt", True), "attribute.value", "write a number"),
    (_attribute("between", [1]), "attribute.value", "needs two values"),
    (_attribute("between", [2, 1]), "attribute.value", "turn the two round"),
    (_attribute("between", [1, 2, 3]), "attribute.value", "2 are the most"),
    (_attribute("between", [1, "2026-01-01"]), "attribute.value", "two of one kind"),
    ({"attribute": {"op": "exists"}}, "attribute.name", "is missing"),
    ({"attribute": {"name": 'a"b', "op": "exists"}}, "attribute.name", "quotation mark"),
    ({"tag": "vip"}, "tag", "has to be an object with name or op"),
    ({"tag": {"name": "vip", "op": "hasnt"}}, "tag.op", "did you mean has_not?"),
    ({"count": {"event": "message.recieved", "at_least": 1}}, "count.event", "message.received?"),
    ({"count": {"event": "message.received"}}, "count", "at_least, at_most or exactly"),
    ({"count": {**WROTE, "at_most": 2}}, "count", "has 2"),
    ({"count": {**WROTE, "at_least": -1}}, "count.at_least", "from 0 to"),
    ({"count": {**WROTE, "at_least": 1.5}}, "count.at_least", "whole number"),
    ({"count": {**WROTE, "at_least": True}}, "count.at_least", "whole number"),
    ({"sum": {**PAID}}, "sum", "at_least or at_most"),
    ({"sum": {**PAID, "exactly": 1}}, "sum.exactly", "at_least"),
    ({"sum": {"event": "order.paid", "at_least": 1}}, "sum.of", "is missing"),
    ({"sum": {**PAID, "of": 'a"b', "at_least": 1}}, "sum.of", "quotation mark"),
    ({"sum": {**PAID, "at_least": 2**53 + 1}}, "sum.at_least", "whole number"),
    ({"sum": {**PAID, "at_least": 0.5}}, "sum.at_least", "whole number"),
    ({"count": {"event": "custom.", "at_least": 1}}, "count.event", "is no event"),
    ({"count": {"event": "custom.A b", "at_least": 1}}, "count.event", "is no event"),
    ({"count": {**WROTE, "where": {}}}, "count.where", "has 0 keys"),
    ({"count": {**WROTE, "where": {"tag": {}}}}, "count.where.tag", "asks about the person"),
    (
        {"count": {**WROTE, "where": {"text": {"matches": "a", "within": "7d"}}}},
        "count.where.text.within",
        "not known",
    ),
    ({"last": {"event": "message.received"}}, "last", "needs one of before or within"),
    ({"last": {"event": "message.received", "before": "x"}}, "last.before", "no window"),
    ({"channel": {}}, "channel", "needs one of platform or id"),
    ({"channel": {"id": 7}}, "channel.id", "has to be a text"),
    ({"channel": {"id": "seven"}}, "channel.id", "texts of digits"),
    ({"channel": {"id": str(2**63)}}, "channel.id", "texts of digits"),
    ({"conversation": {}}, "conversation", "asks nothing"),
    ({"conversation": {"state": "closed"}}, "conversation.state", "no state"),
    ({"conversation": {"waiting": "yes"}}, "conversation.waiting", "true or false, not a text"),
    (_nested(8), ".".join(["all.0"] * 7 + ["all"]), "fewer than 8"),
    ({"all": [HELLO] * 101}, "all", "holds 101"),
    ({"any": [{"all": [HELLO] * 60}] * 2}, "any.1.all.40.text", "at most 100 questions"),
]


@pytest.mark.parametrize(("value", "place", "why"), WRONG)
def test_what_is_wrong_is_told_with_its_place(value: object, place: str, why: str) -> None:
    mistake = _mistakes(value)[0]
    assert (mistake.place, why in mistake.why) == (place, True), mistake


def test_all_mistakes_are_told_at_once() -> None:
    count = {"count": {"event": "message.red", "within": "x", "at_least": "1", "nth": 1}}
    places = [one.place for one in _mistakes({"all": [{"tag": {}}, count]})]
    assert places == [
        "all.0.tag.name",
        "all.0.tag.op",
        "all.1.count.nth",
        "all.1.count.event",
        "all.1.count.at_least",
        "all.1.count.within",
    ]


def test_a_place_begins_where_the_document_stands_in_a_larger_one() -> None:
    assert [one.place for one in _mistakes({"tag": {"name": "x", "op": "is"}}, "if")] == [
        "if.tag.op"
    ]
    assert [one.place for one in _mistakes(None, "if")] == ["if"]


def test_of_very_many_mistakes_the_first_are_told() -> None:
    mistakes = _mistakes({"text": {"contains_any": [1] * 5_000}})
    assert len(mistakes) == most.MOST_MISTAKES


def test_the_deepest_and_the_widest_that_is_allowed_is_read() -> None:
    read(_nested(7), KNOWN)
    read({"all": [HELLO] * 100}, KNOWN)
    read({"text": {"contains_any": ["x" * 200] * 5_000}}, KNOWN)


def test_text_is_kept_as_it_is_stored() -> None:
    assert write(read({"tag": {"name": "Cafe\u0301", "op": "has"}}, KNOWN)) == {
        "tag": {"name": "Café", "op": "has"}
    }


def test_a_channel_is_named_by_a_text_of_digits() -> None:
    assert read({"channel": {"id": "42"}}, KNOWN) == Channel(id=42)
