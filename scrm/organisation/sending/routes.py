"""The organisation's rules for marketing over HTTP."""

from scrm.organisation.sending import service
from scrm.organisation.sending.values import Sending, SendingView
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("settings")


@routes.get("/settings/sending", "settings.read", answer=SendingView)
async def get_sending(call: Call[None, None]) -> SendingView:
    """When marketing is sent, how often to one person, and how long it waits after an answer."""
    return await call.read(service.view)


@routes.patch("/settings/sending", "settings.write", body=Sending, answer=SendingView)
async def change_sending(call: Call[Sending, None]) -> SendingView:
    """Set when and how often marketing is sent. What is not named stays."""
    values = call.body.model_dump(mode="json", exclude_unset=True)
    if "quiet_hours" in values and call.body.quiet_hours is not None:
        values["quiet_hours"] = call.body.quiet_hours.model_dump(mode="json")
    return await call.write(lambda s: service.change(s, values))
