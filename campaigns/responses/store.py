"""SQL of responses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, case, delete, distinct, func, select, tuple_
from sqlmodel import Session, col

from campaigns.responses.tables import CampaignResponse
from campaigns.responses.values import ANSWERS, STOPS, ReplyView, Responded, Response, ResponseKind
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from scrm.kernel.sets import insert_for, is_any

_R = CampaignResponse
_KEY = ("occurrence_id", "step", "contact_id", "kind", "what")


def add(session: Session, acts: Iterable[Response]) -> None:
    """The first of a kind makes a row, the others count on it."""
    rows = [
        {name: getattr(one, name) for name in (*_KEY, "campaign_id", "reply_id", "conversation_id")}
        | {"count": 1, "first_at": one.at, "last_at": one.at}
        for one in sorted(acts, key=lambda act: act[:6])  # two hubs hold the same in one order
    ]
    if not rows:
        return
    insert = insert_for(session, _R)
    last = insert.excluded.last_at
    counted = {
        "count": _R.__table__.c.count + 1,  # type: ignore[attr-defined]
        "last_at": case((last > col(_R.last_at), last), else_=col(_R.last_at)),
    }
    statement = insert.values({name: bindparam(name) for name in rows[0]})
    session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=counted), rows)


def take_back(session: Session, act: Response) -> None:
    """As if it had not happened."""
    mine = [col(getattr(_R, name)) == getattr(act, name) for name in _KEY]
    session.execute(delete(_R).where(*mine).execution_options(synchronize_session=False))


def count(session: Session, occurrence_ids: Sequence[int]) -> Responded:
    """People, each once whatever they did how often."""

    def people(*kinds: ResponseKind) -> Any:
        whose = case((col(_R.kind).in_(kinds), col(_R.contact_id)))
        return func.count(distinct(whose))

    question = select(
        *(people(*ANSWERS), people(ResponseKind.CLICK)),
        *(people(*STOPS), people(ResponseKind.STOP_LINK)),
    ).where(is_any(session, col(_R.occurrence_id), occurrence_ids))
    return Responded(*session.execute(question).one())


def kinds(
    session: Session, places: Sequence[tuple[int, int, int]]
) -> dict[tuple[int, int, int], set[str]]:
    """What people did, by occurrence, step and contact; of those who did something. `places` are in
    their order."""
    key: Any = (col(_R.occurrence_id), col(_R.step), col(_R.contact_id))
    question = (
        select(*key, col(_R.kind))
        .where(
            tuple_(*key).between(tuple_(*places[0]), tuple_(*places[-1])),
            is_any(session, key[2], {place[2] for place in places}),
        )
        .distinct()
    )
    found: defaultdict[tuple[int, int, int], set[str]] = defaultdict(set)
    for *place, kind in session.execute(question):
        found[place[0], place[1], place[2]].add(kind)
    return found


def clicks(session: Session, occurrence_ids: Sequence[int]) -> dict[str, tuple[int, int]]:
    """By a link's number: how many people followed it, and how often."""
    question = (
        select(col(_R.what), func.count(distinct(col(_R.contact_id))), func.sum(col(_R.count)))
        .where(
            is_any(session, col(_R.occurrence_id), occurrence_ids),
            col(_R.kind) == ResponseKind.CLICK,
        )
        .group_by(col(_R.what))
    )
    return {what: (people, int(often)) for what, people, often in session.execute(question)}


def replies(
    session: Session, occurrence_ids: Sequence[int], before: int | None, limit: int
) -> list[ReplyView]:
    """The newest first; `before` is the message with which the last page ended."""
    question: Any = (
        select(_R, col(Contact.name), col(Message.text), col(Message.deleted_at))
        .outerjoin(Contact, col(Contact.id) == col(_R.contact_id))
        .outerjoin(Message, col(Message.id) == col(_R.reply_id))
        .where(
            is_any(session, col(_R.occurrence_id), occurrence_ids),
            col(_R.reply_id).is_not(None),
        )
        .order_by(col(_R.reply_id).desc())
        .limit(limit)
    )
    if before is not None:
        question = question.where(col(_R.reply_id) < before)
    return [_view(*row) for row in session.execute(question)]


def _view(row: CampaignResponse, name: str | None, text: str | None, gone: Any) -> ReplyView:
    return ReplyView(
        contact_id=str(row.contact_id),
        name=name or "",
        kind=row.kind,
        text=text or "" if gone is None else "",
        at=row.first_at,
        occurrence_id=str(row.occurrence_id),
        conversation_id=None if row.conversation_id is None else str(row.conversation_id),
        message_id=str(row.reply_id),
    )
