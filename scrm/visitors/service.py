"""Verbs about visitors: who comes back, who becomes known, who proves to be whom, who is blocked."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from scrm.channels.values import Person
from scrm.contacts import service as contacts
from scrm.contacts.points import service as points
from scrm.contacts.tables import Contact
from scrm.contacts.values import Known
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import NotFound, Unauthenticated
from scrm.kernel.ids import new_id
from scrm.kernel.signals import signal
from scrm.visitors import store
from scrm.visitors.policy import TOKEN_LIVES, VISIT_APART, campaign_of, nickname
from scrm.visitors.tables import Visitor
from scrm.visitors.values import Form, Guest, Page, Proven, Visit, VisitorView

BLOCKED = "visitor_blocked"
"""The topic of the signal that a visitor's connections must end."""
IsHere = Callable[[str], bool]
"""Whether a browser is connected, by the hash of its token."""
SIGNED = "signed"
"""How an identity, a phone or a mail address is proven by the site's own word."""


def guest(session: Session, channel_id: int, token_hash: str, now: datetime) -> Guest:
    """Who has this token. Somebody whose token we have never seen is a guest without a row; raises
    Unauthenticated for one that has run out, or is another site's."""
    found = store.find(session, token_hash)
    if found is None:
        return Guest(channel_id, token_hash)
    if found.channel_id != channel_id or found.expires_at <= now:
        raise Unauthenticated("The token has run out; ask for a new session")
    return guest_of(found)


def guest_of(row: Visitor) -> Guest:
    return Guest(
        channel_id=row.channel_id,
        token_hash=row.token_hash,
        id=row.id,
        address=row.address,
        subject=row.subject,
        name=row.name,
        locale=row.locale,
        is_blocked=row.blocked_at is not None,
    )


def return_of(
    session: Session, known: Guest, visit: Visit, now: datetime, *, recorded: bool
) -> None:
    """A visitor is back, or on another page: their token lives on, and the page is noted; with
    `recorded` as an event of theirs too."""
    row = store.find(session, known.token_hash)
    if row is None:
        return
    page = visit.page
    apart, is_another = now - row.last_seen >= VISIT_APART, page.url != row.page_url
    values = _seen_on(page) | {"last_seen": now, "expires_at": now + TOKEN_LIVES}
    if apart:
        values |= {"visits": row.visits + 1, "campaign": campaign_of(page) or row.campaign}
        values |= {"referrer": page.referrer} if page.referrer else {}
    if visit.locale:
        values["locale"] = visit.locale
    store.change(session, [row.id], **values)
    if page.url:
        _note_page(session, known, page, now, recorded=recorded and is_another)


def _seen_on(page: Page) -> dict[str, object]:
    return {"page_url": page.url, "page_title": page.title} if page.url else {}


def keep(session: Session, stranger: Guest, visit: Visit, now: datetime) -> Guest:
    """Somebody writes for the first time, and is a visitor from now on."""
    if stranger.is_known:
        return stranger
    row = _row(stranger.channel_id, stranger.token_hash, visit, now)
    if store.add(session, row):
        return guest_of(row)
    return guest(session, stranger.channel_id, stranger.token_hash, now)


def _row(channel_id: int, token_hash: str, visit: Visit, now: datetime) -> Visitor:
    visitor_id, page = new_id(), visit.page
    return Visitor(
        id=visitor_id,
        channel_id=channel_id,
        token_hash=token_hash,
        address=f"v{visitor_id}",
        locale=visit.locale,
        page_url=page.url,
        page_title=page.title,
        referrer=page.referrer,
        campaign=campaign_of(page),
        first_seen=now,
        last_seen=now,
        expires_at=now + TOKEN_LIVES,
    )


def introduce(session: Session, known: Guest, form: Form, now: datetime) -> Guest:
    """A visitor says who they are. It is their word: it fills what is empty and changes nothing
    that a colleague or a proof has set."""
    name = known.name or form.name
    if name != known.name:
        store.change(session, [known.id], name=name)
    met = _meet(session, known, name, now)
    for kind, value in (("email", form.email), ("phone", form.phone)):
        if value:
            points.claim(session, met.identity_id, kind, value)
    row = store.find(session, known.token_hash)
    return known if row is None else guest_of(row)


