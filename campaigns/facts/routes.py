"""What may be sent to somebody, over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.deciding.policy import decide
from campaigns.deciding.values import Purpose, Recipient, Rules
from campaigns.facts import service
from scrm.channels.registry import REGISTRY
from scrm.contacts.reading import service as contacts
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("contacts")


@dataclass(frozen=True, slots=True)
class WayView:
    """An address by its channel; `why` is the word for what stops marketing there, "" where nothing
    does but the hours, caps and conversations of the moment."""

    channel_id: str
    identity_id: str
    why: str


@dataclass(frozen=True, slots=True)
class MarketingView:
    """Whether somebody has ended all marketing, and what may be sent where."""

    opted_out: bool
    ways: list[WayView]


@routes.get("/contacts/{id}/marketing", "contacts.read", answer=MarketingView)
async def get_marketing(call: Call[None, None]) -> MarketingView:
    """Where marketing may be sent to a person, and what stops it elsewhere."""
    registry = call[REGISTRY]
    windows = service.windows_of(registry, Purpose.MARKETING)
    return await call.read(lambda s: _view(s, call.id(), windows, call.now))


def _view(
    session: Session, contact_id: int, windows: Mapping[int, timedelta], now: datetime
) -> MarketingView:
    contacts.get(session, contact_id)
    channels = service.channel_ids(session)
    asks = service.asks_of(session, channels, Purpose.MARKETING, windows=windows)
    (who,) = service.recipients(session, [contact_id], asks, now)
    ways = []
    for address in who.addresses:
        alone = Recipient(contact_id, opted_out=who.opted_out, addresses=(address,))
        why = decide(alone, Rules(Purpose.MARKETING), now).why
        ways.append(WayView(str(address.channel_id), str(address.identity_id), why or ""))
    return MarketingView(who.opted_out, ways)
