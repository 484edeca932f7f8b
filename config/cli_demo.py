"""The verbs that need no account anywhere: `demo` and `sandbox`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from config.demo.supervisor import Addresses

Port = Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0: a free one.")]


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(sandbox)


def demo(
    port: Annotated[
        int, typer.Option(min=1, max=65_000, help="The hub's port; taken: the next free one.")
    ] = 8080,
    speed: Annotated[
        float, typer.Option(min=0.1, max=100, help="How fast people live; 2: twice as fast.")
    ] = 1.0,
    reset: Annotated[bool, typer.Option("--reset", help="Forget everything, start over.")] = False,
    reload: Annotated[
        bool, typer.Option("--reload", help="Restart the hub when a Python file changes.")
    ] = False,
) -> None:
    """Hub, simulated Telegram, a shop with the chat on it, and a living story, with no account anywhere."""
    import asyncio

    from config import logs
    from config.demo.supervisor import Options, perform
    from config.settings import load

    settings = load()
    logs.set_up("warning", "auto")
    options = Options(
        data=settings.data_dir / "demo",
        port=port,
        speed=speed,
        reset=reset,
        reload=reload,
        timezone=settings.timezone,
    )
    print("Starting the hub and a simulated Telegram …", flush=True)
    asyncio.run(perform(options, _announce))
    print("The demo has ended; run it again and it goes on where it stopped")


def _announce(where: "Addresses") -> None:
    """The stage is all that most people need; the rest is for the curious."""
    lines = (
        "",
        f"  Open this, it works once:  {where.stage}",
        "",
        f"  The hub                    {where.hub}",
        f"  The shop's site            {where.shop}",
        f"  The customers' phones      {where.phones}",
        f"  Data                       {where.data}  (--reset starts over)",
        "",
        "  Ctrl-C ends it.",
    )
    print("\n".join(lines), flush=True)


def sandbox(
    platform: Annotated[
        list[str] | None, typer.Option(help="Which to simulate; all, if none is named.")
    ] = None,
    port: Port = 0,
    data: Annotated[
        Path | None, typer.Option(help="Where state and log are kept; data/sandbox if not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print addresses as JSON lines.")] = False,
) -> None:
    """The simulated platforms alone, for trying connectors and for tests."""
    from config.sandbox.server import PLATFORMS, run
    from config.settings import load

    for name in platform or ():
        if name not in PLATFORMS:
            known = ", ".join(sorted(PLATFORMS))
            raise typer.BadParameter(f"choose one of {known}", param_hint="--platform")
    directory = data or load().data_dir / "sandbox"
    run(directory, platform or sorted(PLATFORMS), port=port, as_json=as_json)
