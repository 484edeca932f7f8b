"""What a hub of a benchmark has in force beside taking messages in: rules of mixed kinds, and a bot."""

from typing import Any

from sqlmodel import Session

from config.bench.crowd import NOW
from config.bench.rulebook import Entry, rulebook
from config.bench.tagging import publish
from scrm.bots import service as bots

BOT: dict[str, Any] = {
    "intents": {
        "delivery": [
            "Where is my parcel?",
            "Where is my order?",
            "When will my order arrive?",
            "Has my package been sent?",
            "我的快递怎么还没到",
        ],
        "address": [
            "Can I change the delivery address?",
            "Please send my order to another address",
            "可以改一下收货地址吗",
        ],
    },
    "responders": [
        {
            "name": "A person",
            "on": {"text": {"contains_any": ["human", "agent", "人工"]}},
            "answer": {"text": {"en": "I call a colleague.", "zh": "正在为您转接人工。"}},
            "then": "hand_over",
        },
        {
            "name": "Thanks",
            "on": {"text": {"matches": "^(thank|谢谢)"}},
            "answer": {"text": {"en": "You are welcome!", "zh": "不客气！"}},
        },
        {
            "name": "Delivery",
            "intent": "delivery",
            "answer": {"text": {"en": "Parcels take three days.", "zh": "一般三天送到。"}},
        },
    ],
}


def begin(session: Session, rules: int) -> None:
    """Have so many rules in force, of which one tags every fourth message of the load, and the bot,
    which knows an answer to half of them: it tells what is about an address from what it knows."""
    tags_thanks = Entry(
        {
            "name": "Thanks",
            "when": "message.received",
            "if": {"text": {"contains_any": ["thanks", "谢谢"]}},
            "then": [{"tag": "thanks"}],
        },
        "",
    )
    publish(session, [tags_thanks, *rulebook(rules - 1)])
    bots.write(session, BOT, NOW)
    bots.publish(session, {"bench": True}, NOW)
