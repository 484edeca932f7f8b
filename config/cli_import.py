"""`scrm import`: a file goes into the data folder, the hub reads it, this page shows how far it is."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.cli import Json, app, settings_of, show
from config.progress import progress

if TYPE_CHECKING:
    from config.control import Ask
    from config.settings import Settings

importing = typer.Typer(no_args_is_help=True, help="Chats from elsewhere.")
app.add_typer(importing, name="import")

Answers = dict[str, str]

_OPTIONS = {"me": "--me", "timezone": "--timezone", "date_order": "--date-order"}
_ASKED = {
    "me": "Whose phone did this chat come from? (- where that person wrote nothing in it)",
    "date_order": "How are the dates of this file written?",
}


class Unanswered(Exception):
    """A question, and nobody at the terminal."""


@importing.command("whatsapp")
def import_whatsapp(
    file: Annotated[Path, typer.Argument(help="The .txt or .zip of WhatsApp's “Export chat”.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report; write nothing.")] = False,
    me: Annotated[str, typer.Option(help="Your name in the chat; - if you wrote nothing.")] = "",
    timezone: Annotated[str, typer.Option(help="Where the phone was, such as Asia/Shanghai.")] = "",
    date_order: Annotated[str, typer.Option(help="dmy, mdy or ymd")] = "",
    as_json: Json = False,
) -> None:
    """Bring in a chat exported by WhatsApp; a longer export later adds only what is new."""
    settings = settings_of()
    _require_file(file, settings.import_limit)
    answers = {"me": me, "timezone": timezone, "date_order": date_order}
    given = {name: value for name, value in answers.items() if value}
    work = _previewed if dry_run else _brought_in
    try:
        report = asyncio.run(work(settings, file, given))
    except Unanswered as question:
        print(f"scrm: {question}", file=sys.stderr)
        raise typer.Exit(2) from None
    show(report, as_json=as_json, text=_summary(report, dry_run=dry_run))


def _require_file(file: Path, most: int) -> None:
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {file}", param_hint="FILE")
    if file.stat().st_size > most:
        raise typer.BadParameter(
            f"{file.name} is larger than {most} bytes; raise SCRM_IMPORT_LIMIT", param_hint="FILE"
        )


@contextmanager
def _copied(settings: "Settings", file: Path) -> Iterator[str]:
    """The file where the hub may read it; gone again unless the hub has taken it over."""
    folder = settings.data_dir / "imports" / token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    try:
        shutil.copyfile(file, folder / "chat")
        yield f"{folder.name}/chat"
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


async def _previewed(settings: "Settings", file: Path, answers: Answers) -> Any:
    from config.control import talk

    with _copied(settings, file) as copy:
        async with talk(settings) as ask:
            given = {"kind": "whatsapp", "file_name": file.name, "file": copy}
            found = await ask("import.preview", given | {"answers": answers})
            while (question := found["question"]) is not None:
                answers = answers | await _answered(question, answers)
                found = await ask("import.preview", given | {"answers": answers})
        shutil.rmtree((settings.data_dir / "imports" / copy).parent, ignore_errors=True)
    return found["report"]


async def _brought_in(settings: "Settings", file: Path, answers: Answers) -> Any:
    from config.control import talk

    async with talk(settings) as ask:
        with _copied(settings, file) as copy:
            given = {"kind": "whatsapp", "file_name": file.name, "file": copy}
            view = await ask("import.start", given | {"answers": answers})
        while view["state"] != "done":
            if view["state"] == "failed":
                raise _failed(view["error"])
            if view["question"] is not None:
                view = await _answer(ask, view, answers)
            else:
                view = await _followed(ask, view)
    return view["report"]


def _failed(why: str) -> Exception:
    from config.asking import CommandFailed

    return CommandFailed(why)


async def _followed(ask: "Ask", view: dict[str, Any]) -> dict[str, Any]:
    """Show progress until the import is over or asks something."""
    with progress("importing") as advance:
        while view["state"] in ("queued", "running"):
            advance(view["progress"])
            seen = [view["state"], view["progress"]]
            view = await ask("import.follow", {"id": view["id"], "seen": seen})
        if view["state"] == "done":
            advance(1.0)
    return view


async def _answer(ask: "Ask", view: dict[str, Any], answers: Answers) -> dict[str, Any]:
    try:
        given = await _answered(view["question"], answers)
    except Unanswered as question:
        await ask("import.give_up", {"id": view["id"], "why": str(question)})
        raise
    answered: dict[str, Any] = await ask("import.answer", {"id": view["id"], "answers": given})
    return answered


async def _answered(question: dict[str, Any], answers: Answers) -> Answers:
    """Ask the person at the terminal; raises Unanswered where there is none."""
    name, choices = question["field"], question["choices"]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Unanswered(_sentence(name, choices, question.get("example", ""), answers))
    example = f" ({question['example']})" if question.get("example") else ""
    typer.echo(f"{_ASKED.get(name, name)}{example}", err=True)
    for number, choice in enumerate(choices, 1):
        typer.echo(f"  {number}  {choice}", err=True)
    while True:
        said = await asyncio.to_thread(typer.prompt, "Number or name", err=True)
        if said in choices:
            return {name: said}
        if said.isdecimal() and 0 < int(said) <= len(choices):
            return {name: choices[int(said) - 1]}


def _sentence(name: str, choices: list[str], example: str, answers: Answers) -> str:
    option = _OPTIONS.get(name, name)
    listed = ", ".join(choices)
    if name == "me" and name in answers:
        return f"Nobody in this chat is called {answers[name]!r}; {option} is one of: {listed}"
    if name == "date_order":
        return f"Dates such as {example} can be read in several ways; say {option}: {listed}"
    return f"Say with {option} whose phone this chat came from: {listed}"


def _summary(report: dict[str, Any], *, dry_run: bool) -> str:
    would = "would be added" if dry_run else "added"
    lines = [
        f"{report['messages']} messages by {len(report['people'])} people"
        + (f", {report['from']} to {report['to']}" if report["from"] else ""),
        f"{report['added']} {would}, {report['already']} there already, "
        f"{report['system']} lines of WhatsApp's own, {report['media_omitted']} files left out",
    ]
    if report["bad_line_count"]:
        lines.append(f"{report['bad_line_count']} lines were not understood:")
        lines += [f"  {one['line']}: {one['why']}: {one['text']}" for one in report["bad_lines"]]
    return "\n".join(lines)
