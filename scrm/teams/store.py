"""SQL of teams."""

from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from scrm.kernel.sets import is_any
from scrm.staff.tables import User
from scrm.teams.tables import Team, TeamMember


def listed(session: Session) -> list[Team]:
    """Those that are not archived, by name."""
    question = select(Team).where(col(Team.archived_at).is_(None))
    return list(session.exec(question.order_by(col(Team.folded))))


def find(session: Session, team_id: int) -> Team | None:
    """Also one that was archived; held until the commit."""
    return session.exec(select(Team).where(col(Team.id) == team_id).with_for_update()).first()


def find_named(session: Session, folded: str) -> Team | None:
    """It is not archived before the commit: it may be given something."""
    question = select(Team).where(col(Team.folded) == folded, col(Team.archived_at).is_(None))
    return session.exec(question.with_for_update(key_share=True, read=True)).first()


def of_user(session: Session, user_id: int) -> list[Team]:
    """The teams that a colleague is in, by name."""
    question = (
        select(Team)
        .join(TeamMember, col(TeamMember.team_id) == col(Team.id))
        .where(col(TeamMember.user_id) == user_id, col(Team.archived_at).is_(None))
    )
    return sorted(session.exec(question), key=lambda one: one.folded)


def members(session: Session, team_ids: Iterable[int]) -> dict[int, list[int]]:
    """Who is in these teams and still works here, in the order in which they came to the hub."""
    question = (
        select(TeamMember.team_id, TeamMember.user_id)
        .join(User, col(User.id) == col(TeamMember.user_id))
        .where(is_any(session, col(TeamMember.team_id), team_ids), col(User.disabled_at).is_(None))
        .order_by(col(TeamMember.user_id))
    )
    found: dict[int, list[int]] = {}
    for team_id, user_id in session.exec(question):
        found.setdefault(team_id, []).append(user_id)
    return found


def users(session: Session, ids: Iterable[int]) -> set[int]:
    """Which of these ids are colleagues'."""
    return set(session.exec(select(User.id).where(is_any(session, col(User.id), ids))))


def set_members(session: Session, team_id: int, user_ids: Iterable[int]) -> None:
    session.execute(delete(TeamMember).where(col(TeamMember.team_id) == team_id))
    rows = [{"team_id": team_id, "user_id": one} for one in user_ids]
    if rows:
        session.execute(insert(TeamMember), rows)
