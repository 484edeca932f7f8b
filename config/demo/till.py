"""The shop's till: tells the hub what its customers have paid for, as a program of the shop would."""

from datetime import UTC, datetime, timedelta

from config.demo.cast import ORDERS
from config.demo.inbox import Colleague, Document
from config.demo.keeper import HubKeeper
from config.demo.watching import watch


class Till:
    """Tells the orders of a customer as soon as the hub knows them; an order's number makes it known
    once."""

    def __init__(self, owner: Colleague, keeper: HubKeeper) -> None:
        self._owner = owner
        self._keeper = keeper
        self._told: set[str] = set()

    async def follow(self) -> None:
        """Until cancelled."""
        await watch(self._owner, self._keeper, self._look)

    async def _look(self, conversation: Document, _: bool) -> None:
        name = conversation["contact"]["name"]
        if name in self._told or name not in ORDERS:
            return
        now = datetime.now(UTC)
        events = [
            {
                "kind": "order.paid",
                "contact": {"id": conversation["contact_id"]},
                "data": {"amount": one.cents, "currency": "EUR", "order": one.number},
                "occurred_at": (now - timedelta(days=one.days_ago)).isoformat(),
            }
            for one in ORDERS[name]
        ]
        await self._owner.post("/events/batch", {"events": events})
        self._told.add(name)
