"""`scrm campaign`: campaigns are looked at, launched, held and ended."""

from typing import Annotated, Any

import typer

from config.cli import Json, app, have, show

campaign = typer.Typer(no_args_is_help=True, help="Messages to many people.")
app.add_typer(campaign, name="campaign")

Id = Annotated[int, typer.Argument(help="As `scrm campaign list` shows it.", min=1)]
_NUMBERS = (
    *("audience", "allowed", "sent", "delivered", "read", "sending", "waiting", "later", "held"),
    *("blocked", "failed", "unknown", "missed", "cancelled"),
)


@campaign.command("list")
def list_all(as_json: Json = False) -> None:
    """All campaigns and how each stands, the newest first."""
    found = have("campaign.list")
    show(found, as_json=as_json, text="\n".join(map(_line, found)))


@campaign.command("preflight")
def preflight(campaign_id: Id, as_json: Json = False) -> None:
    """Say what would become of its people if it went now, and why."""
    found = have("campaign.preflight", id=str(campaign_id))
    show(found, as_json=as_json, text="\n".join(_told(found)))


@campaign.command("launch")
def launch(campaign_id: Id, as_json: Json = False) -> None:
    """Put the draft in force, and send it when it is due; a second launch changes nothing."""
    _do("launch", campaign_id, as_json)


@campaign.command("pause")
def pause(campaign_id: Id, as_json: Json = False) -> None:
    """Have nothing more of it go out until it is resumed."""
    _do("pause", campaign_id, as_json)


@campaign.command("resume")
def resume(campaign_id: Id, as_json: Json = False) -> None:
    """Go on with one that was paused."""
    _do("resume", campaign_id, as_json)


@campaign.command("cancel")
def cancel(campaign_id: Id, as_json: Json = False) -> None:
    """End it for good; what has gone out has gone out."""
    _do("cancel", campaign_id, as_json)


@campaign.command("report")
def report(campaign_id: Id, as_json: Json = False) -> None:
    """Say how many of its people came how far, and what held up the others."""
    found = have("campaign.report", id=str(campaign_id))
    lines = [f"{found[name]:>9} {name}" for name in _NUMBERS if found[name] or name == "audience"]
    for name in ("later", "held", "blocked", "failed"):
        lines += [f"{people:>9} {name}: {why}" for why, people in found[f"{name}_by"].items()]
    show(found, as_json=as_json, text="\n".join(lines))


def _do(verb: str, campaign_id: int, as_json: bool) -> None:
    result = have(f"campaign.{verb}", id=str(campaign_id))
    show(result, as_json=as_json, text=_line(result))


def _line(one: dict[str, Any]) -> str:
    return f"{one['id']} {one['state']:10} {one['size']:>9} {one['name']}"


def _told(found: dict[str, Any]) -> list[str]:
    about = "" if found["is_whole"] else "about "
    lines = [f"{found['audience']:>9} people"]
    if found["is_stopped"]:
        lines.append(f"{'':9} All campaigns are stopped: nothing goes before they are let go on")
    if about:
        lines.append(f"{found['looked_at']:>9} of them were looked at; the rest is an estimate")
    for one in found["slices"]:
        parts = [one["fate"], one["why"] and f"({one['why']})"]
        parts += [one["channel_id"] and f"on {one['channel_id']}"]
        parts += [f"then ({why})" for why in one["then"]]
        waits = one["fate"] in ("later", "held")
        parts += [waits and one["first"] and f"until {one['first']}"]
        lines.append(f"{one['people']:>9} {' '.join(part for part in parts if part)}")
    for one in found["days"]:
        lines.append(f"{one['people']:>9} have their day on {one['day']}")
    for one in found["missing"]:
        some = ", ".join(who["name"] or who["contact_id"] for who in one["some"])
        lines.append(f"{one['people']:>9} have no {one['variable']}: {some}")
    return [*lines, f"Sending takes {about}{_long(found['seconds'])}"]


def _long(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
