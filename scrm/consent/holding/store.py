"""SQL of holding people, on PostgreSQL: advisory locks under the ids of contacts. Their rows are not
locked, for joining and erasing hold those and want deliveries."""

from collections.abc import Sequence

from sqlmodel import Session

from scrm.kernel.sets import execute

_HOLD = "SELECT pg_advisory_xact_lock(one) FROM unnest(%s::bigint[]) AS one"
_TAKE = "SELECT one FROM unnest(%s::bigint[]) AS one WHERE pg_try_advisory_xact_lock(one)"


def hold(session: Session, contact_ids: Sequence[int]) -> None:
    session.flush()  # for it goes to the driver, behind the session's back
    execute(session, _HOLD, [contact_ids])


def take(session: Session, contact_ids: Sequence[int]) -> set[int]:
    session.flush()
    return {row[0] for row in execute(session, _TAKE, [contact_ids])}
