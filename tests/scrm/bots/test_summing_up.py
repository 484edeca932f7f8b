"""What a note tells of a talk: in words, and in parts for whoever draws it."""

from dataclasses import dataclass, field
from typing import Any

from scrm.bots.answering.policy import LONGEST_LINE, brief, summary
from scrm.bots.choosing.values import Reason


@dataclass
class Line:
    direction: str
    text: str = ""
    author_kind: str = "contact"
    author_name: str = ""
    content: dict[str, Any] = field(default_factory=dict)


TALK = [
    Line("in", content={"location": {"latitude": 1.0}}),
    Line("in", content={"attachments": ["7"]}),
    Line("out", "Hello  there", "user", "Kim"),
    Line("out", "Tea", "bot", content={"automatic": {"responder": "Price", "intent": "price"}}),
    Line("out", "Sorry", "bot"),
]


def test_what_has_no_words_is_named_by_what_it_is() -> None:
    call = brief(TALK, "Ada", Reason.LOOP)
    assert call == {
        "reason": "loop",
        "lines": [
            {"by": "person", "name": "Ada", "text": "", "what": "location"},
            {"by": "person", "name": "Ada", "text": "", "what": "attachments"},
            {"by": "colleague", "name": "Kim", "text": "Hello there"},
            {"by": "bot", "responder": "Price", "intent": "price", "text": "Tea"},
            {"by": "bot", "text": "Sorry"},
        ],
    }
    assert summary(call, "en").splitlines()[2:] == [
        "Ada: [location]",
        "Ada: [attachment]",
        "Kim (colleague): Hello there",
        "Bot (Price, meaning “price”): Tea",
        "Bot: Sorry",
    ]
    assert summary(call, "zh-CN").splitlines()[2:4] == ["Ada：[位置]", "Ada：[附件]"]


def test_a_long_line_is_cut() -> None:
    (line,) = brief([Line("in", "tea " * 100)], "Ada", Reason.ASKED)["lines"]
    assert len(line["text"]) <= LONGEST_LINE
