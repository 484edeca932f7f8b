"""The words of knowledge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scrm.knowledge.finding.values import Answering

LONGEST_TITLE = 200
LONGEST_BODY = 20_000
LONGEST_CATEGORY = 60


class Language(StrEnum):
    ENGLISH = "en"
    CHINESE = "zh"


class ArticleState(StrEnum):
    """`changed`: what is published differs from what is written."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are listed; `words` stand in a title or text that is being written."""

    category_id: int | None = None
    words: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class TextView:
    """An article in one language: what is being written, and since when it is published; null where
    it is not."""

    title: str
    body: str
    published_at: datetime | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article to read; `texts` by language, en and zh."""

    id: str
    state: ArticleState
    category_id: str | None
    texts: dict[str, TextView]
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class CategoryView:
    """`names` by language; in one that is missing the other is shown."""

    id: str
    names: dict[str, str]
    position: int


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A text as readers see it; safe to put on a page."""

    html: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A published article that may answer, and the paragraph of it that does, which is the
    `paragraph`th from 0. `url` is where the world reads it, empty where this hub has no public
    address."""

    article_id: str
    language: str
    title: str
    passage: str
    paragraph: int
    share: float
    url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the articles have to say to a question. `sure`: the first answers it; `offer`: one of the
    first two may; `none`: a person has to."""

    answering: Answering
    passages: list[Passage]
