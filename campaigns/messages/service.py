"""Whether what a message names is there, and whether its template can be written."""

from typing import Any

from sqlmodel import Session

from campaigns.messages import policy
from campaigns.messages.values import Message
from scrm.files.tables import Attachment
from scrm.kernel.errors import Invalid, Mistake, Mistaken
from scrm.rendering.messages.service import compiled, filtered
from scrm.rendering.messages.trying.service import Rehearsal
from scrm.rendering.messages.values import Compiled, Missing

SAMPLE: dict[str, dict[str, Any]] = {
    "contact": {"name": "Ada", "locale": "en"},
    "organisation": {"name": "Shop"},
    "campaign": {
        "name": "Campaign",
        "how_to_stop": "Reply STOP to end these messages.",
        "stop_link": "https://hub.example/stop/0123456789ABCDEFGHIJKLMNOPQRS",
    },
}
"""Somebody of whom little is known: a template is sound where it asks for more."""
_FILLED = [
    f"{group}.{name}" for group, names in SAMPLE.items() if group != "contact" for name in names
]
"""All that is said of anything but a person."""


async def mistakes_in(rehearsal: Rehearsal, message: object) -> list[Mistake]:
    """What is wrong with the template in a message that somebody wants to save."""
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text:
        return []
    try:
        await rehearsal.try_out(text, SAMPLE)
    except Missing:
        return policy.unknown(compiled(text).variables, _FILLED)
    except Mistaken as wrong:
        return [
            Mistake("message.text", f"is wrong in {one.place}: it {one.why}")
            for one in wrong.mistakes
        ]
    except Invalid as wrong:
        return [Mistake("message.text", str(wrong))]
    template = compiled(text)
    return [*policy.unknown(template.variables, _FILLED), *_changed_link(template)]


def _changed_link(template: Compiled) -> list[Mistake]:
    """Each message gets a link of its own, where it stands whole."""
    line = filtered(template, ("campaign", "stop_link"))
    if line is None:
        return []
    why = f"is wrong in line {line}: a filter would make another link of campaign.stop_link; "
    return [Mistake("message.text", why + "write it without one")]


def not_there(session: Session, message: Message) -> list[Mistake]:
    """What it names and is not there."""
    file_id = message.attachment
    if not file_id or session.get(Attachment, file_id) is not None:
        return []
    return [Mistake("message.attachments.0", "is no file of ours; upload it again")]
