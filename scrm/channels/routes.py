"""Connected accounts over HTTP."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_core import PydanticUndefined
from sqlmodel import Session

from scrm.channels import service, store
from scrm.channels.connecting.service import CONNECTING
from scrm.channels.connecting.values import ChannelView, PlatformView, SettingView
from scrm.channels.contract import Platform
from scrm.channels.registry import REGISTRY
from scrm.channels.values import Health
from scrm.kernel.errors import Forbidden
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("channels")

READ = "channels.read"
MANAGE = "channels.manage"


class ProbeBody(Body):
    platform: str = Field(max_length=60)
    settings: dict[str, Any] = Field(default_factory=dict)


class ChannelBody(ProbeBody):
    name: str = Field(default="", max_length=100)


class ChangeBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=100)
    settings: dict[str, Any] | None = None
    marketing_basis: Literal["opted_in", "wrote_to_us"] | None = None


class Empty(Body):
    pass


@routes.get("/platforms", READ, answer=Page[PlatformView])
async def list_platforms(call: Call[None, None]) -> Page[PlatformView]:
    """What can be connected, and what each needs for it."""
    registry = call[REGISTRY]
    return Page([_platform(registry.platform(name)) for name in registry.names()])


@routes.get("/channels", READ, answer=Page[ChannelView])
async def list_channels(call: Call[None, None]) -> Page[ChannelView]:
    """All connected accounts."""
    return Page(await call.read(call[CONNECTING].views))


@routes.post("/channels/probe", MANAGE, body=ProbeBody, answer=Health)
async def probe_channel(call: Call[ProbeBody, None]) -> Health:
    """Try an account without connecting it; refused with the platform's own words."""
    _require_owner_for_address(call, call.body.settings)
    return await call[CONNECTING].probe(call.body.platform, call.body.settings)


@routes.post("/channels", MANAGE, body=ChannelBody, answer=ChannelView, status=201)
async def add_channel(call: Call[ChannelBody, None]) -> ChannelView:
    """Connect an account; it is tried on the platform first, and open when this answers."""
    _require_owner_for_address(call, call.body.settings)
    connecting, body = call[CONNECTING], call.body
    ready = await connecting.prepare(body.platform, body.name, body.settings)
    added = await call.write(lambda s: connecting.add(s, ready, call.now))
    await call[REGISTRY].opened(int(added.id))
    return added


@routes.get("/channels/{id}", READ, answer=ChannelView)
async def get_channel(call: Call[None, None]) -> ChannelView:
    """One connected account."""
    return await call.read(lambda s: call[CONNECTING].view(s, call.id()))


@routes.patch("/channels/{id}", MANAGE, body=ChangeBody, answer=ChannelView)
async def change_channel(call: Call[ChangeBody, None]) -> ChannelView:
    """Rename it, change its settings, which are tried on the platform first, or say who may get
    marketing there: who opted in, or also who wrote to us."""
    _require_owner_for_address(call, call.body.settings or {})
    connecting, body = call[CONNECTING], call.body
    if body.settings is not None:
        await connecting.try_change(call.id(), body.settings)

    def work(session: Session) -> ChannelView:
        channel = service.get(session, call.id())
        if body.settings is not None:
            connecting.change(session, channel, body.settings)
        if body.name is not None:
            store.change(session, channel.id, name=body.name)
        if body.marketing_basis is not None:
            store.change(session, channel.id, marketing_basis=body.marketing_basis)
        session.refresh(channel)
        return connecting.view(session, channel.id)

    return await call.write(work)


@routes.post("/channels/{id}/check", MANAGE, body=Empty, answer=ChannelView)
async def check_channel(call: Call[Empty, None]) -> ChannelView:
    """Ask the platform how the account is."""
    await call[CONNECTING].check(call.id())
    return await call.read(lambda s: call[CONNECTING].view(s, call.id()))


@routes.post("/channels/{id}/pause", MANAGE, body=Empty, answer=ChannelView)
async def pause_channel(call: Call[Empty, None]) -> ChannelView:
    """Stop sending and reading; what is queued stays."""

    def work(session: Session) -> ChannelView:
        service.get(session, call.id())
        service.pause(session, call.id(), f"paused by {call.actor.name}")
        return call[CONNECTING].view(session, call.id())

    return await call.write(work)


@routes.post("/channels/{id}/resume", MANAGE, body=Empty, answer=ChannelView)
async def resume_channel(call: Call[Empty, None]) -> ChannelView:
    """Send and read again."""

    def work(session: Session) -> ChannelView:
        service.resume(session, call.id())
        return call[CONNECTING].view(session, call.id())

    return await call.write(work)


def _require_owner_for_address(call: Call[Any, None], settings: Mapping[str, Any]) -> None:
    """Whoever chooses the address that a connector calls can make the hub call anything, its
    own network too (S-05): that is for owners and for the command line."""
    if settings.get("api_base") and not call.actor.may("owners.make"):
        raise Forbidden("Only an owner may set the address of the platform", code="owner_only")


def _platform(platform: Platform) -> PlatformView:
    secret = service.secret_names(platform)
    schema: Mapping[str, Any] = platform.settings.model_json_schema().get("properties", {})
    return PlatformView(
        name=platform.name,
        label=platform.label,
        settings=[
            SettingView(
                name=name,
                label=name.replace("_", " "),
                secret=name in secret,
                required=field.is_required(),
                default=_default(field.default),
                choices=list(schema.get(name, {}).get("enum", ())),
                help=(platform.help or {}).get(name, field.description or ""),
            )
            for name, field in platform.settings.model_fields.items()
        ],
        capabilities=sorted(platform.capabilities),
        limits=platform.limits,
    )


def _default(value: Any) -> Any:
    return None if value is PydanticUndefined or isinstance(value, SecretStr) else value
