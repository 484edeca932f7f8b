"""Dead letters over HTTP."""

from dataclasses import dataclass

from pydantic import Field
from sqlmodel import Session

from scrm.intake.deadletters import service
from scrm.intake.deadletters.service import DeadLetter
from scrm.staff import service as staff
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("deadletters")

REPLAY = "deadletters.replay"


class ListQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class DiscardBody(Body):
    reason: str = Field(min_length=1, max_length=500)


class Empty(Body):
    pass


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many events went back into the queue."""

    replayed: int


@routes.get("/deadletters", "deadletters.read", query=ListQuery, answer=Page[DeadLetter])
async def list_deadletters(call: Call[None, ListQuery]) -> Page[DeadLetter]:
    """Events that could not be applied, the newest first."""
    place = place_of(call.query.cursor, 1)
    before = place[0] if place else None
    found, more = await call.read(lambda s: service.page(s, before, call.query.limit))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/deadletters/replay", REPLAY, body=Empty, answer=Replayed)
async def replay_all(call: Call[Empty, None]) -> Replayed:
    """Apply all of them once more, after the fault was mended."""
    return await call.write(lambda s: Replayed(service.replay(s, None)))


@routes.post("/deadletters/{id}/replay", REPLAY, body=Empty, answer=Replayed)
async def replay_one(call: Call[Empty, None]) -> Replayed:
    """Apply it once more."""
    return await call.write(lambda s: Replayed(service.replay(s, [call.id()])))


@routes.post("/deadletters/{id}/discard", REPLAY, body=DiscardBody)
async def discard_deadletter(call: Call[DiscardBody, None]) -> None:
    """Put it aside for good; who did and why is on the audit line."""

    def work(session: Session) -> None:
        service.discard(session, call.id(), call.body.reason)
        staff.audit(
            session,
            call.actor.key,
            "deadletter.discarded",
            call.now,
            target=f"intake_event:{call.id()}",
            reason=call.body.reason,
        )

    await call.write(work)
