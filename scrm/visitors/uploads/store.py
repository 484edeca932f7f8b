"""SQL about visitors' files."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.sets import is_any


def own(session: Session, uploaded_by: str, ids: Sequence[int]) -> list[Attachment]:
    """Those of these files that this visitor has uploaded, in their order."""
    question = select(Attachment).where(
        is_any(session, col(Attachment.id), ids),
        col(Attachment.uploaded_by) == uploaded_by,
        col(Attachment.state) == FileState.STORED,
    )
    found = {file.id: file for file in session.exec(question)}
    return [found[one] for one in ids if one in found]


def find(session: Session, file_id: int) -> Attachment | None:
    return session.get(Attachment, file_id)
