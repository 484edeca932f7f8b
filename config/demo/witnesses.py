"""Asks all sides what they know of one run: the platform's log, the visitors' browsers, and the
hub's inbox over REST."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from config.demo.browsers import Browser
from config.demo.correspondents import Correspondent
from config.demo.counting import CampaignTally, Inbox, Message, Witness, count_campaign
from config.demo.inbox import Colleague
from config.sandbox.calllog import CallLog, Line


@dataclass(slots=True)
class PlatformSide:
    """The simulated Telegram's own log, from where the run began."""

    log: CallLog
    run: str
    begun: int

    def look(self) -> Witness:
        lines = self.log.lines(after=self.begun)
        written = {
            line["update_id"]: _message(line)
            for line in lines
            if line["kind"] == "update" and is_of(self.run, line.get("text"))
        }
        known = {line["update_id"] for line in lines if line["kind"] == "acknowledged"}
        return Witness(
            written=frozenset(written.values()),
            acknowledged=frozenset(written[one] for one in written.keys() & known),
            delivered=Counter(
                _message(line)
                for line in lines
                if line["kind"] == "call" and line["taken"] and line.get("message_ids")
                if is_of(self.run, line.get("text"))
            ),
        )


@dataclass(frozen=True, slots=True)
class BrowserSide:
    """What the visitors' browsers remember, which the hub's death does not touch."""

    browsers: Sequence[Browser]
    run: str

    def look(self) -> Witness:
        records = [(one.key, one.record) for one in self.browsers]
        return Witness(
            written=frozenset(
                (key, words)
                for key, record in records
                for words in record.written
                if is_of(self.run, words)
            ),
            acknowledged=frozenset(
                (key, words)
                for key, record in records
                for words in record.acknowledged
                if is_of(self.run, words)
            ),
            delivered=Counter(
                {
                    (key, words): times
                    for key, record in records
                    for words, times in record.told.items()
                    if is_of(self.run, words)
                }
            ),
        )


@dataclass(slots=True)
class HubSide:
    """The inbox as a colleague sees it; who is who is asked once, and of `others` never."""

    colleague: Colleague
    run: str
    crowd: Sequence[Correspondent]
    others: Collection[str] = ()
    """Names of people who are not of the crowd."""
    _owner: dict[str, str] = field(default_factory=dict)
    """Conversation -> the customer's key."""

    async def conversations_of_run(self) -> dict[str, str]:
        """Those whose newest message belongs to this run."""
        return {
            one["id"]: who
            for one, who in await self._crowds()
            if is_of(self.run, (one["last_message"] or {}).get("text"))
        }

    async def look(self) -> Inbox:
        received: dict[str, list[str]] = {}
        replies: dict[Message, str] = {}
        crowds = await self._crowds()
        threads = await asyncio.gather(*(self._thread(one["id"]) for one, _ in crowds))
        for (_, who), thread in zip(crowds, threads, strict=True):
            for message in thread:
                if message["direction"] == "in":
                    received.setdefault(who, []).append(message["text"])
                elif message["direction"] == "out":
                    replies[(who, message["text"])] = message["status"]
        return Inbox(received, replies)

    async def put_aside(self) -> None:
        """Resolve the crowd's conversations, so that the shop's own are not buried under them."""
        for one, _ in await self._crowds():
            await self.colleague.post(f"/conversations/{one['id']}/read", {})
            await self.colleague.patch(f"/conversations/{one['id']}", {"status": "resolved"})

    async def _crowds(self) -> list[tuple[Line, str]]:
        """The crowd's conversations, with whose they are."""
        found = [
            one
            for channel in sorted({who.channel_id for who in self.crowd})
            async for one in self.colleague.all("/conversations", channel=channel)
            if one["contact"]["name"] not in self.others
        ]
        keys = await asyncio.gather(*(self._owner_of(one) for one in found))
        return [(one, who) for one, who in zip(found, keys, strict=True) if who]

    async def _owner_of(self, conversation: Line) -> str:
        """'' for a conversation with somebody else. Asked until it is one of the crowd's: a
        visitor's browser may learn later who it is to the hub."""
        if conversation["id"] not in self._owner:
            path = f"/contacts/{conversation['contact_id']}/identities"
            async for identity in self.colleague.all(path):
                if identity["channel_id"] != conversation["channel_id"]:
                    continue
                for who in self.crowd:
                    if who.is_behind(identity):
                        self._owner[conversation["id"]] = who.key
        return self._owner.get(conversation["id"], "")

    async def _thread(self, conversation_id: str) -> list[Line]:
        """This run's messages, in order; it brings a customer far fewer than a page holds."""
        path = f"/conversations/{conversation_id}/messages"
        page = await self.colleague.get(path, limit="200")
        return [message for message in page["items"] if is_of(self.run, message["text"])]


@dataclass(frozen=True, slots=True)
class CampaignSide:
    """A campaign under way: its recipients as REST lists them, and the platform's log, in which its
    messages are known by their `lot`. `numbers`: the chat of each recipient, by name."""

    colleague: Colleague
    log: CallLog
    campaign_id: str
    lot: str
    numbers: Mapping[str, int]

    async def look(self) -> CampaignTally:
        """The log last: what the hub calls sent must be in it."""
        path = f"/campaigns/{self.campaign_id}/recipients"
        states = {
            str(self.numbers.get(one["name"], one["contact_id"])): str(one["state"])
            async for one in self.colleague.all(path)
        }
        return count_campaign(states, self.accepted())

    def accepted(self) -> Counter[str]:
        """How often each chat was given it."""
        return Counter(
            str(line["chat_id"])
            for line in self.log.sends()
            if self.lot in (line.get("text") or "")
        )


def tagged(words: str, run: str, number: int) -> str:
    """Words that no other message has."""
    return f"{words} · {run}-{number:03}"


def is_of(run: str, words: object) -> bool:
    return isinstance(words, str) and f" · {run}-" in words


def _message(line: Line) -> Message:
    return (str(line["chat_id"]), str(line["text"]))
