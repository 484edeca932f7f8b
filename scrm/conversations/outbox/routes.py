"""Deliveries over HTTP: what a person must decide."""

from collections.abc import Callable
from typing import Literal

from aiohttp import web
from pydantic import field_validator
from sqlmodel import Session

from scrm.conversations.outbox import service as outbox
from scrm.conversations.outbox.values import DeliveryView
from scrm.delivery import service
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LISTED, DeliveryState
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("deliveries")

READ = "deliveries.read"
RESOLVE = "deliveries.resolve"


RESEND_ASKS: web.AppKey[Callable[[Session, Delivery], None]] = web.AppKey("resend_asks")
"""Raises Conflict where somebody above knows why a message is not to be sent again by hand."""


class ListQuery(Query):
    state: DeliveryState = DeliveryState.UNKNOWN
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT

    @field_validator("state")
    @classmethod
    def has_a_list(cls, state: DeliveryState) -> DeliveryState:
        if state not in LISTED:
            raise ValueError("should be one that waits, or did not end well: " + ", ".join(LISTED))
        return state


class SettleBody(Body):
    as_: Literal["delivered", "failed"]

    model_config = Body.model_config | {
        "alias_generator": lambda name: name.rstrip("_"),
    }


class Empty(Body):
    pass


@routes.get("/deliveries", READ, query=ListQuery, answer=Page[DeliveryView])
async def list_deliveries(call: Call[None, ListQuery]) -> Page[DeliveryView]:
    """Deliveries in a state, the newest first."""
    place = place_of(call.query.cursor, 1)
    before = place[0] if place else None
    found, more = await call.read(
        lambda s: outbox.page(s, call.query.state, before, call.query.limit)
    )
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/deliveries/{id}/resend", RESOLVE, body=Empty, answer=DeliveryView)
async def resend_delivery(call: Call[Empty, None]) -> DeliveryView:
    """Send again what failed, or what may have arrived: a person's decision."""

    def work(session: Session) -> DeliveryView:
        call[RESEND_ASKS](session, service.get(session, call.id()))
        service.resend(session, call.id(), call.actor.key, call.now)
        return outbox.one(session, call.id())

    return await call.write(work)


@routes.post("/deliveries/{id}/settle", RESOLVE, body=SettleBody, answer=DeliveryView)
async def settle_delivery(call: Call[SettleBody, None]) -> DeliveryView:
    """Say how an unknown send ended."""

    def work(session: Session) -> DeliveryView:
        arrived = DeliveryState(call.body.as_)
        service.settle(session, call.id(), arrived, call.actor.key, call.now)
        return outbox.one(session, call.id())

    return await call.write(work)
