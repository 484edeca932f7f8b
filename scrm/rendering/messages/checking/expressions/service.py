"""Reads an expression, and writes it anew of nothing but parts that are known.

What is not known is a mistake, and never reaches the compiler: what comes out is built here.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import nodes

from scrm.rendering.messages.checking.expressions.values import TAKES, Takes
from scrm.rendering.messages.checking.policy import (
    REFUSED,
    TOO_DEEP,
    TOO_MUCH,
    UNKNOWN,
    bad_constant,
    bad_name,
    listed,
)
from scrm.rendering.messages.checking.values import DEEPEST, MOST_STEPS, Path, Spot
from scrm.rendering.messages.filters.policy import written

ITEM = "_item"
"""What the item of a loop is called in what comes out, whatever its writer calls it: a name that
nobody else has."""
LONGEST_KEY = 60
_LONGEST_PATH = 3
_STAND_IN = ""
_SURE_OF_BOTH = frozenset({"eq", "lt", "lteq", "gt", "gteq", "in"})


def output(node: nodes.Expr, spot: Spot) -> nodes.Node:
    """What writes the expression."""
    expression = read(node, spot)
    if isinstance(expression, nodes.Const):
        return nodes.TemplateData(written(expression.value))
    if isinstance(expression, nodes.Filter) and expression.name == " reach":
        expression.name = " show"
        return expression
    return _filter(" written", expression)


def read(node: nodes.Expr, spot: Spot) -> nodes.Expr:
    """Notes its mistakes, and what it reads; in place of what is wrong stands an empty text."""
    reading = spot.reading
    reading.steps += spot.turns
    if reading.steps > MOST_STEPS >= reading.steps - spot.turns:
        reading.wrong(node.lineno, TOO_MUCH)
    if spot.depth >= DEEPEST:
        return _wrong(node, spot, TOO_DEEP)
    known = _READERS.get(type(node))
    if known is None:
        return _wrong(node, spot, REFUSED.get(type(node).__name__, UNKNOWN))
    return known(node, spot.deeper())


def sure_of(node: nodes.Node, outcome: bool, depth: int = 0) -> frozenset[Path]:
    """What is surely there where the expression came out true, or false."""
    match node:
        case nodes.Not() if depth < DEEPEST:
            return sure_of(node.node, not outcome, depth + 1)
        case nodes.And() | nodes.Or() if isinstance(node, nodes.And) is outcome and depth < DEEPEST:
            return sure_of(node.left, outcome, depth + 1) | sure_of(node.right, outcome, depth + 1)
        case nodes.Compare(ops=[operand]) if outcome is (operand.op in _SURE_OF_BOTH):
            return _sure_of_value(node.expr) | _sure_of_value(operand.expr)
        case nodes.Expr() if outcome:
            return _sure_of_value(node)
    return frozenset()


def _sure_of_value(node: nodes.Expr) -> frozenset[Path]:
    """What is surely there where the expression has a value, were it an empty one."""
    while isinstance(node, nodes.Filter) and node.name != "default" and node.node is not None:
        node = node.node
    path = _path(node)
    return frozenset({path}) if path and len(path) > 1 else frozenset()


def _wrong(node: nodes.Node, spot: Spot, why: str) -> nodes.Const:
    spot.reading.wrong(node.lineno, why)
    return nodes.Const(_STAND_IN)


def _filter(name: str, node: nodes.Expr, *given: object) -> nodes.Filter:
    """Names with a space in front are ours: nobody can write them."""
    return nodes.Filter(node, name, [nodes.Const(one) for one in given], [], None, None)


def _constant(node: nodes.Const, spot: Spot) -> nodes.Expr:
    why = bad_constant(node.value)
    return _wrong(node, spot, why) if why else nodes.Const(node.value)


def _negative(node: nodes.Neg, spot: Spot) -> nodes.Expr:
    inner = node.node
    if isinstance(inner, nodes.Const) and type(inner.value) in (int, float):
        why = bad_constant(inner.value)
        return _wrong(node, spot, why) if why else nodes.Const(-inner.value)
    return _wrong(node, spot, REFUSED["Neg"])


def _name(node: nodes.Name, spot: Spot) -> nodes.Expr:
    if node.name == spot.item:
        return nodes.Name(ITEM, "load")
    if node.name in spot.reading.names:
        return _wrong(node, spot, f"says {node.name} alone; say what of it: {node.name}.name")
    return _wrong(node, spot, bad_name(node.name, spot.reading.names))


def _path(node: nodes.Expr) -> Path | None:
    """None where it is more than names behind one another."""
    keys: list[str] = []
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getattr):
            keys.append(node.attr)
        elif isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            keys.append(node.arg.value)
        else:
            return None
        node = node.node
    return (node.name, *reversed(keys)) if isinstance(node, nodes.Name) else None


def _variable(node: nodes.Getattr | nodes.Getitem, spot: Spot) -> nodes.Expr:
    path = _path(node)
    if path is None:
        return _wrong(node, spot, _no_path(node))
    top, *keys = path
    if top == spot.item:
        return _wrong(node, spot, f"asks for a part of {top}, which is a single value; write {top}")
    if top not in spot.reading.names:
        return _wrong(node, spot, bad_name(top, spot.reading.names))
    if len(path) > _LONGEST_PATH:
        return _wrong(node, spot, "goes too deep; write two names behind the first at most")
    for key in keys:
        if key.startswith("_") or not 0 < len(key) <= LONGEST_KEY or bad_constant(key):
            why = f"asks for {key[:LONGEST_KEY]!r}, which is no name of a value; write such as {top}.name"
            return _wrong(node, spot, why)
    spot.reading.uses(path, node.lineno, fallback=spot.caught or path in spot.sure)
    return _filter(" reach", nodes.Name(top, "load"), ".".join(path), *keys)


def _no_path(node: nodes.Expr) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            return REFUSED["Slice"]
        if isinstance(node, nodes.Getitem):
            constant = isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
            if not constant:
                return (
                    'has brackets without a plain name; write contact["name"], or | first or | last'
                )
        node = node.node
    if type(node).__name__ in ("Call", "Add", "Mod", "Concat"):
        return REFUSED[type(node).__name__]
    return "asks for a part of something; write a variable such as contact.name"


def _or(node: nodes.Or, spot: Spot) -> nodes.Expr:
    right = spot.knowing(sure_of(node.left, False))
    return nodes.Or(read(node.left, spot.catching()), read(node.right, right))


def _and(node: nodes.And, spot: Spot) -> nodes.Expr:
    right = spot.knowing(sure_of(node.left, True))
    return nodes.And(read(node.left, spot), read(node.right, right))


def _not(node: nodes.Not, spot: Spot) -> nodes.Expr:
    return nodes.Not(read(node.node, spot.catching()))


def _compare(node: nodes.Compare, spot: Spot) -> nodes.Expr:
    if len(node.ops) != 1:
        return _wrong(
            node, spot, "compares three values at once; write 'and' between two comparisons"
        )
    [operand] = node.ops
    left, right = (read(one, spot.catching()) for one in (node.expr, operand.expr))
    return nodes.Filter(left, f" {operand.op}", [right], [], None, None)


def _choice(node: nodes.CondExpr, spot: Spot) -> nodes.Expr:
    """Without `else` it is an empty text."""
    test = read(node.test, spot.catching())
    one = read(node.expr1, spot.knowing(sure_of(node.test, True)))
    if node.expr2 is None:
        return nodes.CondExpr(test, one, nodes.Const(""))
    other = read(node.expr2, spot.knowing(sure_of(node.test, False)))
    return nodes.CondExpr(test, one, other)


def _filtered(node: nodes.Filter, spot: Spot) -> nodes.Expr:
    if node.node is None:
        return _wrong(node, spot, REFUSED["FilterBlock"])
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return _wrong(node, spot, f"names what {node.name} is given; write the values alone")
    if node.name == "default":
        return _default(node, node.node, spot)
    takes = TAKES.get(node.name)
    if takes is None:
        known = listed(["default", *TAKES])
        return _wrong(
            node, spot, f"has the filter {node.name[:60]!r}, which is not known; there are {known}"
        )
    inner = read(node.node, spot)
    why = _bad_given(node, takes)
    if why:
        return _wrong(node, spot, why)
    given: list[Any] = [one.value for one in node.args if isinstance(one, nodes.Const)]
    if node.name == "date":
        path = _path(node.node)
        given = [
            *given,
            *("long", "en")[len(given) :],
            f"a date in {'.'.join(path) if path else 'it'}",
        ]
    return _filter(node.name, inner, *given)


def _default(node: nodes.Filter, inner: nodes.Expr, spot: Spot) -> nodes.Expr:
    if len(node.args) != 1:
        return _wrong(node, spot, 'gives default no single value; write | default("there")')
    value = read(inner, spot.catching())
    return nodes.Filter(value, "default", [read(node.args[0], spot)], [], None, None)


def _bad_given(node: nodes.Filter, takes: Takes) -> str | None:
    if not takes.given and node.args:
        return f"gives {node.name} something; write | {node.name} alone"
    if not takes.needed <= len(node.args) <= len(takes.given):
        return f"gives {node.name} too little or too much; write | {takes.example}"
    for one, given in zip(node.args, takes.given, strict=False):
        value = one.value if isinstance(one, nodes.Const) else None
        if not given.allows(value) or bad_constant(value):
            return f"gives {node.name} what it can't use; it takes {given}: | {takes.example}"
    return None


_READERS: dict[type[nodes.Node], Callable[[Any, Spot], nodes.Expr]] = {
    nodes.Const: _constant,
    nodes.Neg: _negative,
    nodes.Name: _name,
    nodes.Getattr: _variable,
    nodes.Getitem: _variable,
    nodes.Or: _or,
    nodes.And: _and,
    nodes.Not: _not,
    nodes.Compare: _compare,
    nodes.CondExpr: _choice,
    nodes.Filter: _filtered,
}
