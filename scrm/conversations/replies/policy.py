"""What a person's word answers. Pure."""

from scrm.consent.policy import is_opt_out
from scrm.conversations.replies.values import ANSWERS_WITHIN, Answer, ReplyClass, Sent, Word
from scrm.delivery.values import DeliveryState

_NEVER_ARRIVED = frozenset(
    (
        *(DeliveryState.FAILED, DeliveryState.BLOCKED, DeliveryState.MISSED),
        *(DeliveryState.CANCELLED, DeliveryState.HELD),
    )
)


def may_answer(word: Word) -> bool:
    points = word.pressed is not None or word.reply_to != ""
    return word.is_first or points or is_opt_out(word.said)


def answer(word: Word, marked: Sent | None, pointed: Sent | None) -> Answer | None:
    """`pointed` is the message to which the platform says that it replies, where that is one of a
    campaign; `marked` the last one in the thread."""
    if pointed is not None:
        return Answer(word, pointed, _class(word, is_own=word.pressed is not None))
    if marked is None:
        return None
    is_own = word.pressed is not None and has_button(marked, word.pressed)
    arrived = marked.state not in _NEVER_ARRIVED
    if is_own or (arrived and (word.is_first or _ends(word, marked))):
        return Answer(word, marked, _class(word, is_own=is_own))
    return None


def _ends(word: Word, marked: Sent) -> bool:
    return is_opt_out(word.said) and word.at <= marked.at + ANSWERS_WITHIN


def has_button(sent: Sent, value: str) -> bool:
    return any(one.get("value") == value for one in sent.content.get("buttons", ()))


def _class(word: Word, *, is_own: bool) -> ReplyClass:
    if is_opt_out(word.said):
        return ReplyClass.STOP
    return ReplyClass.BUTTON if is_own else ReplyClass.OTHER
