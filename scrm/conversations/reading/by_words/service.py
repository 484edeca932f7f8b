"""Lists by words: those of few conversations come by the indexes, those of many by looking along
the list, where the next is never far. Either way the rows decide, so that nothing is missed."""

import re
from collections.abc import Collection, Sequence

from sqlmodel import Session

from scrm.contacts.search import service as people
from scrm.conversations.index import store as index
from scrm.conversations.reading import store as reading
from scrm.conversations.reading.by_words import store
from scrm.conversations.reading.by_words.store import Candidate
from scrm.conversations.reading.policy import parts
from scrm.conversations.reading.store import Listed
from scrm.conversations.reading.values import Filter
from scrm.kernel.columns import micros
from scrm.kernel.terms import Words

FEW_PEOPLE = 1_000
FEW_MESSAGES = 5_000
MOST_AT_ONCE = 2_000
_NO_WORDS = re.compile(r"\[[a-z]+\]")
"""What a list shows for a message without text, such as [photo]: nobody said that."""


def page(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Listed]:
    """The newest conversations of which the person's names or the last message hold all words of
    `wanted.text`."""
    words = Words.of(wanted.text)
    if not words.wanted:
        return []
    among = _few(session, wanted.text, words)
    found: list[Candidate] = []
    for each in parts(wanted):
        found += _first(session, reader_id, each, among, after, limit)
    newest = sorted(found, key=lambda one: one[:2], reverse=True)[:limit]
    return reading.in_order(session, reader_id, [one.id for one in newest])


def _few(session: Session, text: str, words: Words) -> set[int] | None:
    """The conversations that may be meant; None where they are many."""
    meant = people.may_be_meant(session, text, FEW_PEOPLE)
    if meant is None:
        return None
    messages = index.may_hold(session, words.terms, FEW_MESSAGES + 1)
    if len(messages) > FEW_MESSAGES:
        return None
    return store.of(session, meant, messages)


def _first(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    among: Collection[int] | None,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Candidate]:
    found: list[Candidate] = []
    at_once = 2 * limit
    while len(found) < limit:
        rows = store.candidates(session, reader_id, wanted, among, after, at_once)
        found += _meant(session, wanted.text, rows)
        if len(rows) < at_once:
            break
        after = (micros(rows[-1].last_at), rows[-1].id)
        at_once = min(2 * at_once, MOST_AT_ONCE)
    return found[:limit]


def _meant(session: Session, text: str, rows: Sequence[Candidate]) -> list[Candidate]:
    words = Words.of(text)
    named = set(people.named(session, people.words_of(text), {one.contact_id for one in rows}))
    return [
        one
        for one in rows
        if one.contact_id in named
        or (words.stand_in(one.last_text) and not _NO_WORDS.fullmatch(one.last_text))
    ]
