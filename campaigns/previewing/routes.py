"""Previews over HTTP."""

from pydantic import Field

from campaigns.previewing import service
from campaigns.previewing.values import PreviewView
from campaigns.unsubscribing.routes import STOP_LINKS
from scrm.channels.registry import REGISTRY
from scrm.delivery.sending.policy import outbound
from scrm.files.routes import SHELF
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("templates")

READ = "campaigns.read"


class PreviewBody(Body):
    contact_id: IdText | None = Field(
        default=None, description="Whose values fill it in; without it a sample's"
    )
    version: int | None = Field(
        default=None, ge=1, le=1_000_000, description="Without it the draft"
    )


@routes.post("/templates/{id}/preview", READ, body=PreviewBody, answer=PreviewView)
async def preview_template(call: Call[PreviewBody, None]) -> PreviewView:
    """What one person would read, and what each channel makes of it; nothing is sent."""
    body = call.body
    link = call[STOP_LINKS].sample
    found = await call.read(
        lambda s: service.written(s, call.id(), body.version, body.contact_id, call.now, link)
    )
    if found.lacks:
        return PreviewView(None, found.lacks)
    files = await call[SHELF].outbound(found.content.get("attachments", ()))
    content = outbound(found.content, files)
    registry = call[REGISTRY]
    channels = [service.on(one, content) for one in registry]
    return PreviewView(content.text, channels=sorted(channels, key=lambda one: one.channel_id))
