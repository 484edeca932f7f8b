"""What a person lacks is told by its name, and a template says beforehand what may be lacked."""

import pytest

from scrm.rendering.messages.service import compiled, lint, render
from scrm.rendering.messages.values import Missing
from tests.scrm.rendering.people import ANN


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ contact.nobody }}", "contact.nobody"),
        ("{{ contact.nothing }}", "contact.nothing"),
        ("{{ contact.address }}", "contact.address"),
        ("{{ contact.address.zip }}", "contact.address.zip"),
        ("{{ contact.name.first }}", "contact.name.first"),
        ('{{ contact["last name"] }}', "contact.last name"),
        ("{{ campaign.name }}", "campaign.name"),
        ("{{ contact.nobody | upper | trim | truncate(5) }}", "contact.nobody"),
        ("{{ contact.nobody | date | join | round | length | first | last }}", "contact.nobody"),
        ("{{ contact.nobody and contact.name }}", "contact.nobody"),
        ("{{ contact.empty or contact.nobody }}", "contact.nobody"),
        ("{{ contact.empty | default(contact.nobody) }}", "contact.nobody"),
        ("{{ contact.nobody if contact.vip else 5 }}", "contact.nobody"),
        ("{% for x in contact.nobody %}{% endfor %}", "contact.nobody"),
        ("{{ contact.name | date }}", "a date in contact.name"),
        ("{{ contact.none | first }}", "the first of a list"),
    ],
)
def test_what_is_missing_without_a_fall_back_is_named(source: str, name: str) -> None:
    with pytest.raises(Missing) as missing:
        render(compiled(source), ANN)
    assert missing.value.field == name
    assert missing.value.code == "missing_value"


def _told(source: str) -> list[tuple[str, int]]:
    return [(one.name, one.line) for one in lint(compiled(source))]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a\n{{ contact.name }}", [("contact.name", 2)]),
        ('{{ contact.name or "x" }}', []),
        ('{{ contact.name | upper | default("x") }}', []),
        ('{{ contact.name or "x" }}\n{{ contact.name }}', [("contact.name", 2)]),
        ("{{ contact.a or contact.b }}", [("contact.b", 1)]),
        ("{{ contact.a | default(contact.b) }}", [("contact.b", 1)]),
        ('{{ contact.a and contact.b or "x" }}', []),
        ("{{ contact.a and contact.b }}", [("contact.a", 1), ("contact.b", 1)]),
        ("{% if contact.a %}{{ contact.a }}{% endif %}", []),
        ("{% if contact.a %}x{% else %}{{ contact.a }}{% endif %}", [("contact.a", 1)]),
        ("{% if not contact.a %}x{% else %}{{ contact.a }}{% endif %}", []),
        (
            "{% if not contact.a %}x{% elif contact.b %}{{ contact.a }}{{ contact.b }}{% endif %}",
            [],
        ),
        ("{% if contact.a and contact.b %}{{ contact.a }}{{ contact.b }}{% endif %}", []),
        ("{% if contact.a or contact.b %}{{ contact.a }}{% endif %}", [("contact.a", 1)]),
        ("{% if contact.a > 5 %}{{ contact.a }}{% endif %}", []),
        ("{% if contact.a != 5 %}{{ contact.a }}{% endif %}", [("contact.a", 1)]),
        ("{% if contact.a != 5 %}x{% else %}{{ contact.a }}{% endif %}", []),
        ("{% if contact.a | length > 5 %}{{ contact.a }}{% endif %}", []),
        ('{% if contact.a | default("x") %}{{ contact.a }}{% endif %}', [("contact.a", 1)]),
        ('{% if (contact.a and contact.b) == "" %}{{ contact.b }}{% endif %}', [("contact.b", 1)]),
        ('{{ contact.a if contact.a else "x" }}', []),
        ("{% for x in contact.a %}{{ x }}{% endfor %}", [("contact.a", 1)]),
        ("{% for x in contact.a %}{{ x }}{% else %}x{% endfor %}", []),
        ("{% if contact.a.b %}{{ contact.a.c }}{% endif %}", [("contact.a.c", 1)]),
    ],
)
def test_lint_tells_what_is_read_without_a_fall_back(
    source: str, told: list[tuple[str, int]]
) -> None:
    assert _told(source) == told


def test_a_template_knows_its_variables() -> None:
    template = compiled(
        '{{ contact.name or "x" }}\n{{ campaign["day"].time }}{% if contact.vip %}{% endif %}'
    )
    assert [(one.path, one.line, one.fallback) for one in template.variables] == [
        (("contact", "name"), 1, True),
        (("campaign", "day", "time"), 2, False),
        (("contact", "vip"), 2, True),
    ]
