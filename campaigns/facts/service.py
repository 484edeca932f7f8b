"""What is known of a set of people, in a bounded number of questions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from campaigns.deciding.values import Address, Basis, Purpose, Recipient, Rules, Taken, Talk
from campaigns.facts import policy, store
from campaigns.facts.values import Asks, Cap
from scrm.channels.registry import OpenChannel
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.consent.basis import service as basis
from scrm.consent.basis.values import ConsentState, Standing
from scrm.consent.values import SuppressionKind
from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import from_micros, micros
from scrm.organisation.hours.service import zone_of
from scrm.organisation.sending.service import sending
from scrm.organisation.sending.values import QuietHours, Sending
from scrm.scheduling.quiet.values import Window
from scrm.scheduling.values import Weekday
from scrm.visitors.values import PLATFORM as WEBSITE

SEEN_WITHIN = timedelta(days=30)
"""How long after a visit a message that waits on a website may still be read."""
OUT_WITHIN = timedelta(days=30)
"""How long what was given to the outbox may take to count against caps when it is out."""
_NOBODY: tuple[Address, ...] = ()
_NEVER = from_micros(0)
_SILENT = Talk()


class _Standing(NamedTuple):
    """What was found, by contact."""

    zones: Mapping[int, str]
    addresses: Mapping[int, tuple[Address, ...]]
    opted_out: frozenset[int] = frozenset()
    taken: Mapping[int, tuple[Taken, ...]] = {}
    talks: Mapping[int, Talk] = {}


class _Words(NamedTuple):
    """What people said themselves: whose addresses on which channel want no marketing, and what they
    allowed and took back."""

    stopped: frozenset[tuple[int, int]] = frozenset()
    standings: Mapping[int, Standing] = {}

    def have_opted_in(self, contact_id: int, channel_id: int) -> bool:
        said = self.standings.get(contact_id)
        if said is None or (contact_id, channel_id) in self.stopped:
            return False
        return said.on(channel_id) is ConsentState.GRANTED

    def refuse(self, contact_id: int, channel_id: int) -> bool:
        """Whether nothing is a basis there, not even that they wrote. What ended all marketing is a
        suppression, and does not outlast it."""
        said = self.standings.get(contact_id)
        taken_back = said is not None and said.states.get(channel_id) is ConsentState.WITHDRAWN
        return taken_back or (contact_id, channel_id) in self.stopped


def rules_of(session: Session, purpose: Purpose, *, holds: bool, quiet: bool) -> Rules:
    """What the organisation asks of a campaign that is held by conversations (`holds`) and keeps
    quiet hours (`quiet`), or does not."""
    said = sending(session)
    return Rules(
        purpose=purpose,
        window=_window(said.quiet_hours) if quiet and said.quiet_hours else None,
        caps=tuple(cap.most for cap in _caps(said)),
        holds=holds,
        hold_after_answer=timedelta(hours=said.hold_after_answer),
    )


def channel_ids(session: Session) -> list[int]:
    """All channels on which something can be sent, the oldest first."""
    return store.channel_ids(session)


def windows_of(open_channels: Iterable[OpenChannel], purpose: Purpose) -> dict[int, timedelta]:
    """By channel, how long after somebody's last message its platform takes this; only where it ends."""
    return {
        one.id: one.platform.windows[purpose]
        for one in open_channels
        if purpose in one.platform.windows
    }


def asks_of(
    session: Session,
    channel_ids: Sequence[int],
    purpose: Purpose,
    *,
    windows: Mapping[int, timedelta] | None = None,
    seed: int = 0,
    is_last: bool = False,
) -> Asks:
    """What a campaign asks about people, where the organisation's rules decide about them."""
    said = sending(session)
    return Asks(
        tuple(channel_ids),
        purpose,
        _caps(said),
        windows or {},
        timedelta(hours=said.hold_after_answer),
        seed,
        is_last,
    )


def _caps(said: Sending) -> tuple[Cap, ...]:
    both = ((said.caps.day, timedelta(days=1)), (said.caps.week, timedelta(days=7)))
    return tuple(Cap(most, period) for most, period in both if most is not None)


def _window(hours: QuietHours) -> Window:
    return Window(
        time.fromisoformat(hours.opens),
        time.fromisoformat(hours.closes),
        frozenset(map(Weekday, hours.weekdays)),
    )


def recipients(
    session: Session, contact_ids: Sequence[int], asks: Asks, now: datetime
) -> list[Recipient]:
    """What deciding wants to know of each, in the same order.

    For the last look (`asks.is_last`) caps are exact where the caller has taken these people
    (`scrm.consent.holding`): what others have marked as sending is counted then. It does not see what
    stands beside it in its own set: of several messages to one person let only the first go, and look
    at the others again in a moment.
    """
    session.flush()  # for these questions go to the driver, behind the session's back
    found = _standing(session, contact_ids, asks, now)
    region, seed = zone_of(session), asks.seed
    free = tuple(Taken(0) for _ in asks.caps)
    zones_of, jitter_of = policy.zones_of, policy.jitter_of
    return [
        Recipient(
            one,
            one not in found.zones,
            one in found.opted_out,
            found.addresses.get(one, _NOBODY),
            zones_of(found.zones.get(one, ""), region),
            found.taken.get(one, free),
            found.talks.get(one, _SILENT),
            jitter_of(seed, one),
        )
        for one in contact_ids
    ]


