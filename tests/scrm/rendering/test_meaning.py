"""What a template says is what the language says: compared with a plain second reading of it."""

from typing import Any

from hypothesis import given, reject, settings

from scrm.kernel.errors import Mistaken
from scrm.rendering.messages.service import compiled, lint, render
from scrm.rendering.messages.values import Missing
from tests.scrm.rendering.drawing import TEMPLATES, VALUES
from tests.scrm.rendering.evaluator import Lacking, Tree, meaning, template


def _said(body: list[Tree], values: dict[str, Any]) -> tuple[str, str]:
    try:
        return "text", meaning(body, values)
    except Lacking as lacking:
        return "missing", str(lacking)


def _rendered(source: str, values: dict[str, Any]) -> tuple[str, str]:
    try:
        return "text", render(compiled(source), values)
    except Missing as missing:
        return "missing", missing.field


@settings(max_examples=300, deadline=None)
@given(TEMPLATES, VALUES)
def test_whatever_is_allowed_means_the_same_and_raises_nothing_but_missing(
    body: list[Tree], values: dict[str, Any]
) -> None:
    source = template(body)
    try:
        compiled(source)
    except Mistaken as wrong:
        if "too much" not in str(wrong):
            raise
        reject()
    assert _rendered(source, values) == _said(body, values)


@settings(max_examples=150, deadline=None)
@given(TEMPLATES, VALUES)
def test_what_is_lacked_was_told_before(body: list[Tree], values: dict[str, Any]) -> None:
    """What a message fails for stands in what `lint` says of the template."""
    source = template(body)
    try:
        told = {one.name for one in lint(compiled(source))}
    except Mistaken:
        reject()
    kind, name = _rendered(source, values)
    if kind == "missing" and not name.startswith(("a date in", "the first", "the last")):
        assert name in told
