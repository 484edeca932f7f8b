"""The verb of behaviour: record what people did elsewhere, once, with whoever they are here."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from scrm.behaviour import policy, store
from scrm.behaviour.values import Home, Outcome, Taken, Told, ToldView, Whose
from scrm.joining import service as joining
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal

K = TypeVar("K", bound=Hashable)


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
    fresh = _fresh(good, homes, now)
    known = _claimed(session, good, fresh)
    new = {place: one for place, one in fresh.items() if known.get(good[place].key, one) is one}
    facts = [_fact(good[place], homes[place], one.at) for place, one in new.items()]
    journal.record(session, facts, now, [one.event_id for one in new.values()])
    for contact_id in sorted({one.contact_id for one in new.values()}):
        signal(session, "contact", contact_id)
    for place, one in fresh.items():
        outcomes[place] = _answer(good[place].key, one, known.get(good[place].key, one))
    nobody = NotFound("contact", "nobody here is known by that")
    return [outcomes.get(place, nobody) for place in range(len(several))]


def _fresh(good: Mapping[int, Told], homes: Mapping[int, Home], now: datetime) -> dict[int, Taken]:
    """As what they are recorded where their keys are free: the oldest first, for what is asked of
    the past counts what was recorded before."""
    places = sorted(homes, key=lambda place: (good[place].at or now, place))
    return {
        place: Taken(
            event_id,
            good[place].kind,
            homes[place].contact_id,
            good[place].at or now,
            now,
            policy.fingerprint(good[place]),
        )
        for place, event_id in zip(places, new_ids(len(places)), strict=True)
    }


def _claimed(
    session: Session, good: Mapping[int, Told], fresh: Mapping[int, Taken]
) -> dict[str, Taken]:
    """Who has each key now: of several here the first, unless somebody has it already."""
    open_: dict[str, Taken] = {}
    for place in sorted(fresh):
        if good[place].key:
            open_.setdefault(good[place].key, fresh[place])
    known: dict[str, Taken] = {}
    while open_:  # again where whose key it was is erased between the two statements
        free = store.claim(
            session, [(key, one.event_id, one.fingerprint) for key, one in open_.items()]
        )
        known |= {key: open_.pop(key) for key in free}
        if open_:
            found = store.taken(session, open_)
            known |= found
            open_ = {key: one for key, one in open_.items() if key not in found}
    return known


def _fact(told: Told, home: Home, at: datetime) -> Fact:
    return Fact(told.kind, home.contact_id, at, told.data | home.marks)


def _answer(key: str, one: Taken, kept: Taken) -> ToldView | Conflict:
    """The same person may have been found in another way, or have been named so and be somebody
    else by now."""
    same = policy.same_fact(one.fingerprint, kept.fingerprint)
    named_so = one.fingerprint == kept.fingerprint
    if not named_so and not (same and one.contact_id == kept.contact_id):
        return Conflict(f"Something else was told under the key {key}", code="key_reused")
    return ToldView(
        id=str(kept.event_id),
        kind=kept.kind,
        contact_id=str(kept.contact_id),
        at=kept.at,
        recorded_at=kept.recorded_at,
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
    """Each way of naming somebody is one question."""
    by_id = {place: one.contact_id for place, one in wanted.items() if one.contact_id is not None}
    by_address = {
        place: (one.channel_id, one.external_id)
        for place, one in wanted.items()
        if one.channel_id is not None
    }
    by_email = {place: one.email for place, one in wanted.items() if one.email}
    by_phone = {place: one.phone for place, one in wanted.items() if one.phone}
    return {
        **_placed(by_id, lambda ids: store.of_contacts(session, ids)),
        **_placed(by_address, lambda them: store.of_addresses(session, them)),
        **_placed(by_email, lambda them: store.of_points(session, "email", them)),
        **_placed(by_phone, lambda them: store.of_points(session, "phone", them)),
    }


def _placed(named: Mapping[int, K], ask: Callable[[set[K]], Mapping[K, Home]]) -> dict[int, Home]:
    found = ask(set(named.values())) if named else {}
    return {place: found[key] for place, key in named.items() if key in found}


def forget(session: Session, contact_ids: Collection[int]) -> None:
    """By which keys events of these people were told; before the events themselves."""
    store.forget(session, contact_ids)