def _standing(session: Session, contact_ids: Sequence[int], asks: Asks, now: datetime) -> _Standing:
    zones = store.people(session, contact_ids)
    if asks.purpose is not Purpose.MARKETING:
        return _Standing(zones, _addresses(session, contact_ids, asks, _Words()))
    stops = store.stopped(session, contact_ids, asks.purpose.value)
    whole = frozenset(row[0] for row in stops if row[1] == SuppressionKind.CONTACT)
    parts = frozenset((row[0], row[2]) for row in stops if row[1] == SuppressionKind.IDENTITY)
    words = _Words(parts, basis.standings(session, contact_ids))
    return _Standing(
        zones,
        _addresses(session, contact_ids, asks, words),
        whole,
        _taken(session, contact_ids, asks, now) if asks.caps else {},
        _talks(session, contact_ids, now - asks.hold_after_answer),
    )


def _addresses(
    session: Session, contact_ids: Sequence[int], asks: Asks, words: _Words
) -> dict[int, tuple[Address, ...]]:
    """In the order of the campaign's channels, those that are paused last; of several on a channel
    first the one that was written from last."""
    channels = store.channels(session, asks.channel_ids)
    places = _places(asks.channel_ids, channels)
    rows = [row for row in store.addresses(session, contact_ids) if row[2] in places]
    websites = {one.id for one in channels.values() if one.platform == WEBSITE}
    seen = store.seen(session, [row[1] for row in rows if row[2] in websites]) if websites else {}
    bases = {one.id: Basis(one.marketing_basis) for one in channels.values()}
    theirs: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        theirs[row[0]].append(row)
    found = {}
    bounded = websites | asks.windows.keys()
    for contact_id, some in theirs.items():
        if len(some) > 1:
            some.sort(key=lambda row: (places[row[2]], -(row[4] or 0), row[1]))
        found[contact_id] = tuple(
            Address(
                row[1],
                row[2],
                bases[row[2]],
                words.have_opted_in(contact_id, row[2]),
                row[4] is not None and not words.refuse(contact_id, row[2]),
                None if row[3] is None else from_micros(row[3]),
                _window_ends(row, row[2] in websites, seen, asks.windows)
                if row[2] in bounded
                else None,
            )
            for row in some
        )
    return found


def _places(channel_ids: Sequence[int], channels: Mapping[int, Channel]) -> dict[int, int]:
    """A channel that is paused is the last resort: what is given to it waits until it goes on."""
    known = [one for one in channel_ids if one in channels]
    known.sort(key=lambda one: channels[one].state != ChannelState.ACTIVE)
    return {one: place for place, one in enumerate(known)}


def _window_ends(
    row: Any, is_website: bool, seen: Mapping[int, int], windows: Mapping[int, timedelta]
) -> datetime | None:
    if is_website:
        return from_micros(seen[row[1]]) + SEEN_WITHIN if row[1] in seen else _NEVER
    window = windows.get(row[2])
    if window is None:
        return None
    return _NEVER if row[4] is None else from_micros(row[4]) + window


def _taken(
    session: Session, contact_ids: Sequence[int], asks: Asks, now: datetime
) -> dict[int, tuple[Taken, ...]]:
    """Only of those who got something, or are to get it."""
    since = now - max(cap.period for cap in asks.caps)
    moment = micros(now)
    times: defaultdict[int, list[int]] = defaultdict(list)
    unsure: Counter[int] = Counter()
    for contact_id, state, due_at, tried_at in store.got(
        session, contact_ids, since - OUT_WITHIN, since
    ):
        if state == DeliveryState.SENDING:
            unsure[contact_id] += 1
        elif state not in store.WAITS:
            times[contact_id].append(moment if tried_at is None else tried_at)
        elif not asks.is_last and due_at <= moment:
            unsure[contact_id] += 1
    went = {one: [from_micros(at) for at in sorted(some)] for one, some in times.items()}
    return {
        one: tuple(policy.taken(cap, went.get(one, ()), now, unsure[one]) for cap in asks.caps)
        for one in went.keys() | unsure.keys()
    }


def _talks(session: Session, contact_ids: Sequence[int], since: datetime) -> dict[int, Talk]:
    """`since` is how far back an answer of ours still holds marketing."""
    rows, limit = store.talks(session, contact_ids, since), micros(since)
    waiting: dict[int, int] = {}
    for contact_id, _, is_live, waiting_since, _ in rows:
        if is_live and waiting_since is not None:
            waiting[contact_id] = min(waiting_since, waiting.get(contact_id, waiting_since))
    answers: dict[int, int] = {}
    lately = [row[1] for row in rows if row[2] and row[4] > limit]  # what is done with holds nobody
    for contact_id, at in store.answered(session, lately):
        if at is not None and at > limit:
            answers[contact_id] = max(at, answers.get(contact_id, at))
    return {
        one: Talk(_moment(waiting.get(one)), _moment(answers.get(one)))
        for one in waiting.keys() | answers.keys()
    }


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)
