"""Verbs of short links: write them into messages, and tell who follows one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.definition.values import Definition
from campaigns.links import store
from campaigns.links.policy import links_of, shortened, token
from campaigns.links.values import MOST_LINKS, PATH, By, Followed, LinkView, Short
from campaigns.responses import store as responses
from scrm.journal import service as journal
from scrm.journal.values import Fact


class Shortener:
    """Writes short links; none without a public address, where nobody could follow them. `hashed` is
    the hub's keyed hash."""

    def __init__(self, public_url: str, hashed: Callable[[str], str]) -> None:
        self._begin = f"{public_url.rstrip('/')}{PATH}" if public_url else ""
        self._hashed = hashed

    def numbered(
        self, session: Session, campaign_id: int, definition: Definition
    ) -> dict[str, int]:
        """The links of this message by the number under which they are kept; new ones get one."""
        wanted = links_of(definition.message) if self._begin and definition.tracks else []
        wanted = [one for one in wanted if not one.startswith(self._begin)]
        if not wanted:
            return {}
        known = store.numbers(session, campaign_id)
        last = max(known.values(), default=0)
        new = [one for one in wanted if one not in known][: MOST_LINKS - last]
        if new:
            store.add(session, campaign_id, new, last)
            known |= {url: number for number, url in enumerate(new, start=last + 1)}
        return {one: known[one] for one in wanted if one in known}

    def write(
        self, content: Mapping[str, Any], message_id: int, numbers: Mapping[str, int]
    ) -> dict[str, Any]:
        """A message's content with its links made short."""
        if not numbers:
            return dict(content)
        short = {
            url: self._begin + token(Short(message_id, number), self._hashed)
            for url, number in numbers.items()
        }
        written = dict(content) | {"text": shortened(content["text"], short)}
        if "buttons" in content:
            written["buttons"] = [
                one | {"url": short.get(one["url"], one["url"])} if "url" in one else one
                for one in content["buttons"]
            ]
        return written


def find(session: Session, short: Short) -> Followed | None:
    return store.followed(session, short.message_id, short.number)


def follow(session: Session, short: Short, found: Followed, by: By, now: datetime) -> None:
    """Keep that somebody, or a program, did."""
    if by is By.SCANNER:
        store.scanned(session, found.campaign_id, short.number)
    elif found.contact_id is not None:
        data = {
            "campaign_id": str(found.campaign_id),
            "version_id": str(found.version_id),
            "occurrence_id": str(found.occurrence_id),
            "step": found.step,
            "message_id": str(short.message_id),
            "link": str(short.number),
            "url": found.url,
        }
        journal.record(session, [Fact("campaign.clicked", found.contact_id, now, data)], now)


def views(session: Session, campaign_id: int, occurrence_ids: Sequence[int]) -> list[LinkView]:
    """What became of each link in these runs; what programs did is of all runs together."""
    clicks = responses.clicks(session, occurrence_ids)
    return [
        LinkView(one.number, one.url, *clicks.get(str(one.number), (0, 0)), one.scans)
        for one in store.links(session, campaign_id)
    ]
