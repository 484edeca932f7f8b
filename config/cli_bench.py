"""`scrm bench`: what it measures and how it is printed."""

from typing import Annotated, Any

import typer

from config.cli import Json, app, show

RULES = 20
WHAT = ("ingest", "inbox", "push", "tagging", "campaign", "all")


@app.command()
def bench(
    what: Annotated[str, typer.Argument(help=" | ".join(WHAT))] = "all",
    scale: Annotated[
        int,
        typer.Option(
            help="Messages (inbox), events (tagging) or people (campaign, of whom a tenth is written to) "
            "made up for it."
        ),
    ] = 1_000_000,
    sockets: Annotated[
        int, typer.Option(min=1, max=20_000, help="Open sockets that are told (push).")
    ] = 1_000,
    rules: Annotated[
        int, typer.Option(min=0, help="Rules in force, and with them a bot that answers (ingest).")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Measure the hub against a bare ceiling in the same run, as a ratio."""
    if what not in WHAT:
        raise typer.BadParameter(f"choose one of {', '.join(WHAT)}")
    results = list(_measured(what, scale, sockets, rules))
    for result in results:
        show(result, as_json=as_json and len(results) == 1, text=_table(result))
    if not all(met for result in results for met in result["goals"].values()):
        raise typer.Exit(1)


def _measured(what: str, scale: int, sockets: int, rules: int) -> Any:
    if what in ("ingest", "all"):
        from config.bench import ingest

        yield ingest.measure(rules=rules)
        if what == "all":
            yield ingest.measure(wait_ms=4.0, repetitions=1)
            yield ingest.measure(rules=RULES)
    if what in ("inbox", "all"):
        from config.bench import inbox

        yield inbox.measure(scale)
    if what in ("push", "all"):
        from config.bench import push

        yield push.measure(sockets)
    if what in ("tagging", "all"):
        from config.bench import tagging

        yield tagging.measure(scale)
    if what in ("campaign", "all"):
        from config.bench import campaign

        yield campaign.measure(scale // 10, scale)


def _table(result: dict[str, Any]) -> str:
    lines = [f"{result['bench']}: ratio {result['ratio']}"]
    for name, value in result.items():
        if name not in ("bench", "ratio", "goals"):
            lines.append(f"  {name:28} {value}")
    lines += [f"  {'met   ' if met else 'MISSED'} {goal}" for goal, met in result["goals"].items()]
    return "\n".join(lines)
