"""What the command line can have done about rules."""

from typing import Any

from sqlmodel import Session

from config.control import verb
from config.hub import Hub
from config.verbs import BY
from tagging.rules import service


@verb("rules.apply")
async def apply_rules(hub: Hub, given: dict[str, Any]) -> Any:
    """All of them in force at once, from now on, or none."""
    now = hub.clock.now()

    def work(session: Session) -> list[dict[str, Any]]:
        done = []
        for definition in given["rules"]:
            row, ring = service.apply(session, definition, {"by": BY}, now)
            done.append({"id": str(row.id), "name": row.name, "version": row.version, "ring": ring})
        return done

    return await hub.database.write(work)
