"""Verbs about teams: make, rename, set who is in, archive; and find whom a document names."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.text import clean
from scrm.staff import service as staff
from scrm.staff import store as colleagues
from scrm.staff.tables import User
from scrm.teams import store
from scrm.teams.tables import Team
from scrm.teams.values import LONGEST_NAME, Nameable, TeamBrief, Whom, folded


def create(session: Session, name: str, by: str, now: datetime) -> Team:
    """Raises Invalid, and Conflict where there is one of this name."""
    named = _name(name)
    team = Team(name=named, folded=folded(named), created_at=now)
    _keep(session, team)
    staff.audit(session, by, "team.created", now, target=f"team:{team.id}", name=named)
    return team


def rename(session: Session, team: Team, name: str, by: str, now: datetime) -> None:
    """Raises Invalid, and Conflict where another has this name."""
    named = _name(name)
    if named == team.name:
        return
    team.name, team.folded = named, folded(named)
    _keep(session, team)
    staff.audit(session, by, "team.renamed", now, target=f"team:{team.id}", name=named)


def set_members(
    session: Session, team: Team, user_ids: Collection[int], by: str, now: datetime
) -> None:
    """Raises NotFound where one of them is no colleague."""
    wanted = sorted(set(user_ids))
    if unknown := set(wanted) - store.users(session, wanted):
        raise NotFound("user", min(unknown))
    store.set_members(session, team.id, wanted)
    members = [str(one) for one in wanted]
    staff.audit(session, by, "team.members_set", now, target=f"team:{team.id}", members=members)


def archive(session: Session, team: Team, by: str, now: datetime) -> None:
    team.archived_at = now
    session.add(team)
    session.flush()
    staff.audit(session, by, "team.archived", now, target=f"team:{team.id}", name=team.name)


def get(session: Session, team_id: int) -> Team:
    """One that is not archived. Raises NotFound."""
    team = store.find(session, team_id)
    if team is None or team.archived_at is not None:
        raise NotFound("team", team_id)
    return team


def nameable(session: Session) -> Nameable:
    """Whom a document can name now; of colleagues also those who have left."""
    return Nameable(
        frozenset(one.email.lower() for one in colleagues.users(session)),
        {one.folded: one.name for one in store.listed(session)},
    )


def find_user(session: Session, whom: Whom) -> User | None:
    """The colleague who is named; None where nobody is, or they have left."""
    found = colleagues.user_by_email(session, whom.user) if whom.user else None
    return None if found is None or found.disabled_at is not None else found


def find_team(session: Session, whom: Whom) -> TeamBrief | None:
    """The team that is named; None where none is, or it was archived."""
    found = store.find_named(session, folded(whom.team)) if whom.team else None
    return None if found is None else brief(found)


def brief(team: Team) -> TeamBrief:
    return TeamBrief(str(team.id), team.name)


def _keep(session: Session, team: Team) -> None:
    name = team.name
    session.add(team)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(f"There is a team {name} already", code="name_taken") from None


def _name(name: str) -> str:
    named = " ".join(clean(name).split())
    if not named:
        raise Invalid("name", "is empty")
    if len(named) > LONGEST_NAME:
        raise Invalid("name", f"is longer than {LONGEST_NAME} characters")
    return named
