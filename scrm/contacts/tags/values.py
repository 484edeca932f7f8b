"""Who is given a tag, or loses it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple


class Given(NamedTuple):
    """A tag for a person. `by` names a rule with its version, or a colleague. Of `until` None it stays
    until it is taken off. `evidence` names what speaks for it; `cause` is a fact's, as is its
    `depth`."""

    contact_id: int
    tag_id: int
    by: Mapping[str, Any]
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


class Use(NamedTuple):
    """Something that names a tag: `kind` is rule, segment, bot or
    campaign, `how` puts, takes or asks."""

    tag: str
    kind: str
    id: int
    name: str
    state: str
    how: str


@dataclass(frozen=True, slots=True)
class UseView:
    """What names a tag: a rule that puts, takes or asks for it, or a segment, the bot or a campaign
    that asks for it. Of a segment `state` is empty."""

    kind: str
    id: str
    name: str
    state: str
    how: str


@dataclass(frozen=True, slots=True)
class TagBrief:
    """A tag by its name."""

    id: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag, how many people have it now, when it was last given to one of them, and what names
    it. `archived_at`: it is offered nowhere since then. `merging_into`: the id of the tag that some
    have instead by now, where a merging is not finished."""

    id: str
    name: str
    group: str
    people: int
    last_put: datetime | None
    uses: list[UseView]
    archived_at: datetime | None
    merging_into: str | None


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
