"""Albums: several messages of a platform that people see as one. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrm.conversations.arrivals.values import Part


def find(parts: Sequence[Part], external_id: str) -> Part | None:
    return next((one for one in parts if one["id"] == external_id), None)


def with_part(parts: Sequence[Part], changed: Part) -> list[Part]:
    """In the order in which the platform numbered them, whichever came first."""
    others = [one for one in parts if one["id"] != changed["id"]]
    return sorted([*others, changed], key=lambda one: (len(one["id"]), one["id"]))


def whole(parts: Sequence[Part], content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The message that people see: all captions and all files, and what else `content` holds."""
    text = ""
    spans: list[dict[str, Any]] = []
    files: list[str] = []
    for one in parts:
        if one["text"]:
            text += f"\n{one['text']}" if text else one["text"]
            begins = len(text) - len(one["text"])
            spans += [span | {"start": span["start"] + begins} for span in one.get("spans", ())]
        files += one.get("attachments", ())
    rest = {key: item for key, item in content.items() if key not in ("spans", "attachments")}
    extras = rest | {"parts": list(parts)}
    return text, extras | ({"spans": spans} if spans else {}) | (
        {"attachments": files} if files else {}
    )
