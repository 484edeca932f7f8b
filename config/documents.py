"""Files that the command line is given, as JSON documents."""

from pathlib import Path
from typing import Any

import typer

from scrm.kernel.strict_json import BadJson, loads

LARGEST_FILE = 5_000_000


def document_of(file: Path) -> Any:
    """Raises BadParameter where there is no such file, or no JSON in it."""
    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        raise typer.BadParameter(f"there is no file {file} of at most 5 MB", param_hint="FILE")
    try:
        return loads(file.read_bytes())
    except BadJson as wrong:
        raise typer.BadParameter(f"{file.name} {wrong}", param_hint="FILE") from None
