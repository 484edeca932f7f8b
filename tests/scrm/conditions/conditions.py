"""Strategies for conditions."""

from typing import Any

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
from scrm.kernel.terms import folded
from tests.scrm.conditions import pieces

alike: list[st.SearchStrategy[Any]] = [
    *(pieces.numbers, st.sampled_from(pieces.DATES), pieces.scalars)
]
windows = st.sampled_from([None, *pieces.WINDOWS])
_NONE = {Op.EXISTS, Op.MISSING}
_ORDER = [Op.GT, Op.GTE, Op.LT, Op.LTE]
OWN = ["name", "locale", "zone", "stage", "owner_id", "first_seen", "last_seen"]


@st.composite
def text(draw: st.DrawFn, *, windowed: bool = True) -> Text:
    how = draw(st.sampled_from(TextHow))
    many = st.lists(pieces.keywords.filter(folded), min_size=1, max_size=3)
    words = [draw(pieces.patterns)] if how is TextHow.MATCHES else draw(many)
    return Text(how, tuple(words), draw(windows) if windowed else None)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Op, tuple[Scalar, ...]]:
    op = draw(st.sampled_from(Op))
    if op in _NONE:
        return op, ()
    if op in (Op.IN, Op.NOT_IN):
        return op, tuple(draw(st.lists(pieces.scalars, max_size=4)))
    if op is Op.BETWEEN:
        return op, draw(st.one_of(*(st.tuples(one, one) for one in alike)))
    if op in _ORDER:
        return op, (draw(st.one_of(pieces.numbers, st.sampled_from(pieces.DATES), pieces.texts)),)
    return op, (draw(pieces.scalars),)


@st.composite
def attribute(draw: st.DrawFn) -> Attribute:
    own = st.sampled_from(OWN)
    return Attribute(draw(st.one_of(pieces.names, own)), *draw(asked()))


@st.composite
def instant(draw: st.DrawFn) -> Attribute:
    """Of when somebody was seen, at the very instants."""
    name = draw(st.sampled_from(["first_seen", "last_seen"]))
    op = draw(st.sampled_from([*_ORDER, Op.BETWEEN, Op.EQ, Op.IN]))
    times = st.sampled_from([at.isoformat() for at in pieces.INSTANTS])
    size = 1 if op in (*_ORDER, Op.EQ) else 2
    return Attribute(name, op, tuple(draw(st.lists(times, min_size=size, max_size=size))))


@st.composite
def data(draw: st.DrawFn) -> Data:
    known = st.sampled_from(["message_id", "channel_id"])
    return Data(draw(st.one_of(pieces.names, known)), *draw(asked()))


channel = st.one_of(
    st.builds(Channel, platform=st.sampled_from(pieces.PLATFORMS)),
    st.builds(lambda number: Channel(id=number), st.sampled_from([*pieces.CHANNELS, 9])),
)


def nested(leaves: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Condition]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=most,
    )


where = st.one_of(st.none(), nested(st.one_of(text(windowed=False), channel, data()), 3))
kinds = st.sampled_from([*pieces.KINDS, "order.paid"])
sums = st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST])
leaves = st.one_of(
    text(),
    attribute(),
    instant(),
    st.builds(Tag, st.sampled_from([*pieces.TAGS, "nobody's"]), st.booleans()),
    st.builds(Count, kinds, st.sampled_from(Bound), st.integers(0, 3), windows, where),
    st.builds(Sum, kinds, pieces.names, sums, st.integers(0, 3), windows, where),
    st.builds(Last, kinds, st.sampled_from(pieces.WINDOWS), st.booleans(), where),
    channel,
    st.builds(
        Conversation,
        st.sampled_from([None, *pieces.STATES]),
        st.sampled_from([None, True, False]),
        st.sampled_from([None, True, False]),
    ),
)
conditions = st.one_of(leaves, leaves.map(Not), nested(leaves, 4))
