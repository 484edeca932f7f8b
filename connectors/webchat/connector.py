"""One site's chat. What the hub keeps is what the visitor has: there is nobody to call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from connectors.webchat.parse import parse_event
from connectors.webchat.render import render_outbound, split_content
from connectors.webchat.settings import WebchatSettings
from scrm.channels.failures import BadSignature, FetchFailed, Refused
from scrm.channels.outbound import Fetched, Outbound, OutboundContent, Request, SendMessage, Sent
from scrm.channels.values import (
    Health,
    HealthState,
    HookRequest,
    Inbound,
    Pulled,
    RawEvent,
    Received,
)


class WebchatConnector:
    """Fulfils scrm.channels.contract.Connector. `website` is what the visitors' room needs to know."""

    def __init__(self, settings: WebchatSettings) -> None:
        self.website = settings

    def __repr__(self) -> str:
        return f"<WebchatConnector {self.website.key}>"

    def receive(self, request: HookRequest) -> Received:  # noqa: ARG002 - the contract's
        """Visitors come by their socket; whoever posts a webhook here is nobody that we know."""
        raise BadSignature

    def parse(self, event: RawEvent) -> list[Inbound]:
        return parse_event(event)

    def split(self, content: OutboundContent) -> list[OutboundContent]:
        return split_content(content)

    def render(self, outbound: Outbound) -> Request:
        return render_outbound(outbound)

    async def send(self, outbound: Outbound) -> Sent:
        """Taken at once: the message lies in the store already, and the visitor is told from there."""
        render_outbound(outbound)
        if isinstance(outbound.action, SendMessage):
            return Sent(outbound.tracker or token_hex(8))
        return Sent("")

    async def pull(self, cursor: str | None) -> Pulled:  # noqa: ARG002 - the contract's
        raise Refused("website chat is not polled", code="unknown_method")

    @asynccontextmanager
    async def fetch(self, reference: str) -> AsyncIterator[Fetched]:  # noqa: ARG002 - the contract's
        """What visitors upload is on the shelf before their message is."""
        raise FetchFailed("website chat keeps no files elsewhere", final=True)
        yield  # the other half of a context manager

    async def check(self) -> Health:
        site = self.website
        facts = {"key": site.key, "sites": ", ".join(site.sites)}
        display = site.title or (site.sites[0] if site.sites else "")
        if not site.sites:
            words = "No site may show the chat yet: name yours under sites"
            return Health(HealthState.WARNING, words, display, facts)
        return Health(HealthState.OK, "", display, facts)

    async def set_up(self, callback_url: str | None) -> None:
        """Nothing is registered anywhere."""
