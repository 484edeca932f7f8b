"""What a platform's connector is: `def` is pure, `async def` talks to the platform."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from pydantic import BaseModel

from scrm.channels.outbound import Fetched, Outbound, OutboundContent, Request, Sent
from scrm.channels.values import (
    Capability,
    Health,
    HookRequest,
    Inbound,
    Limits,
    Pulled,
    RawEvent,
    Received,
)

if TYPE_CHECKING:
    from aiohttp import ClientSession


class Connector(Protocol):
    """One connected account on a platform. Holds its credentials, and never shows them in repr()."""

    def receive(self, request: HookRequest) -> Received:
        """Prove a webhook authentic and split it into raw events, without interpreting them.

        Raises BadSignature. A body that can't be split is one RawEvent of kind
        "unreadable" whose id is a hash of the body, so that it is kept.
        """

    def parse(self, event: RawEvent) -> list[Inbound]:
        """What the event means; raises UnsupportedEvent or MalformedPayload, nothing else."""

    def split(self, content: OutboundContent) -> list[OutboundContent]:
        """The content as parts that the platform takes in one call each, in order."""

    def render(self, outbound: Outbound) -> Request:
        """One part as the platform's call; raises ContentRejected where it can't be expressed."""

    async def send(self, outbound: Outbound) -> Sent:
        """Make the call once, without a retry of its own; raises a SendFailed."""

    async def pull(self, cursor: str | None) -> Pulled:
        """Wait for events past `cursor`; raises a SendFailed. Everything before it is acknowledged."""

    def fetch(self, reference: str) -> AbstractAsyncContextManager[Fetched]:
        """Open a file of the platform's; raises FetchFailed, or CredentialsRejected. The caller
        bounds what it reads."""

    async def check(self) -> Health:
        """Ask the platform about the account; raises a SendFailed where it can't be asked."""

    async def set_up(self, callback_url: str | None) -> None:
        """Make events flow to `callback_url`, or (None) to `pull`. Idempotent; raises a SendFailed."""


@runtime_checkable
class StartsByLink(Protocol):
    """What a connector with the capability `start_link` can do besides."""

    def start_link(self, display: str, token: str) -> str | None:
        """The address by which somebody comes to the account and brings `token` along, which arrives
        as `InboundContent.start`; None where the account has no such address. `display` is the
        account's as its last check told it, `token` 1 to 64 of `A-Z a-z 0-9 _ -`."""


class ChannelSettings(BaseModel):
    """What an account needs: SecretStr fields are sealed in the database and never shown again."""

    model_config = {"extra": "forbid", "frozen": True, "hide_input_in_errors": True}


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of account that can be connected. `open` takes validated settings and the shared client."""

    name: str
    label: str
    settings: type[ChannelSettings]
    limits: Limits
    capabilities: frozenset[Capability]
    open: "Callable[[Any, ClientSession], Connector]"
    marketing_basis: str = "opted_in"
    help: Mapping[str, str] | None = None
    """Per setting, one sentence for the person who fills in the form."""
    makes: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    """Settings that the hub makes where nobody gives one, such as a key of ours."""
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    """By purpose (marketing, service), how long after a person's last message the platform takes one of
    ours; one that is not named is taken at any time."""
