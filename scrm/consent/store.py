"""SQL about suppressions."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, delete, literal_column, or_, update
from sqlmodel import Session, col, select

from scrm.consent.tables import Suppression
from scrm.consent.values import SuppressionKind
from scrm.kernel.sets import SetQuery, insert_for, is_any


def add(session: Session, suppression: Suppression) -> bool:
    """Keep it; False where the same one stands already."""
    added = session.execute(
        insert_for(session, Suppression)
        .values(suppression.model_dump())
        .on_conflict_do_nothing()
        .returning(col(Suppression.id))
    )
    return added.first() is not None


def of_people(session: Session, contact_ids: Iterable[int]) -> list[Suppression]:
    """What these people have ended for all of their addresses, the earliest first."""
    question = select(Suppression).where(
        is_any(session, col(Suppression.contact_id), contact_ids),
        col(Suppression.kind) == SuppressionKind.CONTACT,
    )
    return list(session.exec(question.order_by(col(Suppression.effective_at), col(Suppression.id))))


_OF_KEYS = SetQuery(
    lambda any_of: select(Suppression.id).where(
        any_of(col(Suppression.key)), col(Suppression.kind) == bindparam("kind")
    ),
    str,
)


def of_keys(session: Session, keys: Iterable[str]) -> list[Suppression]:
    """What was ended from these addresses, by their hashes, whosever they were. For strangers, who
    come in crowds and have ended nothing, this costs one lookup in the index."""
    ids = [row[0] for row in _OF_KEYS.rows(session, keys, kind=SuppressionKind.CONTACT.value)]
    if not ids:
        return []
    question = select(Suppression).where(is_any(session, col(Suppression.id), ids))
    return list(session.exec(question.order_by(col(Suppression.id))))


def find(session: Session, key: str, purpose: str) -> Suppression | None:
    """What stands under this key for the whole person, as it is now."""
    question = select(Suppression).where(
        col(Suppression.key) == key,
        col(Suppression.kind) == SuppressionKind.CONTACT,
        col(Suppression.purpose) == purpose,
    )
    return session.exec(question.execution_options(populate_existing=True)).first()


def restate(session: Session, row: Suppression, why: str, evidence: Mapping[str, Any]) -> None:
    """It stands for another reason than it did."""
    row.why, row.evidence = why, dict(evidence)
    session.add(row)
    session.flush()  # for others read behind the session's back


def name(session: Session, suppression_id: int, contact_id: int) -> None:
    session.execute(
        update(Suppression)
        .where(col(Suppression.id) == suppression_id)
        .values(contact_id=contact_id)
        .execution_options(synchronize_session=False)
    )


def drop(session: Session, suppression_id: int) -> None:
    """Raises nothing where it is gone."""
    session.execute(
        delete(Suppression)
        .where(col(Suppression.id) == suppression_id)
        .execution_options(synchronize_session=False)
    )


def unname(
    session: Session, contact_ids: Collection[int], keys: Iterable[str]
) -> list[tuple[str, str]]:
    """Keep what stands under these keys without saying whose it is; the rest of theirs goes. Returns the
    key and the purpose of each that went."""
    theirs = is_any(session, col(Suppression.contact_id), contact_ids)
    session.execute(
        update(Suppression)
        .where(theirs, is_any(session, col(Suppression.key), keys))
        .values(contact_id=None, evidence={})
        .execution_options(synchronize_session=False)
    )
    gone = session.execute(
        delete(Suppression)
        .where(theirs)
        .returning(col(Suppression.key), col(Suppression.purpose))
        .execution_options(synchronize_session=False)
    )
    return [(key, purpose) for key, purpose in gone]


def forget_evidence(
    session: Session, suppression_ids: Iterable[int], message_ids: Iterable[int]
) -> None:
    """Of whatever was ended because of these, it is only known that it was."""
    session.execute(
        update(Suppression)
        .where(
            or_(
                is_any(session, _told("of"), map(str, suppression_ids)),
                is_any(session, _told("message_id"), map(str, message_ids)),
            )
        )
        .values(evidence={})
        .execution_options(synchronize_session=False)
    )


def _told(key: str) -> ColumnElement[str]:
    """What the evidence says under `key`; both databases write it alike."""
    return literal_column(f"suppression.evidence ->> '{key}'", Text())
