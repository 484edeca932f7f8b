"""From recipients to the lines of a file. Pure."""

import csv
from collections.abc import Iterable, Mapping, Set
from datetime import UTC, datetime
from io import StringIO

from campaigns.report.values import RecipientView
from campaigns.responses.values import ANSWERS, STOPS, ResponseKind

BOM = "\ufeff"
"""Without it a spreadsheet may take UTF-8 for something else."""
HEADER = (
    *("name", "contact_id", "state", "reason", "channel", "version"),
    *("decided_at", "replied", "clicked", "opted_out"),
)
_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

Place = tuple[int, int, int]
"""Occurrence, step and contact."""


def lines(rows: Iterable[Iterable[str]]) -> str:
    """Every cell in quotes, or a separator that is not ours could begin a cell of its own."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _guarded(cell: str) -> str:
    """A spreadsheet would run what begins like a formula; behind a quote mark it is text.

    Source: OWASP, CSV Injection. The wide forms count as the plain ones where they are typed.
    """
    is_formula = cell.startswith(_BEGINS_FORMULA) or cell.lstrip().startswith(_BEGINS_FORMULA)
    return f"'{cell}" if is_formula else cell


def row(
    one: RecipientView,
    channels: Mapping[int, str],
    acts: Mapping[Place, Set[str]],
) -> tuple[str, ...]:
    """In the order of HEADER. `channels` are names; `acts` the kinds of response of each."""
    did = acts.get(place(one), frozenset())
    return (
        *(one.name, "" if int(one.contact_id) < 0 else one.contact_id, one.state, one.reason),
        "" if one.channel_id is None else channels.get(int(one.channel_id), one.channel_id),
        str(one.version),
        _at(one.decided_at),
        *(_yes(did & set(ANSWERS)), _yes(ResponseKind.CLICK in did)),
        _yes(did & set(STOPS)),
    )


def place(one: RecipientView) -> Place:
    return int(one.occurrence_id), one.step, int(one.contact_id)


def _yes(whether: object) -> str:
    return "yes" if whether else "no"


def _at(at: datetime | None) -> str:
    if at is None:
        return ""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
