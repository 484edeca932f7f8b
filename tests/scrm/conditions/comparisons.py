"""How values compare, written down a second time."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from scrm.conditions.values import Op
from scrm.kernel.terms import folded

DATED = re.compile(r"[0-9]{4}-")


def compared(op: Op, wanted: Sequence[Any], value: Any) -> bool:
    denied = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.MISSING: Op.EXISTS}
    if op in denied:
        return not compared(denied[op], wanted, value)
    if op is Op.EXISTS:
        return value is not None and value not in ("", [])
    if isinstance(value, list):
        items = [one for one in value if not isinstance(one, list)]
        return op in (Op.EQ, Op.IN, Op.CONTAINS) and any(_is(op, wanted, one) for one in items)
    return _is(op, wanted, value)


def _is(op: Op, wanted: Sequence[Any], value: Any) -> bool:
    if op in (Op.EQ, Op.IN):
        return any(_same(one, value) for one in wanted)
    if op in (Op.CONTAINS, Op.STARTS_WITH):
        (part,) = wanted
        if not isinstance(part, str) or not isinstance(value, str):
            return False
        found = folded(value).find(folded(part))
        return found >= 0 if op is Op.CONTAINS else found == 0
    return _ordered(op, wanted, value)


def _same(wanted: Any, value: Any) -> bool:
    if isinstance(value, datetime):
        return _rank(wanted) == ("time", value)
    if type(wanted) is bool or type(value) is bool:
        return type(wanted) is type(value) and wanted == value
    if isinstance(wanted, str) and isinstance(value, str):
        return folded(wanted) == folded(value)
    if isinstance(wanted, str) or isinstance(value, str | list | dict) or value is None:
        return False
    return float(wanted) == float(value)


def _rank(value: Any) -> tuple[str, Any] | None:
    if isinstance(value, datetime):
        return ("time", value)
    if isinstance(value, str) and DATED.match(value):
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return None
        return ("time", at if at.tzinfo else at.replace(tzinfo=UTC))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("number", float(value))
    return None


def _ordered(op: Op, wanted: Sequence[Any], value: Any) -> bool:
    ranks = [_rank(one) for one in (value, *wanted)]
    if len({rank[0] if rank else None for rank in ranks}) > 1 or ranks[0] is None:
        return False
    mine, *bounds = [rank[1] for rank in ranks if rank]
    tests: dict[Op, Callable[[], bool]] = {
        Op.GT: lambda: mine > bounds[0],
        Op.GTE: lambda: mine >= bounds[0],
        Op.LT: lambda: mine < bounds[0],
        Op.LTE: lambda: mine <= bounds[0],
        Op.BETWEEN: lambda: bounds[0] <= mine <= bounds[1],
    }
    return tests[op]()
