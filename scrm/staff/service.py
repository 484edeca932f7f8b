"""Verbs about staff: sign in and out, invite, links, tokens, the audit line."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlmodel import Session

from scrm.kernel.columns import sorted_plain
from scrm.kernel.errors import Conflict, Invalid, NotFound, Unauthenticated
from scrm.kernel.signals import signal
from scrm.staff import store
from scrm.staff.policy import OF_ROLE
from scrm.staff.tables import ApiToken, AuditLine, OneTimeLink, SignIn, User
from scrm.staff.values import LinkKind, MeView, Role, Scope, UserView
from scrm.web.values import Actor

SIGNED_IN_FOR = timedelta(days=30)
LINK_LIVES = timedelta(hours=24)
FOR_NEWCOMERS = frozenset({LinkKind.SETUP, LinkKind.INVITE})
TOKEN_PREFIX = "scrm_"  # noqa: S105 - what tokens begin with, so that scanners know them


def secret_hash(secret: str) -> str:
    """How a random secret of 256 bits is kept: there is nothing to guess, so no salt and no cost."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(session: Session, user: User, now: datetime) -> tuple[str, str]:
    """Open a session; returns the cookie's value and the token for writes."""
    secret, csrf = token_urlsafe(32), token_urlsafe(24)
    session.add(
        SignIn(
            token_hash=secret_hash(secret),
            csrf=csrf,
            user_id=user.id,
            created_at=now,
            expires_at=now + SIGNED_IN_FOR,
        )
    )
    store.change_user(session, user.id, last_seen=now)
    audit(session, f"user:{user.id}", "staff.signed_in", now)
    return secret, csrf


def sign_out(session: Session, secret: str, user_id: int | None) -> None:
    """End the session of this cookie, and its streams with it."""
    store.end_sign_in(session, secret_hash(secret))
    if user_id is not None:
        signal(session, "staff", user_id)


def add_user(session: Session, email: str, role: Role, now: datetime, *, name: str = "") -> User:
    """A colleague who has no password yet; raises Invalid or Conflict."""
    address = good_address(email)
    if store.user_by_email(session, address) is not None:
        raise Conflict(f"{address} is a colleague already", code="user_exists")
    user = User(email=address, name=name or address.partition("@")[0], role=role, created_at=now)
    session.add(user)
    session.flush()
    return user


def good_address(email: str) -> str:
    """The address in the form in which it is kept; raises Invalid."""
    address = email.strip().lower()
    local, at, domain = address.partition("@")
    if not (local and at and "." in domain) or len(address) > 254 or " " in address:
        raise Invalid("email", "is not a mail address")
    return address


def make_link(session: Session, user_id: int, kind: LinkKind, by: str, now: datetime) -> str:
    """The secret of a link that opens the door once; who made it is on the audit line."""
    audit(session, by, "staff.link_made", now, target=f"user:{user_id}", kind=kind.value)
    secret = token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_hash=secret_hash(secret), user_id=user_id, kind=kind, expires_at=now + LINK_LIVES
        )
    )
    session.flush()
    return secret


def find_link(session: Session, secret: str, now: datetime) -> tuple[OneTimeLink, User]:
    """Raises NotFound where the link is used, too old, overtaken or was never made."""
    link = store.link_by_hash(session, secret_hash(secret), now)
    user = session.get(User, link.user_id) if link else None
    if link is None or user is None or user.disabled_at is not None:
        raise LinkExpired
    if link.kind in FOR_NEWCOMERS and user.password_hash:
        raise LinkExpired
    return link, user


class LinkExpired(NotFound):
    """The link was used already or is too old; ask for a new one."""

    code = "link_expired"

    def __init__(self) -> None:
        super().__init__("link", "it was used already or is too old; ask for a new one")


def redeem(
    session: Session, secret: str, now: datetime, *, name: str, email: str = "", password_hash: str
) -> tuple[User, str, str]:
    """Spend a link: set name and password where it asks for them, and sign in. The first owner
    says his own mail address."""
    link, user = find_link(session, secret, now)
    if not store.use_link(session, link.id, now):
        raise LinkExpired
    if link.kind != LinkKind.SIGN_IN:
        if not password_hash:
            raise Invalid("password", "is missing")
        set_password(session, user.id, password_hash, now)
    if email and link.kind == LinkKind.SETUP:
        store.change_user(session, user.id, email=good_address(email))
    if name.strip():
        store.change_user(session, user.id, name=name.strip()[:100])
    session.refresh(user)
    return user, *sign_in(session, user, now)


def needs_password(kind: str) -> bool:
    return kind != LinkKind.SIGN_IN


