"""The verb of fitting: each channel of a draft takes its message, not only the first that is tried."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.definition import policy as definitions
from campaigns.fitting.policy import too_much
from campaigns.tables import Campaign
from scrm.channels.registry import OpenChannel
from scrm.files.tables import Attachment
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Mistake, Mistaken


def require(session: Session, row: Campaign, channels: Iterable[OpenChannel]) -> None:
    """Of a draft that is right in itself. Raises Mistaken, each place with the first channel for which
    it is too much."""
    found, _ = definitions.look(dict(row.draft), KNOWN, whole=False)
    known = {one.id: one for one in channels}
    message = found.message
    file = session.get(Attachment, message.attachment) if message.attachment else None
    mistakes: dict[str, Mistake] = {}
    for one in (known[channel_id] for channel_id in found.channels if channel_id in known):
        limits = one.platform.limits
        for mistake in too_much(message, file.size if file else 0, one.name, limits):
            mistakes.setdefault(mistake.place, mistake)
    if mistakes:
        raise Mistaken(list(mistakes.values()), code="bad_campaign")
