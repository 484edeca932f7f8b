"""What the command line can have done about rules."""

from typing import Any

from sqlmodel import Session

from config.control import verb
from config.hub import Hub
from config.verbs import BY
from tagging.rules import service
from tagging.watching import service as watching


@verb("rules.apply")
async def apply_rules(hub: Hub, given: dict[str, Any]) -> Any:
    """All of them in force at once, from now on or also for the past, or none."""
    now, past = hub.clock.now(), bool(given["past"])

    def work(session: Session) -> list[dict[str, Any]]:
        done = []
        for definition in given["rules"]:
            row, ring = service.apply(session, definition, {"by": BY}, now, past=past)
            done.append({"id": str(row.id), "name": row.name, "version": row.version, "ring": ring})
        return done

    return await hub.database.write(work)


@verb("rules.follow")
async def follow_rule(hub: Hub, given: dict[str, Any]) -> Any:
    """How far looking at everybody is, after another piece of it: also where no hub runs that would
    do it."""
    now = hub.clock.now()
    await hub.database.write(lambda s: hub.watches.fill(s, now))
    view = await hub.database.read(lambda s: watching.filling(s, int(given["id"])))
    if view is None:
        return None
    return {
        "state": view.state,
        "progress": view.progress,
        "found": view.found,
        "error": view.error,
    }
