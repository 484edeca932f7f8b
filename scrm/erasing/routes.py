"""Erasing over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.conversations.routes import author_of
from scrm.erasing import service
from scrm.erasing.values import ErasePreview, ErasureView
from scrm.joining.routes import SEALER
from scrm.joining.values import Act
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("erasing")

ERASE = "contacts.erase"


class EraseBody(Body):
    """`reason` is kept in the ledger: say why, and nothing about the person."""

    reason: str = Field(default="", max_length=500)


@routes.get("/contacts/{id}/erase-preview", ERASE, answer=ErasePreview)
async def preview_erasing(call: Call[None, None]) -> ErasePreview:
    """How much erasing this person would remove."""
    return await call.read(lambda s: service.preview(s, call.id()))


@routes.delete("/contacts/{id}", ERASE, body=EraseBody, answer=ErasureView)
async def erase_contact(call: Call[EraseBody, None]) -> ErasureView:
    """Remove all that is known of a person, for good."""

    def work(session: Session) -> ErasureView:
        act = Act(author_of(call.actor), call.now, call[SEALER].hashed)
        reason = call.body.reason
        done = service.erase(session, call.id(), act, key=call.actor.key, reason=reason)
        return ErasureView(
            id=str(done.id),
            contact_id=str(done.contact_id),
            at=done.at,
            by=done.by,
            reason=done.reason,
            what=done.what,
        )

    return await call.write(work)
