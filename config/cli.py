"""The command line. Every import beyond this page is made by the verb that needs it."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from config import cli_demo

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The open Social CRM hub.",
)
user = typer.Typer(no_args_is_help=True, help="People who work here.")
token = typer.Typer(no_args_is_help=True, help="Keys for scripts.")
channel = typer.Typer(no_args_is_help=True, help="Connected accounts.")
app.add_typer(user, name="user")
app.add_typer(token, name="token")
app.add_typer(channel, name="channel")
cli_demo.register(app)

MORE_VERBS = (
    "config.cli_bench",
    "config.cli_import",
    "config.cli_rules",
    "config.cli_bots",
    "config.cli_packs",
    "config.cli_campaigns",
)

Config = Annotated[Path | None, typer.Option(help="A settings file; see config/default.toml.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def settings_of(config: Path | None = None, **overrides: Any) -> "Settings":
    from config import logs
    from config.settings import load

    settings = load(config, **overrides)
    logs.set_up(settings.log_level, settings.log_format)
    return settings


def show(result: Any, *, as_json: bool, text: str) -> None:
    """Print a result: the document, or a line for people."""
    if as_json:
        import orjson

        print(orjson.dumps(result, option=orjson.OPT_INDENT_2).decode())
    elif text:
        print(text)


def have(verb: str, /, **arguments: Any) -> Any:
    """Have the hub of the data folder do something."""
    from config import control
    from config.places import require_meant

    settings = settings_of()
    require_meant(settings)
    return control.run(settings, verb, **arguments)


@app.command()
def serve(config: Config = None) -> None:
    """Run the hub."""
    gc.disable()  # until it is started: nothing of what is loaded becomes garbage
    import uvloop

    from config import serve as serving
    from config.hub import Hub

    uvloop.run(serving.serve(Hub(settings_of(config)), serving.announce))


@app.command()
def migrate(config: Config = None) -> None:
    """Bring the database up to date."""
    from config.claim import DataFolder
    from config.migrations import migrate as upgrade
    from scrm.kernel.engines import engine_of

    settings = settings_of(config)
    folder = DataFolder(settings.data_dir)
    folder.claim()
    try:
        engine = engine_of(settings.url)
        upgrade(engine)
        engine.dispose()
    finally:
        folder.release(clean=True)
    print("The database is up to date")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Examine the database: every invariant that needs no outside witness."""
    findings = have("doctor")
    lines = [
        f"{'ok   ' if one['wrong'] == 0 else 'WRONG'} {one['name']:7} {one['says']}"
        + (f" ({one['wrong']})" if one["wrong"] else "")
        for one in findings
    ]
    from config.places import database_of

    where = f"Examined {database_of(settings_of())}"
    show(findings, as_json=as_json, text="\n".join([where, *lines]))
    if any(one["wrong"] for one in findings):
        raise typer.Exit(1)


@app.command()
def replay(
    dead: Annotated[bool, typer.Option("--dead", help="Events that failed for good.")] = True,
    since: Annotated[str, typer.Option(help="Only those received since this time.")] = "",
    as_json: Json = False,
) -> None:
    """Apply dead events once more, after their fault was mended."""
    del dead
    result = have("replay", since=since)
    show(result, as_json=as_json, text=f"{result['replayed']} events are applied again")


@user.command("add")
def user_add(
    email: str,
    role: Annotated[str, typer.Option(help="owner, admin, agent or viewer")],
    as_json: Json = False,
) -> None:
    """Add a colleague and print the one-time link to come in."""
    _one_of(role, ("owner", "admin", "agent", "viewer"), "--role")
    result = have("user.add", email=email, role=role)
    show(result, as_json=as_json, text=f"{result['email']}: {result['link']}")


@user.command("list")
def user_list(as_json: Json = False) -> None:
    """All colleagues."""
    found = have("user.list")
    lines = [f"{one['email']:32} {one['role']:8} {_state(one)}" for one in found]
    show(found, as_json=as_json, text="\n".join(lines))


def _state(one: dict[str, Any]) -> str:
    if one["disabled"]:
        return "disabled"
    return "invited" if one["pending"] else ""


@user.command("reset")
def user_reset(email: str, as_json: Json = False) -> None:
    """A one-time link to set a new password."""
    result = have("user.reset", email=email)
    show(result, as_json=as_json, text=result["link"])


