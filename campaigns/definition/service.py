"""Whether what a campaign names is there, and whether its template can be written."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from campaigns.definition import policy
from campaigns.definition.values import Definition, InSegment
from campaigns.messages import service as messages
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Mistake, Mistaken
from tagging.segments.tables import Segment


def check(session: Session, draft: Mapping[str, Any], others: list[Mistake]) -> Definition:
    """A draft may lack what a launch needs; what it says has to be right. `others` were found
    elsewhere. Raises Mistaken with all that is wrong."""
    found, mistakes = policy.look(dict(draft), KNOWN, whole=False)
    _refuse([*mistakes, *others, *_not_there(session, found)])
    return found


def read(session: Session, draft: Mapping[str, Any]) -> Definition:
    """What can be launched. Raises Mistaken with all that is wrong or missing."""
    found, mistakes = policy.look(dict(draft), KNOWN, whole=True)
    _refuse([*mistakes, *_not_there(session, found)])
    return found


def in_force(definition: Mapping[str, Any]) -> Definition:
    """Of a version, which was checked when it was made. Raises Mistaken for one that this hub does
    not understand."""
    return policy.read(dict(definition), KNOWN)


def usable(session: Session, definition: Mapping[str, Any]) -> Definition:
    """Of a version whose people can be asked for now, though it could not be launched any more, for a
    segment of it was put away. Raises Mistaken with what is not understood, or gone."""
    found = in_force(definition)
    _refuse(_segments(session, found, archived=True))
    return found


def wrong_with(session: Session, definition: Mapping[str, Any]) -> str:
    """The first thing for which its people can't be asked for now; "" where there is none."""
    try:
        usable(session, definition)
    except Mistaken as wrong:
        return str(wrong)
    return ""


def _refuse(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise Mistaken(mistakes, code="bad_campaign")


def _not_there(session: Session, found: Definition) -> list[Mistake]:
    return [
        *_segments(session, found),
        *_channels(session, found),
        *messages.not_there(session, found.message),
    ]


def _segments(session: Session, found: Definition, *, archived: bool = False) -> list[Mistake]:
    """Those that are not there; with `archived`, one that was put away is."""
    mistakes = []
    for place, audience in (("audience", found.audience), ("exclude", found.exclude)):
        if isinstance(audience, InSegment) and audience.id:
            segment = session.get(Segment, audience.id)
            if segment is None or (segment.archived_at is not None and not archived):
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
