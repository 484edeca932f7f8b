"""The verb of giving conversations, many at once: as `assign` and `assign_team`, in sets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from scrm.conversations.arrivals import store as arrivals
from scrm.conversations.routing import store
from scrm.conversations.routing.store import Place
from scrm.conversations.routing.values import Routed
from scrm.conversations.values import Author, BotSilence, Direction
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.columns import micros, plain
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.teams.values import TeamBrief


class Act(NamedTuple):
    """One conversation is given or taken: it stands at `seq` of its thread, with what is told of it."""

    conversation_id: int
    contact_id: int
    seq: int
    by: Author
    about: dict[str, Any]
    cause: str = ""
    depth: int = 0

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.by.described(), **self.about}


def route_together(session: Session, some: Sequence[Routed], now: datetime) -> int:
    """One after the other. What a colleague holds stays there, and so does what another team has where
    it is for a team. Returns how many changes were made."""
    if not some:
        return 0
    session.flush()
    ids = {one.conversation_id for one in some if one.conversation_id is not None}
    people = {one.contact_id for one in some if one.conversation_id is None}
    free = store.free(session, ids, people)
    of_person: dict[int, list[Place]] = {}
    for place in free:
        of_person.setdefault(place.contact_id, []).append(place)
    by_id = {place.id: place for place in free}
    acts = [
        _act(place, one)
        for one in some
        for place in _meant(one, by_id, of_person)
        if _give(place, one.to)
    ]
    if not acts:
        return 0
    touched = {act.conversation_id for act in acts}
    store.keep(session, [place for place in free if place.id in touched])
    tell(session, acts, now)
    return len(acts)


def tell(session: Session, acts: Sequence[Act], now: datetime) -> None:
    """Put what has been given or taken into the threads and into the journal."""
    arrivals.add_messages(session, _messages(session, acts, now))
    journal.record(session, [_fact(act, now) for act in acts], now)
    for conversation_id in sorted({act.conversation_id for act in acts}):
        signal(session, "conversation", conversation_id)


def _act(place: Place, one: Routed) -> Act:
    to = one.to
    about = {"team": to.described()} if isinstance(to, TeamBrief) else {"to": to.described()}
    return Act(place.id, place.contact_id, place.next_seq - 1, one.by, about, one.cause, one.depth)


def _meant(
    one: Routed, by_id: Mapping[int, Place], of_person: Mapping[int, Sequence[Place]]
) -> Sequence[Place]:
    if one.conversation_id is None:
        return of_person.get(one.contact_id, ())
    return [by_id[one.conversation_id]] if one.conversation_id in by_id else ()


def _give(place: Place, to: Author | TeamBrief) -> bool:
    """Whether that changed anything."""
    if place.assignee_id is not None:
        return False
    if isinstance(to, TeamBrief):
        if place.team_id is not None:
            return False
        place.team_id = int(to.id)
    else:
        place.assignee_id = to.id
        place.bot_silence = place.bot_silence or BotSilence.TAKEN_OVER
    place.next_seq += 1
    return True


def _messages(session: Session, acts: Sequence[Act], now: datetime) -> list[tuple[Any, ...]]:
    """The lines that colleagues read in the threads."""
    at, rows = micros(now), []
    for message_id, act in zip(new_ids(len(acts)), acts, strict=True):
        by = act.by
        content = plain({"activity": {"kind": "assigned", **act.told}})
        who = (Direction.ACTIVITY, by.kind, by.id, by.name)
        rows.append(
            (message_id, act.conversation_id, act.seq, *who, "", content, None, at, at, None)
        )
        signal(session, "message_added", message_id)
    return rows


def _fact(act: Act, now: datetime) -> Fact:
    data = {"conversation_id": str(act.conversation_id), **act.told}
    return Fact("conversation.assigned", act.contact_id, now, data, act.cause, act.depth)
