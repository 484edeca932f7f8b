"""SQL about articles."""

from collections.abc import Collection

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from scrm.kernel.sets import is_any
from scrm.knowledge.tables import Article, ArticleCategory, ArticleText
from scrm.knowledge.values import Wanted


def page(session: Session, before: int | None, limit: int, wanted: Wanted) -> list[Article]:
    """The newest first: the living, or those that were put away."""
    archived_at = col(Article.archived_at)
    question = select(Article).where(
        archived_at.is_not(None) if wanted.archived else archived_at.is_(None)
    )
    if before is not None:
        question = question.where(col(Article.id) < before)
    if wanted.category_id is not None:
        question = question.where(col(Article.category_id) == wanted.category_id)
    if wanted.words:
        question = question.where(col(Article.id).in_(_holding(wanted.words)))
    return list(session.exec(question.order_by(col(Article.id).desc()).limit(limit)))


def _holding(words: str) -> SelectOfScalar[int]:
    written = (col(ArticleText.title), col(ArticleText.body))
    holds = or_(*(one.icontains(words, autoescape=True) for one in written))
    return select(ArticleText.article_id).where(holds)


def texts(session: Session, article_ids: Collection[int]) -> list[ArticleText]:
    mine = is_any(session, col(ArticleText.article_id), article_ids)
    question = select(ArticleText).where(mine).order_by(col(ArticleText.language))
    return list(session.exec(question))


def published(session: Session) -> list[ArticleText]:
    """All texts that anybody may read, the oldest article first."""
    question = (
        select(ArticleText)
        .join(Article, col(Article.id) == col(ArticleText.article_id))
        .where(col(ArticleText.live_at).is_not(None), col(Article.archived_at).is_(None))
    )
    return list(session.exec(question.order_by(col(ArticleText.article_id))))


def edition(session: Session) -> int:
    """Another one as soon as something else is published."""
    return session.exec(select(func.max(col(Article.edition)))).one() or 0


def categories(session: Session) -> list[ArticleCategory]:
    question = select(ArticleCategory)
    order = (col(ArticleCategory.position), col(ArticleCategory.id))
    return list(session.exec(question.order_by(*order)))


def is_used(session: Session, category_id: int) -> bool:
    """Also by an article that is archived: it may come back."""
    question = select(Article.id).where(col(Article.category_id) == category_id).limit(1)
    return session.exec(question).first() is not None
