"""Templates that mean harm are refused when they are saved; values are never templates."""

import ast
import re
import time
from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from scrm.kernel.errors import Mistaken
from scrm.rendering.messages import service
from scrm.rendering.messages.checking.service import rebuilt
from scrm.rendering.messages.checking.values import Reading, Spot
from scrm.rendering.messages.service import compiled, render, render_many
from scrm.rendering.messages.values import (
    LONGEST_VALUES,
    MOST_ITEMS,
    NAMES,
    Missing,
)
from tests.scrm.rendering.hostile import ALL

MOST_SECONDS = 1.0
"""To refuse the worst; it takes a tenth of that."""


def test_the_corpus_is_large() -> None:
    assert len(set(ALL)) == len(ALL) >= 300


@pytest.mark.parametrize("source", ALL, ids=range(len(ALL)))
def test_it_is_refused(source: str) -> None:
    began = time.process_time()
    with pytest.raises(Mistaken) as refused:
        compiled(source)
    assert time.process_time() - began < MOST_SECONDS
    assert refused.value.code == "bad_template"
    for mistake in refused.value.mistakes:
        assert mistake.place == "line 1"
        assert ";" in mistake.why, "says what is wrong, and then what to write"


@pytest.mark.parametrize("source", ALL[:200], ids=range(200))
def test_it_is_refused_on_its_line_amid_a_message(source: str) -> None:
    with pytest.raises(Mistaken) as refused:
        compiled(
            "Hi {{ contact.name }},\n\n{# a #}{% raw %}{{ 7*7 }}{% endraw %}\n" + source + "\nBye"
        )
    assert refused.value.mistakes[0].place in ("line 4", "line 5"), refused.value.mistakes


PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", " ", "\n", "(", ")", "[", "]", "{", "}"),
    *(
        "contact",
        "name",
        "x",
        "_",
        "loop",
        ".",
        ",",
        "|",
        "~",
        "*",
        "**",
        "-",
        "+",
        "/",
        "%",
        ":",
        "=",
    ),
    *(
        "==",
        "<",
        "in",
        "is",
        "not",
        "and",
        "or",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "raw",
    ),
    *(
        "endraw",
        "set",
        "block",
        "macro",
        "include",
        "import",
        "as",
        "from",
        "call",
        "filter",
        "with",
    ),
    *(
        "upper",
        "default",
        "date",
        "truncate",
        "'",
        '"',
        "'a'",
        "0",
        "1e9",
        "none",
        "true",
        "\\",
        "茶",
    ),
    *("{{ contact.name }}", "{% if contact.name %}", "{% for x in contact.tags %}", "{% endfor %}"),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " "]), st.booleans())
def test_of_a_heap_of_pieces_nothing_comes_but_text_or_mistakes(
    pieces: list[str], between: str, wrapped: bool
) -> None:
    source = between.join(pieces)
    source = "{{ " + source + " }}" if wrapped else source
    try:
        said = render(compiled(source), {"contact": {"name": "Ann", "tags": ["tea"]}})
    except Mistaken as wrong:
        places = [one.place for one in wrong.mistakes]
        if not all(re.fullmatch(r"line \d+", place) for place in places):
            raise
    except Missing:
        pass
    else:
        assert isinstance(said, str)


@pytest.mark.parametrize(
    "name", ["{{7*7}}", "{{ contact }}", "{% for x in y %}", "{# a", "%s{0}", "<b>"]
)
def test_what_a_contact_is_called_is_printed_to_the_letter(name: str) -> None:
    template = compiled('{{ contact.name }} {{ contact.name or "x" }} {{ contact.tags | join }}')
    said = render(template, {"contact": {"name": name, "tags": [name]}})
    assert said == f"{name} {name} {name}"


class Canary:
    """Notes whoever touches it."""

    touched: list[str] = []  # noqa: RUF012

    def __getattribute__(self, name: str) -> Any:
        Canary.touched.append(name)
        raise AssertionError(name)

    def _touch(self, *_: Any) -> Any:
        Canary.touched.append("by a method")
        raise AssertionError

    __str__ = __bool__ = __len__ = __getitem__ = __iter__ = __eq__ = _touch
    __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __format__ = __float__ = _touch
    __hash__ = None  # type: ignore[assignment]


