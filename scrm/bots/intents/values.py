"""The words of intents."""

from dataclasses import dataclass

SLIGHT_WORDS = frozenset(
    {
        *("a", "an", "the", "i", "im", "ive", "me", "my", "mine", "we", "our", "us", "you", "your"),
        *("it", "its", "is", "are", "am", "was", "were", "be", "been", "do", "does", "did", "can"),
        *("could", "would", "will", "shall", "should", "may", "might", "have", "has", "had", "to"),
        *("of", "for", "in", "on", "at", "by", "with", "and", "or", "but", "so", "if", "this"),
        *("that", "these", "those", "there", "here", "what", "which", "who", "whom", "how", "when"),
        *("where", "why", "please", "hi", "hello", "hey", "thanks", "thank", "just", "like"),
        *("want", "need", "get", "got", "some", "any", "about", "from", "as", "not", "no"),
        *("s", "t", "d", "m", "ll", "re", "ve"),
    }
)
"""Said with every question, and say little of it."""
SLIGHT_CHARACTERS = frozenset(
    "我你您他她它们的了吗呢吧啊呀哦嗯请问一下是有在就都也很还这那个什么怎样想要能可以会给把和跟对到"
)


@dataclass(frozen=True, slots=True)
class Score:
    """How much a sentence is like the examples of an intent, from 0 to 1."""

    intent: str
    score: float
    example: str


@dataclass(frozen=True, slots=True)
class Guess:
    """The best first. `sure` is the intent where it is clear which one was meant, else empty."""

    scores: tuple[Score, ...] = ()
    sure: str = ""
