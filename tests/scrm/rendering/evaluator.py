"""The language of templates a second time: drawn as trees, written as source, and worked out by the
plainest means. It shares no code with the rooms it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Tree = tuple[Any, ...]
"""A kind, and what belongs to it."""

SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "in": "in"}
MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True)
class Gone:
    """What is not there."""

    name: str


class Lacking(Exception):
    """A message can't be written; the name of what it lacks."""


# Source


def quoted(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def source(tree: Tree) -> str:
    kind, *parts = tree
    return (
        _SOURCES[kind](*parts) if kind in _SOURCES else _infix(SIGNS.get(kind) or str(kind), *parts)
    )


def _infix(sign: str, one: Tree, other: Tree) -> str:
    return f"({source(one)} {sign} {source(other)})"


def _choice_source(test: Tree, one: Tree, other: Tree | None) -> str:
    otherwise = f" else {source(other)}" if other else ""
    return f"({source(one)} if {source(test)}{otherwise})"


def _filter_source(name: str, given: tuple[Any, ...], inner: Tree) -> str:
    brackets = f"({', '.join(map(quoted, given))})" if given else ""
    return f"({source(inner)} | {name}{brackets})"


_SOURCES: dict[str, Callable[..., str]] = {
    "const": quoted,
    "item": lambda: "one",
    "path": lambda *names: ".".join(names),
    "brackets": lambda top, *keys: str(top) + "".join(f'["{key}"]' for key in keys),
    "not": lambda one: f"(not {source(one)})",
    "default": lambda one, other: f"({source(one)} | default({source(other)}))",
    "choice": _choice_source,
    "filter": _filter_source,
}


def template(body: list[Tree]) -> str:
    return "".join(map(_statement, body))


def _statement(tree: Tree) -> str:
    kind, *parts = tree
    return _STATEMENTS[kind](*parts)


def _if_source(cases: list[tuple[Tree, list[Tree]]], otherwise: list[Tree]) -> str:
    words = "".join(
        "{% " + f"{'elif' if number else 'if'} {source(test)}" + " %}" + template(body)
        for number, (test, body) in enumerate(cases)
    )
    return words + _else(otherwise) + "{% endif %}"


def _for_source(path: Tree, body: list[Tree], otherwise: list[Tree]) -> str:
    head = "{% for one in " + source(path) + " %}"
    return head + template(body) + _else(otherwise) + "{% endfor %}"


def _else(body: list[Tree]) -> str:
    return "{% else %}" + template(body) if body else ""


_STATEMENTS: dict[str, Callable[..., str]] = {
    "text": str,
    "comment": lambda words: "{# " + words + " #}",
    "raw": lambda words: "{% raw %}{{ " + words + " }}{% endraw %}",
    "write": lambda expression: "{{ " + source(expression) + " }}",
    "if": _if_source,
    "for": _for_source,
}


# Meaning


def meaning(body: list[Tree], values: dict[str, Any], item: object = None) -> str:
    """Raises Lacking."""
    return "".join(_done(tree, values, item) for tree in body)


def _done(tree: Tree, values: dict[str, Any], item: object) -> str:
    kind, *parts = tree
    if kind == "write":
        return shown(value_of(parts[0], values, item))
    if kind == "if":
        return _if(parts[0], parts[1], values, item)
    if kind == "for":
        return _for(tree, values, item)
    return {"text": "{}", "comment": "", "raw": "{{{{ {} }}}}"}[kind].format(parts[0])


def _if(
    cases: list[tuple[Tree, list[Tree]]],
    otherwise: list[Tree],
    values: dict[str, Any],
    item: object,
) -> str:
    for test, body in cases:
        if true(value_of(test, values, item)):
            return meaning(body, values, item)
    return meaning(otherwise, values, item)


def _for(tree: Tree, values: dict[str, Any], item: object) -> str:
    _, path, body, otherwise = tree
    listed = value_of(path, values, item)
    if isinstance(listed, Gone):
        if not otherwise:
            raise Lacking(listed.name)
        listed = []
    items = (listed if isinstance(listed, list) else [listed])[:20]
    if not items:
        return meaning(otherwise, values, item)
    return "".join(meaning(body, values, one) for one in items)


def true(value: object) -> bool:
    return not isinstance(value, Gone) and value not in ("", 0, False, [])


def shown(value: object) -> str:
    if isinstance(value, Gone):
        raise Lacking(value.name)
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    text = str(value)
    return text[:-2] if isinstance(value, float) and text.endswith(".0") else text


def value_of(tree: Tree, values: dict[str, Any], item: object) -> Any:
    kind, *parts = tree
    if kind in ("const", "item"):
        return parts[0] if parts else item
    if kind in ("path", "brackets"):
        return _found(parts, values)
    if kind == "filter":
        name, given, inner = parts
        value = value_of(inner, values, item)
        return value if isinstance(value, Gone) else filtered(name, given, value, _about(inner))
    worked = [value_of(part, values, item) if part else "" for part in parts]
    return _operated(kind, *worked)


def _about(tree: Tree) -> str:
    if tree[0] in ("path", "brackets"):
        return ".".join(tree[1:])
    return "one" if tree[0] == "item" else "it"


def _found(names: list[str], values: dict[str, Any]) -> Any:
    found: Any = values
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return Gone(".".join(names)) if found is None or isinstance(found, dict) else found


def _operated(kind: str, one: Any, other: Any = None, third: Any = None) -> Any:
    if kind == "not":
        return not true(one)
    if kind == "choice":
        return other if true(one) else third
    if kind in ("or", "and"):
        return one if true(one) is (kind == "or") else other
    if kind == "default":
        return other if isinstance(one, Gone) or one in ("", []) else one
    return compared(kind, one, other)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def compared(kind: str, one: Any, other: Any) -> bool:
    if kind in ("ne", "not in"):
        return not compared("eq" if kind == "ne" else "in", one, other)
    if isinstance(one, Gone) or isinstance(other, Gone):
        return False
    if kind == "in" and isinstance(other, list):
        return any(compared("eq", one, each) for each in other)
    if kind == "in":
        return isinstance(one, str) and isinstance(other, str) and one in other
    alike = (_number(one) and _number(other)) or type(one) is type(other)
    if kind == "eq" or not alike or isinstance(one, bool | list):
        return bool(kind == "eq" and alike and one == other)
    return bool(
        {"lt": one < other, "le": one <= other, "gt": one > other, "ge": one >= other}[kind]
    )


def filtered(name: str, given: tuple[Any, ...], value: Any, about: str) -> Any:
    items = value if isinstance(value, list) else [value]
    if name in ("first", "last"):
        return items[0 if name == "first" else -1] if items else Gone(f"the {name} of a list")
    if name == "round":
        return _rounded(value, (given or (0,))[0])
    if name == "date":
        return _dated(value, (given or ("long",))[0], about)
    if name == "length":
        return len(items) if isinstance(value, list) else len(shown(value))
    if name == "join":
        return (given or (", ",))[0].join(map(shown, items))
    return _worded(name, given, shown(value))


def _worded(name: str, given: tuple[Any, ...], text: str) -> str:
    if name == "truncate":
        return _cut(text, given[0])
    changed: str = getattr(text, {"trim": "strip"}.get(name, name))()
    return changed


def _cut(text: str, most: int) -> str:
    """Of texts without spaces."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _rounded(value: Any, places: int) -> Any:
    """Of numbers with two places at most, so that halves are halves."""
    if not isinstance(value, float):
        return value
    hundredths = round(abs(value) * 100)
    step = 10 ** (2 - places) if places < 2 else 1
    whole = (2 * hundredths + step) // (2 * step) * step
    return whole / 100 * (1 if value >= 0 else -1)


def _dated(value: Any, shape: str, about: str) -> Any:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return Gone(f"a date in {about}")
    match shape:
        case "iso":
            return f"{at:%Y-%m-%d}"
        case "time":
            return f"{at:%H:%M}" if "T" in value else Gone(f"a date in {about}")
    return f"{at.day} {MONTHS.split()[at.month - 1]} {at.year}"
