"""Whether a message goes to a person now. Pure, and the one answer for pre-flight, for what is fed
to the outbox, and for the moment before the socket.

The questions come in a fixed order, and the first that says no is the reason that people read: what
never changes before what passes, and the person's own word before our rules.
"""

from collections.abc import Callable
from datetime import datetime

from campaigns.deciding.values import (
    Address,
    Basis,
    Fate,
    Purpose,
    Recipient,
    Rules,
    Verdict,
    Why,
)
from scrm.scheduling.quiet.policy import may_send_at

Question = Callable[[Recipient, Rules, datetime], Verdict | None]


def decide(who: Recipient, rules: Rules, now: datetime) -> Verdict:
    """What becomes of a message to `who`."""
    for question in _OF_THE_PERSON:
        verdict = question(who, rules, now)
        if verdict is not None:
            return verdict
    address, why = _reached(who, rules, now)
    if why is not None:
        return Verdict(Fate.BLOCKED, why, address=address)
    for question in _OF_THE_MOMENT:
        verdict = question(who, rules, now)
        if verdict is not None:
            return Verdict(verdict.fate, verdict.why, verdict.until, address)
    return Verdict(Fate.SEND, address=address)


def _erased(who: Recipient, rules: Rules, now: datetime) -> Verdict | None:  # noqa: ARG001
    return Verdict(Fate.BLOCKED, Why.ERASED) if who.is_erased else None


def _opted_out(who: Recipient, rules: Rules, now: datetime) -> Verdict | None:  # noqa: ARG001
    stops = who.opted_out and rules.purpose is Purpose.MARKETING
    return Verdict(Fate.BLOCKED, Why.OPTED_OUT) if stops else None


def _reached(who: Recipient, rules: Rules, now: datetime) -> tuple[Address | None, Why | None]:
    """The first address that can be written to; else the one that came furthest, and what stopped
    it: of several reasons the one that most nearly let them have it says most."""
    furthest: tuple[Address | None, Why] = (None, Why.NO_ADDRESS)
    for address in who.addresses:
        why = _refuses(address, rules, now)
        if why is None:
            return address, None
        if _PLACES[why] > _PLACES[furthest[1]]:
            furthest = (address, why)
    return furthest


def _refuses(address: Address, rules: Rules, now: datetime) -> Why | None:
    if address.unreachable_since is not None:
        return Why.UNREACHABLE
    if rules.purpose is Purpose.MARKETING and not _has_basis(address):
        return Why.NO_BASIS
    if address.window_ends is not None and address.window_ends <= now:
        return Why.WINDOW_CLOSED
    return None


def _has_basis(address: Address) -> bool:
    if address.basis is Basis.OPTED_IN:
        return address.opted_in
    return address.opted_in or address.wrote_to_us


def _quiet(who: Recipient, rules: Rules, now: datetime) -> Verdict | None:
    if rules.window is None or rules.purpose is not Purpose.MARKETING:
        return None
    at = may_send_at(rules.window, who.zones, now, who.jitter)
    return None if at is not None and at <= now else Verdict(Fate.LATER, Why.QUIET_HOURS, at)


def _capped(who: Recipient, rules: Rules, now: datetime) -> Verdict | None:  # noqa: ARG001
    """Until there is room under all caps. Where that hangs on messages of which nobody knows yet
    whether they go, it waits for word of them."""
    if rules.purpose is not Purpose.MARKETING:
        return None
    full = [taken for taken, most in zip(who.taken, rules.caps, strict=True) if taken.count >= most]
    if not full:
        return None
    rooms = [one.room_at for one in full if one.room_at is not None]
    return Verdict(Fate.LATER, Why.CAP, max(rooms)) if rooms else Verdict(Fate.HELD, Why.CAP)


def _held(who: Recipient, rules: Rules, now: datetime) -> Verdict | None:
    """Marketing waits while somebody waits for us, and a while after we have answered."""
    if not rules.holds or rules.purpose is not Purpose.MARKETING:
        return None
    if who.talk.waiting_since is not None:
        return Verdict(Fate.HELD, Why.CONVERSATION_WAITS)
    if who.talk.answered_at is None:
        return None
    until = who.talk.answered_at + rules.hold_after_answer
    return Verdict(Fate.HELD, Why.JUST_ANSWERED, until) if until > now else None


_OF_THE_PERSON: tuple[Question, ...] = (_erased, _opted_out)
_OF_THE_MOMENT: tuple[Question, ...] = (_quiet, _capped, _held)
_PLACES = {why: place for place, why in enumerate(Why)}
