"""What the command line can have done about packs."""

from typing import Any

from sqlmodel import Session

from config.control import verb
from config.hub import Hub
from config.packs import packs
from config.verbs import BY
from scrm.kernel.errors import NotFound
from tagging.packs import service
from tagging.packs.values import Language


@verb("packs.apply")
async def apply_pack(hub: Hub, given: dict[str, Any]) -> Any:
    """All parts of it, in one commit."""
    pack, now = packs().get(given["name"]), hub.clock.now()
    if pack is None:
        raise NotFound("pack", given["name"])
    language, publish = Language(given["language"]), bool(given["publish"])

    def work(session: Session) -> list[dict[str, Any]]:
        done = service.apply(session, pack, language, {"by": BY}, now, publish=publish)
        return [
            {"kind": one.kind.value, "name": one.name, "fate": one.fate.value, "id": one.id}
            for one in done
        ]

    return await hub.database.write(work)
