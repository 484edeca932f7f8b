"""Whose watches those of segments are: it tells who came in, and who left."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import structlog
from sqlmodel import Session

from scrm.conditions.shapes.policy import read
from scrm.journal import service as journal
from scrm.journal.values import DEEPEST, KNOWN, Fact
from scrm.kernel.errors import Invalid
from scrm.kernel.signals import signal
from tagging.segments import store
from tagging.segments.values import TOPIC
from tagging.watching.policy import watch
from tagging.watching.values import Cause, Turned, Watch

log = structlog.get_logger()


class SegmentKeeper:
    """Of a segment that this hub does not understand nobody is kept."""

    name = "segments"

    def watches(self, session: Session) -> Iterator[Watch]:
        for one in store.kept(session):
            try:
                condition = read(one.definition, KNOWN)
            except Invalid as wrong:
                log.warning("segment not kept", action="segments.unread", id=one.id, why=str(wrong))
            else:
                yield watch(one.id, self.name, one.name, condition)

    def act(self, session: Session, watch: Watch, found: Turned, now: datetime) -> None:
        data = {"segment_id": str(watch.owner_id), "name": watch.name}
        facts = [
            *_facts("segment.entered", found.begun, data, now),
            *_facts("segment.left", found.ended, data, now),
        ]
        journal.record(session, facts, now)

    def apply(
        self, _session: Session, _owner_id: int, _contact_ids: Sequence[int], _now: datetime
    ) -> int | None:
        return None

    def fail(self, session: Session, owner_id: int, reason: str, _now: datetime) -> None:
        """Its people are no longer kept, until it is changed."""
        store.keep_no_more(session, owner_id, reason)
        signal(session, TOPIC, owner_id)


def _facts(
    kind: str, causes: Iterable[Cause], data: dict[str, str], now: datetime
) -> Iterator[Fact]:
    """A segment whose people come and go by what comes of it is kept, and tells no more of it than
    as many facts as may cause one another."""
    for one in causes:
        if one.depth < DEEPEST:
            yield Fact(kind, one.contact_id, now, data, one.cause, one.depth + 1)
