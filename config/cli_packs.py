"""`scrm packs`: ready rules, a bot and articles are looked at, and brought in."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from config.cli import Json, app, have, show

if TYPE_CHECKING:
    from tagging.packs.values import Item, Pack

packs = typer.Typer(no_args_is_help=True, help="Ready rules, a bot and articles.")
app.add_typer(packs, name="packs")

Name = Annotated[str, typer.Argument(help="Such as shop; scrm packs list names them.")]
Spoken = Annotated[str, typer.Option("--language", help="en, zh or both.")]

_SAID = {
    "made": "made, as a draft",
    "published": "in force",
    "same": "was there already",
    "kept": "left as it is: somebody changed it, or it is not the pack's",
}


@packs.command("list")
def list_packs(as_json: Json = False) -> None:
    """Which packs there are."""
    from config.packs import packs as known
    from tagging.packs.service import view

    found = [view(one, "en") for one in known().values()]
    lines = [f"{one.name:10} {one.title}: {one.about}" for one in found]
    show(
        [{"name": one.name, "title": one.title} for one in found],
        as_json=as_json,
        text="\n".join(lines),
    )


@packs.command("show")
def show_pack(name: Name, language: Spoken = "both", as_json: Json = False) -> None:
    """Say in words what a pack would bring in."""
    found = _items(_pack(name), language)
    said = [
        {"kind": one.kind.value, "name": one.name, "reading": _reading(one, language)}
        for one in found
    ]
    text = "\n\n".join(f"{one['kind']}: {one['name']}\n{one['reading']}" for one in said)
    show(said, as_json=as_json, text=text)


@packs.command("apply")
def apply(
    name: Name,
    language: Spoken = "both",
    publish: Annotated[
        bool,
        typer.Option("--publish", help="Rules and bot in force at once; articles stay drafts."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a pack in, as drafts. What somebody changed of it stays; a second time changes nothing."""
    _pack(name)
    _language(language)
    done: list[dict[str, Any]] = have("packs.apply", name=name, language=language, publish=publish)
    text = "\n".join(f"{one['kind']} {one['name']}: {_SAID[one['fate']]}" for one in done)
    show(done, as_json=as_json, text=text)


def _pack(name: str) -> "Pack":
    from config.packs import packs as known

    found = known().get(name)
    if found is None:
        raise typer.BadParameter(f"choose one of {', '.join(known())}", param_hint="NAME")
    return found


def _language(language: str) -> None:
    if language not in ("en", "zh", "both"):
        raise typer.BadParameter("choose one of en, zh, both", param_hint="--language")


def _items(pack: "Pack", language: str) -> "list[Item]":
    from tagging.packs.policy import items
    from tagging.packs.values import Language

    _language(language)
    return list(items(pack, Language(language), "en"))


def _reading(item: "Item", language: str) -> str:
    from scrm.bots.service import read as read_bot
    from scrm.bots.words.policy import bot_in_words
    from tagging.packs.values import Kind
    from tagging.rules.service import read as read_rule
    from tagging.rules.words.policy import rule_in_words

    tongue = "zh" if language == "zh" else "en"
    if item.kind is Kind.RULE:
        return rule_in_words(read_rule(item.definition), tongue, {})
    if item.kind is Kind.BOT:
        return bot_in_words(read_bot(item.definition), tongue, {})
    texts: dict[str, dict[str, str]] = item.definition
    return "\n\n".join(one["body"] for one in texts.values())
