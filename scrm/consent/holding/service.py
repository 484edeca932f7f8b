"""Verbs that keep apart who records what people want and who acts upon it.

Whoever writes down that somebody ends marketing holds them first; whoever looks whether marketing may
go to somebody takes them if they are free. So what is ended is either seen by the look or committed
after it, and of two looks at one person one sees what the other marked. On SQLite that is so anyway:
it has one writer.

The order in which a unit comes by what it holds: these people, their addresses, their deliveries, their
conversations. A look, which holds deliveries already, waits for nobody here.
"""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from scrm.consent.holding import store
from scrm.kernel.sets import session_dialect


def hold(session: Session, contact_ids: Iterable[int]) -> None:
    """Until the commit nobody else takes or holds these people; who does so is waited for, in the
    order of their ids, so that no two wait crosswise."""
    wanted = sorted(set(contact_ids))
    if wanted and session_dialect(session) == "postgresql":
        store.hold(session, wanted)


def take(session: Session, contact_ids: Iterable[int]) -> Collection[int]:
    """As `hold`, of those whom nobody holds at this moment; they are returned, and the others left to
    whoever has them. What others have committed before is seen."""
    wanted = sorted(set(contact_ids))
    if not wanted or session_dialect(session) != "postgresql":
        return wanted
    return store.take(session, wanted)
