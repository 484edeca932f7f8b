"""Packs over HTTP."""

from collections.abc import Mapping

from aiohttp import web
from pydantic import Field

from scrm.kernel.errors import Forbidden, NotFound
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page
from tagging.packs import service
from tagging.packs.values import AppliedView, Language, Pack, PackView

routes = Routes("packs")

READ = "rules.read"
WRITE = "rules.write"
ALSO = ("bots.write", "articles.write")
PACKS = web.AppKey[Mapping[str, Pack]]("packs")


class LanguageQuery(Query):
    language: str = Field(default="en", max_length=20, description="Of names: en or zh")


class ApplyBody(Body):
    language: Language = Field(default=Language.BOTH, description="In which language it is to act")
    publish: bool = Field(
        default=False, description="Rules and bot in force at once; articles stay drafts"
    )


@routes.get("/packs", READ, query=LanguageQuery, answer=Page[PackView])
async def list_packs(call: Call[None, LanguageQuery]) -> Page[PackView]:
    """Ready rules, a bot and articles for a kind of business."""
    return Page([service.view(one, call.query.language) for one in call[PACKS].values()])


@routes.post("/packs/{name}", WRITE, body=ApplyBody, answer=Page[AppliedView])
async def apply_pack(call: Call[ApplyBody, None]) -> Page[AppliedView]:
    """Bring a pack in; what somebody changed of it stays, and a second time changes nothing."""
    name, given = call.request.match_info["name"], call.body
    pack = call[PACKS].get(name)
    if pack is None:
        raise NotFound("pack", name)
    if not all(map(call.actor.may, ALSO)):
        raise Forbidden
    by = {"by": call.actor.key}
    return await call.write(
        lambda s: Page(service.apply(s, pack, given.language, by, call.now, publish=given.publish))
    )
