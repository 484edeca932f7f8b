"""The numbers that the console shows on its tabs, gathered over rooms."""

from sqlmodel import Session

from scrm.conversations.outbox import service as outbox
from scrm.conversations.reading import store
from scrm.conversations.reading.values import Counts, Filter, TeamCount
from scrm.delivery.values import DeliveryState
from scrm.intake import store as intake_store
from scrm.intake.values import IntakeState
from scrm.teams import store as teams
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("counts")


@routes.get("/counts", "conversations.read", answer=Counts)
async def get_counts(call: Call[None, None]) -> Counts:
    """How many conversations are where; each number stops at 1000."""
    return await call.read(lambda s: counts(s, call.actor.user_id))


def counts(session: Session, reader_id: int | None) -> Counts:
    def count(wanted: Filter) -> int:
        return store.count(session, reader_id, wanted)

    mine = count(Filter("open", assignee_id=reader_id)) if reader_id else 0
    unread = count(Filter("open", unread_for=reader_id)) if reader_id else 0
    own = teams.of_user(session, reader_id) if reader_id else []
    return Counts(
        mine=mine,
        unassigned=count(Filter("open", unassigned=True)),
        all=count(Filter("open")),
        snoozed=count(Filter("snoozed")),
        resolved=count(Filter("resolved")),
        waiting=store.count_waiting(session),
        unread=unread,
        deadletters=intake_store.count(session, IntakeState.DEAD),
        unknown=outbox.count(session, DeliveryState.UNKNOWN),
        teams=[
            TeamCount(str(one.id), one.name, count(Filter("open", team_id=one.id))) for one in own
        ],
    )
