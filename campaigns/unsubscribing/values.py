"""The words of links that end marketing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

PATH = "/stop/"
"""Where the hub answers to them."""
MOST_BODY = 4_096
"""Bytes of a form: it holds one word."""
ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What mail programs send for a person who pressed their own button. Source: RFC 8058, section 3.2."""


class Act(StrEnum):
    """What the page's buttons send under `act`."""

    STOP = "stop"
    UNDO = "undo"


class Got(NamedTuple):
    """A message of ours, and whose it is now. `campaign_id` and what belongs to it are None for a
    test; `contact_id` is None of who was erased."""

    message_id: int
    contact_id: int | None
    address: str
    channel_id: int
    channel: str
    platform: str
    campaign_id: int | None
    occurrence_id: int | None
    step: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says. `is_nobody`: nothing is known any more of whoever got the message.
    `undone` is whether a press was just taken back; `may_undo` whether one may be. Of who wants no
    marketing for another reason too, `has_ended` stays true."""

    organisation: str
    accent: str
    locale: str
    ours: str
    channel: str
    platform: str
    is_nobody: bool = False
    has_ended: bool = False
    may_undo: bool = False
    undone: bool = False


PLATFORMS = {
    "telegram": {"en": "Telegram", "zh": "Telegram"},
    "webchat": {"en": "website chat", "zh": "网站聊天"},
}
"""What people call them."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Stop marketing messages",
        "from": "{name} writes to you on {channel}.",
        "from_us": "We write to you on {channel}.",
        "stops": "What stops",
        "stops_what": "Offers, news and other advertising: here and wherever else we know you.",
        "stays": "What stays",
        "stays_what": "Answers to what you ask, and what you need to know about your orders.",
        "stop": "Stop marketing messages",
        "until": "Nothing changes before you press it.",
        "ended": "It has stopped",
        "ended_what": "You won’t get any more marketing messages from {name}.",
        "ended_what_us": "You won’t get any more marketing messages from us.",
        "in_flight": "One that was just on its way may still arrive.",
        "write": "You can still write to us, and we answer.",
        "undo": "It was a mistake, go on",
        "undo_until": "You can take it back for half an hour.",
        "undone": "All is as it was before",
        "undone_what": "You took it back. Marketing messages may come again, as they did before.",
        "late_what": "To get marketing messages again, write to us.",
        "still": "You had ended it in another way too, and that stands. To get marketing messages "
        "again, write to us.",
        "nobody": "Nothing is sent any more",
        "nobody_what": "We don’t know any more who got this message, so nothing goes there. Should "
        "something come after all, answer it with STOP.",
        "often": "That was pressed very often",
        "often_what": "Wait some minutes before you take it back once more.",
        "other_language": "中文",
    },
    "zh": {
        "title": "停止接收营销消息",
        "from": "{name}通过{channel}给您发消息。",
        "from_us": "我们通过{channel}给您发消息。",
        "stops": "停止发送",
        "stops_what": "优惠、资讯等营销消息：不仅在这里，在我们认识您的其他渠道上也会停止。",
        "stays": "照常发送",
        "stays_what": "对您提问的答复，以及与您的订单有关的必要通知。",
        "stop": "停止接收营销消息",
        "until": "按下按钮之前，什么都不会改变。",
        "ended": "已停止发送",
        "ended_what": "您不会再收到{name}的营销消息。",
        "ended_what_us": "您不会再收到我们的营销消息。",
        "in_flight": "正在发送途中的一条可能仍会送达。",
        "write": "您仍可以给我们留言，我们会答复。",
        "undo": "按错了，继续接收",
        "undo_until": "半小时内可以撤回。",
        "undone": "已恢复原状",
        "undone_what": "您已撤回退订。营销消息会像之前一样发送。",
        "late_what": "如果想重新接收营销消息，请给我们留言。",
        "still": "您还以其他方式退订过，该退订仍然有效。如果想重新接收营销消息，请给我们留言。",
        "nobody": "不会再发送任何消息",
        "nobody_what": "我们已经不知道这条消息是发给谁的，所以不会再发送。如果仍然收到，请回复“退订”。",
        "often": "操作过于频繁",
        "often_what": "请稍等几分钟再撤回。",
        "other_language": "English",
    },
}
