"""Conditions as somebody could write them, drawn by Hypothesis within the language's bounds."""

from datetime import timedelta

from hypothesis import strategies as st

from scrm.conditions.values import (
    All,
    AnyOf,
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
    Scalar,
    Sum,
    Tag,
    Text,
    TextHow,
)
from scrm.journal.values import KINDS
from scrm.kernel.terms import folded
from scrm.kernel.text import clean

SAID = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
    .map(clean)
    .filter(lambda text: bool(folded(text).strip()) and len(text) <= 20)
)
NAMES = st.sampled_from(["city", "spend", "name", "last_seen", "爱好"])
WINDOWS = st.one_of(
    st.integers(1, 10_000).map(lambda n: timedelta(minutes=n)),
    st.integers(1, 3_000).map(lambda n: timedelta(days=n)),
    st.integers(1, 500).map(lambda n: timedelta(weeks=n)),
)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: x + 0.0),
)
DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
)
SCALARS: st.SearchStrategy[Scalar] = st.one_of(SAID, NUMBERS, st.booleans())
_KINDS = st.sampled_from(sorted(KINDS))


@st.composite
def _operands(draw: st.DrawFn) -> tuple[Op, tuple[Scalar, ...]]:
    op = draw(st.sampled_from(Op))
    match op:
        case Op.EXISTS | Op.MISSING:
            return op, ()
        case Op.IN | Op.NOT_IN:
            return op, tuple(draw(st.lists(SCALARS, min_size=1, max_size=4)))
        case Op.CONTAINS | Op.STARTS_WITH:
            return op, (draw(SAID),)
        case Op.BETWEEN:
            either = st.sampled_from([NUMBERS, st.dates().map(lambda day: day.isoformat())])
            two = draw(st.lists(draw(either), min_size=2, max_size=2))
            return op, tuple(sorted(two))
        case Op.EQ | Op.NE:
            return op, (draw(SCALARS),)
        case _:
            return op, (draw(st.one_of(NUMBERS, DATES)),)


def _texts(within: st.SearchStrategy[timedelta | None]) -> st.SearchStrategy[Text]:
    words = st.lists(SAID, min_size=1, max_size=3).map(tuple)
    pattern = st.sampled_from(["refund|退款", "^hi\\b", "[0-9]{4}"]).map(lambda one: (one,))
    return st.one_of(
        st.builds(Text, st.just(TextHow.MATCHES), pattern, within),
        st.builds(Text, st.just(TextHow.CONTAINS_ANY), words, within),
        st.builds(Text, st.just(TextHow.CONTAINS_ALL), words, within),
    )


def _groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(AnyOf, several), st.builds(Not, parts))


CHANNELS = st.one_of(
    st.builds(Channel, platform=st.sampled_from(["telegram", "webchat"])),
    st.builds(Channel, id=st.integers(0, 2**63 - 1)),
)
_ABOUT_EVENTS: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(
        _texts(st.none()),
        CHANNELS,
        st.builds(lambda name, rest: Data(name, *rest), NAMES, _operands()),
    ),
    _groups,
    max_leaves=4,
)
_WHERE = st.one_of(st.none(), _ABOUT_EVENTS)
_MAYBE = st.one_of(st.none(), st.booleans())
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    _texts(st.one_of(st.none(), WINDOWS)),
    st.builds(lambda name, rest: Attribute(name, *rest), NAMES, _operands()),
    st.builds(Tag, SAID, st.booleans()),
    st.builds(
        Count,
        _KINDS,
        st.sampled_from(Bound),
        st.integers(0, 1_000_000),
        st.one_of(st.none(), WINDOWS),
        _WHERE,
    ),
    st.builds(
        Sum,
        _KINDS,
        NAMES,
        st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST]),
        st.integers(0, 2**53),
        st.one_of(st.none(), WINDOWS),
        _WHERE,
    ),
    st.builds(Last, _KINDS, WINDOWS, st.booleans(), _WHERE),
    CHANNELS,
    st.builds(
        Conversation, st.sampled_from([None, "open", "snoozed", "resolved"]), _MAYBE, _MAYBE
    ).filter(lambda one: one != Conversation()),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(LEAVES, _groups, max_leaves=6)
