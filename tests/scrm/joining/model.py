"""What should be after any history of people who write, are joined, separated and erased; and how
to read off the database what is."""

from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from scrm.consent.tables import Suppression
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind
from scrm.journal.tables import Event

FOLLOWED = ("message.received", "identity.blocked", "identity.unblocked")


@dataclass(slots=True)
class Model:
    """What should be. Addresses and contacts are numbered as they were met."""

    contact_of: dict[int, int] = field(default_factory=dict)
    """By address: the contact in which it was first met. Of the erased it is not there."""
    into: dict[int, int] = field(default_factory=dict)
    live: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By joining: survivor and other."""
    ended: set[int] = field(default_factory=set)
    ended_at: set[int] = field(default_factory=set)
    """Addresses of erased people who had ended something."""
    blocked: set[int] = field(default_factory=set)
    facts: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often which kind of fact happened at an address."""

    def root(self, contact: int) -> int:
        while contact in self.into:
            contact = self.into[contact]
        return contact

    def whose(self, address: int) -> int:
        return self.root(self.contact_of[address])

    def share(self, one: int, two: int) -> None:
        if {one, two} & self.ended:
            self.ended |= {one, two}

    def meet(self, address: int, contact: int) -> None:
        self.contact_of[address] = contact
        if address in self.ended_at:
            self.ended.add(contact)

    def join(self, joining: int, survivor: int, other: int) -> None:
        self.live[joining] = (survivor, other)
        self.into[other] = survivor
        self.share(survivor, other)

    def erase(self, root: int) -> None:
        gone = {address for address in self.contact_of if self.whose(address) == root}
        people = {root, *(one for one in self.into if self.root(one) == root)}
        if people & self.ended:
            self.ended_at |= gone
        self.ended -= people
        self.blocked -= gone
        self.facts = Counter({key: n for key, n in self.facts.items() if key[0] not in gone})
        self.live = {key: pair for key, pair in self.live.items() if not people & {*pair}}
        for one in people:
            self.into.pop(one, None)
        for address in gone:
            del self.contact_of[address]


@dataclass(frozen=True, slots=True)
class Account:
    """What is: all of it by contact or by address."""

    addresses: dict[int, int]
    blocked: set[int]
    shells: dict[int, int]
    threads: set[tuple[int, int]]
    authors: Counter[tuple[int, int]]
    facts: Counter[tuple[int, str]]
    ended: set[int]


def expected(model: Model) -> Account:
    addresses = {address: model.whose(address) for address in model.contact_of}
    facts: Counter[tuple[int, str]] = Counter()
    for (address, kind), often in model.facts.items():
        facts[addresses[address], kind] += often
    return Account(
        addresses=addresses,
        blocked=set(model.blocked),
        shells={one: model.root(one) for one in model.into},
        threads=set(addresses.items()),
        authors=Counter(
            {
                (address, addresses[address]): often
                for (address, kind), often in model.facts.items()
                if kind == "message.received"
            }
        ),
        facts=facts,
        ended=set(model.ended),
    )


def account(session: Session) -> Account:
    identities = list(session.exec(select(Identity)))
    number = {one.id: int(one.external_id) for one in identities}
    wrote = (
        select(Conversation.identity_id, Message.author_id)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Message.author_kind) == AuthorKind.CONTACT)
    )
    told = select(Event.contact_id, Event.kind).where(col(Event.kind).in_(FOLLOWED))
    return Account(
        addresses={number[one.id]: one.contact_id for one in identities},
        blocked={number[one.id] for one in identities if one.unreachable_since},
        shells={
            one.id: one.joined_into for one in session.exec(select(Contact)) if one.joined_into
        },
        threads={
            (number[one.identity_id], one.contact_id) for one in session.exec(select(Conversation))
        },
        authors=Counter((number[one], who or 0) for one, who in session.exec(wrote)),
        facts=Counter((who or 0, kind) for who, kind in session.exec(told)),
        ended={one for one in session.exec(select(Suppression.contact_id)) if one},
    )
