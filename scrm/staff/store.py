"""SQL about staff."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from scrm.staff.tables import ApiToken, AuditLine, OneTimeLink, SignIn, User

AUDIT_LOCK = 0x6175646974
"""The advisory lock of the audit line: "audit"."""


def user_by_email(session: Session, email: str) -> User | None:
    return session.exec(select(User).where(col(User.email) == email)).first()


def users(session: Session) -> list[User]:
    return list(session.exec(select(User).order_by(col(User.id))))


def count_users(session: Session) -> int:
    return session.exec(select(func.count()).select_from(User)).one()


def change_user(session: Session, user_id: int, **values: Any) -> None:
    session.execute(update(User).where(col(User.id) == user_id).values(**values))


def sign_in_by_hash(session: Session, token_hash: str, now: datetime) -> tuple[SignIn, User] | None:
    question = (
        select(SignIn, User)
        .join(User, col(User.id) == col(SignIn.user_id))
        .where(col(SignIn.token_hash) == token_hash, col(SignIn.expires_at) > now)
        .where(col(User.disabled_at).is_(None))
    )
    found = session.exec(question).first()
    return None if found is None else (found[0], found[1])


def has_photo(session: Session, sha256: str) -> bool:
    """Whether somebody who works here has this picture."""
    question = select(User.id).where(
        col(User.photo) == sha256, col(User.photo) != "", col(User.disabled_at).is_(None)
    )
    return session.exec(question.limit(1)).first() is not None


def end_sign_ins(session: Session, user_id: int, *, keep: str = "") -> None:
    """Sign a colleague out everywhere, but where `keep` is the session's hash."""
    found = select(SignIn).where(col(SignIn.user_id) == user_id, col(SignIn.token_hash) != keep)
    for sign_in in session.exec(found):
        session.delete(sign_in)


def end_sign_in(session: Session, token_hash: str) -> None:
    for sign_in in session.exec(select(SignIn).where(col(SignIn.token_hash) == token_hash)):
        session.delete(sign_in)


def token_by_hash(session: Session, token_hash: str) -> ApiToken | None:
    question = select(ApiToken).where(
        col(ApiToken.token_hash) == token_hash, col(ApiToken.revoked_at).is_(None)
    )
    return session.exec(question).first()


def tokens(session: Session) -> list[ApiToken]:
    return list(session.exec(select(ApiToken).order_by(col(ApiToken.id))))


def link_by_hash(session: Session, token_hash: str, now: datetime) -> OneTimeLink | None:
    question = select(OneTimeLink).where(
        col(OneTimeLink.token_hash) == token_hash,
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now,
    )
    return session.exec(question).first()


def use_link(session: Session, link_id: int, now: datetime) -> bool:
    """Spend the link; False where another was faster."""
    used = session.execute(
        update(OneTimeLink)
        .where(col(OneTimeLink.id) == link_id, col(OneTimeLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(OneTimeLink.id))
    )
    return used.first() is not None


def spend_links(session: Session, user_id: int, now: datetime) -> None:
    """Close all doors that still stand open to this colleague."""
    session.execute(
        update(OneTimeLink)
        .where(col(OneTimeLink.user_id) == user_id, col(OneTimeLink.used_at).is_(None))
        .values(used_at=now)
    )


def hold_audit(session: Session) -> None:
    """Until this transaction ends nobody else appends to the audit line; SQLite has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(AUDIT_LOCK)))


def last_audit_hash(session: Session) -> str:
    question = select(AuditLine.hash).order_by(col(AuditLine.id).desc()).limit(1)
    return session.exec(question).first() or ""
