"""Time zones by the names that people give."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OTHERS = ("right/", "posix/", "localtime", "posixrules", "Factory")
"""Files that lie among the zones: of clocks that count leap seconds, or of this machine."""


def find_zone(name: str) -> ZoneInfo | None:
    """None where this machine knows no such zone; a folder of zones, such as America, is none."""
    if name.startswith(_OTHERS):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
