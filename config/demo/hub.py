"""`python -m config.demo.hub`: the hub of the demo, and the only one whose clock can be moved.

The command that moves it exists in this process alone: it is neither a route nor a setting, and
`scrm serve` knows nothing of it.
"""

import gc
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import BigInteger, type_coerce, update
from sqlmodel import Session

from config import control
from config.demo.clock import FILE, MOVE, MovedClock
from config.demo.tethered import tie_to_the_starter
from config.hub import Hub
from scrm.delivery.tables import Delivery
from scrm.imports.tables import ImportJob
from scrm.joining.links.tables import StartLink
from scrm.kernel.sets import table_of
from scrm.staff.tables import OneTimeLink, SignIn
from scrm.visitors.tables import Visitor

log = structlog.get_logger()

_SECOND = 1_000_000
GOES_ALONG = (
    (SignIn, "expires_at"),
    (OneTimeLink, "expires_at"),
    (Visitor, "expires_at"),
    (StartLink, "expires_at"),
    (Delivery, "lease_until"),
    (ImportJob, "lease_until"),
)


async def move(clock: MovedClock, hub: Hub, given: dict[str, Any]) -> dict[str, Any]:
    """Let time pass at once: everything that waits for it looks again."""
    by = timedelta(seconds=int(given["by"]))
    clock.require(by)
    await hub.database.write(lambda s: carry_along(s, by))
    clock.move(by)
    log.info("clock moved", action="demo.clock_moved", by=str(by), now=hub.clock.now().isoformat())
    await hub.look_again()
    return {"ahead": int(clock.ahead.total_seconds())}


def carry_along(session: Session, by: timedelta) -> None:
    """Who watches must not be signed out, nor a visitor's browser be forgotten, by the leap; and
    what is being sent right now was not left lying for days."""
    micros = int(by.total_seconds()) * _SECOND
    for model, name in GOES_ALONG:
        table = table_of(model)
        column = table.c[name]
        later = type_coerce(column, BigInteger) + micros
        session.execute(update(table).where(column.is_not(None)).values({column: later}))


def main() -> None:
    gc.disable()  # as in `scrm serve`
    import uvloop

    from config import serve as serving
    from config.cli import settings_of

    tie_to_the_starter()
    settings = settings_of()
    clock = MovedClock(settings.data_dir / FILE)
    control.VERBS[MOVE] = partial(move, clock)
    uvloop.run(serving.serve(Hub(settings, clock=clock), serving.announce))


if __name__ == "__main__":
    main()
