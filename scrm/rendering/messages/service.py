"""The verbs of message templates: check and compile once, then fill for each person.

Jinja2 reads them, and compiles what `checking` built of what it read. Its sandbox stands behind
that as a second wall, and allows nothing at all: no attribute, no item, no call.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scrm.kernel.errors import Invalid, Mistake, Mistaken
from scrm.rendering.messages.checking.policy import TOO_DEEP, UNREADABLE, unreadable, unsendable
from scrm.rendering.messages.checking.service import rebuilt
from scrm.rendering.messages.checking.values import Reading, Spot
from scrm.rendering.messages.filters import policy as filters
from scrm.rendering.messages.policy import require_plain
from scrm.rendering.messages.values import (
    LONGEST_OUTPUT,
    LONGEST_SOURCE,
    NAMES,
    Compiled,
    Values,
    Variable,
)

KEPT = 500
"""Compiled templates, for the messages of campaigns that run."""


class _Walls(ImmutableSandboxedEnvironment):
    """Nothing of an object is safe: what `checking` builds asks for nothing."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise SecurityError("a template reached for what it has no use for")

    getattr = getitem = call = call_binop = call_unop = _refuse
    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)


def _walls() -> _Walls:
    walls = _Walls(trim_blocks=True, lstrip_blocks=True, autoescape=False, cache_size=0)
    walls.globals.clear()
    walls.tests.clear()
    walls.filters.clear()
    walls.filters.update(filters.FILTERS)
    walls.filters.update({f" {name}": what for name, what in filters.COMPARISONS.items()})
    for ours in (filters.reach, filters.show, filters.written, filters.turns, filters.turns_if_any):
        walls.filters[f" {ours.__name__}"] = ours
    return walls


_WALLS = _walls()


@lru_cache(KEPT)
def compiled(source: str, names: frozenset[str] = NAMES) -> Compiled:
    """Once for each source. Raises Mistaken with all that is wrong and on which line; of hostile
    ones only where `trying` let them pass."""
    reading = Reading(names)
    tree = rebuilt(_parsed(source), Spot(reading))
    if reading.mistakes:
        raise Mistaken(reading.mistakes, code="bad_template")
    tree.set_environment(_WALLS)
    tree.set_lineno(1)
    template = Template.from_code(_WALLS, _WALLS.compile(tree), {})
    return Compiled(source, tuple(reading.variables.values()), _chunks(template))


def _parsed(source: str) -> nodes.Template:
    if len(source) > LONGEST_SOURCE:
        raise _mistaken(
            1, f"begins a template that is too long; shorten it to {LONGEST_SOURCE} characters"
        )
    at = unsendable(source)
    if at is not None:
        line = source.count("\n", 0, at) + 1
        raise _mistaken(line, f"holds U+{ord(source[at]):04X}, which can't be sent; take it out")
    try:
        return _WALLS.parse(source)
    except TemplateSyntaxError as wrong:
        raise _mistaken(wrong.lineno, unreadable(wrong.message)) from None
    except RecursionError:
        raise _mistaken(1, f"begins a template that {TOO_DEEP}") from None
    except ValueError:  # a number of more digits than Python reads
        raise _mistaken(1, f"begins a template that {UNREADABLE}") from None


def _mistaken(line: int, why: str) -> Mistaken:
    return Mistaken([Mistake(f"line {line}", why)], code="bad_template")


def _chunks(template: Template) -> Callable[[Values], Iterator[str]]:
    def chunks(values: Values) -> Iterator[str]:
        # A context of its own for each: Jinja writes into it.
        return template.root_render_func(template.new_context(values, shared=True))  # type: ignore[arg-type]

    return chunks


def filtered(template: Compiled, path: tuple[str, ...]) -> int | None:
    """The first line in which a filter makes something else of this variable; None without any."""
    for one in _parsed(template.source).find_all(nodes.Filter):
        inside = [one.node, *one.node.find_all(nodes.Expr)] if one.node else []
        if one.name != "default" and any(_path_of(part) == path for part in inside):
            return one.lineno
    return None


def _path_of(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        return (*_path_of(node.node), node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return (*_path_of(node.node), str(node.arg.value))
    return ("",)


def lint(template: Compiled) -> tuple[Variable, ...]:
    """What is read somewhere without a fall-back: who lacks it gets no message."""
    return tuple(one for one in template.variables if not one.fallback)


def render(template: Compiled, values: Values) -> str:
    """The message, as plain text. Raises Missing, Invalid for one that gets too long, and TypeError
    or ValueError for values that are not plain."""
    require_plain(values, {})
    return _written(template, values)


def render_many(template: Compiled, everybody: Iterable[Values]) -> Iterator[str | Invalid]:
    """One for each, in their order: the message, or why there is none, which harms no other. Groups
    that many share are looked at once."""
    kept, seen = list(everybody), dict[int, int]()  # an id is one group's while that is kept
    for values in kept:
        require_plain(values, seen)
        try:
            yield _written(template, values)
        except Invalid as why:
            yield why


def _written(template: Compiled, values: Values) -> str:
    length, chunks = 0, []
    for chunk in template.chunks(values):
        length += len(chunk)
        if length > LONGEST_OUTPUT:
            raise Invalid(
                "message",
                f"would be longer than {LONGEST_OUTPUT} characters; shorten the template",
                code="message_too_long",
            )
        chunks.append(chunk)
    return "".join(chunks)
