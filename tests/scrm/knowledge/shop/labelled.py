"""Sixty articles of a shop, and what people ask it, all written by hand.

Those held out were written last, when thesaurus, weights and bounds stood; nothing was changed after
they had been looked at.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """`article` is the number of the one that answers it, None where none does."""

    text: str
    language: str
    article: int | None
    held_out: bool


def articles(language: str) -> list[tuple[str, str]]:
    """Titles and bodies; an article's number is the same in both languages."""
    return [(one[language]["title"], one[language]["body"]) for one in _read("articles.json")]


def questions() -> list[Question]:
    numbers = {one["key"]: number for number, one in enumerate(_read("articles.json"))}
    return [
        Question(one["question"], one["language"], numbers.get(one["article"]), one["held_out"])
        for one in _read("questions.json")
    ]


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found