class Text(str):
    __slots__ = ()


class Group(dict[str, Any]):
    pass


STRANGE: list[Callable[[], Any]] = [
    lambda: {"contact": {"name": Canary()}},
    lambda: {"contact": {"tags": [Canary()]}},
    lambda: {"contact": {"address": {"city": Canary()}}},
    lambda: {"contact": Canary()},
    lambda: {"contact": Group(name="x")},
    lambda: Group(contact={}),
    lambda: {"contact": {"name": Text("x")}},
    lambda: {"contact": {Text("name"): "x"}},
    lambda: {Text("contact"): {"name": "x"}},
    lambda: {"contact": {"name": b"x"}},
    lambda: {"contact": {"name": ("x",)}},
    lambda: {"contact": {"name": object}},
    lambda: {"contact": {"name": len}},
    lambda: {"contact": {"tags": [["x"]]}},
    lambda: {"contact": {"tags": [{"a": "x"}]}},
    lambda: {"contact": {"tags": [None]}},
    lambda: {"contact": {"a": {"b": {"c": "x"}}}},
    lambda: {"contact": {"a": {"b": []}, "n": float("nan")}},
    lambda: {"contact": {"n": float("inf")}},
    lambda: {"contact": {"n": 10**19}},
    lambda: {"contact": {"tags": [10**5000]}},
    lambda: {"contact": {"tags": ["x"] * (MOST_ITEMS + 1)}},
    lambda: {"contact": {"name": "x" * (LONGEST_VALUES + 1)}},
    lambda: {"contact": {"tags": ["x" * LONGEST_VALUES, "x"]}},
    lambda: {"contact": {"a": {"b": "x" * LONGEST_VALUES}}, "campaign": {"c": "x"}},
]


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_no_plain_value_is_refused_untouched(strange: Callable[[], Any]) -> None:
    Canary.touched.clear()
    template = compiled('{{ contact.name or "x" }}{{ contact.a.b or "x" }}')
    with pytest.raises((TypeError, ValueError)):
        render(template, strange())
    with pytest.raises((TypeError, ValueError)):
        list(render_many(template, [{"contact": {}}, strange()]))
    assert Canary.touched == []


def test_the_second_wall_stands_without_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check would refuse is refused by what runs it, too."""
    for source in (
        "{{ contact.name }}",
        "{{ contact['name'] }}",
        "{{ ''.__class__ }}",
        "{{ contact() }}",
        "{{ 2 * contact }}",
        "{{ -contact }}",
        "{{ contact ** 9 }}",
    ):
        template = service._WALLS.from_string(source)
        with pytest.raises(SecurityError):
            template.render(contact={"name": "x"})
    for source in ("{{ 1 is defined }}", "{{ 'a' | attr('b') }}", "{{ 'a' | center(9) }}"):
        with pytest.raises(jinja2.TemplateAssertionError):
            service._WALLS.from_string(source)
    for name in ("range", "dict", "lipsum", "cycler", "joiner", "namespace"):
        assert service._WALLS.from_string("{{ %s }}" % name).render() == ""  # noqa: UP031


def _names(source: str) -> set[str]:
    """That the Python made of a template speaks of."""
    tree = rebuilt(service._parsed(source), Spot(Reading(NAMES)))
    tree.set_environment(service._WALLS)
    tree.set_lineno(1)
    made = ast.parse(service._WALLS.compile(tree, raw=True))
    return {node.id for node in ast.walk(made) if isinstance(node, ast.Name)}


def test_nothing_that_a_writer_names_is_a_name_in_what_runs() -> None:
    source = (
        '{% for écrit in contact.secret %}{{ écrit or organisation["key"] | upper }}{% endfor %}'
    )
    other = '{% for x in contact.a %}{{ x or organisation["b"] | upper }}{% endfor %}'
    assert _names(source) == _names(other)
