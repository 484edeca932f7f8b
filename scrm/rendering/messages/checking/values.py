"""Where we are in a template, and what is known of it so far."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from scrm.kernel.errors import Mistake
from scrm.rendering.messages.values import Variable

Path = tuple[str, ...]
MOST_MISTAKES = 20
DEEPEST = 30
"""Parts within parts, filters behind filters, and `or` behind `or` count."""
MOST_STEPS = 500
"""Parts of expressions, those in a loop for each of its turns."""


@dataclass(slots=True)
class Reading:
    """One template. `names` is what it may speak of."""

    names: AbstractSet[str]
    mistakes: list[Mistake] = field(default_factory=list)
    variables: dict[Path, Variable] = field(default_factory=dict)
    steps: int = 0

    def wrong(self, line: int, why: str) -> None:
        mistake = Mistake(f"line {line}", why)
        if len(self.mistakes) < MOST_MISTAKES and mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def uses(self, path: Path, line: int, *, fallback: bool) -> None:
        before = self.variables.get(path)
        if before is None or (before.fallback and not fallback):
            self.variables[path] = Variable(path, line, fallback)


@dataclass(frozen=True, slots=True)
class Spot:
    """`caught`: what is missing here does no harm. `sure`: what was asked for before, so that it is
    there. `item`: what the loop around calls its item, and `turns` how often that comes round."""

    reading: Reading
    caught: bool = False
    sure: frozenset[Path] = frozenset()
    item: str | None = None
    turns: int = 1
    depth: int = 0

    def deeper(self) -> "Spot":
        return replace(self, depth=self.depth + 1)

    def catching(self) -> "Spot":
        return replace(self, caught=True)

    def knowing(self, paths: AbstractSet[Path]) -> "Spot":
        return replace(self, sure=self.sure | paths)
