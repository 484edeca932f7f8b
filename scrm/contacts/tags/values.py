"""Who is given a tag, or loses it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple


class Given(NamedTuple):
    """A tag for a person. Of `until` None it stays until it is taken off. `evidence` names what
    speaks for it; `cause` is a fact's, as is its `depth`."""

    contact_id: int
    tag_id: int
    until: datetime | None = None
    evidence: Mapping[str, Any] = MappingProxyType({})
    cause: str = ""
    depth: int = 0


class Worn(NamedTuple):
    """A row of a tag that a person has and nobody has taken off; its time may be up. The contact is
    the person, though the row may be that of somebody who is joined into them."""

    id: int
    contact_id: int
    tag_id: int
    tag: str
    until: datetime | None
    set_by: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag, and how many people have it now."""

    id: str
    name: str
    group: str
    people: int


@dataclass(frozen=True, slots=True)
class WornView:
    """A tag that a person has. `set_by` names a rule with its version, or a colleague; `rule` is the
    rule's name, empty where none gave it."""

    id: str
    name: str
    set_by: dict[str, Any]
    rule: str
    evidence: dict[str, Any]
    since: datetime
    until: datetime | None
