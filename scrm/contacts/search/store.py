"""SQL of the people's index, one question per kind of database where they differ."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, text
from sqlmodel import Session, col

from scrm.contacts.search.tables import RenamedContact
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.kernel.sets import is_any
from scrm.kernel.terms import Terms, for_fts5, for_tsquery, indexed

_LAST = {
    "sqlite": "SELECT rowid FROM contact_search ORDER BY rowid DESC LIMIT 1",
    "postgresql": "SELECT id FROM contact_search ORDER BY id DESC LIMIT 1",
}
_PUT = {
    "sqlite": "INSERT OR REPLACE INTO contact_search(rowid, terms) VALUES (?, ?)",
    "postgresql": (
        "INSERT INTO contact_search(id, terms) VALUES (%s, "
        "array_to_tsvector(string_to_array(%s, ' '))) "
        "ON CONFLICT (id) DO UPDATE SET terms = excluded.terms"
    ),
}
_MATCHING = {
    "sqlite": (
        "SELECT rowid AS id FROM contact_search WHERE contact_search MATCH :terms "
        "AND rowid < :before ORDER BY rowid DESC LIMIT :limit"
    ),
    "postgresql": (
        "SELECT id FROM contact_search WHERE terms @@ CAST(:terms AS tsquery) "
        "AND id < :before ORDER BY id DESC LIMIT :limit"
    ),
}
_FRESH = "SELECT id FROM contact WHERE id > :done AND id < :before ORDER BY id DESC LIMIT :limit"
_RENAMED = "SELECT contact_id FROM renamed_contact WHERE contact_id < :before"


def _kind(session: Session) -> str:
    return session.get_bind().dialect.name


def last_indexed(session: Session) -> int:
    """Everybody up to this id is in the index."""
    found: int | None = session.execute(text(_LAST[_kind(session)])).scalar_one_or_none()
    return found or 0


def unindexed(session: Session, done: int, before: int, limit: int) -> list[int]:
    question = select(col(Contact.id)).where(col(Contact.id) > done, col(Contact.id) < before)
    return list(session.scalars(question.order_by(col(Contact.id)).limit(limit)))


def renamed(session: Session, done: int, limit: int) -> list[int]:
    """The renamed among those whom the index has; the others will come with their new names."""
    question = select(col(RenamedContact.contact_id)).where(col(RenamedContact.contact_id) <= done)
    return list(session.scalars(question.limit(limit)))


def note_renamed(session: Session, contact_id: int) -> None:
    """Have somebody indexed anew. A note that is there already is locked, so that whoever indexes
    by it waits for this commit and reads the new names."""
    statement = (
        "INSERT INTO renamed_contact(contact_id) VALUES (:id) "
        "ON CONFLICT (contact_id) DO UPDATE SET contact_id = excluded.contact_id"
    )
    session.execute(text(statement), {"id": contact_id})


def forget_renamed(session: Session, contact_ids: Iterable[int]) -> None:
    session.execute(
        delete(RenamedContact).where(is_any(session, col(RenamedContact.contact_id), contact_ids))
    )


def forget_names(session: Session, contact_ids: Iterable[int]) -> None:
    """The index knows them by nothing any more. Whom it does not know yet, it will meet nameless."""
    ids, done = list(contact_ids), last_indexed(session)
    forget_renamed(session, ids)
    put(session, [(one, "") for one in ids if one <= done])


def put(session: Session, names: Sequence[tuple[int, str]]) -> None:
    """Index people under these names, instead of under those that they had."""
    rows = [(contact_id, indexed(each)) for contact_id, each in names]
    if rows:
        session.connection().exec_driver_sql(_PUT[_kind(session)], rows)


def may_match(session: Session, terms: Terms, before: int, limit: int) -> list[int]:
    """People among whom are all who have `terms` in their names, the newest first: those whom the
    index knows by them, and those whom it does not know yet, or by another name."""
    kind = _kind(session)
    statement = (
        f"SELECT * FROM ({_MATCHING[kind]}) a UNION SELECT * FROM ({_FRESH}) b "  # noqa: S608
        f"UNION {_RENAMED} ORDER BY 1 DESC LIMIT :limit"
    )
    wanted = for_fts5(terms) if kind == "sqlite" else for_tsquery(terms)
    done = last_indexed(session)
    values = {"terms": wanted, "before": before, "done": done, "limit": limit}
    return [row[0] for row in session.execute(text(statement), values)]


def names_of(session: Session, contact_ids: Iterable[int]) -> dict[int, str]:
    """All names and addresses of people, a line each; the erased and the joined away have none."""
    ids = list(contact_ids)
    names = select(col(Contact.id), col(Contact.name)).where(
        is_any(session, col(Contact.id), ids),
        col(Contact.erased_at).is_(None),
        col(Contact.joined_into).is_(None),
    )
    found = {row[0]: row[1] for row in session.execute(names)}
    addresses = select(
        col(Identity.contact_id),
        col(Identity.display),
        col(Identity.username),
        col(Identity.external_id),
    ).where(is_any(session, col(Identity.contact_id), ids))
    points = select(col(ContactPoint.contact_id), col(ContactPoint.value)).where(
        is_any(session, col(ContactPoint.contact_id), ids)
    )
    for contact_id, *each in (*session.execute(addresses), *session.execute(points)):
        if contact_id in found:
            found[contact_id] = "\n".join((found[contact_id], *each))
    return found
