"""The verb of applying: inbound values become rows, in sets per kind."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from scrm.channels.registry import OpenChannel
from scrm.channels.values import (
    Inbound,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReceiptReceived,
    SubscriptionChanged,
)
from scrm.consent import service as consent
from scrm.consent.holding import service as holding
from scrm.consent.policy import is_opt_out
from scrm.consent.values import Words
from scrm.contacts import service as contacts
from scrm.contacts.reading import service as reading
from scrm.contacts.values import Known
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Appended, Arrival
from scrm.conversations.edits import service as edits
from scrm.conversations.values import SYSTEM
from scrm.delivery import service as delivery
from scrm.joining.links import service as links
from scrm.joining.links.values import Started
from scrm.joining.proving import service as proving
from scrm.joining.proving.service import Shown
from scrm.joining.values import Act
from scrm.kernel.failpoints import failpoint

Hashed = Callable[[str], str]

_BY_THEMSELVES = (MessageReceived, MessageEdited, MessageDeleted)
"""What a person did, as against what a platform tells of them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of work: its session, its time, and how an address is hashed.

    `careful` looks whether a message is there already; the quick way takes new messages
    in sets and raises IntegrityError where one is known.
    """

    session: Session
    now: datetime
    hashed: Hashed
    careful: bool = False

    def carefully(self) -> "Unit":
        return replace(self, careful=True)


def apply(unit: Unit, meanings: Sequence[tuple[OpenChannel, Inbound]]) -> None:
    """Do what `meanings` say, all of it or none."""
    by_channel: defaultdict[int, list[Inbound]] = defaultdict(list)
    channels = {channel.id: channel for channel, _ in meanings}
    for channel, meaning in meanings:
        by_channel[channel.id].append(meaning)
    _hold_who_ends(unit.session, by_channel)
    for channel_id, inbound in by_channel.items():
        failpoint("apply.channel")
        _apply_channel(unit, channels[channel_id], inbound)


def _hold_who_ends(session: Session, by_channel: Mapping[int, Sequence[Inbound]]) -> None:
    """Whoever says stop is held before anything of theirs: who looks whether they are sent something
    has them, and wants their conversation."""
    people: set[int] = set()
    for channel_id, inbound in by_channel.items():
        ending = {
            one.person.external_id
            for one in inbound
            if isinstance(one, MessageReceived | MessageEdited) and is_opt_out(one.content.text)
        }
        if ending:
            people |= reading.whose(session, channel_id, ending)
    holding.hold(session, people)


def _apply_channel(unit: Unit, channel: OpenChannel, inbound: list[Inbound]) -> None:
    known = _people(unit, channel, inbound)
    failpoint("apply.people")
    messages = [one for one in inbound if isinstance(one, MessageReceived)]
    appended = _receive(unit, channel, messages, known)
    failpoint("apply.received")
    _note_opt_outs(unit, channel, messages, known, appended)
    failpoint("apply.opt_outs")
    for one in inbound:
        _change(unit, channel, one, known)
    failpoint("apply.changed")
    receipts = [one for one in inbound if isinstance(one, ReceiptReceived)]
    delivery.apply_receipts(unit.session, channel.id, receipts, unit.now)
    failpoint("apply.receipts")
    _note_own_phones(unit, appended)
    failpoint("apply.phones")
    _note_starts(unit, appended)
    failpoint("apply.starts")


def _people(unit: Unit, channel: OpenChannel, inbound: Sequence[Inbound]) -> dict[str, Known]:
    seen = [(one.person, one.at) for one in inbound if isinstance(one, _BY_THEMSELVES)]
    known = contacts.resolve(unit.session, channel.id, seen, unit.now) if seen else {}
    newcomers = [(one.contact_id, address) for address, one in known.items() if one.is_new]
    if newcomers:
        _recall(unit, channel, newcomers)
    return known


def _recall(unit: Unit, channel: OpenChannel, newcomers: Sequence[tuple[int, str]]) -> None:
    """Who was here before and was erased is a new person, but for what they had ended."""
    named = [(one, _address(channel, external_id)) for one, external_id in newcomers]
    consent.recall(unit.session, named, unit.hashed, unit.now)


def _receive(
    unit: Unit, channel: OpenChannel, messages: list[MessageReceived], known: dict[str, Known]
) -> list[Appended]:
    """In one set where nothing can be there before; one by one for albums and in careful mode."""
    coming = [Arrival(known[one.person.external_id], one) for one in messages]
    together = [one for one in coming if not (unit.careful or one.message.album)]
    appended: list[Appended] = []
    if together:
        appended = arrivals.receive(unit.session, channel.id, together, unit.now)
    for one in coming:
        if unit.careful or one.message.album:
            met = Arrival(_met(one.known), one.message)
            appended += edits.receive_known(unit.session, channel.id, met, unit.now)
    return appended


def _note_own_phones(unit: Unit, appended: Sequence[Appended]) -> None:
    """Last of all, for it may join people: what came before still knew them as two."""
    shown = [
        Shown(one.identity_id, one.card.phone, one.message_id)
        for one in appended
        if one.card is not None and one.card.own
    ]
    if shown:
        proving.note_own_phones(unit.session, shown, Act(SYSTEM, unit.now, unit.hashed))


def _note_starts(unit: Unit, appended: Sequence[Appended]) -> None:
    """As `_note_own_phones`: who comes by a link that a visitor was given is that visitor."""
    started = [Started(one.identity_id, one.start, one.message_id) for one in appended if one.start]
    if started:
        links.note_starts(unit.session, started, Act(SYSTEM, unit.now, unit.hashed))


def _met(known: Known) -> Known:
    """The same person, no longer taken for one who can have no conversation yet."""
    return Known(known.identity_id, known.contact_id, known.name)


def _change(unit: Unit, channel: OpenChannel, one: Inbound, known: dict[str, Known]) -> None:
    match one:
        case MessageEdited():
            person = _met(known[one.person.external_id])
            message_id = edits.edit(unit.session, channel.id, person, one, unit.now)
            said = (one.content.text, person, message_id, one.edited_at)
            words = _words(channel, one.person.external_id, *said)
            consent.note_opt_outs(unit.session, [words], unit.hashed, unit.now)
        case MessageDeleted():
            edits.delete(unit.session, known[one.person.external_id], one, unit.now)
        case SubscriptionChanged():
            made = contacts.note_subscription(unit.session, channel.id, one, unit.now)
            if made is not None:
                _recall(unit, channel, [(made.contact_id, one.person.external_id)])
        case _:
            pass  # messages and receipts are taken in sets


def _note_opt_outs(
    unit: Unit,
    channel: OpenChannel,
    messages: Sequence[MessageReceived],
    known: dict[str, Known],
    appended: Sequence[Appended],
) -> None:
    addresses = {
        known[one.person.external_id].identity_id: one.person.external_id for one in messages
    }
    said = []
    for one in appended:
        if is_opt_out(one.said):
            address = addresses[one.identity_id]
            said.append(_words(channel, address, one.said, known[address], one.message_id, one.at))
    consent.note_opt_outs(unit.session, said, unit.hashed, unit.now)


def _words(
    channel: OpenChannel, address: str, text: str, person: Known, message_id: int, at: datetime
) -> Words:
    whose = _address(channel, address)
    return Words(text, person.contact_id, channel.id, whose, message_id, at)


def _address(channel: OpenChannel, external_id: str) -> str:
    """As consent knows it: on whatever channel of the platform somebody says stop."""
    return f"{channel.platform.name}:{external_id}"
