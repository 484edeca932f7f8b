"""Verbs about a tag itself: make it, rename it, group it, put it away.

A tag that is put away is offered nowhere; whoever has it keeps it. Rules and segments know tags by
their names: one that they name keeps it, and stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from scrm.contacts.tags import store
from scrm.contacts.tags.store import Counted
from scrm.contacts.tags.tables import Tag
from scrm.contacts.tags.values import TagView, Use, UseView
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.text import clean
from scrm.organisation import service as organisation

_ARCHIVED = "tag.archived."
"""Kept beside the organisation's settings: a tag's id, and since when."""


def listed(
    session: Session, uses: Iterable[Use], now: datetime, *, archived: bool = False
) -> list[TagView]:
    """By name; those that are offered, or those that are not. What a rule puts is offered."""
    away = archived_at(session)
    by_name: dict[str, list[Use]] = {}
    for use in uses:
        by_name.setdefault(use.tag, []).append(use)
    views = [
        _view(one, by_name.get(one.tag.name, ()), away.get(one.tag.id))
        for one in store.counted(session, now)
    ]
    return [one for one in views if (one.archived_at is not None) is archived]


def create(session: Session, name: str, group: str, now: datetime) -> Tag:
    """One that was put away comes back. Raises Conflict where there is one."""
    named = _name(name)
    known = store.ids_of(session, [named])
    if known and known[named] not in archived_at(session):
        raise _taken(named)
    store.make(session, [named], now)
    tag = get(session, store.ids_of(session, [named])[named])
    tag.group = clean(group).strip()
    session.add(tag)
    bring_back(session, tag.id)
    return tag


def change(session: Session, tag_id: int, values: Mapping[str, Any], uses: Iterable[Use]) -> Tag:
    """Set what is given: `name`, `group`, or `archived` to False, which brings it back. Raises
    NotFound, and Conflict where the name is taken, or something names the tag."""
    tag = get(session, tag_id)
    if values.get("archived") is False:
        bring_back(session, tag.id)
    if "group" in values:
        tag.group = clean(values["group"]).strip()
    named = _name(values["name"]) if "name" in values else tag.name
    if named != tag.name:
        require_unused(tag.name, list(uses))
        tag.name = named
    session.add(tag)
    try:
        session.flush()
    except IntegrityError:
        raise _taken(named) from None
    return tag


def archive(session: Session, tag_id: int, uses: Iterable[Use], now: datetime) -> None:
    """Doing so twice changes nothing. Mergings with it that were broken off are over. Raises NotFound,
    and Conflict where something names it."""
    tag = get(session, tag_id)
    require_unused(tag.name, list(uses))
    if tag.id not in archived_at(session):
        organisation.keep(session, f"{_ARCHIVED}{tag.id}", micros(now))
    store.end_mergings(session, tag.id)


def bring_back(session: Session, tag_id: int) -> None:
    organisation.drop(session, f"{_ARCHIVED}{tag_id}")


def archived_at(session: Session) -> dict[int, datetime]:
    kept = organisation.found(session, _ARCHIVED)
    return {int(name.removeprefix(_ARCHIVED)): from_micros(at) for name, at in kept.items()}


def get(session: Session, tag_id: int) -> Tag:
    found = store.find(session, tag_id)
    if found is None:
        raise NotFound("tag", tag_id)
    return found


def _name(name: str) -> str:
    named = clean(name).strip()
    if not named:
        raise Invalid("name", "is empty")
    return named


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a tag {name} already", code="name_taken")


def require_unused(name: str, uses: Sequence[Use], *, told: str = "Change it there first") -> None:
    """Raises Conflict, which says where it is named, behind what is `told`."""
    users = list(dict.fromkeys(f"{use.kind} {use.name}" for use in uses if use.tag == name))
    if users:
        raise Conflict(f"{told}: {', '.join(users)}", code="tag_in_use")


def _view(one: Counted, uses: Iterable[Use], away: datetime | None) -> TagView:
    shown = [UseView(use.kind, str(use.id), use.name, use.state, use.how) for use in uses]
    is_put = any(use.how == "puts" for use in shown)
    return TagView(
        id=str(one.tag.id),
        name=one.tag.name,
        group=one.tag.group,
        people=one.people,
        last_put=one.last,
        uses=shown,
        archived_at=None if is_put else away,
        merging_into=None if one.tag.merging_into is None else str(one.tag.merging_into),
    )