def set_password(
    session: Session, user_id: int, password_hash: str, now: datetime, *, keep: str = ""
) -> None:
    """Change it, sign the colleague out everywhere else, and spend every link that is still out."""
    store.change_user(session, user_id, password_hash=password_hash)
    store.spend_links(session, user_id, now)
    store.end_sign_ins(session, user_id, keep=keep)
    audit(session, f"user:{user_id}", "staff.password_changed", now)
    signal(session, "staff", user_id)


def set_role(session: Session, user: User, role: Role, by: str, now: datetime) -> None:
    """What was opened with the old rights is closed: the colleague signs in anew (S-15)."""
    if user.role == role:
        return
    store.change_user(session, user.id, role=role)
    _require_an_owner(session)
    store.end_sign_ins(session, user.id)
    audit(session, by, "staff.role_changed", now, target=f"user:{user.id}", role=role.value)
    signal(session, "staff", user.id)


def set_disabled(session: Session, user: User, by: str, now: datetime, *, disabled: bool) -> None:
    store.change_user(session, user.id, disabled_at=now if disabled else None)
    if disabled:
        store.end_sign_ins(session, user.id)
        store.spend_links(session, user.id, now)
        _require_an_owner(session)
    action = "staff.disabled" if disabled else "staff.enabled"
    audit(session, by, action, now, target=f"user:{user.id}")
    signal(session, "staff", user.id)


def _require_an_owner(session: Session) -> None:
    if not any(
        user.role == Role.OWNER and user.disabled_at is None for user in store.users(session)
    ):
        raise Conflict("There must be an owner who can sign in", code="last_owner")


def get_user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("user", user_id)
    return user


def make_token(
    session: Session, name: str, scopes: list[Scope], now: datetime
) -> tuple[ApiToken, str]:
    """A script's key; its text is shown this once."""
    secret = TOKEN_PREFIX + token_urlsafe(32)
    wanted = [scope.value for scope in scopes or list(Scope)]
    token = ApiToken(name=name, token_hash=secret_hash(secret), scopes=wanted, created_at=now)
    session.add(token)
    session.flush()
    audit(session, "command", "token.created", now, target=f"token:{token.id}", scopes=wanted)
    return token, secret


def revoke_token(session: Session, token_id: int, now: datetime) -> None:
    token = session.get(ApiToken, token_id)
    if token is None:
        raise NotFound("token", token_id)
    token.revoked_at = now
    session.add(token)
    audit(session, "command", "token.revoked", now, target=f"token:{token_id}")
    signal(session, "token", token_id)


def require_password(user: User | None, *, right: bool) -> User:
    """Raises the same error for a wrong address and a wrong password."""
    if user is None or not right or user.disabled_at is not None:
        raise BadCredentials
    return user


class BadCredentials(Unauthenticated):
    """Mail address or password is wrong."""

    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("The mail address or the password is wrong")


def audit(
    session: Session, actor: str, action: str, now: datetime, *, target: str = "", **data: Any
) -> None:
    """Append a line whose hash covers the line before; writers wait for each other here."""
    store.hold_audit(session)
    previous = store.last_audit_hash(session)
    line = AuditLine(
        at=now, actor=actor, action=action, target=target, data=data, prev_hash=previous, hash=""
    )
    line.hash = audit_hash(line)
    session.add(line)
    session.flush()


def audit_hash(line: AuditLine) -> str:
    """What the hash of a line must be, from all else that it says."""
    at, data = line.at.astimezone(UTC).isoformat(), sorted_plain(line.data)
    told = f"{line.prev_hash}|{at}|{line.actor}|{line.action}|{line.target}|{data}"
    return hashlib.sha256(told.encode()).hexdigest()


def permissions_of(user: User) -> frozenset[str]:
    return OF_ROLE[Role(user.role)]


def photo_address(sha256: str) -> str:
    """Where a colleague's picture is, for colleagues."""
    return f"/api/v1/photos/{sha256}" if sha256 else ""


def user_view(user: User) -> UserView:
    return UserView(
        id=str(user.id),
        email=user.email,
        name=user.name,
        role=user.role,
        locale=user.locale,
        photo=photo_address(user.photo),
        away=user.away,
        disabled=user.disabled_at is not None,
        pending=not user.password_hash and user.last_seen is None,
        last_seen=user.last_seen,
    )


def me_view(user: User | None, actor: Actor) -> MeView:
    """The signed-in colleague, or the token that a script came with."""
    return MeView(
        user=None if user is None else replace(user_view(user), preferences=user.preferences),
        name=actor.name,
        csrf=actor.csrf,
        roles=[actor.role] if actor.role else [],
        can=sorted(actor.permissions),
    )
