"""Verbs of quick replies."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from scrm.conversations.tables import QuickReply
from scrm.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class QuickReplyView:
    id: str
    shortcut: str
    text: str
    shared: bool


def all_for(session: Session, user_id: int | None) -> list[QuickReplyView]:
    """Everybody's and this colleague's own, by shortcut."""
    mine = col(QuickReply.shared) | (col(QuickReply.owner_id) == user_id)
    question = select(QuickReply).where(mine).order_by(col(QuickReply.shortcut))
    return [view_of(row) for row in session.exec(question)]


def view_of(row: QuickReply) -> QuickReplyView:
    return QuickReplyView(str(row.id), row.shortcut, row.text, row.shared)


def get(session: Session, reply_id: int, user_id: int | None) -> QuickReply:
    """Raises NotFound also for a text that is another's own."""
    found = session.get(QuickReply, reply_id)
    if found is None or not (found.shared or found.owner_id == user_id):
        raise NotFound("quick reply", reply_id)
    return found
