"""A condition as a tree of values. What each part means: docs/reference/conditions.md."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool
"""What a value is compared with; dates and instants are ISO 8601 texts."""


class TextHow(StrEnum):
    MATCHES = "matches"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    EXISTS = "exists"
    MISSING = "missing"


class Bound(StrEnum):
    """How a count, or a sum, is compared with its number."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `parts` holds; of none, so does it."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of `parts` holds; of none, none does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class Text:
    """`words` is the one pattern of MATCHES, or the keywords as they were given."""

    how: TextHow
    words: tuple[str, ...]
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """`values` is empty for EXISTS and MISSING, two for BETWEEN, any number for IN and NOT_IN, else
    one."""

    name: str
    op: Op
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """As Attribute, on the data of an event: only inside `where`."""

    name: str
    op: Op
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    has: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    event: str
    bound: Bound
    number: int
    within: timedelta | None = None
    where: "Condition | None" = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What the events say under `of`, added up. `bound` is at least or at most."""

    event: str
    of: str
    bound: Bound
    number: int
    within: timedelta | None = None
    where: "Condition | None" = None


@dataclass(frozen=True, slots=True)
class Last:
    """The latest such event is `window` ago or longer (`before`), or not as long."""

    event: str
    window: timedelta
    before: bool
    where: "Condition | None" = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One of the two is given."""

    platform: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is None is not asked."""

    state: str | None = None
    waiting: bool | None = None
    assigned: bool | None = None


Leaf: TypeAlias = Text | Attribute | Data | Tag | Count | Sum | Last | Channel | Conversation
Condition: TypeAlias = All | AnyOf | Not | Leaf
