"""Colleagues over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.kernel.errors import Conflict, Forbidden
from scrm.staff import service, store
from scrm.staff.policy import may_give
from scrm.staff.service import user_view
from scrm.staff.tables import User
from scrm.staff.values import AgentView, InvitedView, LinkKind, Role, UserView
from scrm.web.addresses import own_origin
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Actor, Page

routes = Routes("users")


class InviteBody(Body):
    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=100)
    role: Role


class UserBody(Body):
    role: Role | None = None
    disabled: bool | None = None
    name: str | None = Field(default=None, min_length=1, max_length=100)


class Empty(Body):
    pass


@routes.get("/users", "users.manage", answer=Page[UserView])
async def list_users(call: Call[None, None]) -> Page[UserView]:
    """All colleagues."""
    return Page([user_view(user) for user in await call.read(store.users)])


@routes.get("/agents", "users.read", answer=Page[AgentView])
async def list_agents(call: Call[None, None]) -> Page[AgentView]:
    """Those who can be given a conversation."""
    found = await call.read(store.users)
    can = [user for user in found if user.disabled_at is None and user.role != Role.VIEWER]
    return Page([_agent(user) for user in can])


def _agent(user: User) -> AgentView:
    return AgentView(str(user.id), user.name, user.away, service.photo_address(user.photo))


@routes.post("/users", "users.manage", body=InviteBody, answer=InvitedView, status=201, secret=True)
async def invite_user(call: Call[InviteBody, None]) -> InvitedView:
    """Invite a colleague; the answer holds the link to give to that person."""

    def work(session: Session) -> InvitedView:
        body = call.body
        _require_may_give(call.actor, body.role)
        user = service.add_user(session, body.email, body.role, call.now, name=body.name)
        target = f"user:{user.id}"
        service.audit(session, call.actor.key, "staff.invited", call.now, target=target)
        return _invited(session, call, user, LinkKind.INVITE)

    return await call.write(work)


@routes.post("/users/{id}/invite", "users.manage", body=Empty, answer=InvitedView, secret=True)
async def invite_again(call: Call[Empty, None]) -> InvitedView:
    """A new link: to come in for the first time, or to set a lost password anew."""

    def work(session: Session) -> InvitedView:
        user = service.get_user(session, call.id())
        _require_may_give(call.actor, Role(user.role))
        kind = LinkKind.RESET if user.password_hash else LinkKind.INVITE
        return _invited(session, call, user, kind)

    return await call.write(work)


@routes.patch("/users/{id}", "users.manage", body=UserBody, answer=UserView)
async def change_user(call: Call[UserBody, None]) -> UserView:
    """Change a colleague's role or name, or close the door."""

    def work(session: Session) -> UserView:
        user, body = service.get_user(session, call.id()), call.body
        _require_may_give(call.actor, Role(user.role))
        if body.role is not None and body.role != user.role:
            _require_may_give(call.actor, body.role)
            service.set_role(session, user, body.role, call.actor.key, call.now)
        if body.disabled is not None:
            service.set_disabled(session, user, call.actor.key, call.now, disabled=body.disabled)
        if body.name is not None:
            store.change_user(session, user.id, name=body.name)
        session.refresh(user)
        return user_view(user)

    return await call.write(work)


def _require_may_give(actor: Actor, role: Role) -> None:
    """Only owners touch owners; a token with the admin scope stands in for one."""
    by = Role(actor.role) if actor.role else Role.OWNER
    if not may_give(by, role):
        raise Forbidden("Only an owner may do this to an owner")


def _invited(
    session: Session, call: Call[InviteBody, None] | Call[Empty, None], user: User, kind: LinkKind
) -> InvitedView:
    if user.disabled_at is not None:
        raise Conflict("This colleague's door is closed; open it first")
    secret = service.make_link(session, user.id, kind, call.actor.key, call.now)
    return InvitedView(user_view(user), f"{own_origin(call.request)}/welcome#token={secret}")
