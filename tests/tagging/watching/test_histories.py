"""Whatever happens and however much time passes, a passing tag stands as long as the condition holds
and no longer, and who is kept as a member is one: the compiler, the times to look again, what is kept
and the tags agree with a slow evaluator."""

from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, delete, select

from scrm.conditions.service import people
from scrm.conditions.values import Condition, Tag
from scrm.contacts.tags import service as tags
from scrm.journal.reacting.service import Reactions
from scrm.journal.reacting.tables import Reaction
from scrm.kernel.engines import engine_of
from tagging.rules.reacting.values import InForce
from tagging.rules.standing.service import RuleKeeper
from tagging.rules.values import AT_ANY_TIME, PutTag, Rule
from tagging.segments import store as segments
from tagging.watching import service
from tagging.watching.reactor import Watches
from tagging.watching.tables import Filling, Watched
from tests.scrm.conditions.conditions import conditions
from tests.scrm.conditions.evaluator import Then, holds, world_of
from tests.scrm.conditions.histories import PEOPLE, Rows, histories, store
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.tagging.watching.steps import Step, steps

AT_ONCE = 4


class Given(RuleKeeper):
    """Rules from memory, one for each condition."""

    def __init__(self, asked: list[Condition]) -> None:
        super().__init__()
        self.asked = asked

    def read(self, _session: Session) -> Iterator[InForce]:
        for number, condition in enumerate(self.asked, 1):
            name = f"rule {number}"
            actions = (PutTag(name, only_while=True),)
            yield InForce(number, 1, Rule(name, AT_ANY_TIME, condition, actions))


class Run:
    """A hub's part that judges, on a session that is not committed."""

    def __init__(self, session: Session, asked: list[Condition]) -> None:
        self.session = session
        self.asked = asked
        self.clock = HandClock()
        self.watches = Watches([Given(asked)])
        self.reactions = Reactions([self.watches], self.clock)

    def begin(self) -> None:
        for number in range(1, len(self.asked) + 1):
            service.fill(self.session, number, self.clock.now(), acts=True)
        while self.watches.fill(self.session, self.clock.now()):
            self.reactions.end(self.session)

    def step(self, step: Step) -> None:
        step(self.session, self.clock)
        self.session.flush()
        self.reactions.end(self.session)
        now = self.clock.now()
        while self.watches.due(self.session, now, 100) or tags.end_due(self.session, now, 100):
            self.reactions.end(self.session)

    def disagreements(self) -> Iterator[tuple[object, ...]]:
        self.session.expire_all()
        world, now = world_of(self.session), self.clock.now()
        for number, condition in enumerate(self.asked, 1):
            kept = set(self.session.scalars(segments.members(number)))
            if kept != set(self.session.scalars(people(self.session, condition, now))):
                yield condition, now, kept
            for who in range(1, PEOPLE + 1):
                then = Then(world, who, now)
                if holds(then, condition) != holds(then, Tag(f"rule {number}")):
                    yield condition, who, now, holds(then, condition)


def test_a_passing_tag_stands_as_long_as_its_condition_holds(
    place: Place, times: Callable[[int, int], int]
) -> None:
    engine = engine_of(place.url)

    @settings(
        max_examples=times(6, 1_000),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(
        histories(),
        st.lists(conditions, min_size=AT_ONCE, max_size=AT_ONCE),
        st.lists(steps, min_size=4, max_size=8),
    )
    def agree(history: Rows, asked: list[Condition], happens: list[Step]) -> None:
        with Session(engine) as session:
            session.exec(delete(Watched))
            session.exec(delete(Filling))
            store(session, history)
            run = Run(session, asked)
            run.begin()
            assert list(run.disagreements()) == []
            for number, step in enumerate(happens):
                run.step(step)
                assert (number, list(run.disagreements())) == (number, [])
            assert session.exec(select(Reaction)).all() == []  # nobody was silenced
            session.rollback()

    agree()
    engine.dispose()
