"""The outside log: what reached a simulated platform and what became of it.

One JSON object a line, flushed before the answer leaves, appended for ever: a hub that is
killed cannot touch it, so tests can ask it whether something was sent once.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

Line = dict[str, Any]


class LogWriter:
    """Appends to the log and numbers the lines; continues where an earlier process stopped."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.grown = asyncio.Event()  # set at the next line, and then another one
        self._sequence = _mend(path)
        self._file = path.open("ab")

    def append(self, kind: str, at: float, **facts: object) -> None:
        self._sequence += 1
        line = {"seq": self._sequence, "at": round(at, 3), "kind": kind, **facts}
        self._file.write(orjson.dumps(line) + b"\n")
        self._file.flush()
        grown, self.grown = self.grown, asyncio.Event()
        grown.set()

    def close(self) -> None:
        self._file.close()


def _mend(path: Path) -> int:
    """Cut off a last line torn by a kill; the number of the last whole one."""
    if not path.exists():
        return 0
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
    lines = content[:whole].splitlines()
    return int(orjson.loads(lines[-1])["seq"]) if lines else 0


@dataclass(slots=True)
class CallLog:
    """Reads the log, also while it grows and from another process; each look reads only what is new."""

    path: Path
    _lines: list[Line] = field(default_factory=list)
    _offset: int = 0

    def lines(self, kind: str | None = None, after: int = 0) -> list[Line]:
        """All lines, or those of one kind: call, update, attempt, acknowledged, dropped."""
        self._read_on()
        start = min(after, len(self._lines))
        return [line for line in self._lines[start:] if kind in (None, line["kind"])]

    def calls(self, method: str | None = None, *, taken: bool | None = None) -> list[Line]:
        """API calls; `taken` says whether the platform did what was asked."""
        return [
            line
            for line in self.lines("call")
            if (method is None or line["method"].lower() == method.lower())
            and (taken is None or line["taken"] is taken)
        ]

    def sends(self) -> list[Line]:
        """Calls that put messages into a chat; `message_ids` has their numbers."""
        return [line for line in self.lines("call") if line["taken"] and line.get("message_ids")]

    def texts(self, chat_id: int | None = None) -> Counter[str]:
        """How often each text (or caption) was sent, in one chat or in all."""
        return Counter(
            line["text"]
            for line in self.sends()
            if line.get("text") is not None and chat_id in (None, line["chat_id"])
        )

    def trackers(self, name: str) -> Counter[str]:
        """How often each value of a tracker field was sent: see `tracker` in the README."""
        return Counter(
            str(line["tracker"][name]) for line in self.sends() if name in line.get("tracker", {})
        )

    def doubled(self) -> dict[str, int]:
        """Texts that one chat got more than once, with how often."""
        pairs = Counter(
            (line["chat_id"], line["text"]) for line in self.sends() if line.get("text") is not None
        )
        return {text: count for (_, text), count in pairs.items() if count > 1}

    def updates(self) -> dict[int, Line]:
        """Everything people did that the bot has to hear of, by update id."""
        return {line["update_id"]: line for line in self.lines("update")}

    def acknowledged(self) -> set[int]:
        """Updates the bot said it has: 2xx to a webhook, or an offset beyond them."""
        return {line["update_id"] for line in self.lines("acknowledged")}

    def dropped(self) -> dict[int, str]:
        """Updates the platform gave up or was told to forget, with the reason."""
        return {line["update_id"]: line["why"] for line in self.lines("dropped")}

    def summary(self) -> dict[str, Any]:
        calls, sends = self.calls(), self.sends()
        updates, acknowledged, dropped = self.updates(), self.acknowledged(), self.dropped()
        return {
            "calls": len(calls),
            "taken": sum(line["taken"] for line in calls),
            "refused": sum(not line["taken"] for line in calls),
            "faults": dict(Counter(line["fault"] for line in calls if line.get("fault"))),
            "sent": sum(len(line["message_ids"]) for line in sends),
            "doubled": self.doubled(),
            "updates": len(updates),
            "acknowledged": len(acknowledged),
            "dropped": dict(Counter(dropped.values())),
            "waiting": len(updates.keys() - acknowledged - dropped.keys()),
            "attempts": len(self.lines("attempt")),
        }

    def _read_on(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._offset)
            content = file.read()
        whole = content.rfind(b"\n") + 1
        self._offset += whole
        self._lines.extend(_parsed(content[:whole]))


def _parsed(content: bytes) -> Iterator[Line]:
    for line in content.splitlines():
        yield orjson.loads(line)
