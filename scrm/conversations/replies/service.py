"""The verb of replies: which of the words that came in are answers to campaigns."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from scrm.conversations.replies import store
from scrm.conversations.replies.policy import answer, may_answer
from scrm.conversations.replies.values import Answer, Word
from scrm.journal.values import Fact


def answers(session: Session, channel_id: int, words: Iterable[Word]) -> list[Answer]:
    """One question for all of them, and one more where somebody points at an older message."""
    asked = [one for one in words if may_answer(one)]
    if not asked:
        return []
    marked = store.by_message(session, {one.marked for one in asked})
    known = {one.external_id: one for one in marked.values() if one.external_id}
    older = {one.reply_to for one in asked if one.reply_to and one.reply_to not in known}
    pointed = known | store.by_external(session, channel_id, older)
    found = [answer(one, marked.get(one.marked), pointed.get(one.reply_to)) for one in asked]
    return [one for one in found if one is not None]


def facts(found: Sequence[Answer]) -> list[Fact]:
    return [
        Fact(
            "campaign.replied",
            word.contact_id,
            word.at,
            {
                "campaign_id": str(sent.campaign_id),
                "version_id": str(sent.version_id),
                "occurrence_id": str(sent.occurrence_id),
                "step": sent.step,
                "message_id": str(sent.message_id),
                "reply_id": str(word.reply_id),
                "conversation_id": str(word.conversation_id),
                "class": kind.value,
            },
        )
        for word, sent, kind in found
    ]
