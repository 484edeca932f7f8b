"""Teams over HTTP."""

from collections.abc import Callable, Sequence

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.conversations.routes import author_of
from scrm.conversations.teams import service
from scrm.kernel.signals import signal
from scrm.teams import service as teams
from scrm.teams.values import LONGEST_NAME, TeamUse, TeamUseView, TeamView
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("teams")

READ = "users.read"
MANAGE = "users.manage"
USES = web.AppKey[Callable[[Session], Sequence[TeamUse]]]("team_uses")
"""What names teams, which only rooms above this one know."""
MOST_MEMBERS = 1_000


class NewTeamBody(Body):
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    members: list[IdText] = Field(default_factory=list, max_length=MOST_MEMBERS)


class TeamBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    members: list[IdText] | None = Field(default=None, max_length=MOST_MEMBERS)


@routes.get("/teams", READ, answer=Page[TeamView])
async def list_teams(call: Call[None, None]) -> Page[TeamView]:
    """All teams by name: who is in each, and how many conversations that are open it has."""
    return Page(await call.read(service.listed))


@routes.post("/teams", MANAGE, body=NewTeamBody, answer=TeamView, status=201)
async def create_team(call: Call[NewTeamBody, None]) -> TeamView:
    """Make a team."""

    def work(session: Session) -> TeamView:
        body, by = call.body, call.actor.key
        team = teams.create(session, body.name, by, call.now)
        if body.members:
            teams.set_members(session, team, body.members, by, call.now)
        signal(session, service.TOPIC, team.id)
        return service.view(session, team)

    return await call.write(work)


@routes.patch("/teams/{id}", MANAGE, body=TeamBody, answer=TeamView)
async def change_team(call: Call[TeamBody, None]) -> TeamView:
    """Rename a team that no rule in force and no published bot names, or say who is in it."""
    uses_of = call[USES]

    def work(session: Session) -> TeamView:
        body, by, team = call.body, call.actor.key, teams.get(session, call.id())
        if body.name is not None:
            service.rename(session, team, body.name, uses_of(session), by, call.now)
        if body.members is not None:
            teams.set_members(session, team, body.members, by, call.now)
        signal(session, service.TOPIC, team.id)
        return service.view(session, team)

    return await call.write(work)


@routes.get("/teams/{id}/uses", MANAGE, answer=Page[TeamUseView])
async def list_uses(call: Call[None, None]) -> Page[TeamUseView]:
    """The rules in force, and the published bot, that name a team: they keep it where it is."""
    uses_of = call[USES]
    return Page(await call.read(lambda s: service.uses_of(s, call.id(), uses_of(s))))


@routes.delete("/teams/{id}", MANAGE)
async def archive_team(call: Call[None, None]) -> None:
    """Put a team away that no rule in force and no published bot names; its conversations that are
    not resolved are no team's then, and their threads say so."""
    uses_of, actor = call[USES], call.actor

    def work(session: Session) -> None:
        uses, by = uses_of(session), author_of(actor)
        service.archive(session, call.id(), uses, by, actor.key, call.now)
        signal(session, service.TOPIC, call.id())

    await call.write(work)
