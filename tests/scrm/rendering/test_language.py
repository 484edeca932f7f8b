"""Everything that a template may hold, and what comes of it."""

import re
from pathlib import Path
from typing import Any

import pytest

from scrm.kernel.errors import Mistaken
from scrm.rendering.messages.checking.expressions.values import TAKES
from scrm.rendering.messages.dates.policy import SHAPES
from scrm.rendering.messages.filters.policy import FILTERS
from scrm.rendering.messages.service import compiled, render, render_many
from scrm.rendering.messages.values import Compiled, Missing, Values
from tests.scrm.rendering.people import ANN

PAGE = Path(__file__).parents[3] / "docs/reference/templates.md"


def _said(source: str, values: Values = ANN) -> str:
    return render(compiled(source), values)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Hello", "Hello"),
        ("", ""),
        ("a\nb", "a\nb"),
        ("{# nothing #}x", "x"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ contact.name }}", "ann o'neil"),
        ('{{ contact["first name"] }}', "Ann"),
        ("{{ contact.城市 }}{{ contact['城市'] }}", "上海上海"),
        ("{{ contact.address.city }}", "Rome"),
        ('{{ contact.address["city"] }}', "Rome"),
        ("{{ contact.items }}", "her own"),
        ("{{ organisation.name }}", "Tea & Co"),
        ('{{ "a" }}{{ 5 }}{{ 5.0 }}{{ -3 }}{{ true }}', "a55-3true"),
        ("{{ contact.points }} {{ contact.spent }} {{ contact.whole }}", "120 19.9 20"),
        ("{{ contact.vip }} {{ contact.blocked }}", "true false"),
        ("{{ contact.tags }}", "tea, green tea, oolong"),
        ("[{{ contact.empty }}{{ contact.none }}]", "[]"),
        ('{{ contact.nobody or "there" }}', "there"),
        ('{{ contact.nothing or "there" }}', "there"),
        ('{{ contact.empty or "there" }}', "there"),
        ('{{ contact.nobody or contact.nothing or "there" }}', "there"),
        ('{{ contact.vip and "VIP" }}', "VIP"),
        ("{{ not contact.vip }}", "false"),
        ("{{ not contact.nobody }}", "true"),
        ('{{ "VIP" if contact.vip else "you" }}', "VIP"),
        ('[{{ "x" if contact.blocked }}]', "[]"),
        ("{% if contact.vip %}a{% elif contact.points %}b{% else %}c{% endif %}", "a"),
        ("{% if contact.nobody %}a{% elif contact.points %}b{% else %}c{% endif %}", "b"),
        ("{% if contact.nobody %}a{% else %}c{% endif %}", "c"),
        ("{% for x in contact.tags %}-{{ x }}{% endfor %}", "-tea-green tea-oolong"),
        ("{% for x in contact.many %}{{ x }},{% endfor %}", "".join(f"{n}," for n in range(20))),
        ("{% for x in contact.name %}{{ x }}{% endfor %}", "ann o'neil"),
        ("{% for x in contact.none %}a{% else %}b{% endfor %}", "b"),
        ("{% for x in contact.nobody %}a{% else %}b{% endfor %}", "b"),
        (
            '{% for x in contact.tags %}{% if "tea" in x %}{{ x }};{% endif %}{% endfor %}',
            "tea;green tea;",
        ),
        ("{% for écrit in contact.one %}{{ écrit | upper }}{% endfor %}", "TEA"),
        ("{% if contact.vip %}\nyes\n{% endif %}\nno", "yes\nno"),
        ("  {% if contact.vip %}yes{% endif %}", "yes"),
        ("a {%- if contact.vip -%} b {%- endif %}", "ab"),
    ],
)
def test_what_is_allowed_works(source: str, said: str) -> None:
    assert _said(source) == said


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("contact.points > 100", True),
        ("contact.points >= 120", True),
        ("contact.points < 120", False),
        ("contact.points <= 119.5", False),
        ("contact.points == 120.0", True),
        ("contact.points != 120", False),
        ('contact.points == "120"', False),
        ('contact.points > "100"', False),
        ("contact.vip == true", True),
        ("contact.vip == 1", False),
        ("contact.vip > 0", False),
        ('contact.born < "2000-01-01"', True),
        ('contact.address.city == "Rome"', True),
        ('"tea" in contact.tags', True),
        ('"coffee" in contact.tags', False),
        ('"coffee" not in contact.tags', True),
        ('"long walks" in contact.bio', True),
        ('"x" in contact.points', False),
        ('contact.nobody == "x"', False),
        ('contact.nobody != "x"', True),
        ("contact.nobody == contact.noone", False),
        ("contact.nobody < 5", False),
        ("contact.nobody >= 5", False),
        ('"x" in contact.nobody', False),
        ("contact.nobody in contact.tags", False),
        ("contact.nobody not in contact.tags", True),
        ("contact.tags == contact.tags", True),
        ("contact.tags < contact.many", False),
        ("contact.tags | length > 2", True),
        ("contact.nobody | length > 2", False),
        ("contact.address", False),
        ("contact.vip and not contact.blocked", True),
    ],
)
def test_comparing(asked: str, outcome: bool) -> None:
    assert _said("{% if " + asked + " %}yes{% else %}no{% endif %}") == ("yes" if outcome else "no")