@user.command("disable")
def user_disable(email: str, as_json: Json = False) -> None:
    """Close the door to a colleague, at once and everywhere."""
    result = have("user.disable", email=email)
    show(result, as_json=as_json, text=f"{result['email']} can no longer sign in")


@token.command("create")
def token_create(
    name: str,
    scope: Annotated[list[str] | None, typer.Option(help="read, write, send, admin")] = None,
    as_json: Json = False,
) -> None:
    """A key for scripts, shown this once; without --scope it may do everything."""
    for one in scope or ():
        _one_of(one, ("read", "write", "send", "admin"), "--scope")
    result = have("token.create", name=name, scopes=scope or [])
    show(result, as_json=as_json, text=result["token"])


@token.command("list")
def token_list(as_json: Json = False) -> None:
    """All keys."""
    found = have("token.list")
    lines = [
        f"{one['id']} {one['name']:24} {','.join(one['scopes'])}"
        + (" revoked" if one["revoked"] else "")
        for one in found
    ]
    show(found, as_json=as_json, text="\n".join(lines))


@token.command("revoke")
def token_revoke(token_id: str, as_json: Json = False) -> None:
    """Make a key worthless."""
    result = have("token.revoke", id=token_id)
    show(result, as_json=as_json, text="Revoked")


@channel.command("add")
def channel_add(
    platform: str,
    name: Annotated[str, typer.Option(help="How people know it.")] = "",
    setting: Annotated[list[str] | None, typer.Option("--set", help="KEY=VALUE")] = None,
    as_json: Json = False,
) -> None:
    """Connect an account; its platform is asked first."""
    given = {}
    for one in setting or ():
        key, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is not KEY=VALUE", param_hint="--set")
        given[key] = value
    result = have("channel.add", platform=platform, name=name, settings=given, check=False)
    health = result["health"]
    said = f" ({health['display'] or health['detail']})" if health["state"] else ""
    show(result, as_json=as_json, text=f"{result['id']} {result['name']}{said}")


@channel.command("list")
def channel_list(as_json: Json = False) -> None:
    """All connected accounts."""
    found = have("channel.list")
    show(found, as_json=as_json, text="\n".join(_channel_line(one) for one in found))


def _channel_line(one: dict[str, Any]) -> str:
    return f"{one['id']} {one['platform']:10} {one['state']:8} {one['name']} {one['paused_reason']}"


def _do(verb: str, channel_id: str, as_json: bool) -> None:
    result = have(f"channel.{verb}", id=channel_id)
    text = f"{_channel_line(result)} {result['health']['state']} {result['health']['detail']}"
    show(result, as_json=as_json, text=text)


@channel.command("check")
def channel_check(channel_id: str, as_json: Json = False) -> None:
    """Ask its platform how an account is."""
    _do("check", channel_id, as_json)


@channel.command("pause")
def channel_pause(channel_id: str, as_json: Json = False) -> None:
    """Stop sending and reading; what is queued stays."""
    _do("pause", channel_id, as_json)


@channel.command("resume")
def channel_resume(channel_id: str, as_json: Json = False) -> None:
    """Send and read again."""
    _do("resume", channel_id, as_json)


def _one_of(value: str, known: tuple[str, ...], option: str) -> None:
    if value not in known:
        raise typer.BadParameter(f"choose one of {', '.join(known)}", param_hint=option)


def whole() -> typer.Typer:
    """The application with the verbs of the other pages, which put theirs on `app`."""
    for module in MORE_VERBS:
        import_module(module)
    return app


def main() -> None:
    """Run a verb. Exit status: 0 done, 1 the work failed, 2 wrong use."""
    from pydantic import ValidationError

    from scrm.kernel.errors import ScrmError

    os.umask(0o077)  # what people wrote lies in the files that follow
    try:
        whole()()
    except ScrmError as error:
        print(f"scrm: {error}", file=sys.stderr)
        sys.exit(1)
    except ValidationError as error:
        for wrong in error.errors(include_input=False, include_url=False):
            name = "SCRM_" + "_".join(map(str, wrong["loc"])).upper()
            print(f"scrm: {name}: {wrong['msg']}", file=sys.stderr)
        sys.exit(2)
    except ValueError as error:
        print(f"scrm: {error}", file=sys.stderr)
        sys.exit(2)
