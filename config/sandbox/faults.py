"""What can go wrong between a hub and a platform, drawn by seed or written in a script.

A fault is named in words: `hang after`, `reset before`, `status after 502`, `flood before 7`,
`delay after 2.5`. *Before* means that the platform has not done what was asked, *after* that
it has, whatever the caller is made to believe.
"""

import random
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """How the answer goes wrong."""

    DELAY = "delay"  # the right answer, `number` seconds late
    HANG = "hang"  # no answer
    RESET = "reset"  # TCP reset instead of an answer
    TRUNCATED = "truncated"  # full Content-Length, half the body, then end
    INVALID_JSON = "invalid_json"  # 200, whole by its length, not JSON
    WRONG_BODY = "wrong_body"  # 200, JSON, not an answer of this platform
    FLOOD = "flood"  # 429; `number` seconds of Retry-After, none if left out
    STATUS = "status"  # `number`: 500, 502, 503 …, with a proxy's HTML page
    WRONG_TYPE = "wrong_type"  # the right answer, said to be text/html
    DRIP = "drip"  # the right answer, `number` bytes a second (1 if left out)
    REDIRECT = "redirect"  # 302 to a port of this machine where nobody listens
    BOMB = "bomb"  # 200, gzip, 64 MB of spaces when unpacked


class DeliveryFault(StrEnum):
    """How pushed updates go wrong."""

    DUPLICATE = "duplicate"  # the same update once more after it was acknowledged
    REORDER = "reorder"  # the next one of the same queue goes first


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail; `accepted` says whether the call takes effect all the same."""

    kind: FaultKind
    accepted: bool
    number: float | None = None

    @classmethod
    def parse(cls, words: str) -> "Fault":
        kind, *rest = words.split()
        moment = rest.pop(0) if rest and rest[0] in ("before", "after") else ""
        accepted = moment == "after" if moment else FaultKind(kind) not in _USUALLY_BEFORE
        return cls(FaultKind(kind), accepted, float(rest[0]) if rest else None)

    def __str__(self) -> str:
        words = f"{self.kind} {'after' if self.accepted else 'before'}"
        return words if self.number is None else f"{words} {self.number:g}"


_USUALLY_BEFORE = frozenset({FaultKind.FLOOD, FaultKind.STATUS, FaultKind.REDIRECT})


@dataclass(frozen=True, slots=True)
class Rate:
    """A fault that befalls a share of the calls; no methods means every method."""

    fault: Fault
    share: float
    methods: frozenset[str] = frozenset()


class Faults:
    """Decides for each call. The same seed and the same calls of a method fail in the same way."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.rates: list[Rate] = []
        self.delivery_rates: dict[DeliveryFault, float] = {}
        self._script: dict[str, deque[Fault]] = defaultdict(deque)
        self._dice: dict[str, random.Random] = {}

    def rate(self, words: str, share: float, methods: Iterable[str] = ()) -> None:
        """From now on so large a share of the calls fails like this."""
        chosen = frozenset(method.lower() for method in methods)
        self.rates.append(Rate(Fault.parse(words), share, chosen))

    def delivery_rate(self, name: str, share: float) -> None:
        """From now on so large a share of the pushed updates is `duplicate` or `reorder`."""
        self.delivery_rates[DeliveryFault(name)] = share

    def script(self, method: str, *faults: str) -> None:
        """The next calls of this method fail so, one after the other, whatever the dice say."""
        self._script[method.lower()].extend(Fault.parse(words) for words in faults)

    def scripted(self) -> dict[str, list[str]]:
        """What is still to come."""
        return {method: [str(one) for one in left] for method, left in self._script.items() if left}

    def clear(self, seed: int | None = None) -> None:
        """No faults from now on; the dice start again."""
        self.seed = self.seed if seed is None else seed
        self.rates.clear()
        self.delivery_rates.clear()
        self._script.clear()
        self._dice.clear()

    def choose(self, method: str) -> Fault | None:
        """The fate of this call."""
        method = method.lower()
        if self._script[method]:
            return self._script[method].popleft()
        rates = [rate for rate in self.rates if not rate.methods or method in rate.methods]
        if not rates:
            return None
        drawn = self._draw(method)
        for rate in rates:
            if drawn < rate.share:
                return rate.fault
            drawn -= rate.share
        return None

    def befalls(self, fault: DeliveryFault) -> bool:
        """Whether this pushed update is the one."""
        share = self.delivery_rates.get(fault, 0.0)
        return share > 0 and self._draw(fault) < share

    def _draw(self, stream: str) -> float:
        # A stream for each method: how often somebody polls does not shift the fate of the sends.
        if stream not in self._dice:
            self._dice[stream] = random.Random(f"{self.seed}:{stream}")  # noqa: S311 - replayable
        return self._dice[stream].random()
