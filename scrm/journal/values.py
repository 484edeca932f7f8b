"""A fact as its announcer states it."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

DEEPEST = 8
"""How many facts may cause one another before it is taken for a loop (P22)."""


class Fact(NamedTuple):
    """Something that happened; `kind` is dotted and in the past tense. `cause` is `kind:id`."""

    kind: str
    contact_id: int | None
    at: datetime
    data: Mapping[str, Any] = MappingProxyType({})
    cause: str = ""
    depth: int = 0


def conversation_in(data: Mapping[str, Any]) -> int | None:
    """Which conversation a fact is about, where it is about one."""
    named = str(data.get("conversation_id", ""))
    return int(named) if named.isdecimal() else None


_LARGEST_ID = 2**63 - 1


def message_of(data: Mapping[str, Any]) -> int | None:
    """Which message a fact is about, where it is about one."""
    named = data.get("message_id")
    if named is None or isinstance(named, bool):
        return None
    digits = str(named)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LARGEST_ID))):
        return None
    return found if (found := int(digits)) <= _LARGEST_ID else None


class Recorded(NamedTuple):
    """A fact that was kept in this unit, by the id of its event."""

    id: int
    kind: str
    depth: int


KINDS: dict[str, str] = {
    "message.received": "A person wrote: `message_id`, `conversation_id`.",
    "message.edited": "A person changed a message: `message_id`, `conversation_id`.",
    "message.deleted": "A person took a message back: `message_id`, `conversation_id`.",
    "message.sent": "A platform took a message of ours: `message_id`, `delivery_id`.",
    "delivery.failed": "A message will not arrive: `delivery_id`, `message_id`, `channel_id`, `reason`.",
    "delivery.unknown": "Nobody knows whether a message arrived: as delivery.failed.",
    "delivery.held": "What a campaign sends a person waits: as delivery.failed, `identity_id`, "
    "`campaign_id`, and `until` where a time is set.",
    "delivery.blocked": "A person does not get what a campaign sends: as delivery.failed, "
    "`identity_id`, `campaign_id`.",
    "campaign.clicked": "A person followed a link of what a campaign sent: `campaign_id`, `version_id`, "
    "`occurrence_id`, `step`, `message_id`, `link` its number in the campaign, `url` where it led.",
    "campaign.missed": "A campaign could not begin in time, for all its people or, by the clocks at "
    "their places, for some: `campaign_id`, `occurrence_id`. It is about nobody.",
    "campaign.replied": "A person answered what a campaign sent: `campaign_id`, `version_id`, "
    "`occurrence_id`, `step`, `message_id` of what it sent, `reply_id` of the answer, `conversation_id`, "
    "and `class`: stop, button or other.",
    "contact.created": "A person became known: `channel_id` where a message brought them.",
    "contact.updated": "Somebody changed what we know of a person: `changed`, a list of names.",
    "contact.joined": "Two people turned out to be one: `joining_id`, `other_id`, `other`, `evidence`, `by`.",
    "contact.separated": "They were two after all: `joining_id`, `other_id`, `other`, `evidence`, `by`.",
    "contact.erased": "A person was removed with all we knew: `erasure_id`, `contact_ids`.",
    "identity.blocked": "An address can't be reached: `identity_id`, `reason`.",
    "identity.unblocked": "An address can be reached again: `identity_id`.",
    "conversation.opened": "A conversation began: `conversation_id`, `channel_id`.",
    "conversation.reopened": "It was opened again, by a message or by a colleague (`by`).",
    "conversation.assigned": "It was given to a colleague (`to`) or to a team (`team`), or taken off "
    "its team (`left_team`; `archived` where the team was put away) or its colleague: `by`.",
    "conversation.snoozed": "It was put aside: `by`, `until` where a time was set.",
    "conversation.resolved": "It was done with: `by`, `reason` where one was given.",
    "conversation.rated": "A visitor said how it was: `by`, `score` 1 to 5, `comment` where one was given.",
    "page.viewed": "A visitor of a website looked at a page: `url`, `title`, `channel_id`, "
    "`identity_id`, `utm_…`.",
    "order.paid": "A person paid an order, as somebody outside told us: `amount` in the smallest unit "
    "of its `currency`, `order` its number.",
    "tag.added": "A person was given a tag: `tag`, `by`, `evidence`.",
    "tag.removed": "A tag was taken off a person, or its time was up: `tag`, `by`.",
    "conversation.handed_over": "The bot called for a person: `by`, `reason` (asked, not_understood "
    "or loop).",
    "conversation.taken_over": "A colleague told the bot to be silent in it: `by`.",
    "conversation.handed_back": "A colleague gave it back to the bot: `by`.",
    "bot.answered": "The bot answered: `message_id`, `conversation_id`, `responder`, `version`, and "
    "`intent` where one was meant, and `article` where one was quoted.",
    "bot.not_understood": "Nothing that the bot knows answers a message: `message_id`, "
    "`conversation_id`.",
    "segment.entered": "A person came into a segment: `segment_id`, `name`.",
    "segment.left": "A person is no longer in a segment: `segment_id`, `name`.",
    "import.finished": "An export was read: `import_id`, `conversation_id`, `channel_id`, `added`.",
    "consent.granted": "A person agreed to marketing: `purpose`, `how`, `by`, and `channel_id` where it "
    "is for one channel.",
    "consent.withdrawn": "A person ended marketing: `purpose`, and `message_id`, `text`, "
    "`joining_id`, or `how`, `by` and `channel_id`; by the link of a message `how`, `message_id` and "
    "`campaign_id`; `restored` where an older database was put back and the ledger said so.",
    "consent.restored": "A person took back at once that they had ended marketing by the link of a "
    "message: `purpose`, `message_id`, `campaign_id`.",
}
"""Every kind of fact with what its data holds; the reference page is made from this table."""

OWN = "custom."
"""How the kinds begin that an organisation makes up for itself: none of ours ever does."""
LONGEST_KIND = 60
_OWN_KIND = re.compile(r"custom(\.[a-z0-9_]+)+")


def is_own(kind: str) -> bool:
    return len(kind) <= LONGEST_KIND and _OWN_KIND.fullmatch(kind) is not None


class _Known(Collection[str]):
    """Ours, which can be listed, and whatever the organisation may make up."""

    def __contains__(self, kind: object) -> bool:
        return isinstance(kind, str) and (kind in KINDS or is_own(kind))

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


KNOWN: Collection[str] = _Known()
