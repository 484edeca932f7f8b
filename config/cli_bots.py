"""`scrm bots`: a file with the bot is checked, and put in force."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.cli import Json, app, have, show
from config.documents import document_of

if TYPE_CHECKING:
    from scrm.bots.values import Bot

bots = typer.Typer(no_args_is_help=True, help="The bot that answers the easy questions.")
app.add_typer(bots, name="bots")

File = Annotated[Path, typer.Argument(help="JSON: the bot.")]


@bots.command("check")
def check(file: File, as_json: Json = False) -> None:
    """Say what the bot of a file does, or all that is wrong with it."""
    from scrm.bots.service import unused
    from scrm.bots.words.policy import bot_in_words

    bot = _read(file)
    _warn(unused(bot))
    reading = bot_in_words(bot, "en", {})
    show({"reading": reading, "unused": unused(bot)}, as_json=as_json, text=reading)


@bots.command("apply")
def apply(file: File, as_json: Json = False) -> None:
    """Put the bot of a file in force, from now on."""
    from scrm.bots.service import unused

    _warn(unused(_read(file)))
    done = have("bots.apply", bot=document_of(file))
    show(done, as_json=as_json, text=f"version {done['version']} is in force")


def _warn(unused: list[str]) -> None:
    for name in unused:
        print(f"scrm: no responder answers the intent {name}", file=sys.stderr)


def _read(file: Path) -> "Bot":
    """Raises Exit where it is wrong, with all that is. Who the colleagues are is asked when it is
    put in force."""
    from scrm.bots.service import read
    from scrm.kernel.errors import Mistaken

    try:
        return read(document_of(file))
    except Mistaken as wrong:
        for one in wrong.mistakes:
            print(f"scrm: {one.place} {one.why}", file=sys.stderr)
        raise typer.Exit(1) from None
