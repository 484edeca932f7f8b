"""Verbs about visitors: who comes back, who becomes known, who proves to be whom, who is blocked."""

from collections.abc import Callable
from datetime import datetime, timedelta

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
UNDER_WAY = timedelta(hours=1)
"""Longer than any request lasts: a token that is ended was so for all that began before."""
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
        raise _run_out()
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


def return_of(session: Session, known: Guest, visit: Visit, now: datetime) -> None:
    """A visitor is back, or on another page: their token lives on, and a page that is another than
    before goes on record as an event of theirs. Raises Unauthenticated where the token has run out
    meanwhile, as it does when they sign in in another tab."""
    row = store.find(session, known.token_hash)
    if row is None:
        raise _run_out()
    page = visit.page
    apart, is_another = now - row.last_seen >= VISIT_APART, page.url != row.page_url
    values = _seen_on(page) | {"last_seen": now, "expires_at": now + TOKEN_LIVES}
    if apart:
        values |= {"visits": row.visits + 1, "campaign": campaign_of(page) or row.campaign}
        values |= {"referrer": page.referrer} if page.referrer else {}
    if visit.locale:
        values["locale"] = visit.locale
    if not store.prolong(session, row.id, now, **values):
        raise _run_out()
    if page.url:
        _note_page(session, known, page, now, is_another=is_another)


def _run_out() -> Unauthenticated:
    return Unauthenticated("The token has run out; ask for a new session")


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
    person = _person(known, name)
    met = contacts.resolve(session, known.channel_id, [(person, now)], now)[known.address]
    _name(session, met, known, name, now)
    for kind, value in (("email", form.email), ("phone", form.phone)):
        if value:
            points.claim(session, met.identity_id, kind, value)
    row = store.find(session, known.token_hash)
    return known if row is None else guest_of(row)


def _person(known: Guest, name: str) -> Person:
    return Person(known.address, name, nickname(known.address), known.locale)


def _name(session: Session, met: Known, known: Guest, name: str, now: datetime) -> None:
    """The name they give, for a person of whom none is known."""
    if name and met.name in ("", nickname(known.address)):
        contact = session.get_one(Contact, met.contact_id)
        if contact.name != name:
            contacts.change(session, contact, {"name": name}, now)


def identify(
    session: Session, before: Guest, proven: Proven, token_hash: str, visit: Visit, now: datetime
) -> Guest:
    """The site has signed who this browser's visitor is. They get a new token, for a stranger may
    know the old one (S-10), and the thread of their account.

    What was written before goes with them where the account has no thread yet; else it stays
    with the address that wrote it, for who sat there then is not proven. They are a contact from
    now on, without having written. Raises IntegrityError where another tab of theirs is first.
    """
    row = _row(before.channel_id, token_hash, visit, now)
    row.address = _address_of(session, before, proven.subject, row.address)
    row.subject, row.name = proven.subject, proven.name
    row.blocked_at = store.blocked_at(session, row.channel_id, row.address)
    if before.is_known:
        store.change(session, [before.id], expires_at=now - UNDER_WAY)
    store.add(session, row)
    known = guest_of(row)
    met = contacts.introduce(session, known.channel_id, _person(known, proven.name), now)
    _name(session, met, known, proven.name, now)
    points.verify(session, met.identity_id, SIGNED, now)
    for kind, value in (("email", proven.email), ("phone", proven.phone)):
        if value:
            points.prove(session, met.identity_id, kind, value, by=f"{SIGNED}:{row.channel_id}")
    return known


def _address_of(session: Session, before: Guest, subject: str, fresh: str) -> str:
    """That of the account; of one that is new to us what this browser wrote from, unless somebody
    else was signed in there."""
    mine = before.address if before.is_known and not before.is_blocked else fresh
    found = store.claim_address(session, before.channel_id, subject, mine)
    return found or store.claim_address(session, before.channel_id, subject, fresh) or fresh


def look_at(session: Session, known: Guest, page: Page, now: datetime) -> None:
    """Where the visitor is now; and an event of theirs, that they looked at it."""
    store.change(session, [known.id], **_seen_on(page) | {"last_seen": now})
    _note_page(session, known, page, now, is_another=True)


def _note_page(
    session: Session, known: Guest, page: Page, now: datetime, *, is_another: bool
) -> None:
    identity = store.find_identity(session, known.channel_id, known.address, hold=True)
    if identity is None:
        return
    if is_another:
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
    since = now if blocked else None
    found = store.block(session, identity.channel_id, identity.external_id, since)
    if not found:
        raise NotFound("visitor", conversation_id)
    if blocked:
        for visitor_id in found:
            signal(session, BLOCKED, visitor_id)


def forget(session: Session, before: datetime, at_most: int) -> None:
    """Drop browsers whose token ran out before a time; what was said from them stays."""
    store.forget(session, before, at_most)
