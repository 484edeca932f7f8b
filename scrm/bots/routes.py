"""The bot over HTTP."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from scrm.bots import service, store
from scrm.bots.tables import BotRow
from scrm.bots.trying.service import Wish, try_out
from scrm.bots.trying.values import TrialView
from scrm.bots.values import BotState, BotView, CheckView, VersionView
from scrm.bots.words.policy import bot_in_words
from scrm.channels.registry import REGISTRY
from scrm.conditions.asking.service import Asker, asker, names_for
from scrm.kernel.errors import Invalid
from scrm.knowledge.routes import ARTICLES
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("bots")

READ = "bots.read"
WRITE = "bots.write"


class LanguageQuery(Query):
    language: str = Field(
        default="", max_length=20, description="Of what is said in words, en or zh; else your own"
    )


class BotBody(Body):
    definition: dict[str, Any] = Field(description="A bot; see docs/reference/bots.md")


class PauseBody(Body):
    reason: str = Field(default="", max_length=300)


class VersionBody(Body):
    version: int = Field(ge=1)


class TryBody(Body):
    """What to try, on the draft, the live bot, or a definition that is not kept."""

    texts: list[str] = Field(min_length=1, max_length=20)
    bot: Literal["draft", "live"] = "draft"
    definition: dict[str, Any] | None = None
    contact_id: IdText | None = None
    channel_id: IdText | None = None
    locale: str = Field(default="", max_length=20)
    at: AwareDatetime | None = None
    hours: Literal["open", "closed"] | None = Field(
        default=None, description="As if the organisation were so, whatever the time"
    )


AnyCall = Call[Any, LanguageQuery]


@routes.get("/bots", READ, query=LanguageQuery, answer=BotView)
async def get_bot(call: Call[None, LanguageQuery]) -> BotView:
    """The bot: its draft, what is in force, and all versions that were."""
    return await call.read(lambda s: _view(s, call, store.find(s)))


@routes.patch("/bots", WRITE, body=BotBody, query=LanguageQuery, answer=BotView)
async def write_bot(call: Call[BotBody, LanguageQuery]) -> BotView:
    """Change the bot's draft; what is in force stays until it is published."""
    given = call.body.definition
    return await call.write(lambda s: _view(s, call, service.write(s, given, call.now)))


@routes.post("/bots/check", READ, body=BotBody, query=LanguageQuery, answer=CheckView)
async def check_bot(call: Call[BotBody, LanguageQuery]) -> CheckView:
    """Say a definition in words without keeping it; what is wrong in it, with places."""

    def look(session: Session) -> CheckView:
        bot = service.read(call.body.definition, session)
        asks = _asker(session, call)
        reading = bot_in_words(bot, asks.language, names_for(session, asks))
        return CheckView(reading, service.unused(bot))

    return await call.read(look)


@routes.post("/bots/publish", WRITE, query=LanguageQuery, answer=BotView)
async def publish_bot(call: Call[None, LanguageQuery]) -> BotView:
    """Put the draft in force, from the next message on."""
    return await call.write(lambda s: _view(s, call, service.publish(s, _by(call), call.now)))


@routes.post("/bots/roll-back", WRITE, body=VersionBody, query=LanguageQuery, answer=BotView)
async def roll_back_bot(call: Call[VersionBody, LanguageQuery]) -> BotView:
    """Put an earlier version in force again, as a new one."""
    number = call.body.version
    return await call.write(
        lambda s: _view(s, call, service.roll_back(s, number, _by(call), call.now))
    )


@routes.post("/bots/pause", WRITE, body=PauseBody, query=LanguageQuery, answer=BotView)
async def pause_bot(call: Call[PauseBody, LanguageQuery]) -> BotView:
    """Have the bot say nothing until it is resumed."""
    reason = call.body.reason
    return await call.write(lambda s: _view(s, call, service.pause(s, reason, call.now)))


@routes.post("/bots/resume", WRITE, query=LanguageQuery, answer=BotView)
async def resume_bot(call: Call[None, LanguageQuery]) -> BotView:
    """Have a paused bot answer again, from the next message on."""
    return await call.write(lambda s: _view(s, call, service.resume(s, call.now)))


@routes.post("/bots/try", READ, body=TryBody, query=LanguageQuery, answer=TrialView)
async def try_bot(call: Call[TryBody, LanguageQuery]) -> TrialView:
    """What the bot would say to some texts, and why each responder answers or not."""
    body = call.body
    wish = Wish(
        texts=body.texts,
        which=body.bot,
        definition=body.definition,
        contact_id=body.contact_id,
        channel_id=body.channel_id,
        locale=body.locale,
        is_open=None if body.hours is None else body.hours == "open",
    )
    registry, articles = call[REGISTRY], call[ARTICLES]
    return await call.read(lambda s: try_out(s, wish, _asker(s, call, body), registry, articles))


def _by(call: AnyCall) -> dict[str, Any]:
    return {"by": call.actor.key}


def _asker(session: Session, call: AnyCall, tried: TryBody | None = None) -> Asker:
    now = (tried.at if tried else None) or call.now
    return asker(session, call[REGISTRY], call.query.language, call.actor.user_id, now)


def _view(session: Session, call: AnyCall, row: BotRow | None) -> BotView:
    if row is None:
        return BotView(BotState.DRAFT, "", None, "", 0, False, None, [])
    versions = store.versions(session)
    return BotView(
        state=row.state,
        reason=row.reason,
        definition=row.definition,
        reading=_reading(session, call, row),
        version=row.version,
        is_changed=bool(versions) and versions[0].definition != row.definition,
        updated_at=row.updated_at,
        versions=[
            VersionView(one.number, one.definition, one.published_at, one.published_by)
            for one in versions
        ],
    )


def _reading(session: Session, call: AnyCall, row: BotRow) -> str:
    """The draft in words; of one from an earlier hub that this one does not understand, why."""
    try:
        bot = service.read(row.definition)
    except Invalid as wrong:
        return str(wrong)
    asks = _asker(session, call)
    return bot_in_words(bot, asks.language, names_for(session, asks))
