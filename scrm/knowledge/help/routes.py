"""The public help page over HTTP: no sign-in, no scripts, no cookies."""

from typing import Any

from aiohttp import web
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.knowledge.answering.service import LONGEST_QUESTION, Articles, language_of
from scrm.knowledge.help import service
from scrm.knowledge.help.values import WORDS
from scrm.rendering import service as rendering

LANGUAGES = "en|zh"
LONGEST_ID = 19


def add_help(app: web.Application, database: Database, articles: Articles) -> None:
    pages = Pages(database, articles)
    app.router.add_get("/help", pages.choose)
    app.router.add_get("/help/", pages.choose)
    app.router.add_get(f"/help/{{language:{LANGUAGES}}}", pages.index)
    app.router.add_get(f"/help/{{language:{LANGUAGES}}}/{{id:[0-9]+}}", pages.article)


class Pages:
    """The list, which is also the search, and an article."""

    def __init__(self, database: Database, articles: Articles) -> None:
        self._database = database
        self._articles = articles

    async def choose(self, request: web.Request) -> web.StreamResponse:
        """To the list in the browser's language."""
        raise web.HTTPFound(f"/help/{_wanted(request)}")

    async def index(self, request: web.Request) -> web.StreamResponse:
        language = request.match_info["language"]
        words = WORDS[language]
        question = request.query.get("q", "").strip()[:LONGEST_QUESTION]

        def look(session: Session) -> dict[str, Any]:
            return {
                "house": service.house(session),
                "shelves": service.shelves(session, language, words["others"]),
                "found": service.found(session, self._articles, question) if question else [],
            }

        shown = await self._database.read(look)
        spoken = language_of(question) if question else language
        return _page("help/index.html", language, question=question, spoken=spoken, **shown)

    async def article(self, request: web.Request) -> web.StreamResponse:
        language, given = request.match_info["language"], request.match_info["id"]
        article_id = int(given) if len(given) <= LONGEST_ID else 0
        house, reading = await self._database.read(
            lambda s: (service.house(s), service.read(s, min(article_id, 2**63 - 1), language))
        )
        if reading is None:
            return _page("help/missing.html", language, status=404, house=house)
        return _page(
            "help/article.html", language, house=house, reading=reading, article_id=article_id
        )


def _page(template: str, language: str, *, status: int = 200, **values: Any) -> web.Response:
    other = "zh" if language == "en" else "en"
    text = rendering.page(template, language=language, other=other, words=WORDS[language], **values)
    return web.Response(text=text, status=status, content_type="text/html")


def _wanted(request: web.Request) -> str:
    """The first language of the browser's list decides; whoever asks for none reads English."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") else "en"
