"""The words of the library of templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_NAME = 100
MOST_USES = 20
"""So many campaigns that took its words are named, the newest."""


@dataclass(frozen=True, slots=True)
class VariableView:
    """What a message fills in. Without a fall-back, who has no value for it gets no message; `line` is
    where it is read so first."""

    name: str
    line: int
    has_fallback: bool


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template to read. `message` is its draft, `published` what campaigns may take, which is version
    `version`: null and 0 before it was published. `is_changed`: the draft says something else.
    `edition` counts its changes: a change that names it is refused once somebody else made one."""

    id: str
    name: str
    message: dict[str, Any]
    published: dict[str, Any] | None
    version: int
    is_changed: bool
    edition: int
    variables: list[VariableView]
    created_by: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateVersionView:
    """What was published once, by whom; it never changes."""

    number: int
    message: dict[str, Any]
    made_at: datetime
    made_by: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UseView:
    """A campaign whose draft took its words from a template."""

    campaign_id: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class WholeTemplateView(TemplateView):
    """With its versions and the campaigns that took its words, the newest first; `used` counts all of
    those."""

    versions: list[TemplateVersionView]
    used: int
    uses: list[UseView]
