"""Whether what a campaign names is there, and whether its template can be written."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from campaigns.definition import policy
from campaigns.definition.values import At, Definition, InSegment, Now
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.files.tables import Attachment
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Invalid, Mistake, Mistaken
from scrm.rendering.messages.trying.service import Rehearsal
from scrm.rendering.messages.values import Missing
from tagging.segments.tables import Segment

SAMPLE: dict[str, dict[str, Any]] = {
    "contact": {"name": "Ada", "locale": "en"},
    "organisation": {"name": "Shop"},
    "campaign": {"name": "Campaign", "how_to_stop": "Reply STOP to end these messages."},
}
"""Somebody of whom little is known: a template is sound where it asks for more."""


def check(session: Session, draft: Mapping[str, Any], others: list[Mistake]) -> Definition:
    """A draft may lack what a launch needs; what it says has to be right. `others` were found
    elsewhere. Raises Mistaken with all that is wrong."""
    found, mistakes = policy.look(dict(draft), KNOWN, whole=False)
    _refuse([*mistakes, *others, *_not_there(session, found)])
    return found


def read(session: Session, draft: Mapping[str, Any]) -> Definition:
    """What can be launched. Raises Mistaken with all that is wrong or missing."""
    found, mistakes = policy.look(dict(draft), KNOWN, whole=True)
    if not isinstance(found.schedule, Now | At):
        mistakes.append(
            Mistake("schedule", "can't be launched yet: only now and a time of its own can")
        )
    _refuse([*mistakes, *_not_there(session, found)])
    return found


def in_force(definition: Mapping[str, Any]) -> Definition:
    """Of a version, which was checked when it was made. Raises Mistaken for one that this hub does
    not understand."""
    return policy.read(dict(definition), KNOWN)


async def mistakes_in(rehearsal: Rehearsal, message: object) -> list[Mistake]:
    """What is wrong with the template in a message that somebody wants to save."""
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text:
        return []
    try:
        await rehearsal.try_out(text, SAMPLE)
    except Missing:
        return []
    except Mistaken as wrong:
        return [
            Mistake("message.text", f"is wrong in {one.place}: it {one.why}")
            for one in wrong.mistakes
        ]
    except Invalid as wrong:
        return [Mistake("message.text", str(wrong))]
    return []


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise Mistaken(mistakes, code="bad_campaign")


def _not_there(session: Session, found: Definition) -> list[Mistake]:
    return [*_segments(session, found), *_channels(session, found), *_files(session, found)]


def _segments(session: Session, found: Definition) -> list[Mistake]:
    mistakes = []
    for place, audience in (("audience", found.audience), ("exclude", found.exclude)):
        if isinstance(audience, InSegment) and audience.id:
            segment = session.get(Segment, audience.id)
            if segment is None or segment.archived_at is not None:
                mistakes.append(Mistake(f"{place}.segment", "is not there; choose another"))
    return mistakes


def _channels(session: Session, found: Definition) -> list[Mistake]:
    known = select(Channel.id, Channel.state).where(col(Channel.id).in_(found.channels))
    states = dict(session.exec(known).all()) if found.channels else {}
    mistakes = []
    for number, one in enumerate(found.channels):
        if one and one not in states:
            mistakes.append(Mistake(f"channels.{number}", "is no channel; choose another"))
        elif states.get(one) == ChannelState.ARCHIVE:
            mistakes.append(
                Mistake(f"channels.{number}", "holds an imported chat and can't send; take it out")
            )
    return mistakes


def _files(session: Session, found: Definition) -> list[Mistake]:
    file_id = found.message.attachment
    if not file_id or session.get(Attachment, file_id) is not None:
        return []
    return [Mistake("message.attachments.0", "is no file of ours; upload it again")]
