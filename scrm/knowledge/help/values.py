"""The words of the help page."""

from dataclasses import dataclass
from datetime import datetime

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "help": "Help",
        "search": "Search",
        "question": "What is it about?",
        "found": "What may answer it",
        "nothing": "Nothing here answers that. Write to us, a person will.",
        "empty": "Nothing has been published here yet.",
        "others": "More",
        "back": "All articles",
        "changed": "Last changed on",
        "other_language": "中文",
        "missing": "There is no such article",
        "missing_why": "It may have been taken back. Search for it, or look through all articles.",
    },
    "zh": {
        "help": "帮助",
        "search": "搜索",
        "question": "您想了解什么？",
        "found": "可能的答案",
        "nothing": "这里没有找到答案。请联系我们，会有人为您解答。",
        "empty": "这里还没有发布文章。",
        "others": "其他",
        "back": "全部文章",
        "changed": "最后更新",
        "other_language": "English",
        "missing": "没有这篇文章",
        "missing_why": "文章可能已被撤回。请搜索，或者浏览全部文章。",
    },
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    id: int
    title: str
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category with its articles."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Reading:
    """A published article, ready to be read. `html` is safe."""

    title: str
    html: str
    published_at: datetime
    languages: list[str]


@dataclass(frozen=True, slots=True)
class House:
    """Whose help it is."""

    name: str
    accent: str
