"""What the command line can have done about the bot."""

from typing import Any

from sqlmodel import Session

from config.control import verb
from config.hub import Hub
from config.verbs import BY
from scrm.bots import service


@verb("bots.apply")
async def apply_bot(hub: Hub, given: dict[str, Any]) -> Any:
    """In force from now on."""
    now = hub.clock.now()

    def work(session: Session) -> dict[str, Any]:
        row = service.apply(session, given["bot"], {"by": BY}, now)
        return {"version": row.version}

    return await hub.database.write(work)
