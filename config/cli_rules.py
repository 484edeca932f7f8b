"""`scrm rules`: a file of rules is checked, tried on the past, and put in force."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.cli import Json, app, have, settings_of, show
from config.progress import progress

if TYPE_CHECKING:
    from config.progress import Advance
    from scrm.kernel.database import Database
    from tagging.rules.values import Rule

rules = typer.Typer(no_args_is_help=True, help="Rules that tag people by what they do.")
app.add_typer(rules, name="rules")

LARGEST_FILE = 5_000_000
WITHIN = 3_600.0
"""Seconds that a dry run may take: whoever waits for it can end it."""
SHOWN = 20

File = Annotated[Path, typer.Argument(help="JSON: one rule, or a list of them.")]


@rules.command("check")
def check(file: File, as_json: Json = False) -> None:
    """Say what the rules of a file mean, or all that is wrong with them."""
    from tagging.rules.words.policy import rule_in_words

    readings = [
        {"name": rule.name, "reading": rule_in_words(rule, "en", {})} for rule in _read(file)
    ]
    text = "\n\n".join(f"{one['name']}\n{one['reading']}" for one in readings)
    show(readings, as_json=as_json, text=text)


@rules.command("apply")
def apply(file: File, as_json: Json = False) -> None:
    """Put the rules of a file in force, each under its name, from now on."""
    _read(file)
    done = have("rules.apply", rules=_definitions(file))
    for one in done:
        if one["ring"]:
            names = ", ".join(one["ring"])
            print(f"scrm: these may set one another off for ever: {names}", file=sys.stderr)
    text = "\n".join(f"{one['name']}: version {one['version']} is in force" for one in done)
    show(done, as_json=as_json, text=text)


@rules.command("dry-run")
def dry_run(
    file: File,
    since: Annotated[str, typer.Option(help="How far back, such as 30d or 12h.")] = "30d",
    as_json: Json = False,
) -> None:
    """Say whom the rules of a file would have touched, when, and by which message."""
    from scrm.conditions.windows.policy import read

    window = read(since)
    if window is None:
        raise typer.BadParameter("write it as 30d, 12h or 8w", param_hint="--since")
    found = asyncio.run(_tried(_read(file), window))
    show(found, as_json=as_json, text="\n".join(map(_line, found[:SHOWN])) + _rest(found))


async def _tried(wanted: "list[Rule]", window: timedelta) -> list[dict[str, Any]]:
    from scrm.kernel.database import Database

    database = Database(settings_of().url)
    try:
        return await _found(database, wanted, datetime.now(UTC) - window)
    finally:
        database.close()


async def _found(
    database: "Database", wanted: "list[Rule]", since: datetime
) -> list[dict[str, Any]]:
    from tagging.rules.trying.service import against_live, shown, span_since, try_out

    found = []
    with progress("trying") as advance:
        for number, rule in enumerate(wanted):
            trial = await database.read(partial(against_live, rule=rule))
            share = partial(_share, advance, number, len(wanted))
            tried = await try_out(database, trial, span_since(since), WITHIN, share)
            if not tried.is_whole:
                print(f"scrm: {rule.name}: not all could be looked at in an hour", file=sys.stderr)
            items = await database.read(partial(shown, hits=tried.hits, with_words=False))
            found += [
                {
                    "rule": rule.name,
                    "contact_id": one.contact_id,
                    "name": one.name,
                    "at": one.at.isoformat().replace("+00:00", "Z"),
                    "message_id": one.message_id,
                    "found": one.found,
                }
                for one in items
            ]
    return found


def _share(advance: "Advance", before: int, of: int, done: float) -> None:
    advance((before + done) / of)


def _line(one: dict[str, Any]) -> str:
    marks = {"new": "+", "gone": "-", "same": " "}
    return f"{marks[one['found']]} {one['at']}  {one['rule']}: {one['name'] or one['contact_id']}"


def _rest(found: list[dict[str, Any]]) -> str:
    new, gone = (sum(one["found"] == which for one in found) for which in ("new", "gone"))
    more = f"\n… and {len(found) - SHOWN} more; --json lists all" if len(found) > SHOWN else ""
    beside = f"{new} that what is in force would not touch, {gone} that only it does"
    return f"{more}\n{len(found)} people; {beside}"


def _definitions(file: Path) -> list[dict[str, Any]]:
    from scrm.kernel.strict_json import BadJson, loads

    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        raise typer.BadParameter(f"there is no file {file} of at most 5 MB", param_hint="FILE")
    try:
        document = loads(file.read_bytes())
    except BadJson as wrong:
        raise typer.BadParameter(f"{file.name} {wrong}", param_hint="FILE") from None
    return document if isinstance(document, list) else [document]


def _read(file: Path) -> "list[Rule]":
    """Raises Exit where one is wrong, with all that is."""
    from scrm.kernel.errors import Invalid, Mistaken
    from tagging.rules import service

    found, wrong = [], []
    for number, definition in enumerate(_definitions(file)):
        try:
            found.append(service.read(definition))
        except Mistaken as mistakes:
            wrong += [f"{number}.{one.place} {one.why}" for one in mistakes.mistakes]
        except Invalid as mistake:
            wrong.append(f"{number}.{mistake}")
    for line in wrong:
        print(f"scrm: {line}", file=sys.stderr)
    if wrong:
        raise typer.Exit(1)
    return found
