"""SQL of templates and their versions."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from campaigns.tables import Campaign
from campaigns.templates.tables import Template, TemplateVersion
from scrm.kernel.sets import is_any


def find(session: Session, template_id: int, *, locked: bool = False) -> Template | None:
    question = select(Template).where(col(Template.id) == template_id)
    return session.exec(question.with_for_update() if locked else question).first()


def page(
    session: Session, before: int | None, limit: int, *, archived: bool, published: bool
) -> list[Template]:
    """The newest first."""
    put_away = col(Template.archived_at)
    question = select(Template).where(put_away.is_not(None) if archived else put_away.is_(None))
    if published:
        question = question.where(col(Template.version_id).is_not(None))
    if before is not None:
        question = question.where(col(Template.id) < before)
    return list(session.exec(question.order_by(col(Template.id).desc()).limit(limit)))


def versions(session: Session, template_id: int) -> Sequence[TemplateVersion]:
    """The newest first."""
    question = select(TemplateVersion).where(col(TemplateVersion.template_id) == template_id)
    return session.exec(question.order_by(col(TemplateVersion.number).desc())).all()


def versions_by_id(session: Session, ids: Sequence[int]) -> dict[int, TemplateVersion]:
    question = select(TemplateVersion).where(is_any(session, col(TemplateVersion.id), ids))
    return {one.id: one for one in session.exec(question)}


def version(session: Session, template_id: int, number: int) -> TemplateVersion | None:
    return session.exec(
        select(TemplateVersion).where(
            col(TemplateVersion.template_id) == template_id, col(TemplateVersion.number) == number
        )
    ).first()


def named(
    session: Session, keys: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, TemplateVersion]]:
    """By template and number the template's name, and the version."""
    question = (
        select(Template.name, TemplateVersion)
        .join(TemplateVersion, col(TemplateVersion.template_id) == col(Template.id))
        .where(tuple_(col(TemplateVersion.template_id), col(TemplateVersion.number)).in_(keys))
    )
    return {(one.template_id, one.number): (name, one) for name, one in session.exec(question)}


def count_uses(session: Session, template_id: int) -> int:
    question = select(func.count()).where(col(Campaign.template_id) == template_id)
    return int(session.exec(question).one())


def uses(session: Session, template_id: int, limit: int) -> Sequence[Campaign]:
    """The newest first."""
    question = select(Campaign).where(col(Campaign.template_id) == template_id)
    return session.exec(question.order_by(col(Campaign.id).desc()).limit(limit)).all()
