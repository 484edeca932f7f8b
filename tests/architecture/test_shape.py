"""Files and functions stay small; the exceptions may only become fewer."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("scrm", "connectors", "tagging", "campaigns", "config")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGER_FUNCTIONS: set[str] = set()
"""Functions that are longer today. Take names out; never put one in."""

FURNITURE = {
    "__init__",
    *("values", "policy", "tables", "store", "service", "worker", "routes"),
}
MORE_FURNITURE = {
    "bots": {"reactor"},
    "conversations": {"reactor"},
    "channels": {"contract", "failures", "outbound", "registry", "light", "splitting"},
    "consent": {"words"},
    "files": {"child"},
    "rendering": {"child"},
    "staff": {"passwords"},
}
FREE = {"kernel", "web", "conformance", "imports"}
"""Rooms that are tools and not part of the CRM: their files are named for what they hold."""

PAGES = {"console", "widget"}
"""What runs in browsers: the only Python in it comes with the packages that build it."""


def _sources() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts and "node_modules" not in path.parts
    ]


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*_sources(), *(ROOT / "tests").rglob("*.py")]
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def _functions(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", _lines(node))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring and signature."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_no_function_is_too_long() -> None:
    long = {
        name for path in _sources() for name, lines in _functions(path) if lines > LONGEST_FUNCTION
    }
    assert long == LONGER_FUNCTIONS


def test_every_file_of_a_room_is_furniture() -> None:
    strange = []
    for path in (ROOT / "scrm").rglob("*.py"):
        room = path.relative_to(ROOT / "scrm").parts[0]
        if len(path.relative_to(ROOT / "scrm").parts) == 1 or room in FREE or room in PAGES:
            continue
        if path.stem not in FURNITURE | MORE_FURNITURE.get(room, set()):
            strange.append(str(path.relative_to(ROOT)))
    assert strange == []


def test_only_their_rooms_import_jinja2_and_apscheduler() -> None:
    allowed = {"apscheduler": "scrm/scheduling", "jinja2": "scrm/rendering"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {library}"
        for path in _sources()
        for library, room in allowed.items()
        if re.search(rf"^\s*(?:from|import) {library}\b", path.read_text(), re.MULTILINE)
        if not str(path.relative_to(ROOT)).startswith(room)
    ]
    assert wrong == []
