"""What the help page shows."""

from collections import defaultdict

from sqlmodel import Session

from scrm.knowledge import store
from scrm.knowledge.answering.service import Articles
from scrm.knowledge.finding.policy import OFFER_SHARE
from scrm.knowledge.help.values import Entry, House, Reading, Shelf
from scrm.knowledge.markdown.policy import html_of
from scrm.knowledge.tables import Article
from scrm.organisation import service as organisation

MOST_FOUND = 5


def house(session: Session) -> House:
    settings = organisation.settings(session)
    return House(settings.organisation_name, settings.accent)


def shelves(session: Session, language: str, others: str) -> list[Shelf]:
    """All that is published in `language`, by category; what has none stands last, under
    `others`."""
    by_category: defaultdict[int | None, list[Entry]] = defaultdict(list)
    for one in store.published(session):
        if one.language == language:
            article = session.get_one(Article, one.article_id)
            by_category[article.category_id].append(Entry(one.article_id, one.live_title))
    named = [
        Shelf(_name(row.names, language), by_category[row.id])
        for row in store.categories(session)
        if by_category[row.id]
    ]
    rest = by_category[None]
    return [*named, Shelf(others, rest)] if rest else named


def found(session: Session, articles: Articles, question: str) -> list[Entry]:
    """What may answer it, in the question's own language; the best first. The best is shown however
    little it says, others only where they say something."""
    passages = articles.answer(session, question, MOST_FOUND).passages
    near = [one for one in passages[1:] if one.share >= OFFER_SHARE]
    shown = [*passages[:1], *near]
    return [Entry(int(one.article_id), one.title, one.passage) for one in shown]


def read(session: Session, article_id: int, language: str) -> Reading | None:
    """None where nothing of it is published in that language."""
    article = session.get(Article, article_id)
    if article is None or article.archived_at is not None:
        return None
    live = {one.language: one for one in store.texts(session, [article_id]) if one.live_at}
    one = live.get(language)
    if one is None or one.live_at is None:
        return None
    return Reading(one.live_title, html_of(one.live_body), one.live_at, sorted(live))


def _name(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()))
