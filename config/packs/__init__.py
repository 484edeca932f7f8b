"""Packs that come with the hub: a JSON file each, in English and Chinese."""

from functools import cache
from pathlib import Path

from scrm.kernel.strict_json import loads
from tagging.packs.values import Pack

FOLDER = Path(__file__).parent


@cache
def packs() -> dict[str, Pack]:
    """By name."""
    found = (Pack(**loads(file.read_bytes())) for file in sorted(FOLDER.glob("*.json")))
    return {one.name: one for one in found}
