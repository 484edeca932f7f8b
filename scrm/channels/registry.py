"""The connected accounts of this process, each with its open connector."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web
from pydantic import ValidationError

from scrm.channels.contract import Connector, Platform
from scrm.channels.tables import Channel
from scrm.channels.values import Capability, ChannelState
from scrm.kernel.errors import Invalid, NotFound
from scrm.kernel.sealing import SealBroken, Sealer

if TYPE_CHECKING:
    from aiohttp import ClientSession

log = structlog.get_logger()

OPENED_WITHIN = 5.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """A connected account, ready to be used. `settings` holds secrets: it is never logged."""

    id: int
    name: str
    state: ChannelState
    platform: Platform
    connector: Connector
    polls: bool
    rate: float
    """Messages per second that may leave; 0 means no limit of ours."""
    credentials: bytes = b""
    """As they are sealed in the database: what a refusal refuses."""
    display: str = ""
    """How people know the account, by its last check."""

    @property
    def is_active(self) -> bool:
        return self.state is ChannelState.ACTIVE


class Registry:
    """Platforms by name, imported when first needed, and open channels by id."""

    def __init__(
        self, modules: Mapping[str, str], client: "ClientSession", sealer: Sealer, *, webhooks: bool
    ) -> None:
        self._modules = dict(modules)
        self._client = client
        self._sealer = sealer
        self._webhooks = webhooks
        self._open: dict[int, OpenChannel] = {}
        self._awaited: dict[int, asyncio.Event] = {}

    def names(self) -> list[str]:
        return sorted(self._modules)

    def platform(self, name: str) -> Platform:
        """Raises NotFound."""
        if name not in self._modules:
            raise NotFound("platform", name)
        platform: Platform = import_module(self._modules[name]).PLATFORM
        return platform

    def connect(self, platform: Platform, settings: Mapping[str, Any]) -> Connector:
        """A connector on these settings; raises Invalid with the setting's name."""
        try:
            valid = platform.settings.model_validate(dict(settings))
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            said = first["msg"].lower().removeprefix("value error, ")
            raise Invalid(f"settings.{place}", said) from None
        return platform.open(valid, self._client)

    def load(self, row: Channel) -> None:
        """Open, or open again, what `row` describes; an archive has nothing to open."""
        self._open.pop(row.id, None)
        self._load(row)
        if (awaited := self._awaited.pop(row.id, None)) is not None:
            awaited.set()

    def _load(self, row: Channel) -> None:
        if row.state == ChannelState.ARCHIVE:
            return
        try:
            settings = row.settings | self._sealer.open(row.credentials)
            platform = self.platform(row.platform)
            connector = self.connect(platform, settings)
        except (SealBroken, Invalid, NotFound) as error:
            log.error(  # noqa: TRY400 - the sentence says it all
                "channel can't be opened", action="channel.broken", channel=row.id, why=str(error)
            )
            return
        mode = str(settings.get("mode") or "auto")
        wants = mode == "polling" or (mode == "auto" and not self._webhooks)
        polls = wants and Capability.POLLING in platform.capabilities
        rate = float(settings.get("rate", platform.limits.messages_per_second))
        self._open[row.id] = OpenChannel(
            row.id,
            row.name,
            ChannelState(row.state),
            platform,
            connector,
            polls,
            rate,
            row.credentials,
            str(row.health.get("display", "")),
        )

    async def opened(self, channel_id: int) -> None:
        """Wait until a channel that was committed just now is open here, but not for long: it is
        connected all the same, and whoever comes too early is told to come again."""
        if channel_id in self._open:
            return
        awaited = self._awaited.setdefault(channel_id, asyncio.Event())
        try:
            async with asyncio.timeout(OPENED_WITHIN):
                await awaited.wait()
        except TimeoutError:
            log.warning("channel is slow to open", action="channel.slow", channel=channel_id)
        finally:
            self._awaited.pop(channel_id, None)

    def find(self, channel_id: int) -> OpenChannel | None:
        return self._open.get(channel_id)

    def __iter__(self) -> Iterator[OpenChannel]:
        return iter(list(self._open.values()))


REGISTRY = web.AppKey("registry", Registry)
