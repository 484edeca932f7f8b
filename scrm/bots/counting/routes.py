"""What the bot did, and what it did not understand, over HTTP."""

from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session

from scrm.bots.counting import service
from scrm.bots.counting.values import CountView, MissedView, TaughtView
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("bots")

READ = "bots.read"
WRITE = "bots.write"


class CountersQuery(Query):
    days: int = Field(default=30, ge=1, le=service.MOST_DAYS, description="Today among them")


class MissedQuery(Query):
    days: int | None = Field(
        default=None,
        ge=1,
        le=service.MOST_DAYS,
        description="Only what was said in so many days, today among them",
    )
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class LessonBody(Body):
    """One of both; `text` teaches something else than the whole sentence."""

    intent: str = Field(default="", max_length=80)
    responder: str = Field(default="", max_length=80)
    text: str = Field(default="", max_length=300)

    def lesson(self) -> dict[str, str]:
        return {"intent": self.intent, "responder": self.responder, "text": self.text}

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.intent) is bool(self.responder):
            raise ValueError("needs one of intent and responder")
        return self


class TeachBody(LessonBody):
    keep: bool = Field(
        default=False, description="The sentence stays in the list, so that it can be taken back"
    )


@routes.get("/bots/counters", READ, query=CountersQuery, answer=Page[CountView])
async def count_answers(call: Call[None, CountersQuery]) -> Page[CountView]:
    """What each responder did on each day: answered, handed over, not understood."""
    return Page(await call.read(lambda s: service.counters(s, call.query.days, call.now)))


@routes.get("/bots/not-understood", READ, query=MissedQuery, answer=Page[MissedView])
async def list_missed(call: Call[None, MissedQuery]) -> Page[MissedView]:
    """Sentences that nothing answered, the newest first, each once."""
    place = place_of(call.query.cursor, 1)
    before = place[0] if place else None
    days, limit = call.query.days, call.query.limit

    def look(session: Session) -> tuple[list[MissedView], int | None]:
        since = None if days is None else service.since_days(session, days, call.now)
        return service.missed(session, before, limit, since)

    found, more = await call.read(look)
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/bots/not-understood/{id}/teach", WRITE, body=TeachBody, answer=TaughtView)
async def teach(call: Call[TeachBody, None]) -> TaughtView:
    """Make a sentence an example of an intent, or a keyword of a responder, in the draft."""
    to, keeps = call.body.lesson(), call.body.keep
    return await call.write(lambda s: service.teach(s, call.id(), to, call.now, keeps=keeps))


@routes.post("/bots/not-understood/{id}/unteach", WRITE, body=LessonBody, answer=TaughtView)
async def unteach(call: Call[LessonBody, None]) -> TaughtView:
    """Take out of the draft what a sentence that kept its place has taught, and nothing else."""
    to = call.body.lesson()
    return await call.write(lambda s: service.unteach(s, call.id(), to, call.now))


@routes.delete("/bots/not-understood/{id}", WRITE)
async def dismiss(call: Call[None, None]) -> None:
    """Take a sentence off the list, until somebody says it again."""
    await call.write(lambda s: service.dismiss(s, call.id()))
