"""Verbs of templates: written, published, put back, put away; and taken by campaigns.

A campaign copies the words of a version and remembers which: what becomes of the template afterwards
changes nothing of it. So no version ever changes or goes, and a template is put away, never deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.messages import service as messages
from campaigns.templates import policy, store
from campaigns.templates.tables import Template, TemplateVersion
from campaigns.templates.values import (
    MOST_USES,
    TemplateVersionView,
    TemplateView,
    UseView,
    VariableView,
    WholeTemplateView,
)
from scrm.kernel.columns import sorted_plain
from scrm.kernel.errors import Conflict, Mistake, Mistaken, NotFound
from scrm.rendering.messages.service import compiled
from scrm.staff import service as staff


def create(
    session: Session,
    name: object,
    message: object,
    actor: str,
    now: datetime,
    others: Sequence[Mistake] = (),
) -> Template:
    """A new draft, which may lack its words. `others` is what is wrong with them. Raises Mistaken."""
    row = Template(name="", draft={}, created_by={"by": actor}, created_at=now, updated_at=now)
    return _keep(session, row, {"name": name, "message": message}, now, others)


def change(
    session: Session,
    template_id: int,
    values: Mapping[str, Any],
    now: datetime,
    others: Sequence[Mistake] = (),
) -> Template:
    """Of `name` and `message` what is given; null takes the message out. What is published stays.
    `edition` is the one that was read. Raises NotFound, Mistaken, and Conflict for one that was put
    away, or that somebody else has changed since."""
    row = _here(session, template_id)
    edition = values.get("edition")
    if edition is not None and edition != row.edition:
        raise Conflict(
            "Somebody has changed this template meanwhile; look at theirs, and save yours again",
            code="changed_meanwhile",
        )
    before = {"name": row.name, "message": row.draft}
    given = {name: values[name] for name in before if name in values}
    return _keep(session, row, before | given, now, others) if given else row


def _keep(
    session: Session,
    row: Template,
    draft: Mapping[str, Any],
    now: datetime,
    others: Sequence[Mistake],
) -> Template:
    message = draft["message"] or {}
    name, found, mistakes = policy.look(draft["name"], message)
    _refuse([*mistakes, *others, *messages.not_there(session, found)])
    if (row.name, row.draft) != (name, message) or row.edition == 0:
        row.name, row.draft, row.updated_at = name, dict(message), now
        row.edition += 1
    session.add(row)
    session.flush()
    return row


def publish(session: Session, template_id: int, actor: str, now: datetime) -> Template:
    """What is written may be taken by campaigns from here on; doing so twice changes nothing. Raises
    NotFound, Mistaken where it has no words, and Conflict for one that was put away."""
    row = _here(session, template_id)
    _, found, mistakes = policy.look(row.name, row.draft)
    if not found.text:
        mistakes = [Mistake("message.text", "is missing; write one")]
    _refuse([*mistakes, *messages.not_there(session, found)])
    _publish(session, row, actor, now, "published")
    return row


def roll_back(
    session: Session, template_id: int, number: int, actor: str, now: datetime
) -> Template:
    """Have the draft say what a version said, and publish that, as a new version. Raises as `publish`,
    and NotFound where there is no such version."""
    row = _here(session, template_id)
    earlier = store.version(session, template_id, number)
    if earlier is None:
        raise NotFound("version", number)
    _, found, mistakes = policy.look(row.name, earlier.message)
    _refuse([*mistakes, *messages.not_there(session, found)])
    if row.draft != earlier.message:
        row.draft = earlier.message
        row.edition += 1
    _publish(session, row, actor, now, "rolled_back", to=number)
    return row


def _publish(
    session: Session, row: Template, actor: str, now: datetime, word: str, **data: Any
) -> None:
    versions = store.versions(session, row.id)
    newest = versions[0] if versions else None
    if newest is None or same(newest.message) != same(row.draft):
        newest = TemplateVersion(
            template_id=row.id,
            number=newest.number + 1 if newest else 1,
            message=row.draft,
            made_by={"by": actor},
            made_at=now,
        )
        session.add(newest)
        session.flush()
        row.version_id, row.updated_at = newest.id, now
        _audit(session, actor, word, row, now, version=newest.number, **data)
    session.add(row)
    session.flush()


def same(message: Mapping[str, Any]) -> str:
    """What is equal of messages that say the same."""
    return sorted_plain(dict(message))


def archive(session: Session, template_id: int, actor: str, now: datetime) -> None:
    """Take it out of the list; campaigns keep what they took. Doing so twice changes nothing. Raises
    NotFound."""
    row = get(session, template_id, locked=True)
    if row.archived_at is None:
        row.archived_at = now
        session.add(row)
        _audit(session, actor, "archived", row, now)


def bring_back(session: Session, template_id: int, actor: str, now: datetime) -> None:
    """From where it was put away. Raises NotFound."""
    row = get(session, template_id, locked=True)
    if row.archived_at is not None:
        row.archived_at = None
        session.add(row)
        _audit(session, actor, "brought_back", row, now)


def get(session: Session, template_id: int, *, locked: bool = False) -> Template:
    """Also one that was put away. Raises NotFound."""
    row = store.find(session, template_id, locked=locked)
    if row is None:
        raise NotFound("template", template_id)
    return row


def message_of(session: Session, template_id: int, number: int | None) -> Mapping[str, Any]:
    """What a version says, or without one the draft. Raises NotFound."""
    row = get(session, template_id)
    if number is None:
        return row.draft
    found = store.version(session, template_id, number)
    if found is None:
        raise NotFound("version", number)
    return found.message


def page(
    session: Session,
    before: int | None,
    limit: int,
    *,
    archived: bool = False,
    published: bool = False,
) -> tuple[list[TemplateView], int | None]:
    """The newest first."""
    rows = store.page(session, before, limit + 1, archived=archived, published=published)
    shown = rows[:limit]
    return views(session, shown), shown[-1].id if len(rows) > limit else None


def view(session: Session, row: Template) -> TemplateView:
    return views(session, [row])[0]


def views(session: Session, rows: Sequence[Template]) -> list[TemplateView]:
    return [TemplateView(**fields) for fields in _fields(session, rows)]


def whole(session: Session, template_id: int) -> WholeTemplateView:
    """Raises NotFound."""
    row = get(session, template_id)
    (fields,) = _fields(session, [row])
    uses = [
        (one, use)
        for one in store.uses(session, template_id, MOST_USES)
        if (use := policy.use_of(one.draft)) is not None
    ]
    return WholeTemplateView(
        **fields,
        versions=[
            TemplateVersionView(one.number, one.message, one.made_at, one.made_by)
            for one in store.versions(session, template_id)
        ],
        used=store.count_uses(session, template_id),
        uses=[UseView(str(one.id), one.name, use.version or 0) for one, use in uses],
    )


def _fields(session: Session, rows: Sequence[Template]) -> list[dict[str, Any]]:
    versions = store.versions_by_id(session, [row.version_id for row in rows if row.version_id])
    found = []
    for row in rows:
        version = versions.get(row.version_id or 0)
        found.append(
            {
                "id": str(row.id),
                "name": row.name,
                "message": row.draft,
                "published": version and version.message,
                "version": version.number if version else 0,
                "is_changed": version is not None and same(version.message) != same(row.draft),
                "edition": row.edition,
                "variables": _variables(row.draft),
                "created_by": row.created_by,
                "created_at": row.created_at,
                "updated_at": row.updated_at,
                "archived_at": row.archived_at,
            }
        )
    return found


def _variables(message: Mapping[str, Any]) -> list[VariableView]:
    found = compiled(str(message.get("text", ""))).variables
    return [VariableView(one.name, one.line, one.fallback) for one in found]


def _here(session: Session, template_id: int) -> Template:
    row = get(session, template_id, locked=True)
    if row.archived_at is not None:
        raise Conflict("This template is archived; bring it back first", code="archived")
    return row


def _refuse(mistakes: Sequence[Mistake]) -> None:
    if mistakes:
        raise Mistaken(mistakes, code="bad_template")


def _audit(
    session: Session, actor: str, word: str, row: Template, now: datetime, **data: Any
) -> None:
    staff.audit(session, actor, f"template.{word}", now, target=f"template:{row.id}", **data)
