"""Templates and values for Hypothesis."""

from hypothesis import strategies as st

from tests.scrm.rendering.evaluator import Tree

TEXTS = st.text("abcXYZé茶{}%#7*", max_size=6)
"""Values may look like a template: they are none."""
WORDS = st.text("abcXYZé茶", min_size=1, max_size=6)
NUMBERS = st.one_of(
    st.integers(-1000, 1000), st.integers(-100_000, 100_000).map(lambda number: number / 100)
)
DATES = st.sampled_from(["2026-11-23", "2026-01-05T09:05:00", "2024-02-29T23:59:59+08:00"])
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans(), DATES)
LISTS = st.lists(SCALARS, max_size=25)

KEYS = ("name", "points", "city", "tags", "vip", "born", "城市")
CONTACTS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | TEXTS,
        "points": NUMBERS | TEXTS,
        "city": TEXTS,
        "tags": st.none() | LISTS,
        "vip": st.booleans(),
        "born": DATES | TEXTS,
        "城市": TEXTS,
        "address": st.none() | st.fixed_dictionaries({}, optional={"city": SCALARS, "tags": LISTS}),
    },
)
VALUES = st.fixed_dictionaries(
    {"contact": CONTACTS}, optional={"organisation": st.fixed_dictionaries({"name": TEXTS})}
)

PATHS: st.SearchStrategy[Tree] = st.one_of(
    st.sampled_from(KEYS).map(lambda key: ("path", "contact", key)),
    st.sampled_from(KEYS).map(lambda key: ("brackets", "contact", key)),
    st.sampled_from(
        [
            ("path", "contact", "address", "city"),
            ("brackets", "contact", "address", "tags"),
            ("path", "contact", "name", "city"),
            ("path", "contact", "address"),
            ("path", "organisation", "name"),
            ("path", "campaign", "name"),
        ]
    ),
)
CONSTANTS: st.SearchStrategy[Tree] = st.one_of(WORDS, NUMBERS, st.booleans(), st.just("")).map(
    lambda value: ("const", value)
)
FILTERS = st.one_of(
    st.sampled_from(["upper", "lower", "capitalize", "trim", "first", "last", "length"]).map(
        lambda name: (name, ())
    ),
    st.sampled_from([("join", ()), ("join", ("/",)), ("round", ()), ("round", (1,)), ("date", ())]),
    st.integers(1, 8).map(lambda most: ("truncate", (most,))),
    st.sampled_from([("date", ("iso",)), ("date", ("time",)), ("date", ("long", "en"))]),
)


def _more(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from(["or", "and"]), inner, inner),
        st.tuples(st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), inner, inner),
        st.tuples(st.sampled_from(["in", "not in"]), inner, inner),
        inner.map(lambda one: ("not", one)),
        two.map(lambda both: ("default", *both)),
        st.tuples(st.just("choice"), inner, inner, st.none() | inner),
        st.tuples(FILTERS, inner).map(lambda it: ("filter", *it[0], it[1])),
    )


EXPRESSIONS = st.recursive(PATHS | CONSTANTS, _more, max_leaves=6)
IN_LOOPS = st.recursive(PATHS | CONSTANTS | st.just(("item",)), _more, max_leaves=4)


def _bodies(
    expressions: st.SearchStrategy[Tree], inner: st.SearchStrategy[list[Tree]]
) -> st.SearchStrategy[list[Tree]]:
    asked = st.lists(st.tuples(expressions, inner), min_size=1, max_size=3)
    statement = st.one_of(
        WORDS.map(lambda words: ("text", words)),
        WORDS.map(lambda words: ("comment", words)),
        WORDS.map(lambda words: ("raw", words)),
        expressions.map(lambda expression: ("write", expression)),
        expressions.map(lambda expression: ("write", expression)),
        st.tuples(st.just("if"), asked, inner),
    )
    return st.lists(statement, max_size=4)


_NONE: st.SearchStrategy[list[Tree]] = st.just([])
LOOPED = _bodies(IN_LOOPS, _bodies(IN_LOOPS, _NONE))
_ELSE = _bodies(EXPRESSIONS, _NONE).filter(lambda body: any(one[0] != "comment" for one in body))
LOOPS = st.tuples(st.just("for"), PATHS, LOOPED, _NONE | _ELSE)
_PLAIN = _bodies(EXPRESSIONS, _bodies(EXPRESSIONS, _bodies(EXPRESSIONS, _NONE)))
TEMPLATES: st.SearchStrategy[list[Tree]] = st.tuples(
    _PLAIN, st.lists(LOOPS, max_size=2), _PLAIN
).map(lambda parts: [*parts[0], *parts[1], *parts[2]])
