"""What the shop knows: its rules, its bot and its articles, as files that the console could have
written too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

HERE = Path(__file__).parent

Document = dict[str, Any]


def rules() -> list[Document]:
    return list(_read("rules"))


def bot() -> Document:
    return dict(_read("bot"))


def articles() -> list[Document]:
    return list(_read("articles"))


def sentences() -> dict[str, dict[str, str]]:
    """What whoever watches may say, by what it shows and by language."""
    return dict(_read("tour"))


def passing_tags() -> frozenset[str]:
    """Those that a message gives, and that time takes off again."""
    return frozenset(
        action["tag"]
        for rule in rules()
        if rule["when"] != "time"
        for action in rule["then"]
        if action.get("while")
    )


def bots_words() -> frozenset[str]:
    """All that the bot says by itself, but for what it reads out of articles."""
    return frozenset(_texts(bot()))


def words_after(press: str) -> frozenset[str]:
    """What the bot says to who presses a button of this value."""
    return frozenset(
        _texts([one for one in bot()["responders"] if press in one.get("press", [])]),
    )


def _read(name: str) -> Any:
    return orjson.loads((HERE / f"{name}.json").read_bytes())


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in {"answer", "hand_over"}:
                said = value["text"]
                yield from [said] if isinstance(said, str) else said.values()
            else:
                yield from _texts(value)
