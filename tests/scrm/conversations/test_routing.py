"""Many conversations are given at once, at the cost of a few statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import Session, col, select

from config.doctor import examine
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.routing.service import route_together
from scrm.conversations.routing.values import Routed
from scrm.conversations.tables import Conversation
from scrm.conversations.values import Author, AuthorKind
from scrm.teams.values import TeamBrief
from tests.support.clock import NOON
from tests.support.scene import AGENT, Scene

RULE = Author(AuthorKind.RULE, 9, "To refunds")
TEAM, OTHER = TeamBrief("21", "Refunds"), TeamBrief("22", "Care")


async def _many(scene: Scene, number: int) -> list[int]:
    heard = [await scene.hear("Hi", who=str(one), external_id=str(one)) for one in range(number)]
    return [one.conversation_id for one in heard]


def _to(conversation_id: int, to: TeamBrief | Author) -> Routed:
    return Routed(0, conversation_id, to, RULE)


@contextmanager
def _counted(session: Session) -> Iterator[list[str]]:
    """The statements that SQLAlchemy makes meanwhile; sets go to the driver by one call each."""
    seen: list[str] = []
    bind = session.get_bind()

    def note(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
        seen.append(text)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(bind, "before_cursor_execute", note)


async def test_each_is_given_in_its_turn_and_what_is_so_already_is_not_told(scene: Scene) -> None:
    first, second = await _many(scene, 2)
    some = [_to(first, TEAM), _to(first, TEAM), _to(first, OTHER), _to(second, AGENT)]
    some.append(_to(second, TEAM))
    assert await scene.do(lambda s: route_together(s, some, NOON)) == 2
    question = select(Conversation).order_by(col(Conversation.id))
    one, two = await scene.database.read(lambda s: list(s.exec(question)))
    assert (one.team_id, one.assignee_id, one.next_seq) == (21, None, 3)
    assert (two.team_id, two.assignee_id, two.next_seq) == (None, AGENT.id, 3)
    assert two.bot_silence == "taken_over"
    assert not [wrong for wrong in await scene.database.read(examine) if wrong.wrong]


async def test_more_conversations_cost_no_more_statements(scene: Scene) -> None:
    ids = await _many(scene, 12)

    def give(some: list[int], to: TeamBrief) -> Callable[[Session], int]:
        def work(session: Session) -> int:
            with _counted(session) as seen:
                route_together(session, [_to(one, to) for one in some], NOON)
            return len(seen)

        return work

    few = await scene.do(give(ids[:1], TEAM))
    assert await scene.do(give(ids, OTHER)) == few


async def test_what_is_given_and_taken_by_hand_is_told_in_the_thread(scene: Scene) -> None:
    (here,) = await _many(scene, 1)
    await scene.do(lambda s: lifecycle.assign_team(s, here, TEAM, AGENT, NOON))
    await scene.do(lambda s: lifecycle.assign_team(s, here, TEAM, AGENT, NOON))
    await scene.do(lambda s: lifecycle.assign_team(s, here, None, AGENT, NOON))
    found = await scene.database.read(lambda s: s.get_one(Conversation, here))
    assert (found.team_id, found.next_seq) == (None, 4)
