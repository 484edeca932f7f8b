"""The guards cost less than Jinja's own ways, which they stand in for."""

import timeit
from collections.abc import Callable

import jinja2

from scrm.rendering.messages.service import compiled, render, render_many
from scrm.rendering.messages.values import Value, Values

WORDS = """Hi {{ contact.name or "there" }},

thank you for your {{ contact.orders }} orders! \
{% if contact.points > 100 %}You have {{ contact.points }} points.{% endif %}

See you in {{ contact.city }}, on {{ campaign.day }}!
{{ organisation.name }}"""
LEAST_SHARE = 0.7
PEOPLE = 200


def _people() -> list[Values]:
    campaign: dict[str, Value] = {"day": "Monday"}
    organisation: dict[str, Value] = {"name": "Tea & Co"}
    found: list[Values] = []
    for number in range(PEOPLE):
        contact: dict[str, Value] = {"name": "Ann", "orders": number, "points": 120, "city": "Rome"}
        contact |= {f"attribute {n}": "of no use here" for n in range(10)}
        found.append({"contact": contact, "campaign": campaign, "organisation": organisation})
    return found


def _seconds(work: Callable[[], object]) -> float:
    return min(timeit.repeat(work, number=1, repeat=15)) / PEOPLE


def test_messages_are_written_at_the_speed_of_jinja() -> None:
    bare = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701
    theirs, ours, people = bare.from_string(WORDS), compiled(WORDS), _people()
    assert [theirs.render(one) for one in people] == list(render_many(ours, people))
    plain = _seconds(lambda: [theirs.render(one) for one in people])
    single = _seconds(lambda: [render(ours, one) for one in people])
    many = _seconds(lambda: list(render_many(ours, people)))
    print(f"{plain / single:.2f} and {plain / many:.2f} of Jinja's rate; {many * 1e6:.1f} µs each")  # noqa: T201
    assert plain / single > LEAST_SHARE
    assert plain / many > LEAST_SHARE
