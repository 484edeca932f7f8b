"""From a fact's data to a response. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.responses.values import Response, ResponseKind

REPLIED, CLICKED = "campaign.replied", "campaign.clicked"
KINDS = (REPLIED, CLICKED)
_CLASSES = {"stop": ResponseKind.STOP, "button": ResponseKind.BUTTON}


def response(kind: str, contact_id: int, at: datetime, data: Mapping[str, Any]) -> Response:
    """Of a fact of `KINDS`."""
    whose = (
        *(int(data["campaign_id"]), int(data["occurrence_id"])),
        *(int(data["step"]), contact_id),
    )
    if kind == CLICKED:
        return Response(*whose, ResponseKind.CLICK, str(data["link"]), at)
    answered = _CLASSES.get(data["class"], ResponseKind.REPLY)
    return Response(*whose, answered, "", at, int(data["reply_id"]), int(data["conversation_id"]))
