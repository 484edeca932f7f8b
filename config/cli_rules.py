"""`scrm rules`: a file of rules is checked, tried on the past, and put in force."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.cli import Json, app, settings_of, show
from config.documents import document_of
from config.progress import progress

if TYPE_CHECKING:
    from config.control import Ask
    from config.progress import Advance
    from scrm.kernel.database import Database
    from tagging.rules.values import Rule

rules = typer.Typer(no_args_is_help=True, help="Rules that tag people by what they do.")
app.add_typer(rules, name="rules")

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
def apply(
    file: File,
    back_fill: Annotated[
        bool, typer.Option("--back-fill", help="Also for all of whom they hold already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put the rules of a file in force, each under its name, from now on."""
    _read(file)
    done = asyncio.run(_applied(_definitions(file), past=back_fill))
    for one in done:
        if one["ring"]:
            names = ", ".join(one["ring"])
            print(f"scrm: these may set one another off for ever: {names}", file=sys.stderr)
    show(done, as_json=as_json, text="\n".join(map(_applied_line, done)))


async def _applied(definitions: list[dict[str, Any]], *, past: bool) -> list[dict[str, Any]]:
    from config.control import talk
    from config.places import require_meant

    settings = settings_of()
    require_meant(settings)
    async with talk(settings) as ask:
        done: list[dict[str, Any]] = await ask("rules.apply", {"rules": definitions, "past": past})
        if past:
            with progress("applying") as advance:
                for number, one in enumerate(done):
                    share = partial(_share, advance, number, len(done))
                    one["found"] = await _followed(ask, one["id"], share)
    return done


async def _followed(ask: "Ask", rule_id: str, advance: "Advance") -> int:
    """Until everybody was looked at; returns of how many the rule holds."""
    from config.asking import CommandFailed

    while True:
        view = await ask("rules.follow", {"id": rule_id})
        advance(view["progress"])
        if view["state"] == "failed":
            raise CommandFailed(view["error"])
        if view["state"] == "done":
            return int(view["found"])


def _applied_line(one: dict[str, Any]) -> str:
    held = f", and holds of {one['found']} people" if "found" in one else ""
    return f"{one['name']}: version {one['version']} is in force{held}"


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
    document = document_of(file)
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
