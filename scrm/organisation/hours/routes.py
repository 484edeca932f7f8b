"""The organisation's hours over HTTP."""

from sqlmodel import Session

from scrm.kernel.hours import Hours
from scrm.organisation.hours import service
from scrm.organisation.hours.values import HoursView
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("settings")


@routes.get("/settings/hours", "settings.read", answer=HoursView)
async def get_hours(call: Call[None, None]) -> HoursView:
    """When somebody is there, and whether it is so now."""
    return await call.read(lambda s: service.view(s, call.now))


@routes.patch("/settings/hours", "settings.write", body=Hours, answer=HoursView)
async def change_hours(call: Call[Hours, None]) -> HoursView:
    """Say when somebody is there: the week, holidays, days with hours of their own. What is not
    named stays."""
    values = call.body.model_dump(mode="json", exclude_unset=True)

    def work(session: Session) -> HoursView:
        service.change(session, values)
        return service.view(session, call.now)

    return await call.write(work)
