"""What whoever watches has brought about, read from what the hub recorded of them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

Document = dict[str, Any]

KINDS = (
    *("bot.answered", "bot.not_understood", "tag.added"),
    *("conversation.handed_over", "tag.removed"),
)
"""The events that the steps are known by."""


class Step(StrEnum):
    """A step of the tour, in its order."""

    ANSWERED = "answered"
    TAGGED = "tagged"
    PUZZLED = "puzzled"
    CALLED = "called"
    LAPSED = "lapsed"


def done(events: Iterable[Document], passing: Collection[str]) -> dict[str, Document]:
    """The steps that these events of one person show, with what there is to say of each: of the
    first that showed it, in whatever order they come. `passing` are the tags that time takes off."""
    found: dict[str, Document] = {}
    for event in events:
        step = _step(event["kind"], event["data"], passing)
        if step is not None:
            found[step.value] = earlier(found.get(step.value), _told(event))
    return found


def earlier(one: Document | None, other: Document) -> Document:
    """A step is done when it is done for the first time."""
    return other if one is None or _moment(other) < _moment(one) else one


def _moment(told: Document) -> datetime:
    return datetime.fromisoformat(told["at"])


def _step(kind: str, data: Document, passing: Collection[str]) -> Step | None:
    match kind:
        case "bot.answered" if data.get("article"):
            return Step.ANSWERED
        case "tag.added" if data["tag"] in passing and _rule(data):
            return Step.TAGGED
        case "bot.not_understood":
            return Step.PUZZLED
        case "conversation.handed_over" if data.get("reason") == "not_understood":
            return Step.CALLED
        case "tag.removed" if data["tag"] in passing and "due" in data.get("evidence", {}):
            return Step.LAPSED
    return None


def _told(event: Document) -> Document:
    data = event["data"]
    return {"at": event["at"], "tag": data.get("tag", ""), "rule": _rule(data)}


def _rule(data: Document) -> str:
    by = data.get("by")
    return str(by.get("name", "")) if isinstance(by, dict) and "rule" in by else ""
