"""Lines of the ledger, and what they come to. Pure."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from scrm.consent.ledger.values import Did, Line, Subject


def head(mark: str) -> bytes:
    return orjson.dumps({"ledger": 1, "key": mark}) + b"\n"


def mark_of(first: bytes) -> str:
    """By which key it was written; empty for what is no beginning of a ledger."""
    try:
        said = orjson.loads(first)
    except orjson.JSONDecodeError:
        return ""
    return str(said.get("key", "")) if isinstance(said, dict) and said.get("ledger") == 1 else ""


def written(line: Line) -> bytes:
    said = {"did": line.did.value, "key": line.key, "purpose": line.purpose}
    if line.did is Did.ENDED:
        at = line.at.isoformat() if line.at else ""
        noted = line.noted.isoformat() if line.noted else ""
        said |= {"id": str(line.id), "why": line.why, "at": at, "noted": noted}
        said["also"] = " ".join(line.also)
    return orjson.dumps(said) + b"\n"


def read(written: bytes) -> Line | None:
    """None for what is no whole line: one that a power cut tore harms no other."""
    try:
        said = orjson.loads(written)
        did, key, purpose = Did(said["did"]), said["key"], said["purpose"]
        if did is Did.LIFTED:
            return Line(did, key, purpose)
        also, at = tuple(said["also"].split()), datetime.fromisoformat(said["at"])
        noted = datetime.fromisoformat(said["noted"]) if said.get("noted") else None
        return Line(did, key, purpose, also, int(said["id"]), said["why"], at, noted)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def is_over(line: Line, agreed: datetime) -> bool:
    """Whether somebody agreed behind it. A row that repeats another's says since when that one is in
    force: who agreed before they were joined has not agreed behind it."""
    known = [one for one in (line.at, line.noted) if one is not None]
    return bool(known) and agreed > max(known)


def standing(lines: Iterable[bytes]) -> dict[Subject, bytes]:
    """The lines that still say that something has ended, the last word of each."""
    found: dict[Subject, bytes] = {}
    for one in lines:
        if (line := read(one)) is None:
            continue
        if line.did is Did.ENDED:
            found[line.key, line.purpose] = one
        else:
            found.pop((line.key, line.purpose), None)
    return found


def is_worth_compacting(lines: int, kept: int, most: int | None = None) -> bool:
    """Rewriting costs what it holds: so it is done when as much again has no meaning any more, or
    more lines than `most`."""
    return lines - kept > (kept + 1_000 if most is None else most)
