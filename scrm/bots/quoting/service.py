"""The verb of asking the articles."""

from collections.abc import Sequence

from sqlmodel import Session

from scrm.bots.choosing.values import Offered
from scrm.bots.quoting.policy import is_offered, spot_of
from scrm.knowledge.answering.service import Articles
from scrm.knowledge.finding.values import Answering
from scrm.knowledge.values import AnswerView

OFFERED = 2


def look(
    session: Session, articles: Articles, text: str, value: str, menu: Sequence[Offered]
) -> AnswerView:
    """The article that was chosen from what was offered, or else what they say to `text`. The same
    offer is not made twice in a row: whoever did not take it was not understood."""
    spot = spot_of(value)
    chosen = articles.paragraph(session, *spot) if spot else None
    if chosen is not None:
        return AnswerView(Answering.SURE, [chosen])
    found = articles.answer(session, text, OFFERED)
    if is_offered(found, menu):
        return AnswerView(Answering.NONE, found.passages)
    return found
