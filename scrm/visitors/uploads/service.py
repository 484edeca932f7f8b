"""Verbs about visitors' files: keep one, find those that a message brings, open one's own."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.files.fetching.policy import kind_of, safe_name
from scrm.files.fetching.service import Stored
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.errors import NotFound
from scrm.visitors import store as visitors
from scrm.visitors.mail import store as mail
from scrm.visitors.uploads import store
from scrm.visitors.values import Guest, Upload

BY_VISITORS = "visitor:"
"""How the name begins under which visitors' uploads are kept."""


def owner(guest: Guest) -> str:
    """Under what name a visitor's uploads are kept, before and after they are known."""
    return owner_of(guest.token_hash)


def owner_of(token_hash: str) -> str:
    return f"{BY_VISITORS}{token_hash}"


def keep(session: Session, guest: Guest, stored: Stored, name: str, now: datetime) -> Upload:
    file = Attachment(
        kind=kind_of(stored.media_type),
        name=safe_name(name),
        media_type=stored.media_type,
        size=stored.size,
        state=FileState.STORED,
        sha256=stored.sha256,
        channel_id=guest.channel_id,
        uploaded_by=owner(guest),
        created_at=now,
    )
    session.add(file)
    session.flush()
    return _upload(file)


def of_message(session: Session, guest: Guest, ids: Sequence[int]) -> list[Upload]:
    """The files that a message brings; fewer where some are not this visitor's."""
    return [_upload(file) for file in store.own(session, owner(guest), ids)]


def open_own(session: Session, guest: Guest, file_id: int) -> Attachment:
    """A file of the visitor's own conversation. Raises NotFound for any other, as for none."""
    file = store.find(session, file_id)
    if file is None or file.state != FileState.STORED:
        raise NotFound("file", file_id)
    if file.uploaded_by == owner(guest):
        return file
    identity = visitors.find_identity(session, guest.channel_id, guest.address)
    if not guest.is_known or identity is None or not mail.has_file(session, identity.id, file_id):
        raise NotFound("file", file_id)
    return file


def _upload(file: Attachment) -> Upload:
    return Upload(file.id, file.kind, file.name, file.media_type, file.size)
