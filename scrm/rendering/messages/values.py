"""Words of message templates. What they mean to the letter: docs/reference/templates.md."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scrm.kernel.errors import Invalid

NAMES = frozenset({"contact", "organisation", "campaign"})
"""What a template may speak of, unless its user says otherwise."""
LONGEST_SOURCE = 20_000
LONGEST_OUTPUT = 64_000
LONGEST_VALUES = 64_000
"""Characters of all texts that one message is written from."""
MOST_ITEMS = 500
"""In a list that a value is."""
MOST_TURNS = 20
"""How many items of a list a loop takes."""
LARGEST_NUMBER = 10**18
"""As far as whole numbers go, to either side."""

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = Scalar | list[Scalar] | dict[str, "Value"]
Values: TypeAlias = Mapping[str, dict[str, Value]]
"""By name of NAMES; dates are ISO 8601 texts. Groups in groups as far as templates reach."""


class Absent:
    """Stands in a template where a value is missing; `name` says which. It counts as false, and
    may be asked and passed on, but not written."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False


class Missing(Invalid):
    """The person has no value for a variable that the template writes without a fall-back."""

    code = "missing_value"

    def __init__(self, name: str) -> None:
        super().__init__(name, "is missing, and the template has no fall-back for it")


@dataclass(frozen=True, slots=True)
class Variable:
    """What a template reads. `line` is where it is first read without a fall-back, or else first
    read; `fallback` is true where it may be missing."""

    path: tuple[str, ...]
    line: int
    fallback: bool

    @property
    def name(self) -> str:
        """As people write it."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template that was checked. `chunks` writes it piece by piece, and raises Missing."""

    source: str
    variables: tuple[Variable, ...]
    chunks: Callable[[Values], Iterator[str]] = field(repr=False, compare=False)
