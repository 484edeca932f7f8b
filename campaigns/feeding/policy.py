"""What follows a verdict for a recipient, and what a message says. Pure."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

from campaigns.deciding.values import Fate, Purpose, Verdict
from campaigns.feeding.values import FAR_AHEAD, LEAST_AHEAD, MOST_AHEAD
from campaigns.judging.values import LOOKED_AGAIN
from campaigns.messages.values import Message
from campaigns.values import RecipientState
from scrm.channels.outbound import Button
from scrm.conversations.confirming.policy import how_to_stop
from scrm.delivery.values import Lane

_STATES = {
    Fate.SEND: RecipientState.GIVEN,
    Fate.LATER: RecipientState.LATER,
    Fate.HELD: RecipientState.HELD,
    Fate.BLOCKED: RecipientState.BLOCKED,
}


def lane_of(purpose: Purpose) -> Lane:
    """What serves people counts against nobody's caps, and goes before what advertises."""
    return Lane.CAMPAIGN if purpose is Purpose.MARKETING else Lane.TRANSACTIONAL


def state_of(verdict: Verdict) -> RecipientState:
    return _STATES[verdict.fate]


def again_at(verdict: Verdict, late_at: datetime | None, now: datetime) -> datetime | None:
    """When somebody is looked at again, for whom it is too late at `late_at`."""
    if verdict.fate not in (Fate.LATER, Fate.HELD):
        return None
    until = verdict.until or now + LOOKED_AGAIN
    return until if late_at is None else min(until, late_at)


def ahead_of(rate: float) -> int:
    """How many messages may wait in the outbox of a channel that takes `rate` a second, 0 for as many
    as it can."""
    return min(max(ceil(rate * FAR_AHEAD), LEAST_AHEAD), MOST_AHEAD) if rate else MOST_AHEAD


def content_of(message: Message, text: str) -> dict[str, Any]:
    """As a delivery keeps it."""
    content: dict[str, Any] = {"text": text, "format": message.format}
    if message.attachment is not None:
        content["attachments"] = [str(message.attachment)]
    if message.buttons:
        content["buttons"] = [_button(one) for one in message.buttons]
    return content


def _button(one: Button) -> dict[str, str]:
    return {"label": one.label} | ({"url": one.url} if one.url else {"value": one.value})


class SharedValues:
    """What a template may say to everybody of one language: the same groups for all of them, for each
    is looked at once. `stop_link` stands for the link that each message gets of its own; without it
    none is known, and who needs one gets no message."""

    def __init__(self, organisation: str, campaign: str, locale: str, stop_link: str = "") -> None:
        self._organisation = {"name": organisation}
        self._campaign = {"name": campaign} | ({"stop_link": stop_link} if stop_link else {})
        self._locale = locale
        self._kept: dict[str, dict[str, Any]] = {}

    def to(self, locale: str) -> dict[str, Any]:
        line = how_to_stop(locale, self._locale)
        if line not in self._kept:
            campaign = self._campaign | {"how_to_stop": line}
            self._kept[line] = {"organisation": self._organisation, "campaign": campaign}
        return self._kept[line]


def plain_values(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is known of somebody that which a template can speak of: lists of lists, say, came from
    outside and are nothing to print."""
    return {name: kept for name, value in attributes.items() if (kept := _plain(value)) is not None}


def _plain(value: object) -> object:
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str | int | float)]
    if isinstance(value, dict):
        return {str(name): one for name, one in value.items() if isinstance(one, str | int | float)}
    return None
