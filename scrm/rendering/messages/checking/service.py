"""Reads a template's syntax tree, and builds the one that is compiled.

An allow-list: what is not known here by its type is a mistake, and what comes out holds nothing that
its writer named: names, tags and filters are ours, and what they wrote is in constants and text.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeGuard, cast

from jinja2 import nodes

from scrm.rendering.messages.checking.expressions.service import ITEM, output, read, sure_of
from scrm.rendering.messages.checking.policy import (
    LOOPS_IN_LOOPS,
    REFUSED,
    TOO_DEEP,
    UNKNOWN,
)
from scrm.rendering.messages.checking.values import DEEPEST, Spot
from scrm.rendering.messages.values import MOST_TURNS

_MEANT_OTHERWISE = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})


def rebuilt(template: nodes.Template, spot: Spot) -> nodes.Template:
    """Notes in `spot.reading` what is wrong and what is read. Of a template with mistakes what comes
    out is of no use."""
    return nodes.Template(_all(template.body, spot), lineno=1)


def _all(body: Sequence[nodes.Node], spot: Spot) -> list[nodes.Node]:
    return [part for node in body for part in _statement(node, spot)]


def _statement(node: nodes.Node, spot: Spot) -> list[nodes.Node]:
    known = _READERS.get(type(node))
    if known is None:
        spot.reading.wrong(_line(node), REFUSED.get(type(node).__name__, UNKNOWN))
        return []
    if spot.depth >= DEEPEST:
        spot.reading.wrong(node.lineno, TOO_DEEP)
        return []
    return known(node, spot)


def _line(node: nodes.Node) -> int:
    """Jinja leaves it out where it wraps a part into another."""
    return node.lineno or next((_line(inner) for inner in node.iter_child_nodes()), 1)


def _output(node: nodes.Output, spot: Spot) -> list[nodes.Node]:
    written: list[Any] = [
        nodes.TemplateData(part.data)
        if isinstance(part, nodes.TemplateData)
        else output(part, spot)
        for part in node.nodes
    ]
    return [nodes.Output(written)]


def _if(node: nodes.If, spot: Spot) -> list[nodes.Node]:
    spot = spot.deeper()
    test = read(cast(nodes.Expr, node.test), spot.catching())
    body = _all(node.body, spot.knowing(sure_of(node.test, True)))
    spot = spot.knowing(sure_of(node.test, False))
    others = []
    for other in node.elif_:
        asked = read(cast(nodes.Expr, other.test), spot.catching())
        then = _all(other.body, spot.knowing(sure_of(other.test, True)))
        others.append(nodes.If(asked, then, [], []))
        spot = spot.knowing(sure_of(other.test, False))
    return [nodes.If(test, body, others, _all(node.else_, spot))]


def _for(node: nodes.For, spot: Spot) -> list[nodes.Node]:
    reading = spot.reading
    if spot.item is not None:
        reading.wrong(node.lineno, LOOPS_IN_LOOPS)
        return []
    if node.test is not None or node.recursive:
        reading.wrong(node.lineno, "loops with a condition; write {% if … %} inside the loop")
    item = _item(node, spot)
    if not _is_variable(node.iter):
        reading.wrong(
            node.lineno, "loops over what is no variable; write such as contact.interests"
        )
        return []
    spot = spot.deeper()
    listed = read(node.iter, replace(spot, caught=bool(node.else_)))
    turns = nodes.Filter(listed, " turns_if_any" if node.else_ else " turns", [], [], None, None)
    inside = replace(spot, item=item, turns=MOST_TURNS)
    body, instead = _all(node.body, inside), _all(node.else_, spot)
    return [nodes.For(nodes.Name(ITEM, "store"), turns, body, instead, None, False)]


def _is_variable(node: nodes.Node) -> TypeGuard[nodes.Expr]:
    return isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem)


def _item(node: nodes.For, spot: Spot) -> str:
    """What the writer calls the loop's item."""
    if not isinstance(node.target, nodes.Name):
        spot.reading.wrong(
            node.lineno, "loops with two names; items are single values, so write one"
        )
        return ITEM
    name = node.target.name
    if name in spot.reading.names or name in _MEANT_OTHERWISE or name.startswith("_"):
        spot.reading.wrong(
            node.lineno, f"calls an item {name[:60]!r}, which has a meaning; choose another"
        )
    return name


_READERS: dict[type[nodes.Node], Callable[[Any, Spot], list[nodes.Node]]] = {
    nodes.Output: _output,
    nodes.If: _if,
    nodes.For: _for,
}
