"""Signing in and out over HTTP."""

from typing import Any

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.kernel.errors import Invalid
from scrm.staff import service, store
from scrm.staff.service import me_view
from scrm.staff.signing_in import passwords
from scrm.staff.signing_in.service import COOKIE, GATE
from scrm.staff.tables import User
from scrm.staff.values import LinkView, MeView
from scrm.web.addresses import is_secure
from scrm.web.bodies import Body, Query
from scrm.web.call import Call, encode
from scrm.web.routes import PUBLIC, SIGNED_IN, Routes
from scrm.web.values import Actor

routes = Routes("session")

PREFERENCES_BYTES = 8_000


class SignInBody(Body):
    email: str = Field(max_length=254)
    password: str = Field(max_length=1_000)


class LinkQuery(Query):
    token: str = Field(max_length=200)


class RedeemBody(Body):
    token: str = Field(max_length=200)
    name: str = Field(default="", max_length=100)
    email: str = Field(default="", max_length=254, description="Only at the first set-up")
    password: str = Field(default="", max_length=1_000)


class PasswordBody(Body):
    old: str = Field(max_length=1_000)
    new: str = Field(max_length=1_000)


class MeBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=100)
    locale: str | None = Field(default=None, pattern="^(en|zh)$")
    away: bool | None = None
    preferences: dict[str, Any] | None = None
    password: PasswordBody | None = None


@routes.post("/session", PUBLIC, body=SignInBody, answer=MeView)
async def sign_in(call: Call[SignInBody, None]) -> web.Response:
    """Sign in with mail address and password; sets the session's cookie."""
    address = call.body.email.strip().lower()
    with call[GATE].tried(call.request, address):
        user = await call.read(lambda s: store.user_by_email(s, address))
        right = await passwords.matches(call.body.password, user.password_hash if user else "")
        known = service.require_password(user, right=right)
    secret, csrf = await call.write(lambda s: service.sign_in(s, known, call.now))
    return _welcome(call, known, secret, csrf)


@routes.get("/session/link", PUBLIC, query=LinkQuery, answer=LinkView)
async def look_at_link(call: Call[None, LinkQuery]) -> LinkView:
    """What a one-time link is for; looking does not spend it."""

    def look(session: Session) -> LinkView:
        link, user = service.find_link(session, call.query.token, call.now)
        asks = service.needs_password(link.kind)
        return LinkView(link.kind, user.email, user.name, asks)

    with call[GATE].tried(call.request):
        return await call.read(look)


@routes.post("/session/link", PUBLIC, body=RedeemBody, answer=MeView)
async def redeem_link(call: Call[RedeemBody, None]) -> web.Response:
    """Spend a one-time link: set name and password where it asks for them, and sign in."""
    body = call.body
    with call[GATE].tried(call.request):
        link, _ = await call.read(lambda s: service.find_link(s, body.token, call.now))
    # Only now: hashing costs 64 MB and a tenth of a second, which no stranger may have us spend.
    wanted = bool(body.password) and service.needs_password(link.kind)
    password_hash = await passwords.hashed(body.password) if wanted else ""

    def work(session: Session) -> tuple[User, str, str]:
        return service.redeem(
            session,
            body.token,
            call.now,
            name=body.name,
            email=body.email,
            password_hash=password_hash,
        )

    user, secret, csrf = await call.database.write(work)
    return _welcome(call, user, secret, csrf)


@routes.delete("/session", SIGNED_IN)
async def sign_out(call: Call[None, None]) -> web.Response:
    """Sign out of this browser."""
    cookie = call.request.cookies.get(COOKIE, "")
    await call.write(lambda s: service.sign_out(s, cookie, call.actor.user_id))
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/")
    return response


@routes.get("/me", SIGNED_IN, answer=MeView)
async def who_am_i(call: Call[None, None]) -> MeView:
    """Who I am and what I may do."""
    return await call.read(lambda s: _me(s, call.actor))


@routes.patch("/me", SIGNED_IN, body=MeBody, answer=MeView)
async def change_me(call: Call[MeBody, None]) -> MeView:
    """Change my name, language, presence, preferences or password."""
    user_id = call.actor.user_id
    if user_id is None:
        raise Invalid("token", "has no profile to change")
    new_hash = await _new_password_hash(call, user_id)
    if call.body.preferences is not None and len(encode(call.body.preferences)) > PREFERENCES_BYTES:
        raise Invalid("preferences", f"are larger than {PREFERENCES_BYTES} bytes")

    def work(session: Session) -> MeView:
        wanted = call.body.model_dump(exclude_none=True, exclude={"password"})
        if wanted:
            store.change_user(session, user_id, **wanted)
        if new_hash:
            keep = service.secret_hash(call.request.cookies.get(COOKIE, ""))
            service.set_password(session, user_id, new_hash, call.now, keep=keep)
        return _me(session, call.actor)

    return await call.write(work)


async def _new_password_hash(call: Call[MeBody, None], user_id: int) -> str:
    if call.body.password is None:
        return ""
    user = await call.read(lambda s: service.get_user(s, user_id))
    with call[GATE].tried(call.request, call.actor.key):
        if not await passwords.matches(call.body.password.old, user.password_hash):
            raise Invalid("password.old", "is not your password", code="bad_credentials")
    return await passwords.hashed(call.body.password.new)


def _me(session: Session, actor: Actor) -> MeView:
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    return me_view(user, actor)


def _welcome(call: Call[Any, None], user: User, secret: str, csrf: str) -> web.Response:
    actor = Actor("", user.name, service.permissions_of(user), user.id, user.role, csrf)
    response = web.Response(body=encode(me_view(user, actor)), content_type="application/json")
    response.set_cookie(
        COOKIE,
        secret,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=is_secure(call.request),
        max_age=int(service.SIGNED_IN_FOR.total_seconds()),
    )
    return response
