"""Which intent a sentence is like: weighed n-grams, compared with each example. Pure.

Of Chinese these are characters, pairs and triples; of other writing words, and the pieces of words,
so that a mistyped or inflected one still counts. What is in many examples weighs little, and what is
in none weighs most: a sentence about something else is like none of them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from scrm.bots.intents.values import SLIGHT_CHARACTERS, SLIGHT_WORDS, Guess, Score
from scrm.bots.values import Intent
from scrm.kernel.terms import folded, is_cjk, pieces

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
_STRANGE = 0.5
"""What no example holds, as a part of what it would weigh if it were the rarest."""
_SLIGHT = 0.2
"""What is said with every question, and says nothing of it."""

Vector = dict[str, float]


class Intents:
    """The examples, weighed once. Asked from several threads, for it does not change."""

    def __init__(self, intents: Sequence[Intent]) -> None:
        counted = [
            (one.name, example, _features(example)) for one in intents for example in one.examples
        ]
        self._weights = _weights(features for _, _, features in counted)
        self._unknown = _STRANGE * (math.log(len(counted) + 1) + 1)
        self._examples = [
            (name, example, self._vector(features)) for name, example, features in counted
        ]
        self._wholes = {one.name: self._whole(one.name) for one in intents}

    def guess(self, text: str) -> Guess:
        """All intents by how much they are meant, and the one that is if it is clear."""
        said = self._vector(_features(text[:LONGEST]))
        best: dict[str, tuple[float, str]] = {}
        for name, example, vector in self._examples:
            found = _cosine(said, vector)
            if found > best.get(name, (-1.0, ""))[0]:
                best[name] = (found, example)
        scores = sorted(
            (self._score(name, said, *nearest) for name, nearest in best.items()),
            key=lambda one: (-one.score, one.intent),
        )
        return Guess(tuple(scores), _sure(scores))

    def _score(self, name: str, said: Vector, nearest: float, example: str) -> Score:
        whole = _cosine(said, self._wholes[name])
        return Score(name, round(_NEAREST * nearest + (1 - _NEAREST) * whole, 3), example)

    def _whole(self, name: str) -> Vector:
        total: Vector = {}
        for other, _, vector in self._examples:
            if other == name:
                for feature, weight in vector.items():
                    total[feature] = total.get(feature, 0.0) + weight
        return _unit(total)

    def _vector(self, features: Counter[str]) -> Vector:
        return _unit(
            {
                one: _importance(one)
                * (1 + math.log(count))
                * self._weights.get(one, self._unknown)
                for one, count in features.items()
            }
        )


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
            found.append(piece)
            edged = f"<{piece}>"
            if piece not in SLIGHT_WORDS:
                found += [f"~{edged[n : n + _PIECE]}" for n in range(len(edged) - _PIECE + 1)]
    return Counter(found)


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


def _cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(feature, 0.0) for feature, weight in one.items())
