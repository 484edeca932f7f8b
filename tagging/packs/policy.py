"""A pack in one language or both. Pure."""

from collections.abc import Iterator
from typing import Any

from tagging.packs.values import LANGUAGES, Item, Kind, Language, Pack

_WORDINGS = ("text", "label")
"""What a bot says in whichever language it is spoken to."""


def items(pack: Pack, language: Language, named_in: str) -> Iterator[Item]:
    """In both languages, names and tags are in `named_in`, and words of both are looked for."""
    spoken = LANGUAGES if language is Language.BOTH else (language.value,)
    named = named_in if language is Language.BOTH else language.value
    for one in pack.rules:
        definition = _said(one["definition"], spoken, named)
        yield Item(Kind.RULE, one["key"], definition["name"], definition)
    bot = _said(pack.bot, spoken, named)
    yield Item(Kind.BOT, "bot", pack.title[named], bot)
    for one in pack.articles:
        texts = {each: one["texts"][each] for each in spoken}
        yield Item(Kind.ARTICLE, one["key"], one["texts"][named]["title"], texts)


def _said(value: Any, spoken: tuple[str, ...], named: str, key: str = "") -> Any:
    if isinstance(value, list):
        return [_said(one, spoken, named) for one in value]
    if not isinstance(value, dict):
        return value
    if not set(value) <= set(LANGUAGES):
        return {name: _said(one, spoken, named, name) for name, one in value.items()}
    if key in _WORDINGS:
        return {one: value[one] for one in spoken}
    if isinstance(value[named], list):
        return [word for one in spoken for word in value[one]]
    return value[named]
