"""The verbs of previews."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.feeding import policy as feeding
from campaigns.feeding.service import shared_values, values_for
from campaigns.messages import policy as messages
from campaigns.messages.service import SAMPLE
from campaigns.previewing.values import ChannelPreview, Written
from campaigns.templates import service as templates
from scrm.channels.failures import SendFailed
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage
from scrm.channels.registry import OpenChannel
from scrm.channels.splitting import text_length
from scrm.conditions.places.policy import Place, Reading
from scrm.contacts.reading import service as contacts
from scrm.rendering.messages.service import compiled, render
from scrm.rendering.messages.values import Missing, Values

_LANGUAGE = str(SAMPLE["contact"]["locale"])
NOBODY = "1"
"""To whom the calls would be that are never made."""


def written(
    session: Session,
    template_id: int,
    number: int | None,
    contact_id: int | None,
    now: datetime,
    stop_link: str,
) -> Written:
    """A version, or without one the draft, to a person, or without one to a sample. Its words were
    tried out when they were saved. Raises NotFound, and Invalid for one that gets too long."""
    row = templates.get(session, template_id)
    saved: Any = templates.message_of(session, template_id, number)
    message = messages.read(saved, Place(Reading(())))
    link = stop_link or str(SAMPLE["campaign"]["stop_link"])
    values: Values = SAMPLE | shared_values(session, row.name, link).to(_LANGUAGE)
    if contact_id is not None:
        contacts.get(session, contact_id)
        values = values_for(session, row.name, [contact_id], now, stop_link)[contact_id]
    try:
        text = render(compiled(message.text), values)
    except Missing as missing:
        return Written({}, missing.field)
    return Written(feeding.content_of(message, text), "")


def on(channel: OpenChannel, content: OutboundContent) -> ChannelPreview:
    """As the sender would split and render it."""
    limits = channel.platform.limits
    parts, refused = 1, ""
    try:
        split = channel.connector.split(content)
        for part in split:
            channel.connector.render(Outbound(NOBODY, SendMessage(part)))
        parts = len(split)
    except SendFailed as why:
        refused = str(why)
    return ChannelPreview(
        channel_id=str(channel.id),
        name=channel.name,
        platform=channel.platform.name,
        length=text_length(content.text, limits.text_unit),
        limit=limits.caption if content.files else limits.text,
        unit=limits.text_unit,
        parts=parts,
        refused=refused,
    )
