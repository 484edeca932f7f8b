"""Reads of people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState, HealthState
from scrm.contacts.reading import store
from scrm.contacts.reading.values import (
    ChannelName,
    ContactView,
    HappenedView,
    IdentityView,
    PointView,
    ReachView,
)
from scrm.contacts.search import service as search
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags import store as tags
from scrm.kernel.columns import micros
from scrm.kernel.errors import NotFound


def page(
    session: Session, text: str, before: int | None, limit: int
) -> tuple[list[ContactView], int | None]:
    """The newest first; with `text` those who have all its words in their names and addresses."""
    if text:
        rows = store.some(session, search.find(session, text, before, limit + 1))
    else:
        rows = store.page(session, before, limit + 1)
    shown = rows[:limit]
    return _views(session, shown), shown[-1].id if len(rows) > limit else None


def tagged(
    session: Session, tag: str, now: datetime, before: int | None, limit: int
) -> tuple[list[ContactView], int | None]:
    """Who has the tag now, the newest first."""
    rows = store.some(session, tags.who_wears(session, tag, now, before, limit + 1))
    shown = rows[:limit]
    return _views(session, shown), shown[-1].id if len(rows) > limit else None


def contact(session: Session, contact_id: int) -> ContactView:
    """Raises NotFound."""
    return _views(session, [get(session, contact_id)])[0]


def people(session: Session, contact_ids: Iterable[int]) -> list[ContactView]:
    """These people, the newest first."""
    return _views(session, store.some(session, contact_ids))


def get(session: Session, contact_id: int) -> Contact:
    found = session.get(Contact, contact_id)
    if found is None or found.erased_at is not None:
        raise NotFound("contact", contact_id)
    return found


def _views(session: Session, rows: Sequence[Contact]) -> list[ContactView]:
    seen = store.last_seen(session, [row.id for row in rows])
    return [
        ContactView(
            id=str(row.id),
            name=row.name,
            photo=row.photo,
            locale=row.locale,
            zone=row.zone,
            owner_id=None if row.owner_id is None else str(row.owner_id),
            stage=row.stage,
            attributes=row.attributes,
            first_seen=row.first_seen,
            last_seen=seen.get(row.id),
            joined_into=None if row.joined_into is None else str(row.joined_into),
        )
        for row in rows
    ]


def addresses(session: Session, contact_id: int) -> list[tuple[Identity, Channel]]:
    """The addresses of a person with their channels, the oldest first."""
    return [(row[0], row[1]) for row in store.identities(session, contact_id)]


def identities(session: Session, contact_id: int) -> list[IdentityView]:
    get(session, contact_id)
    return [_identity(row[0], row[1]) for row in store.identities(session, contact_id)]


def points(session: Session, contact_id: int) -> list[PointView]:
    """Phones and mail addresses, each once: the proven one where it was claimed besides."""
    get(session, contact_id)
    proven: dict[tuple[str, str], bool] = {}
    for one in store.points(session, contact_id):
        known = proven.get((one.kind, one.value), False)
        proven[one.kind, one.value] = known or bool(one.verified_by)
    return [PointView(kind, value, verified) for (kind, value), verified in proven.items()]


def _identity(identity: Identity, channel: Channel) -> IdentityView:
    return IdentityView(
        id=str(identity.id),
        channel_id=str(channel.id),
        channel=_name(channel),
        external_id=identity.external_id,
        display=identity.display,
        username=identity.username,
        reachable=identity.unreachable_since is None,
        unreachable_since=identity.unreachable_since,
        unreachable_reason=identity.unreachable_reason,
        verified=identity.verified,
        last_inbound_at=identity.last_inbound_at,
        home_id=None if identity.home_id is None else str(identity.home_id),
    )


def _name(channel: Channel) -> ChannelName:
    return ChannelName(str(channel.id), channel.name, channel.platform)


def reachability(session: Session, contact_id: int) -> list[ReachView]:
    """Per address: whether we can write to it now, and if not, why."""
    get(session, contact_id)
    return [reach(row[0], row[1]) for row in store.identities(session, contact_id)]


def reach(identity: Identity, channel: Channel) -> ReachView:
    """Whether we can write to this address now. What is paused or failing takes messages, which
    wait there."""
    why, text = "ok", ""
    if channel.state == ChannelState.ARCHIVE:
        why, text = "archive", "Imported history; there is nobody at the other end"
    elif identity.unreachable_since is not None:
        why, text = "blocked", identity.unreachable_reason
    elif channel.state == ChannelState.PAUSED:
        why, text = "paused", channel.paused_reason
    elif channel.health.get("state") == HealthState.BROKEN:
        why, text = "failing", str(channel.health.get("detail", ""))
    can = why in ("ok", "paused", "failing")
    return ReachView(str(channel.id), _name(channel), str(identity.id), can, why, text)


def timeline(
    session: Session,
    contact_id: int,
    after: tuple[int, int] | None,
    limit: int,
    *,
    kind: str = "",
) -> tuple[list[HappenedView], tuple[int, int] | None]:
    """What happened to a person; with a `kind`, nothing else."""
    get(session, contact_id)
    rows = store.happened(session, contact_id, kind, after, limit + 1)
    shown = rows[:limit]
    place = (micros(shown[-1].at), shown[-1].id) if len(rows) > limit else None
    return [HappenedView(str(row.id), row.kind, row.at, row.data) for row in shown], place


def turned_out(session: Session, contact_ids: Iterable[int]) -> dict[int, int]:
    """Who each of these contacts is: themselves, or whom they were joined into."""
    wanted = list(contact_ids)
    shells = store.shells(session, wanted)
    return {one: shells.get(one, one) for one in wanted}


def hold_still(
    session: Session, contact_ids: Iterable[int], whose: Mapping[int, int]
) -> Collection[int]:
    """Of these contacts those that nobody is joining, separating or erasing at this moment, and that
    are still whom they were taken for: so they stay until the commit."""
    found = store.hold_still(session, contact_ids)
    return {one for one, person in found.items() if whose[one] == person}


def whose(session: Session, channel_id: int, addresses: Iterable[str]) -> set[int]:
    """Whose addresses these are at this moment; of strangers there is none."""
    return store.whose(session, channel_id, addresses)
