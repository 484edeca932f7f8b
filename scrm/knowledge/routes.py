"""Articles over HTTP."""

from typing import Any

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.knowledge import service
from scrm.knowledge.answering.service import LONGEST_QUESTION, Articles
from scrm.knowledge.markdown.policy import html_of
from scrm.knowledge.values import (
    LONGEST_BODY,
    LONGEST_TITLE,
    AnswerView,
    ArticleView,
    CategoryView,
    PreviewView,
    Wanted,
)
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("articles")

READ = "articles.read"
WRITE = "articles.write"
ARTICLES = web.AppKey("articles", Articles)


class PageQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT
    category: IdText | None = None
    q: str = Field(default="", max_length=LONGEST_TITLE, description="Words of a title or text")
    archived: bool = Field(default=False, description="Those that were put away, and no others")


class SearchQuery(Query):
    q: str = Field(min_length=1, max_length=LONGEST_QUESTION, description="A question")
    limit: int = Field(default=3, ge=1, le=10)


class TextBody(Body):
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    body: str = Field(default="", max_length=LONGEST_BODY, description="Markdown")


class ArticleBody(Body):
    category_id: IdText | None = None
    texts: dict[str, TextBody] = Field(description="By language: en, zh")


class ChangeBody(Body):
    category_id: IdText | None = None
    texts: dict[str, TextBody | None] | None = Field(
        default=None, description="By language; null takes one out"
    )
    archived: bool | None = Field(default=None, description="false brings an archived one back")


class PreviewBody(Body):
    body: str = Field(max_length=LONGEST_BODY, description="Markdown")


class CategoryBody(Body):
    names: dict[str, str] = Field(description="By language: en, zh")
    position: int = Field(default=0, ge=0, le=10_000)


class CategoryChangeBody(Body):
    names: dict[str, str] | None = None
    position: int | None = Field(default=None, ge=0, le=10_000)


@routes.get("/articles", READ, query=PageQuery, answer=Page[ArticleView])
async def list_articles(call: Call[None, PageQuery]) -> Page[ArticleView]:
    """Articles, the newest first, but for those that were put away."""
    query = call.query
    place = place_of(query.cursor, 1)
    before = place[0] if place else None
    wanted = Wanted(query.category, query.q.strip(), query.archived)
    found, more = await call.read(lambda s: service.page(s, before, query.limit, wanted))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/articles", WRITE, body=ArticleBody, answer=ArticleView, status=201)
async def create_article(call: Call[ArticleBody, None]) -> ArticleView:
    """Write an article; nobody outside reads it before it is published."""
    given = call.body.model_dump()
    return await call.write(
        lambda s: service.create(s, given["category_id"], given["texts"], call.now)
    )


@routes.get("/articles/search", READ, query=SearchQuery, answer=AnswerView)
async def search_articles(call: Call[None, SearchQuery]) -> AnswerView:
    """What the published articles say to a question, in its language, and how sure that is."""
    articles, query = call[ARTICLES], call.query
    return await call.read(lambda s: articles.answer(s, query.q, query.limit))


@routes.post("/articles/preview", READ, body=PreviewBody, answer=PreviewView)
async def preview_article(call: Call[PreviewBody, None]) -> PreviewView:
    """What the help page makes of a text; nothing is kept."""
    return PreviewView(html_of(call.body.body))


@routes.get("/articles/{id}", READ, answer=ArticleView)
async def get_article(call: Call[None, None]) -> ArticleView:
    """One article, also one that was put away."""

    def look(session: Session) -> ArticleView:
        return service.views(session, [service.get(session, call.id())])[0]

    return await call.read(look)


@routes.patch("/articles/{id}", WRITE, body=ChangeBody, answer=ArticleView)
async def change_article(call: Call[ChangeBody, None]) -> ArticleView:
    """Change what is written, or bring an article back; what is published stays as it is."""
    values: dict[str, Any] = call.body.model_dump(exclude_unset=True)
    return await call.write(lambda s: service.change(s, call.id(), values, call.now))


@routes.delete("/articles/{id}", WRITE)
async def archive_article(call: Call[None, None]) -> None:
    """Put an article away, for readers too; changing `archived` to false brings it back."""
    await call.write(lambda s: service.archive(s, call.id(), call.now))


@routes.post("/articles/{id}/publish", WRITE, answer=ArticleView)
async def publish_article(call: Call[None, None]) -> ArticleView:
    """Let anybody read what is written, and the bot answer from it."""
    return await call.write(lambda s: service.publish(s, call.id(), call.now))


@routes.post("/articles/{id}/withdraw", WRITE, answer=ArticleView)
async def withdraw_article(call: Call[None, None]) -> ArticleView:
    """Let nobody read it any more; what is written stays."""
    return await call.write(lambda s: service.withdraw(s, call.id(), call.now))


@routes.get("/article-categories", READ, answer=Page[CategoryView])
async def list_categories(call: Call[None, None]) -> Page[CategoryView]:
    """Categories of articles, in their order."""
    return Page(await call.read(service.categories))


@routes.post("/article-categories", WRITE, body=CategoryBody, answer=CategoryView, status=201)
async def add_category(call: Call[CategoryBody, None]) -> CategoryView:
    """Add a category."""
    body = call.body
    return await call.write(lambda s: service.add_category(s, body.names, body.position))


@routes.patch("/article-categories/{id}", WRITE, body=CategoryChangeBody, answer=CategoryView)
async def change_category(call: Call[CategoryChangeBody, None]) -> CategoryView:
    """Rename or move a category."""
    values = {k: v for k, v in call.body.model_dump(exclude_unset=True).items() if v is not None}
    return await call.write(lambda s: service.change_category(s, call.id(), values))


@routes.delete("/article-categories/{id}", WRITE)
async def remove_category(call: Call[None, None]) -> None:
    """Remove a category that holds no articles."""
    await call.write(lambda s: service.remove_category(s, call.id()))