@pytest.mark.parametrize(
    ("filtered", "said"),
    [
        ('contact.nobody | default("x")', "x"),
        ('contact.empty | default("x")', "x"),
        ('contact.none | default("x")', "x"),
        ("contact.blocked | default(5)", "false"),
        ("contact.nobody | upper | default(contact.points)", "120"),
        ('contact.nobody | upper or "x"', "x"),
        ("contact.name | upper", "ANN O'NEIL"),
        ("contact.points | upper", "120"),
        ('"ABC" | lower', "abc"),
        ("contact.name | title", "Ann O'neil"),
        ('"jean-paul DE (la) tour" | title', "Jean-Paul De (La) Tour"),
        ("contact.name | capitalize", "Ann o'neil"),
        ('"  x " | trim', "x"),
        ("contact.bio | truncate(20)", "Likes tea and long…"),
        ("contact.bio | truncate(15)", "Likes tea and…"),
        ("contact.bio | truncate(100)", "Likes tea and long walks by the river"),
        ('"一二三四五六" | truncate(4)', "一二三…"),
        ('"abc" | truncate(1)', "…"),
        ("contact.spent | round", "20"),
        ("contact.debt | round", "-3"),
        ("contact.spent | round(1)", "19.9"),
        ('"2.675" | round(2)', "2.675"),
        ("2.675 | round(2)", "2.68"),
        ("contact.points | round(2)", "120"),
        ("contact.tags | first", "tea"),
        ("contact.tags | last", "oolong"),
        ("contact.name | first", "ann o'neil"),
        ('contact.none | first or "x"', "x"),
        ("contact.tags | join", "tea, green tea, oolong"),
        ('contact.tags | join(" + ")', "tea + green tea + oolong"),
        ("contact.points | join", "120"),
        ("contact.tags | length", "3"),
        ("contact.name | length", "10"),
        ("contact.born | date", "3 February 1990"),
        ('contact.born | date("long", "zh")', "1990年2月3日"),
        ('contact.born | date("short")', "3 Feb 1990"),
        ('contact.born | date("short", "zh")', "1990/2/3"),
        ('contact.born | date("day")', "3 February"),
        ('contact.born | date("day", "zh")', "2月3日"),
        ('contact.born | date("month")', "February 1990"),
        ('contact.born | date("month", "zh")', "1990年2月"),
        ('contact.order | date("weekday")', "Monday"),
        ('contact.order | date("weekday", "zh")', "星期一"),
        ('contact.order | date("iso")', "2026-11-23"),
        ('contact.order | date("time")', "09:05"),
        ('contact.born | date("time") or "all day"', "all day"),
        ('contact.name | date or "soon"', "soon"),
        ('contact.points | date | default("soon")', "soon"),
    ],
)
def test_filters(filtered: str, said: str) -> None:
    assert _said("{{ " + filtered + " }}") == said


def test_other_names_are_given_by_who_asks() -> None:
    names = frozenset({"order"})
    assert render(compiled("{{ order.id }}", names), {"order": {"id": "A7"}}) == "A7"
    with pytest.raises(Mistaken, match=r"'contact', which is not known here; there are order"):
        compiled("{{ contact.name }}", names)


def test_a_loop_hides_no_name_that_is_given() -> None:
    template = compiled(
        "{% for x in item.tags %}{{ x }}{{ item.name }};{% endfor %}", frozenset({"item"})
    )
    assert render(template, {"item": {"tags": ["a", "b"], "name": "!"}}) == "a!;b!;"


def test_all_mistakes_are_told_each_with_its_line() -> None:
    with pytest.raises(Mistaken) as wrong:
        compiled(
            "{{ a() }}\n{{ contact.name | upcase }}\n\n{% if contcat.name %}\n{{ 1 + 1 }}{% endif %}"
        )
    places = [(one.place, one.why.split(";")[0]) for one in wrong.value.mistakes]
    assert places == [
        ("line 1", "calls something"),
        ("line 2", "has the filter 'upcase', which is not known"),
        ("line 4", "speaks of 'contcat', which is not known here"),
        ("line 5", "calculates"),
    ]
    assert "write contact" in wrong.value.mistakes[2].why


def test_an_item_has_no_parts() -> None:
    with pytest.raises(
        Mistaken, match="asks for a part of tag, which is a single value; write tag"
    ):
        compiled("{% for tag in contact.tags %}{{ tag.name }}{% endfor %}")


def test_a_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled("{{ contact.once }}") is compiled("{{ contact.once }}")
    assert compiled.cache_info().maxsize is not None


def test_many_are_written_in_their_order_and_one_who_lacks_something_harms_no_other() -> None:
    template = compiled("{{ contact.name }} of {{ organisation.name }}")
    shared: dict[str, Any] = {"name": "Tea"}
    people: list[Values] = [
        {"contact": {"name": "Ann"}, "organisation": shared},
        {"contact": {}, "organisation": shared},
        {"contact": {"name": "Bo"}, "organisation": shared},
    ]
    one, two, three = render_many(template, iter(people))
    assert (one, three) == ("Ann of Tea", "Bo of Tea")
    assert isinstance(two, Missing)
    assert two.field == "contact.name"


def test_every_filter_is_checked_and_on_the_page() -> None:
    assert {"default", *TAKES} == set(FILTERS)
    page = PAGE.read_text()
    assert {name for name in FILTERS if f"| `{name}" not in page} == set()
    assert {shape for shape in SHAPES if f"`{shape}`" not in page} == set()


def _examples() -> list[str]:
    return re.findall(r"```jinja\n(.*?)```", PAGE.read_text(), re.DOTALL)


@pytest.mark.parametrize("source", _examples())
def test_the_examples_of_the_page_are_templates(source: str) -> None:
    assert isinstance(compiled(source), Compiled)
