"""What ours is held against: BM25 over words, and over trigrams. Neither knows of trade or of
endings."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import rjieba

Terms = Callable[[str], list[str]]


def words(text: str) -> list[str]:
    """Chinese as jieba's dictionary cuts it for search."""
    return [one for one in rjieba.cut_for_search(text.lower(), True) if re.match(r"\w", one)]


def trigrams(text: str) -> list[str]:
    line = " ".join(re.findall(r"\w+", text.lower()))
    return [line[n : n + 3] for n in range(len(line) - 2)]


class Bm25:
    def __init__(self, texts: Sequence[str], terms: Terms) -> None:
        self._terms = terms
        self._texts = [Counter(terms(one)) for one in texts]
        self._usual = sum(map(Counter.total, self._texts)) / len(texts)

    def find(self, question: str) -> list[int]:
        """The numbers of the three best, but for those that share nothing."""
        asked = set(self._terms(question))
        scores = [sum(self._score(text, term) for term in asked) for text in self._texts]
        best = sorted(range(len(scores)), key=lambda one: -scores[one])[:3]
        return [one for one in best if scores[one] > 0]

    def _score(self, text: Counter[str], term: str) -> float:
        holders = sum(term in one for one in self._texts)
        rarity = math.log(1 + (len(self._texts) - holders + 0.5) / (holders + 0.5))
        long = 0.25 + 0.75 * text.total() / self._usual
        return rarity * text[term] * 2.2 / (text[term] + 1.2 * long) if text[term] else 0.0
