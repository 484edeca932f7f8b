"""A pack, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Texts = Mapping[str, str]
"""By language: en, zh."""
LANGUAGES = ("en", "zh")


class Language(StrEnum):
    ENGLISH = "en"
    CHINESE = "zh"
    BOTH = "both"


class Fate(StrEnum):
    MADE = "made"
    PUBLISHED = "published"
    SAME = "same"
    """It is there already, as the pack has it."""
    KEPT = "kept"
    """It is somebody's own by now, or was before; it stays as it is."""


class Kind(StrEnum):
    RULE = "rule"
    BOT = "bot"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Pack:
    """As its file has it. What differs with the language stands under en and zh."""

    name: str
    title: Texts
    about: Texts
    rules: Sequence[Mapping[str, Any]]
    bot: Mapping[str, Any]
    articles: Sequence[Mapping[str, Any]]


class Item(NamedTuple):
    """A part of a pack in the languages that were asked for."""

    kind: Kind
    key: str
    name: str
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack to choose; `rules` and `articles` are their names, in the asker's language."""

    name: str
    title: str
    about: str
    rules: list[str]
    articles: list[str]


@dataclass(frozen=True, slots=True)
class AppliedView:
    """What became of a part. `made`: written, as a draft; `published`: in force; `same`: it was there
    already; `kept`: somebody's own, and left as it is."""

    kind: Kind
    name: str
    fate: Fate
    id: str