def _meet(session: Session, known: Guest, name: str, now: datetime) -> Known:
    """The visitor as a person, made where they have not written yet, by the name they give."""
    person = Person(known.address, name, nickname(known.address), known.locale)
    met = contacts.resolve(session, known.channel_id, [(person, now)], now)[known.address]
    if name and met.name in ("", nickname(known.address)):
        contact = session.get_one(Contact, met.contact_id)
        if contact.name != name:
            contacts.change(session, contact, {"name": name}, now)
    return met


def identify(
    session: Session, before: Guest, proven: Proven, token_hash: str, visit: Visit, now: datetime
) -> Guest:
    """The site has signed who this browser's visitor is. They get a new token, for a stranger may
    know the old one (S-10), and the thread of their account.

    What was written before goes with them where the account has no thread yet; else it stays
    with the address that wrote it, for who sat there then is not proven.
    """
    row = _row(before.channel_id, token_hash, visit, now)
    mine = before.address if before.is_known and not before.is_blocked else row.address
    taken = store.account_at(session, before.channel_id, mine)
    if taken is not None and taken != proven.subject:
        mine = row.address  # somebody else was signed in here
    row.address = store.address_of_account(session, before.channel_id, proven.subject, mine)
    row.subject, row.name = proven.subject, proven.name
    blocked = next((one for one in _browsers(session, row) if one.blocked_at), None)
    row.blocked_at = blocked.blocked_at if blocked else None
    if before.is_known:
        store.change(session, [before.id], expires_at=now)
    store.add(session, row)
    known = guest_of(row)
    met = _meet(session, known, proven.name, now)
    points.verify(session, met.identity_id, SIGNED, now)
    for kind, value in (("email", proven.email), ("phone", proven.phone)):
        if value:
            points.prove(session, met.identity_id, kind, value, by=f"{SIGNED}:{row.channel_id}")
    return known


def _browsers(session: Session, row: Visitor) -> list[Visitor]:
    return store.at_address(session, row.channel_id, row.address)


def look_at(session: Session, known: Guest, page: Page, now: datetime, *, recorded: bool) -> None:
    """Where the visitor is now; and (`recorded`) an event of theirs, that they looked at it."""
    store.change(session, [known.id], **_seen_on(page) | {"last_seen": now})
    _note_page(session, known, page, now, recorded=recorded)


def _note_page(
    session: Session, known: Guest, page: Page, now: datetime, *, recorded: bool
) -> None:
    identity = store.find_identity(session, known.channel_id, known.address, hold=True)
    if identity is None:
        return
    if recorded:
        fact = Fact("page.viewed", identity.contact_id, now, _viewed(known, page, identity.id))
        journal.record(session, [fact], now)
    signal(session, "contact", identity.contact_id)


def _viewed(known: Guest, page: Page, identity_id: int) -> dict[str, str]:
    """By the identity the fact goes along where its person is joined with another."""
    whose = {"channel_id": str(known.channel_id), "identity_id": str(identity_id)}
    return whose | {"url": page.url, "title": page.title} | campaign_of(page)


def views(session: Session, conversation_id: int, is_here: IsHere) -> list[VisitorView]:
    """The browsers from which a conversation's person writes, the one used last first."""
    identity = store.identity_of(session, conversation_id)
    if identity is None:
        raise NotFound("conversation", conversation_id)
    rows = store.at_address(session, identity.channel_id, identity.external_id)
    return [_view(row, is_here(row.token_hash)) for row in rows]


def _view(row: Visitor, here: bool) -> VisitorView:
    return VisitorView(
        id=str(row.id),
        name=row.name,
        subject=row.subject,
        locale=row.locale,
        page_url=row.page_url,
        page_title=row.page_title,
        referrer=row.referrer,
        campaign=row.campaign,
        visits=row.visits,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        blocked=row.blocked_at is not None,
        here=here,
    )


def block(session: Session, conversation_id: int, now: datetime, *, blocked: bool) -> None:
    """Let a visitor write no more, from whatever browser that we know to be theirs; or again."""
    identity = store.identity_of(session, conversation_id)
    if identity is None:
        raise NotFound("conversation", conversation_id)
    rows = store.at_address(session, identity.channel_id, identity.external_id)
    if not rows:
        raise NotFound("visitor", conversation_id)
    store.change(session, [row.id for row in rows], blocked_at=now if blocked else None)
    if blocked:
        for row in rows:
            signal(session, BLOCKED, row.id)
