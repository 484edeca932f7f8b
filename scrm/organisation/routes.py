"""The organisation's settings over HTTP."""

from pydantic import Field

from scrm.kernel.errors import Invalid
from scrm.kernel.zones import find_zone
from scrm.organisation import service
from scrm.organisation.service import OrganisationSettings
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("settings")


class SettingsBody(Body):
    organisation_name: str | None = Field(default=None, max_length=100)
    timezone: str | None = Field(default=None, max_length=60)
    locale: str | None = Field(default=None, pattern="^(en|zh)$")
    accent: str | None = Field(default=None, pattern="^#[0-9a-fA-F]{6}$")
    reopen_after_days: int | None = Field(default=None, ge=1, le=3650)


@routes.get("/settings", "settings.read", answer=OrganisationSettings)
async def get_settings(call: Call[None, None]) -> OrganisationSettings:
    """The organisation's settings."""
    return await call.read(service.settings)


@routes.patch("/settings", "settings.write", body=SettingsBody, answer=OrganisationSettings)
async def change_settings(call: Call[SettingsBody, None]) -> OrganisationSettings:
    """Change settings; what is not named stays."""
    values = call.body.model_dump(exclude_unset=True)
    if values.get("timezone") and find_zone(values["timezone"]) is None:
        raise Invalid("timezone", "is no time zone such as Asia/Shanghai")
    return await call.write(lambda s: service.change(s, values))
