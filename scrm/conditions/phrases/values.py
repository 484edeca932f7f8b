"""The phrases of a language. A type checker sees that no language lacks one."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrm.conditions.values import Bound, Op, TextHow

Either = tuple[str, str]
"""A phrase and what denies it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Phrases that differ with what is asked about. Each clause stands for itself: "they are on
    Telegram" of a person, "it came on Telegram" of an event."""

    text: Mapping[TextHow, Either]
    on: Either
    subject: str
    """Whose attribute, or which entry of the data; {name}."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """All phrases of one language; what stands in braces is filled in."""

    asking_person: Asking
    asking_event: Asking
    own: Mapping[str, str]
    """What we call the things that we know of everybody."""
    compared: Mapping[Op, Either]
    """With {subject}, {value}, and {high} of BETWEEN."""
    dated: Mapping[Op, Either]
    """Comparisons by order, of dates."""
    yes_no: Either
    tag: Either
    did: Mapping[str, Either]
    """What somebody did, by the kind of event."""
    did_other: Either
    bounds: Mapping[Bound, str]
    once: Mapping[Bound, str]
    summed: Mapping[Bound, Either]
    """With {of}, {did} and {n}."""
    spent: Mapping[Bound, Either]
    """A sum of what orders cost, with {money}."""
    counted: str
    """{did}, {times} and {window}; the window may be empty."""
    exactly_not: str
    not_lately: str
    lately_or_never: str
    where: str
    conversation: Either
    states: Mapping[str, str]
    waiting: Either
    assigned: Either
    window: str
    units: Mapping[str, Either]
    """A unit of time: one of it, and {n}."""
    quoted: str
    comma: str
    either: str
    both: str
    together: str
    """As `both`, of things that are so."""
    more: str
    brackets: str
    and_also: str
    or_else: str
    of_group: Mapping[str, str]
    everybody: str
    nobody: str
    lost_channel: str
