"""SQL that forgets imports."""

from collections.abc import Collection

from sqlalchemy import delete, exists, select, update
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.contacts.tables import Identity
from scrm.imports.tables import ImportArchive, ImportJob
from scrm.imports.values import ImportState
from scrm.kernel.sets import is_any

_ENDED = (ImportState.DONE, ImportState.FAILED)


def is_at_work(session: Session, channel_ids: Collection[int]) -> bool:
    """Whether a file is being brought into these archives. All that was is held until the commit."""
    question = (
        select(col(ImportJob.state))
        .where(is_any(session, col(ImportJob.channel_id), channel_ids))
        .order_by(col(ImportJob.id))
        .with_for_update()
    )
    return not set(session.scalars(question)) <= set(_ENDED)


def threads(session: Session, channel_ids: Collection[int]) -> list[int]:
    """The conversations of these archives."""
    question = select(col(ImportArchive.conversation_id)).where(
        is_any(session, col(ImportArchive.channel_id), channel_ids)
    )
    return list(session.scalars(question))


def forget(
    session: Session, channel_ids: Collection[int], conversation_ids: Collection[int]
) -> list[int]:
    """The imports into these archives, whose reports name people and quote lines; and that these
    conversations were archives. Returns the imports' ids."""
    session.execute(
        delete(ImportArchive)
        .where(is_any(session, col(ImportArchive.conversation_id), conversation_ids))
        .execution_options(synchronize_session=False)
    )
    gone = session.execute(
        delete(ImportJob)
        .where(is_any(session, col(ImportJob.channel_id), channel_ids))
        .returning(col(ImportJob.id))
        .execution_options(synchronize_session=False)
    )
    return list(gone.scalars())


def unname_empty(session: Session, channel_ids: Collection[int]) -> list[int]:
    """An archive in which nobody is left bears its person's name no more; returns which."""
    left = exists().where(col(Identity.channel_id) == col(Channel.id))
    renamed = session.execute(
        update(Channel)
        .where(
            is_any(session, col(Channel.id), channel_ids),
            col(Channel.state) == ChannelState.ARCHIVE,
            ~left,
        )
        .values(name=col(Channel.platform))
        .returning(col(Channel.id))
        .execution_options(synchronize_session=False)
    )
    return list(renamed.scalars())
