"""Articles as the bot says them: a passage, or a choice of two. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scrm.bots.choosing.values import Offered
from scrm.bots.values import Answer, Choice, Wording
from scrm.kernel.text import shorten
from scrm.knowledge.finding.values import Answering
from scrm.knowledge.values import AnswerView, Passage

OFFER: Wording = (("en", "Is it one of these?"), ("zh", "您想了解的是这些吗？"))
"""Said above two titles, where the responder says nothing else."""
LONGEST_LABEL = 60
_VALUE = re.compile(r"article:([0-9]{1,19}):(en|zh):([0-9]{1,5})", re.ASCII)


class Spot(NamedTuple):
    """A paragraph of an article in one language."""

    article_id: int
    language: str
    paragraph: int


def value_of(one: Passage) -> str:
    """What the button of an offered article carries, to be answered with the passage that was
    found when it was offered."""
    return f"article:{one.article_id}:{one.language}:{one.paragraph}"


def spot_of(value: str) -> Spot | None:
    found = _VALUE.fullmatch(value)
    return Spot(int(found[1]), found[2], int(found[3])) if found else None


def is_offered(found: AnswerView, menu: Sequence[Offered]) -> bool:
    """Whether `found` offers what the person has before them and did not choose."""
    spots = (spot_of(one.value) for one in menu)
    before = {(str(one.article_id), one.language) for one in spots if one is not None}
    now = {(one.article_id, one.language) for one in found.passages}
    return found.answering is Answering.OFFER and now <= before


def quoted(given: Answer, found: AnswerView) -> Answer:
    """The passage with its article, or the titles as choices below what the responder says and
    before the buttons that it has itself."""
    if found.answering is Answering.SURE:
        return Answer((("", _said(found.passages[0])),))
    titles = tuple(_choice(one) for one in found.passages)
    return Answer(given.text or OFFER, given.format, titles + given.buttons)


def _said(one: Passage) -> str:
    source = "\n".join(filter(None, [f"— {one.title}", one.url]))
    return f"{one.passage}\n\n{source}" if one.passage else source


def _choice(one: Passage) -> Choice:
    return Choice((("", shorten(one.title, LONGEST_LABEL)),), value_of(one))
