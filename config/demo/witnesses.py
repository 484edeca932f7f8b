"""Asks both sides what they know of one run: the platform's log, and the hub's inbox over REST."""

import asyncio
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from config.demo.counting import Inbox, Message, Witness
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


@dataclass(slots=True)
class HubSide:
    """The inbox as a colleague sees it; who is who is asked once."""

    colleague: Colleague
    channel_id: str
    run: str
    crowd: Collection[int]
    _owner: dict[str, int] = field(default_factory=dict)
    """Contact -> the customer's number on the platform."""

    async def conversations_of_run(self) -> dict[str, int]:
        """Those whose newest message belongs to this run."""
        return {
            one["id"]: who
            for one, who in await self._crowds()
            if is_of(self.run, (one["last_message"] or {}).get("text"))
        }

    async def look(self) -> Inbox:
        received: dict[int, list[str]] = {}
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

    async def _crowds(self) -> list[tuple[Line, int]]:
        """The crowd's conversations, with the number of the customer."""
        found = [one async for one in self.colleague.all("/conversations", channel=self.channel_id)]
        numbers = await asyncio.gather(*(self._number_of(one["contact_id"]) for one in found))
        return [(one, who) for one, who in zip(found, numbers, strict=True) if who in self.crowd]

    async def _number_of(self, contact_id: str) -> int:
        if contact_id not in self._owner:
            async for identity in self.colleague.all(f"/contacts/{contact_id}/identities"):
                self._owner[contact_id] = int(identity["external_id"])
        return self._owner.get(contact_id, 0)

    async def _thread(self, conversation_id: str) -> list[Line]:
        """This run's messages, in order; it brings a customer far fewer than a page holds."""
        path = f"/conversations/{conversation_id}/messages"
        page = await self.colleague.get(path, limit="200")
        return [message for message in page["items"] if is_of(self.run, message["text"])]


def tagged(words: str, run: str, number: int) -> str:
    """Words that no other message has."""
    return f"{words} · {run}-{number:03}"


def is_of(run: str, words: object) -> bool:
    return isinstance(words, str) and f" · {run}-" in words


def _message(line: Line) -> Message:
    return (int(line["chat_id"]), str(line["text"]))
