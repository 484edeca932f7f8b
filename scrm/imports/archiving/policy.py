"""Decisions about an export: what it is called, whose phone it came from, whether we know it. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from scrm.imports.archiving.values import Found, Spoke, Survey
from scrm.imports.values import ExportedMessage, Question

NOBODY = "-"
"""The answer to "who are you?" of someone who wrote nothing in the chat."""
GROUP = " group"
"""The address of a group as such; no author has it, for theirs begin with no space."""
ENOUGH = 3
MOST_CHOICES = 20

_TITLES = (
    r"WhatsApp Chat (?:with|-) (?P<title>.+)",
    r"WhatsApp-Chat (?:mit|-) (?P<title>.+)",
    r"Chat de WhatsApp con (?P<title>.+)",
    r"Conversa do WhatsApp com (?P<title>.+)",
    r"Discussion WhatsApp avec (?P<title>.+)",
    r"Chat WhatsApp con (?P<title>.+)",
    r"WhatsApp ?[与與](?P<title>.+?)的(?:聊天|對話|对话)(?:记录|紀錄)?",
    r"[与與](?P<title>.+?)的 ?WhatsApp ?(?:聊天|對話|对话)(?:记录|紀錄)?",
    r"WhatsApp 聊天(?:记录|紀錄)? ?- ?(?P<title>.+)",
)
_TITLE = [re.compile(pattern, re.IGNORECASE) for pattern in _TITLES]
_COPY = re.compile(r" ?\(\d{1,3}\)\Z")
_PHONE = re.compile(r"\+?[\d\s().-]{6,}")
_PHOTOS = ("image/",)
_KINDS = {"audio": "voice", "video": "video", "gif": "video", "sticker": "sticker"}


def title_of(file_name: str) -> str:
    """Whom the chat is with, by the name that WhatsApp gives its export; "" where that says nothing."""
    stem = _COPY.sub("", _stem(file_name))
    for pattern in _TITLE:
        if match := pattern.fullmatch(stem):
            return match["title"].strip()
    return ""


def _stem(file_name: str) -> str:
    stem, dot, ending = file_name.rpartition(".")
    return stem.strip() if dot and ending.lower() in ("txt", "zip") else file_name.strip()


def name_of(file_name: str, others: Sequence[Spoke]) -> str:
    """What the archive is called."""
    if title := title_of(file_name):
        return title
    if 0 < len(others) <= 3:
        return ", ".join(spoke.name for spoke in others)
    return _stem(file_name) or "chat"


def address_of(author: str) -> str:
    """One person's names are one address, whatever their case, width and spaces."""
    name = " ".join(unicodedata.normalize("NFKC", author).casefold().split())
    return re.sub(r"[\s().-]", "", name) if _PHONE.fullmatch(name) else name


def author_at(message: ExportedMessage) -> str:
    return address_of(message.author)


def whose_phone(
    given: str, title: str, people: Mapping[str, Spoke], remembered: str
) -> str | Question:
    """The address of whoever exported the chat, "" where that person wrote nothing in it.

    Told by `given`, by what an earlier export of the same chat was told, or by the title of
    a chat of two; otherwise a question.
    """
    if given == NOBODY or not people:
        return ""
    if given:
        wanted = address_of(given)
        return wanted if wanted in people else _ask(people)
    if remembered in people:
        return remembered
    other = address_of(title)
    rest = [address for address in people if address != other]
    if other in people and len(rest) <= 1:
        return rest[0] if rest else ""
    return _ask(people)


def _ask(people: Mapping[str, Spoke]) -> Question:
    often = sorted(people.values(), key=lambda spoke: -spoke.messages)[:MOST_CHOICES]
    return Question("me", (*(spoke.name for spoke in often), NOBODY))


def same_chat(found: Sequence[Found], sampled: int) -> Found | None:
    """The archive that this export continues. One line in common may be chance ("ok" in the same
    minute), so three must be, or all that there are."""
    best = max(found, key=lambda one: one.matches, default=None)
    return best if best is not None and best.matches >= min(ENOUGH, sampled) else None


def others(survey: Survey, me: str) -> list[Spoke]:
    """Everybody but the one whose phone it was, the most talkative first."""
    rest = [spoke for address, spoke in survey.people.items() if address != me]
    return sorted(rest, key=lambda spoke: -spoke.messages)


def kind_of(noted: str, media_type: str) -> str:
    """How an imported file is shown: by what its bytes are, and among these by what was said."""
    if media_type.startswith(_PHOTOS):
        return "sticker" if noted == "sticker" else "photo"
    if media_type.startswith(("audio/", "video/")):
        return _KINDS.get(noted, media_type.partition("/")[0])
    return "document"
