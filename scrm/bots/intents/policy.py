"""Which intent a sentence is like: weighed n-grams, compared with each example. Pure.

Of Chinese these are characters, pairs and triples; of other writing words, and the pieces of words,
so that a mistyped or inflected one still counts. What is in many examples weighs little, and what is
in none weighs most: a sentence about something else is like none of them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scrm.bots.intents.values import SLIGHT_CHARACTERS, SLIGHT_WORDS, Guess, Score
from scrm.bots.values import Intent
from scrm.kernel.terms import LONGEST_WORD, folded, is_cjk, pieces

SURE = 0.2
"""So like an example a sentence has to be. Measured: tests/scrm/bots/intents."""
MARGIN = 0.03
"""By so much more than one of another intent."""
LONGEST = 500
"""Characters of a message that are looked at: who writes a page wants a person."""
_PIECE = 4
_NEAREST = 0.5
"""The part of the nearest example in a score; the rest is the intent's as a whole."""
_WORD, _PART, _CHARACTER, _PAIR, _TRIPLE = 1.0, 0.4, 0.6, 1.0, 0.5
_KEPT = 16_384
"""Words and features that were said last: the same come again."""
_STRANGE = 0.5
"""What no example holds, as a part of what it would weigh if it were the rarest."""
_SLIGHT = 0.2
"""What is said with every question, and says nothing of it."""

Vector = dict[str, float]
Postings = dict[str, list[tuple[int, float]]]


class Intents:
    """The examples, weighed once. Asked from several threads, for it does not change."""

    def __init__(self, intents: Sequence[Intent]) -> None:
        counted = [
            (one.name, example, _features(example)) for one in intents for example in one.examples
        ]
        self._weights = _weights(features for _, _, features in counted)
        self._unknown = _STRANGE * (math.log(len(counted) + 1) + 1)
        vectors = [self._vector(features) for _, _, features in counted]
        self._examples = [(name, example) for name, example, _ in counted]
        self._names = list(dict.fromkeys(one.name for one in intents))
        wholes = [
            _whole(
                vector
                for (name, _), vector in zip(self._examples, vectors, strict=True)
                if name == each
            )
            for each in self._names
        ]
        self._in_examples, self._in_wholes = _postings(vectors), _postings(wholes)

    def guess(self, text: str) -> Guess:
        """All intents by how much they are meant, and the one that is if it is clear."""
        nearness, wholes = self._compared(_features(text[:LONGEST]))
        best: dict[str, tuple[float, str]] = {}
        for (name, example), found in zip(self._examples, nearness, strict=True):
            if found > best.get(name, (-1.0, ""))[0]:
                best[name] = (found, example)
        alike = dict(zip(self._names, wholes, strict=True))
        scores = sorted(
            (_score(name, *nearest, alike[name]) for name, nearest in best.items()),
            key=lambda one: (-one.score, one.intent),
        )
        return Guess(tuple(scores), _sure(scores))

    def _compared(self, features: Counter[str]) -> tuple[list[float], list[float]]:
        """The cosines with each example, and with each intent as a whole."""
        nearness, wholes = [0.0] * len(self._examples), [0.0] * len(self._names)
        squares = 0.0
        for feature, count in features.items():
            weight = self._weight(feature, count)
            squares += weight * weight
            for place, other in self._in_examples.get(feature, ()):
                nearness[place] += weight * other
            for place, other in self._in_wholes.get(feature, ()):
                wholes[place] += weight * other
        length = math.sqrt(squares) or 1.0
        return [one / length for one in nearness], [one / length for one in wholes]

    def _weight(self, feature: str, count: int) -> float:
        weight = _importance(feature) * self._weights.get(feature, self._unknown)
        return weight if count == 1 else weight * (1 + math.log(count))

    def _vector(self, features: Counter[str]) -> Vector:
        return _unit({one: self._weight(one, count) for one, count in features.items()})


def _score(name: str, nearest: float, example: str, whole: float) -> Score:
    return Score(name, round(_NEAREST * nearest + (1 - _NEAREST) * whole, 3), example)


def _whole(vectors: Iterable[Vector]) -> Vector:
    total: Vector = {}
    for vector in vectors:
        for feature, weight in vector.items():
            total[feature] = total.get(feature, 0.0) + weight
    return _unit(total)


def _sure(scores: Sequence[Score]) -> str:
    if not scores or scores[0].score < SURE:
        return ""
    second = scores[1].score if len(scores) > 1 else 0.0
    return scores[0].intent if scores[0].score - second >= MARGIN else ""


def _features(text: str) -> Counter[str]:
    found: list[str] = []
    for piece in pieces(folded(text)):
        if is_cjk(piece[0]):
            found += piece
            found += [piece[n : n + 2] for n in range(len(piece) - 1)]
            found += [piece[n : n + 3] for n in range(len(piece) - 2)]
        else:
            found += _of_word(piece)
    return Counter(found)


@lru_cache(_KEPT)
def _of_word(word: str) -> tuple[str, ...]:
    if word in SLIGHT_WORDS:
        return (word,)
    edged = f"<{word[:LONGEST_WORD]}>"
    return (word, *(f"~{edged[n : n + _PIECE]}" for n in range(len(edged) - _PIECE + 1)))


@lru_cache(_KEPT)
def _importance(feature: str) -> float:
    if feature[0] == "~":
        return _PART
    if not is_cjk(feature[0]):
        return _WORD * (_SLIGHT if feature in SLIGHT_WORDS else 1.0)
    slight = sum(one in SLIGHT_CHARACTERS for one in feature) / len(feature)
    by_length = (_CHARACTER, _PAIR, _TRIPLE)[len(feature) - 1]
    return by_length * (1 - (1 - _SLIGHT) * slight)


def _weights(examples: Iterable[Counter[str]]) -> Vector:
    """The rarer among the examples, the heavier."""
    counted: Counter[str] = Counter()
    number = 0
    for features in examples:
        number += 1
        counted.update(features.keys())
    return {one: math.log((number + 1) / (count + 0.5)) + 0.1 for one, count in counted.items()}


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {one: weight / length for one, weight in vector.items()}


def _postings(vectors: Sequence[Vector]) -> Postings:
    """In which of them a feature is, by their places, and how much it weighs there: a sentence is
    compared with those that share something with it, however many there are."""
    found: Postings = {}
    for place, vector in enumerate(vectors):
        for feature, weight in vector.items():
            found.setdefault(feature, []).append((place, weight))
    return found
