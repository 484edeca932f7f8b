"""Writes the reference pages that are read off the code: `make docs`.

`tests/architecture/test_docs.py` fails when a page is not what this would write.
"""

from collections.abc import Callable
from pathlib import Path

from typer.main import get_command

from config.cli import whole
from config.server import all_routes
from config.settings import Settings
from scrm.journal.values import KINDS
from scrm.web.openapi import PREFIX
from scrm.web.routes import PUBLIC, SIGNED_IN

PAGES = Path(__file__).parent.parent / "docs" / "reference"
MADE = "<!-- Made by `make docs`; change the code, not this page. -->\n"


def settings() -> str:
    lines = [
        "# Settings",
        MADE,
        "A TOML file (`config/default.toml` shows them all), each overridden by an environment "
        "variable. A secret may lie in a file that `SCRM_…_FILE` names.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if hasattr(default, "get_secret_value") else str(default)
        lines += [
            f"## SCRM_{name.upper()}",
            f"{field.description}",
            f"Default: `{shown}`" if shown else "Default: none",
            "",
        ]
    return "\n".join(lines)


OWN_KINDS = [
    "## Of your own",
    "What else your programs know of people can be told under kinds of your own: `custom.` and small "
    "letters, digits, `_` and points, such as `custom.quote_asked`; our kinds never begin so. Its data "
    "is up to 30 texts of at most 500 characters, numbers, true and false. Rules, conditions and the "
    "timeline take them as they take ours.",
    "",
    "## Told from outside",
    "`POST /api/v1/events` tells of `order.paid` and of your own kinds, `POST /api/v1/events/batch` of up "
    "to 100 at once; [how](../how-to/send-orders.md). The hub adds `identity_id` and `channel_id`, or "
    "`home_id`: by which address, or under which contact, the person was named.",
    "",
]


def events() -> str:
    lines = [
        "# Events",
        MADE,
        "Facts that the hub records, in the past tense. Each has a time `at`, a person where it "
        "concerns one, and the data named here.",
        "",
    ]
    for kind, says in sorted(KINDS.items()):
        lines += [f"## {kind}", says, ""]
    lines += OWN_KINDS
    return "\n".join(lines)


def http() -> str:
    lines = [
        "# REST interface",
        MADE,
        "The OpenAPI 3.1 document at `/api/v1/openapi.json` is the full reference, "
        "`/api/docs` a page to read and try it. This is the list.",
        "",
        "| call | what | may |",
        "| --- | --- | --- |",
    ]
    may = {PUBLIC: "everybody", SIGNED_IN: "whoever is signed in"}
    for route in all_routes():
        allowed = may.get(route.permission, f"`{route.permission}`")
        lines.append(f"| `{route.method} {PREFIX}{route.path}` | {route.summary} | {allowed} |")
    return "\n".join([*lines, ""])


def commands() -> str:
    lines = ["# Commands", MADE]
    root = get_command(whole())
    for name, verb in sorted(getattr(root, "commands", {}).items()):
        lines += [f"## scrm {name}", (verb.help or "").strip(), ""]
        for child_name, child in sorted(getattr(verb, "commands", {}).items()):
            lines += [f"- `scrm {name} {child_name}`: {(child.help or '').strip()}"]
        lines += [""] if getattr(verb, "commands", None) else []
    lines += [
        "Exit status: 0 done, 1 the work failed, 2 wrong use. `--json` prints one document.",
        "",
    ]
    return "\n".join(lines)


WRITTEN: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "events.md": events,
    "http.md": http,
    "commands.md": commands,
}

if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, write in WRITTEN.items():
        (PAGES / name).write_text(write())
        print(f"docs/reference/{name}")
