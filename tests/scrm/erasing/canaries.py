"""Words that nobody else says, and where in a hub they are found."""

from collections import defaultdict
from pathlib import Path
from secrets import token_hex

from sqlalchemy import MetaData, select

from tests.support.databases import Place

SEEN_FROM = 4
"""An index may keep only the end of a word behind what it shares with the word before it."""

Cell = tuple[str, str]
"""Table and column."""


class Canaries:
    """Makes a distinct word for each place where something is said."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def __call__(self, where: str) -> str:
        return self._words.setdefault(where, f"{token_hex(8)}x{len(self._words)}q")

    def number(self, where: str) -> str:
        """As digits, for what must look like a phone."""
        return self._words.setdefault(where, f"9{int(token_hex(5), 16):013}"[:13])

    def in_bytes(self, said: bytes) -> set[str]:
        lower = said.lower()
        return {name for name, word in self._words.items() if word[SEEN_FROM:].encode() in lower}

    @property
    def names(self) -> set[str]:
        return set(self._words)


def in_tables(place: Place, canaries: Canaries) -> dict[Cell, set[str]]:
    """Which canaries each column of the database holds, whatever tables there are."""
    found: defaultdict[Cell, set[str]] = defaultdict(set)
    with place.reading() as session:
        connection = session.connection()
        metadata = MetaData()
        metadata.reflect(connection)
        for table in metadata.tables.values():
            for row in connection.execute(select(table)).mappings():
                for name, value in row.items():
                    found[table.name, str(name)] |= canaries.in_bytes(_bytes(value))
    return {cell: names for cell, names in found.items() if names}


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def in_files(folder: Path, canaries: Canaries) -> dict[str, set[str]]:
    """Which canaries the files of a folder hold, in their names and their bytes."""
    found = {
        str(path.relative_to(folder)): canaries.in_bytes(path.name.encode() + path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {name: names for name, names in found.items() if names}
