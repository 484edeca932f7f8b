"""Verbs of articles: write, publish, archive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.ids import new_id
from scrm.kernel.text import clean
from scrm.knowledge import store
from scrm.knowledge.tables import Article, ArticleCategory, ArticleText
from scrm.knowledge.values import (
    LONGEST_BODY,
    LONGEST_CATEGORY,
    LONGEST_TITLE,
    ArticleState,
    ArticleView,
    CategoryView,
    Language,
    TextView,
    Wanted,
)


def page(
    session: Session, before: int | None, limit: int, wanted: Wanted
) -> tuple[list[ArticleView], int | None]:
    """The newest first, and the id behind which the next page begins."""
    rows = store.page(session, before, limit + 1, wanted)
    shown = rows[:limit]
    return views(session, shown), shown[-1].id if len(rows) > limit else None


def views(session: Session, rows: Iterable[Article]) -> list[ArticleView]:
    articles = list(rows)
    texts: defaultdict[int, list[ArticleText]] = defaultdict(list)
    for one in store.texts(session, [row.id for row in articles]):
        texts[one.article_id].append(one)
    return [_view(row, texts[row.id]) for row in articles]


def get(session: Session, article_id: int) -> Article:
    found = session.get(Article, article_id)
    if found is None:
        raise NotFound("article", article_id)
    return found


def create(
    session: Session, category_id: int | None, texts: Mapping[str, Any], now: datetime
) -> ArticleView:
    """`texts` by language, each with title and body. Raises Invalid with the place."""
    row = Article(category_id=_category(session, category_id), created_at=now, updated_at=now)
    session.add(row)
    session.flush()
    _write(session, row, texts)
    if not _written(session, row):
        raise Invalid("texts", "holds no text; write a title in en or zh")
    return views(session, [row])[0]


def change(
    session: Session, article_id: int, values: Mapping[str, Any], now: datetime
) -> ArticleView:
    """Set what is given: `category_id`, `texts` (null takes a language out), or `archived` to False,
    which brings an archived one back. What is published stays until `publish`."""
    row = get(session, article_id)
    if values.get("archived") is False and row.archived_at is not None:
        row.archived_at, row.edition = None, new_id()
    _require_living(row)
    if "category_id" in values:
        row.category_id = _category(session, values["category_id"])
    _write(session, row, values.get("texts") or {})
    row.updated_at = now
    session.add(row)
    return views(session, [row])[0]


def publish(session: Session, article_id: int, now: datetime) -> ArticleView:
    """What is written is what anybody may read from here on, in all its languages."""
    row = get(session, article_id)
    _require_living(row)
    written = _written(session, row)
    for one in written:
        place = f"texts.{one.language}"
        if not one.title or not one.body:
            raise Invalid(place, "needs a title and a body before it is published")
    if not written:
        raise Invalid("texts", "holds no text; write a title and a body in en or zh")
    for one in store.texts(session, [row.id]):
        if not one.title:
            session.delete(one)
            continue
        if (one.live_title, one.live_body) != (one.title, one.body) or one.live_at is None:
            one.live_title, one.live_body, one.live_at = one.title, one.body, now
        session.add(one)
    row.updated_at, row.edition = now, new_id()
    session.add(row)
    session.flush()
    return views(session, [row])[0]


def withdraw(session: Session, article_id: int, now: datetime) -> ArticleView:
    """Nobody reads it any more, and the bot answers nothing from it; what is written stays."""
    row = get(session, article_id)
    for one in store.texts(session, [row.id]):
        one.live_title, one.live_body, one.live_at = "", "", None
        session.add(one)
    row.updated_at, row.edition = now, new_id()
    session.add(row)
    session.flush()
    return views(session, [row])[0]


def archive(session: Session, article_id: int, now: datetime) -> None:
    """Put it away; what is published of it rests as well. Doing so twice changes nothing."""
    row = get(session, article_id)
    if row.archived_at is None:
        row.archived_at = row.updated_at = now
        row.edition = new_id()
        session.add(row)


def categories(session: Session) -> list[CategoryView]:
    return [_shelf(one) for one in store.categories(session)]


def add_category(session: Session, names: Mapping[str, str], position: int) -> CategoryView:
    row = ArticleCategory(names=_names(names), position=position)
    session.add(row)
    session.flush()
    return _shelf(row)


def change_category(session: Session, category_id: int, values: Mapping[str, Any]) -> CategoryView:
    """Set what is given: `names`, `position`."""
    row = _find_category(session, category_id)
    if "names" in values:
        row.names = _names(values["names"])
    if "position" in values:
        row.position = values["position"]
    session.add(row)
    session.flush()
    return _shelf(row)


def remove_category(session: Session, category_id: int) -> None:
    """Raises Conflict where articles stand on it."""
    row = _find_category(session, category_id)
    if store.is_used(session, category_id):
        raise Conflict("Articles stand in this category; move them first", code="category_used")
    session.delete(row)


def _require_living(row: Article) -> None:
    if row.archived_at is not None:
        raise Conflict("This article is archived; bring it back first", code="archived")


def _find_category(session: Session, category_id: int) -> ArticleCategory:
    found = session.get(ArticleCategory, category_id)
    if found is None:
        raise NotFound("category", category_id)
    return found


def _category(session: Session, category_id: int | None) -> int | None:
    if category_id is not None and session.get(ArticleCategory, category_id) is None:
        raise Invalid("category_id", "is no category; see /article-categories")
    return category_id


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {_language("names", one): clean(name).strip() for one, name in names.items()}
    if not any(kept.values()):
        raise Invalid("names", "is empty; give a name in en or zh")
    for language, name in kept.items():
        if len(name) > LONGEST_CATEGORY:
            raise Invalid(f"names.{language}", f"is longer than {LONGEST_CATEGORY} characters")
    return {language: name for language, name in kept.items() if name}


def _language(place: str, given: str) -> str:
    if given not in set(Language):
        raise Invalid(f"{place}.{given}", "is no language that articles have; use en or zh")
    return given


def _write(session: Session, row: Article, texts: Mapping[str, Any]) -> None:
    known = {one.language: one for one in store.texts(session, [row.id])}
    for given, text in texts.items():
        language = _language("texts", given)
        kept = known.get(language) or ArticleText(article_id=row.id, language=language)
        kept.title, kept.body = _cleaned(language, text) if text else ("", "")
        session.add(kept)
    session.flush()


def _cleaned(language: str, text: Mapping[str, str]) -> tuple[str, str]:
    title, body = clean(text["title"]).strip(), clean(text["body"]).strip()
    if not title:
        raise Invalid(f"texts.{language}.title", "is empty")
    for name, value, most in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY)):
        if len(value) > most:
            raise Invalid(f"texts.{language}.{name}", f"is longer than {most} characters")
    return title, body


def _written(session: Session, row: Article) -> list[ArticleText]:
    return [one for one in store.texts(session, [row.id]) if one.title]


def _view(row: Article, texts: Iterable[ArticleText]) -> ArticleView:
    each = list(texts)
    shown = {one.language: _text(one) for one in each if one.title}
    is_live = any(one.live_at is not None for one in each)
    is_same = all(not _differs(one) for one in each)
    state = ArticleState.PUBLISHED if is_same else ArticleState.CHANGED
    return ArticleView(
        id=str(row.id),
        state=state if is_live else ArticleState.DRAFT,
        category_id=None if row.category_id is None else str(row.category_id),
        texts=shown,
        created_at=row.created_at,
        updated_at=row.updated_at,
        archived_at=row.archived_at,
    )


def _text(one: ArticleText) -> TextView:
    return TextView(one.title, one.body, one.live_at, _differs(one))


def _differs(one: ArticleText) -> bool:
    return (one.title, one.body) != (one.live_title, one.live_body)


def _shelf(row: ArticleCategory) -> CategoryView:
    return CategoryView(str(row.id), dict(row.names), row.position)
