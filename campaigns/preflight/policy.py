"""From people's fates to what is read before a launch. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from campaigns.deciding.policy import decide
from campaigns.deciding.values import Fate, Recipient, Rules, Taken, Verdict, Why
from campaigns.preflight.values import MISSED, NAMED, Fated, LoadView, SliceView, Wanted

_ORDER = (*Fate, MISSED)
MOST_REASONS = 8
"""How often somebody is looked at ahead: quiet hours and caps can take turns for days."""

Key = tuple[str, str, int | None, tuple[str, ...]]


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
            key = (one.fate, one.why, one.channel_id, one.then)
            self.people[key] += 1
            if one.gets_at is not None:
                self._first[key] = min(one.gets_at, self._first.get(key, one.gets_at))
                self._last[key] = max(one.gets_at, self._last.get(key, one.gets_at))
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
                then=list(key[3]),
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


class Foreseen(NamedTuple):
    """What it comes to at `at`, and for which further reasons somebody waits until then."""

    verdict: Verdict
    at: datetime
    then: tuple[str, ...] = ()


def foreseen(
    who: Recipient, rules: Rules, verdict: Verdict, at: datetime, late_at: datetime | None
) -> Foreseen:
    """What `verdict`, which holds `at`, comes to, asked again at each moment until which somebody waits:
    until they get it, or can't, or nobody can say when. By what is known now; from `late_at` on it is
    too late for them."""
    then: list[str] = []
    for _ in range(MOST_REASONS):
        until = verdict.until
        if verdict.fate is Fate.BLOCKED or until is None or until <= at:
            break
        if late_at is not None and until >= late_at:
            verdict = Verdict(Fate.BLOCKED, Why.TOO_LATE, address=verdict.address)
        else:
            at = until
            verdict = decide(_as_of(who, at), rules, at)
        if verdict.why is not None and verdict.why not in then:
            then.append(verdict.why.value)
    return Foreseen(verdict, at, tuple(then))


def _as_of(who: Recipient, at: datetime) -> Recipient:
    """What they got counts no longer where there is room for more."""
    taken = tuple(
        Taken(0) if one.room_at is not None and one.room_at <= at else one for one in who.taken
    )
    return replace(who, taken=taken)


def is_wanted(one: Fated, wanted: Wanted) -> bool:
    has = (one.fate, one.why, one.channel_id, one.lacks, ",".join(one.then))
    asked = zip(wanted, has, strict=True)
    return all(part is None or part == theirs for part, theirs in asked)
