"""From people's fates to what is read before a launch. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from campaigns.deciding.values import Fate, Why
from campaigns.preflight.values import MISSED, NAMED, Fated, LoadView, SliceView, Wanted

_ORDER = (*Fate, MISSED)

Key = tuple[str, str, int | None]


class Tally:
    """Fates, summed up as they come."""

    def __init__(self) -> None:
        self.looked_at = 0
        self.people: Counter[Key] = Counter()
        self.lacking: Counter[str] = Counter()
        self.some: defaultdict[str, list[int]] = defaultdict(list)
        self._first: dict[Key, datetime] = {}
        self._last: dict[Key, datetime] = {}

    def add(self, fates: Iterable[Fated]) -> None:
        for one in fates:
            self.looked_at += 1
            key = (one.fate, one.why, one.channel_id)
            self.people[key] += 1
            if one.at is not None:
                self._first[key] = min(one.at, self._first.get(key, one.at))
                self._last[key] = max(one.at, self._last.get(key, one.at))
            if one.lacks:
                self.lacking[one.lacks] += 1
                if len(self.some[one.lacks]) < NAMED:
                    self.some[one.lacks].append(one.contact_id)

    def slices(self, audience: int) -> list[SliceView]:
        """Of the whole audience: by fate, and of each the most people first."""
        found = [
            SliceView(
                fate=key[0],
                why=key[1],
                channel_id=None if key[2] is None else str(key[2]),
                people=self.of_all(people, audience),
                first=self._first.get(key),
                last=self._last.get(key),
            )
            for key, people in self.people.items()
        ]
        return sorted(found, key=lambda one: (_ORDER.index(one.fate), -one.people, one.why))

    def of_all(self, people: int, audience: int) -> int:
        """How many there are if as many of those are who were not looked at; nobody who was seen
        becomes none."""
        if self.looked_at == audience:
            return people
        return max(round(people * audience / self.looked_at), people) if self.looked_at else 0


def loads(
    slices: Sequence[SliceView], channels: Iterable[int], rates: Mapping[int, float]
) -> list[LoadView]:
    """What each of the campaign's channels gets to send at once, or when it is at work again. `rates`
    has those that are."""
    found = []
    for channel_id in channels:
        key, rate = str(channel_id), rates.get(channel_id, 0.0)
        people = sum(
            one.people
            for one in slices
            if one.channel_id == key and (one.fate == Fate.SEND or one.why == Why.CHANNEL_PAUSED)
        )
        seconds = people / rate if rate else 0.0
        found.append(LoadView(key, people, rate, round(seconds, 1), channel_id in rates))
    return found


def is_wanted(one: Fated, wanted: Wanted) -> bool:
    asked = zip(wanted, (one.fate, one.why, one.channel_id, one.lacks), strict=True)
    return all(part is None or part == has for part, has in asked)
