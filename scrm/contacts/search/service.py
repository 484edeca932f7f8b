"""Verbs of finding people: by the beginnings of their names' words, exactly and by index.

The index is filled behind the commits that it learns from, so it only proposes people; their
rows decide.
"""

from collections.abc import Iterable

from sqlmodel import Session

from scrm.contacts.search import store
from scrm.kernel.terms import Words

BATCH = 250
MOST_AT_ONCE = 2_000
NEWEST = 2**62


def words_of(query: str) -> Words:
    """Names are short, so one letter is beginning enough."""
    return Words.of(query, beginnings_from=1)


def index_new(session: Session, before_id: int, at_most: int = BATCH) -> int:
    """Index the next people, and anew those whose names have changed, `at_most` of each; returns
    how many."""
    done = store.last_indexed(session)
    fresh = store.unindexed(session, done, before_id, at_most)
    renamed = store.renamed(session, done, at_most)
    if renamed:
        store.forget_renamed(session, renamed)
    names = store.names_of(session, {*fresh, *renamed})
    store.put(session, [(one, names.get(one, "")) for one in (*renamed, *fresh)])
    return len(fresh) + len(renamed)


def find(session: Session, query: str, before: int | None, limit: int) -> list[int]:
    """Those who have all words of `query` in their names and addresses, the newest first."""
    words = words_of(query)
    found: list[int] = []
    place, at_once = before or NEWEST, 2 * limit
    while words.wanted and len(found) < limit:
        ids = store.may_match(session, words.terms, place, at_once)
        found += named(session, words, ids)
        if len(ids) < at_once:
            break
        place, at_once = ids[-1], min(2 * at_once, MOST_AT_ONCE)
    return found[:limit]


def may_be_meant(session: Session, query: str, most: int) -> list[int] | None:
    """People among whom are all whom `find` would find; None where they are more than `most`."""
    ids = store.may_match(session, words_of(query).terms, NEWEST, most + 1)
    return ids if len(ids) <= most else None


def named(session: Session, words: Words, contact_ids: Iterable[int]) -> list[int]:
    """Those of `contact_ids`, in their order, who have all the words in their names."""
    ids = list(contact_ids)
    names = store.names_of(session, ids)
    return [one for one in ids if words.stand_in(names.get(one, ""))]
