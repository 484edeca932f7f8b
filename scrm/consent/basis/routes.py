"""What people allow and what they have ended, over HTTP."""

from collections.abc import Callable
from typing import Any

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.channels import service as channels
from scrm.consent.basis import service
from scrm.consent.basis.values import ConsentView, Said, SuppressionView
from scrm.staff.service import audit
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("consents")

READ = "contacts.read"
WRITE = "contacts.write"
LIFT = "suppressions.lift"
HASHED = web.AppKey[Callable[[str], str]]("hashed")
"""How a suppression's subject is hashed."""


class OfQuery(Query):
    contact: IdText = Field(description="Whose")


class ConsentBody(Body):
    contact_id: IdText
    channel_id: IdText | None = Field(default=None, description="Only there; without it everywhere")
    how: str = Field(
        pattern="^[a-z][a-z_]{0,39}$", description="By which act, such as form, in_person or asked"
    )
    note: str = Field(default="", max_length=500, description="What proves it")


class LiftBody(Body):
    reason: str = Field(min_length=3, max_length=500)


@routes.get("/consents", READ, query=OfQuery, answer=Page[ConsentView])
async def list_consents(call: Call[None, OfQuery]) -> Page[ConsentView]:
    """What a person allowed and took back, by which acts; the newest first."""
    return Page(await call.read(lambda s: service.views(s, call.query.contact)))


@routes.post("/consents", WRITE, body=ConsentBody, answer=ConsentView, status=201)
async def grant(call: Call[ConsentBody, None]) -> ConsentView:
    """A person allows marketing; refused while something stands that ended it."""

    def work(session: Session) -> ConsentView:
        return service.grant(session, _said(session, call.body), _by(call), call.now)

    return await call.write(work)


@routes.post("/consents/withdraw", WRITE, body=ConsentBody, answer=ConsentView, status=201)
async def withdraw(call: Call[ConsentBody, None]) -> ConsentView:
    """A person takes it back: on one channel, or else all marketing to them ends at once."""
    hashed = call[HASHED]

    def work(session: Session) -> ConsentView:
        return service.withdraw(session, _said(session, call.body), _by(call), hashed, call.now)

    return await call.write(work)


@routes.get("/suppressions", READ, query=OfQuery, answer=Page[SuppressionView])
async def list_suppressions(call: Call[None, OfQuery]) -> Page[SuppressionView]:
    """What a person has ended, and with which message."""
    return Page(await call.read(lambda s: service.suppressions(s, call.query.contact)))


@routes.post("/suppressions/{id}/lift", LIFT, body=LiftBody, answer=SuppressionView)
async def lift(call: Call[LiftBody, None]) -> SuppressionView:
    """Let marketing go to a person again; who did it and why stands in the audit."""
    hashed = call[HASHED]

    def work(session: Session) -> SuppressionView:
        lifted = service.lift(session, call.id(), hashed)
        target, reason = f"contact:{lifted.contact_id}", call.body.reason
        audit(session, call.actor.key, "suppression.lifted", call.now, target=target, reason=reason)
        return lifted

    return await call.write(work)


def _said(session: Session, body: ConsentBody) -> Said:
    if body.channel_id is not None:
        channels.get(session, body.channel_id)
    evidence = {"note": body.note} if body.note else {}
    return Said(body.contact_id, body.how, body.channel_id, evidence)


def _by(call: Call[Any, None]) -> dict[str, Any]:
    return {"actor": call.actor.key, "name": call.actor.name}
