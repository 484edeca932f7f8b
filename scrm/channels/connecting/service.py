"""Verbs of connecting: probe, add, change, check. The network first, then the transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web
from sqlmodel import Session

from scrm.channels import service, store
from scrm.channels.connecting.values import ChannelView, HealthView
from scrm.channels.contract import Platform
from scrm.channels.failures import (
    CredentialsRejected,
    NotAccepted,
    OutcomeUnknown,
    SendFailed,
)
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState, Health, HealthState
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Invalid, NotFound
from scrm.kernel.sealing import Sealer

log = structlog.get_logger()

WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Traffic:
    """When a channel last brought and took something, and how much waits to leave it."""

    last_inbound_at: datetime | None
    last_outbound_at: datetime | None
    queued: int


"""An archive's: nothing comes through it."""

LookAtTraffic = Callable[[Session, int], Traffic]


@dataclass(frozen=True, slots=True)
class Ready:
    """An account that answered, ready to be kept."""

    platform: Platform
    name: str
    settings: dict[str, Any]
    health: Health


class Connecting:
    """Tries accounts on their platforms and keeps those that answer."""

    def __init__(
        self,
        *,
        database: Database,
        registry: Registry,
        sealer: Sealer,
        clock: Clock,
        public_url: str,
        traffic: LookAtTraffic,
    ) -> None:
        self._database = database
        self._registry = registry
        self._sealer = sealer
        self._clock = clock
        self._public_url = public_url.rstrip("/")
        self._traffic = traffic

    async def probe(self, platform: str, settings: Mapping[str, Any]) -> Health:
        """Raises Invalid with the platform's own words."""
        kind = self._registry.platform(platform)
        return await self._ask(kind, service.complete(kind, settings))

    async def prepare(
        self,
        platform: str,
        name: str,
        settings: Mapping[str, Any],
        *,
        must_answer: bool = True,
    ) -> Ready:
        """Try the account; raises Invalid with the platform's words where it is refused. Without
        `must_answer` a platform that can't be reached now is taken, with a warning as its health."""
        kind = self._registry.platform(platform)
        whole = service.complete(kind, settings)
        health = await self._ask(kind, whole, must_answer=must_answer)
        return Ready(kind, name.strip() or health.display or kind.label, whole, health)

    def add(self, session: Session, ready: Ready, now: datetime) -> ChannelView:
        channel = service.add(
            session, ready.platform, ready.name, ready.settings, self._sealer, now
        )
        service.note_health(session, channel.id, ready.health, now)
        session.refresh(channel)
        return self.view(session, channel.id)

    async def try_change(self, channel_id: int, settings: Mapping[str, Any]) -> None:
        """Try the account with its new settings; raises Invalid and changes nothing."""
        channel = await self._database.read(lambda s: service.get(s, channel_id))
        platform = self._registry.platform(channel.platform)
        given = {
            key: value
            for key, value in settings.items()
            if not (key in service.secret_names(platform) and value in ("", service.HIDDEN))
        }
        await self._ask(platform, channel.settings | self._sealer.open(channel.credentials) | given)

    def change(self, session: Session, channel: Channel, settings: Mapping[str, Any]) -> None:
        platform = self._registry.platform(channel.platform)
        service.change_settings(session, channel, platform, settings, self._sealer)

    async def check(self, channel_id: int) -> Health:
        """Ask the platform and keep the answer; a refused key pauses the channel."""
        channel = self._registry.find(channel_id)
        if channel is None:
            raise NotFound("channel", channel_id)
        refused = ""
        credentials = channel.credentials
        try:
            health = await channel.connector.check()
        except CredentialsRejected as failure:
            refused = str(failure)
            health = Health(HealthState.BROKEN, refused)
        except SendFailed as failure:
            health = Health(HealthState.WARNING, str(failure))

        def work(session: Session) -> None:
            service.note_health(session, channel_id, health, self._clock.now())
            if refused:
                service.pause(session, channel_id, refused, refused=credentials)

        await self._database.write(work)
        return health

    async def register_webhook(self, channel: OpenChannel) -> bool:
        """Make the platform call us; what goes wrong is shown as the channel's health. False where
        trying again can help; a refused key pauses the channel."""
        try:
            await channel.connector.set_up(self.webhook_url(channel.id))
        except CredentialsRejected as failure:
            words, refused = str(failure), channel.credentials
            await self._database.write(
                lambda s: service.pause(s, channel.id, words, refused=refused)
            )
            return True
        except SendFailed as failure:
            log.warning("webhook not registered", action="channel.webhook", why=str(failure))
            words = f"webhook not registered: {failure}"
            await self._database.write(
                lambda s: service.warn(s, channel.id, WEBHOOK, words, self._clock.now())
            )
            return False
        await self._database.write(
            lambda s: service.stop_warning(s, channel.id, WEBHOOK, self._clock.now())
        )
        return True

    def webhook_url(self, channel_id: int) -> str:
        return f"{self._public_url}/hooks/{channel_id}"

    async def _ask(
        self, platform: Platform, settings: Mapping[str, Any], *, must_answer: bool = True
    ) -> Health:
        connector = self._registry.connect(platform, settings)
        try:
            return await connector.check()
        except SendFailed as failure:
            words = str(failure) or failure.code
            if not must_answer and not isinstance(failure, CredentialsRejected):
                return Health(HealthState.WARNING, words)
            if isinstance(failure, NotAccepted | OutcomeUnknown):
                raise Invalid(
                    "settings",
                    f"could not be tried, because {platform.label} can't be reached from here: "
                    f"{words}. Is this machine online, and does it need a proxy?",
                    code="channel_unreachable",
                ) from None
            raise Invalid("settings", f"were refused: {words}", code="channel_rejected") from None

    def views(self, session: Session) -> list[ChannelView]:
        return [self._view(session, channel) for channel in store.all_of(session)]

    def view(self, session: Session, channel_id: int) -> ChannelView:
        return self._view(session, service.get(session, channel_id))

    def _view(self, session: Session, channel: Channel) -> ChannelView:
        hidden: dict[str, str] = {}
        if channel.credentials:
            hidden = dict.fromkeys(self._sealer.open(channel.credentials), service.HIDDEN)
        archive = channel.state == ChannelState.ARCHIVE
        traffic = self._traffic(session, channel.id)
        health = channel.health
        opened = self._registry.find(channel.id)
        return ChannelView(
            id=str(channel.id),
            platform=channel.platform,
            name=channel.name,
            state=channel.state,
            paused_reason=channel.paused_reason,
            health=HealthView(
                health.get("state", ""),
                health.get("detail", ""),
                health.get("display", ""),
                health.get("checked_at"),
                health.get("facts", {}),
            ),
            mode="" if archive else "polling" if opened and opened.polls else "webhook",
            settings=channel.settings | hidden,
            webhook_url="" if archive else self.webhook_url(channel.id),
            last_inbound_at=traffic.last_inbound_at,
            last_outbound_at=traffic.last_outbound_at,
            queued=traffic.queued,
            created_at=channel.created_at,
            marketing_basis=channel.marketing_basis,
        )


CONNECTING = web.AppKey("connecting", Connecting)
