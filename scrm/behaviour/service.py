"""The verb of behaviour: record what people did elsewhere, once, with whoever they are here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.behaviour import policy, store
from scrm.behaviour.values import Home, Outcome, Told, ToldView, Whose
from scrm.contacts.points.policy import e164
from scrm.joining import service as joining
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal


def tell(session: Session, several: Sequence[Told], now: datetime) -> list[Outcome]:
    """Record what is good of it; what is not gets its error, in its place, and holds up no other.
    What was told before under its key is answered as it was then."""
    outcomes: dict[int, Outcome] = {}
    good: dict[int, Told] = {}
    for place, told in enumerate(several):
        try:
            good[place] = policy.checked(told, now)
        except Invalid as wrong:
            outcomes[place] = wrong
    homes = _held(session, {place: told.whose for place, told in good.items()})
    fresh = dict(zip(homes, new_ids(len(homes)), strict=True))
    kept = {place: _kept(session, good[place], fresh[place]) for place in _by_key(good, homes)}
    facts = {
        fresh[place]: _fact(good[place], home, now)
        for place, home in homes.items()
        if kept[place] == fresh[place]
    }
    journal.record(session, list(facts.values()), now, list(facts))
    for contact_id in sorted({home.contact_id for home in homes.values()}):
        signal(session, "contact", contact_id)
    for place, one in kept.items():
        outcomes[place] = one if isinstance(one, Conflict) else _view(session, one)
    nobody = NotFound("contact", "nobody here is known by that")
    return [outcomes.get(place, nobody) for place in range(len(several))]


def _fact(told: Told, home: Home, now: datetime) -> Fact:
    return Fact(told.kind, home.contact_id, told.at or now, told.data | home.marks)


def _by_key(good: Mapping[int, Told], places: Collection[int]) -> list[int]:
    """In such an order two who tell of the same things wait for each other, and not crosswise."""
    return sorted(places, key=lambda place: (good[place].key, place))


def _kept(session: Session, told: Told, event_id: int) -> int | Conflict:
    """As which event: this one, or that which has its key already, where it said the same."""
    if not told.key:
        return event_id
    wanted = policy.fingerprint(told)
    taken = store.claim(session, told.key, event_id, wanted)
    if taken is None:
        return event_id
    if taken.fingerprint != wanted:
        return Conflict(f"Something else was told under the key {told.key}", code="key_reused")
    return taken.event_id


def _view(session: Session, event_id: int) -> ToldView:
    there = store.event(session, event_id)
    return ToldView(
        id=str(there.id),
        kind=there.kind,
        contact_id=str(there.contact_id),
        at=there.at,
        recorded_at=there.recorded_at,
    )


def _held(session: Session, wanted: Mapping[int, Whose]) -> dict[int, Home]:
    """Who they are, held until the commit: who waited for a joining or an erasing looks again. Who
    is nobody is left out."""
    seen: dict[int, Home] = {}
    found = _homes(session, wanted)
    while found != seen:
        seen = found
        joining.hold(session, {one.contact_id for one in found.values()})
        found = _homes(session, wanted)
    return found


def _homes(session: Session, wanted: Mapping[int, Whose]) -> dict[int, Home]:
    homes = {place: _home(session, whose) for place, whose in wanted.items()}
    return {place: home for place, home in homes.items() if home is not None}


def _home(session: Session, whose: Whose) -> Home | None:
    if whose.contact_id is not None:
        return store.of_contact(session, whose.contact_id)
    if whose.channel_id is not None:
        return store.of_address(session, whose.channel_id, whose.external_id)
    if whose.email:
        return store.of_point(session, "email", whose.email.strip().lower())
    number = e164(whose.phone)
    return None if number is None else store.of_point(session, "phone", number)


def forget(session: Session, contact_ids: Collection[int]) -> None:
    """By which keys events of these people were told; before the events themselves."""
    store.forget(session, contact_ids)
