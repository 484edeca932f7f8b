"""The verb of answering: which published article a question is about, and its passage."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from scrm.kernel.terms import is_cjk
from scrm.knowledge import store
from scrm.knowledge.finding.policy import Index, answering
from scrm.knowledge.finding.values import Text
from scrm.knowledge.passages.policy import best, passage
from scrm.knowledge.values import AnswerView, Language, Passage

LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class _Edition:
    """What was published when it was read."""

    number: int
    indexes: dict[str, Index]
    texts: dict[tuple[int, str], Text]


class Articles:
    """The published articles, kept in memory until another edition is published. Threads share it:
    an edition is replaced and never changed."""

    def __init__(self, public_url: str = "") -> None:
        self._help = f"{public_url}/help" if public_url else ""
        self._edition: _Edition | None = None

    def answer(self, session: Session, question: str, limit: int = 3) -> AnswerView:
        """What they say to `question`, in its own language: Chinese where it holds a character of
        that, else English. In a language without articles nothing is found."""
        asked = question[:LONGEST_QUESTION]
        language = language_of(asked)
        edition = self._current(session)
        index = edition.indexes.get(language)
        found = index.find(asked, max(limit, 2)) if index else []
        passages = []
        for one in found[:limit]:
            text = edition.texts[one.key, language]
            place = best(asked, text.body)
            passages.append(self._passage(text, language, place, round(one.share, 3)))
        return AnswerView(answering(found), passages)

    def paragraph(
        self, session: Session, article_id: int, language: str, place: int
    ) -> Passage | None:
        """One that was found earlier, as it reads now: the article's first where it has fewer by
        now, None where the article is not published any more."""
        text = self._current(session).texts.get((article_id, language))
        return None if text is None else self._passage(text, language, place, 1.0)

    def _passage(self, text: Text, language: str, place: int, share: float) -> Passage:
        key, quoted = str(text.key), passage(text.body, place)
        url = f"{self._help}/{language}/{key}" if self._help else ""
        return Passage(key, language, text.title, quoted, place, share, url)

    def _current(self, session: Session) -> _Edition:
        newest = store.edition(session)
        known = self._edition
        if known is None or known.number != newest:
            known = self._edition = _read(session, newest)
        return known


def language_of(text: str) -> str:
    return Language.CHINESE.value if any(map(is_cjk, text)) else Language.ENGLISH.value


def _read(session: Session, number: int) -> _Edition:
    by_language: defaultdict[str, list[Text]] = defaultdict(list)
    for one in store.published(session):
        text = Text(one.article_id, one.live_title, one.live_body)
        by_language[one.language].append(text)
    texts = {(one.key, name): one for name, some in by_language.items() for one in some}
    return _Edition(number, {name: Index(some) for name, some in by_language.items()}, texts)
