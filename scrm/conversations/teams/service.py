"""Verbs about teams where conversations are concerned: read them with their load, rename, archive."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.conversations.reading import store as reading
from scrm.conversations.reading.values import Filter
from scrm.conversations.routing import service as routing
from scrm.conversations.routing.service import Act
from scrm.conversations.teams import store
from scrm.conversations.values import Author
from scrm.kernel.errors import Conflict, NotFound
from scrm.teams import service as teams
from scrm.teams import store as teams_store
from scrm.teams.tables import Team
from scrm.teams.values import TeamUse, TeamUseView, TeamView, folded

TOPIC = "team"


def listed(session: Session) -> list[TeamView]:
    """By name."""
    return _views(session, teams_store.listed(session))


def view(session: Session, team: Team) -> TeamView:
    return _views(session, [team])[0]


def rename(
    session: Session, team: Team, name: str, uses: Iterable[TeamUse], by: str, now: datetime
) -> None:
    """Raises Conflict where the name is taken, or where something that is in force names the team."""
    if folded(name) != team.folded:
        _require_unused(team, uses)
    teams.rename(session, team, name, by, now)


def archive(
    session: Session, team_id: int, uses: Iterable[TeamUse], by: Author, key: str, now: datetime
) -> None:
    """Put it away; what it has that is not done with is no team's then, and says so in its thread.
    Raises NotFound, and Conflict where something that is in force names it."""
    team = teams.get(session, team_id)
    _require_unused(team, uses)
    about = {"left_team": teams.brief(team).described(), "archived": True}
    teams.archive(session, team, key, now)
    acts = [
        Act(one.id, one.contact_id, one.seq, by, about) for one in store.let_go(session, team_id)
    ]
    routing.tell(session, acts, now)


def uses_of(session: Session, team_id: int, uses: Iterable[TeamUse]) -> list[TeamUseView]:
    """What keeps it from being archived, each once. Raises NotFound."""
    team = next((one for one in teams_store.listed(session) if one.id == team_id), None)
    if team is None:
        raise NotFound("team", team_id)
    found = dict.fromkeys(
        (use.kind, use.id, use.name) for use in uses if folded(use.team) == team.folded
    )
    return [TeamUseView(kind, str(one), name) for kind, one, name in found]


def _require_unused(team: Team, uses: Iterable[TeamUse]) -> None:
    users = dict.fromkeys(
        f"{use.kind} {use.name}" for use in uses if folded(use.team) == team.folded
    )
    if users:
        raise Conflict(f"Change it there first: {', '.join(users)}", code="team_in_use")


def _views(session: Session, some: Sequence[Team]) -> list[TeamView]:
    ids = [one.id for one in some]
    members = teams_store.members(session, ids)
    have = {one: reading.count(session, None, Filter("open", team_id=one)) for one in ids}
    return [
        TeamView(str(one.id), one.name, [str(who) for who in members.get(one.id, ())], have[one.id])
        for one in some
    ]
