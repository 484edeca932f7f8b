"""The paragraph of an article that answers a question best, as plain words. Pure."""

import re

from scrm.knowledge.terms.policy import terms_of

LONGEST = 600
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(
    r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"
)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


def paragraphs(body: str) -> list[str]:
    """Plain paragraphs of a Markdown text; headings are none."""
    blocks = re.split(r"\n\s*\n", body.replace("\r\n", "\n"))
    plain = (_plain(block) for block in blocks)
    return [one for one in plain if one]


def _plain(block: str) -> str:
    lines = [line for line in block.split("\n") if not _HEADING.match(line)]
    text = _LINK.sub(r"\1", _ITEM.sub("· ", "\n".join(lines)))
    return _MARKS.sub(lambda marked: marked[2] or marked[3], text).strip()


def best(question: str, body: str) -> int:
    """The place of the paragraph that shares most with the question, the earliest of equals."""
    asked = set(terms_of(question))
    shared = [len(asked & set(terms_of(one))) for one in paragraphs(body)]
    return shared.index(max(shared)) if shared else 0


def passage(body: str, place: int) -> str:
    """The paragraph at this place, the first where there is none; cut where it is long. An article
    of headings alone has none."""
    each = paragraphs(body) or [""]
    found = each[place] if place < len(each) else each[0]
    return found if len(found) <= LONGEST else found[: LONGEST - 1].rstrip() + "…"
