"""`scrm bench tagging`: rules at work on a steady stream, against the bare SQL of their conditions."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, literal

from config.bench import segments
from config.bench.crowd import NOW
from config.bench.habits import BATCH, People
from config.bench.rulebook import TOUCHED, Entry, by_hand, moments, rulebook
from config.bench.segments import Whole, cpu
from config.migrations import migrate
from scrm.conditions.service import people
from scrm.journal.reacting.service import Reactions
from scrm.kernel.columns import micros
from scrm.kernel.engines import engine_of
from scrm.kernel.sets import execute
from tagging.rules import service as rules
from tagging.rules import store
from tagging.rules.reactor import Rules
from tagging.rules.standing.service import RuleKeeper
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.rules.values import RuleState
from tagging.segments.keeping.service import SegmentKeeper
from tagging.watching.reactor import Watches
from tagging.watching.tables import Watched

SMALL = 100_000
"""Events of the ten thousand people with whom a larger hub is compared."""
RULES, MANY_RULES = 200, 1_000
BATCHES, WARMING = 40, 5

MOST_RATIO, MOST_GROWTH, MOST_BY_RULES, MOST_SEGMENT = 3.0, 1.3, 1.5, 2.0


@dataclass(frozen=True, slots=True)
class Stream:
    """Processor time per event, in microseconds: of the hub's reactions, and of bare SQL; and of how
    many moments a condition held, as bare SQL has it."""

    hub_us: float
    bare_us: float
    hits: int

    @property
    def ratio(self) -> float:
        return self.hub_us / self.bare_us


def measure(scale: int, *, small: int = SMALL, batches: int = BATCHES) -> dict[str, Any]:
    """`scale` events of a tenth as many people, and `small` to compare with."""
    with peopled(small) as (engine, folk):
        few = stream(engine, folk, RULES, batches)
    with peopled(scale) as (engine, folk):
        large = stream(engine, folk, RULES, batches)
        many = stream(engine, folk, MANY_RULES, batches)
        wholes = segments.measure(engine)
    return _report(scale, (few, large, many), wholes)


@contextmanager
def peopled(events: int) -> Iterator[tuple[Engine, People]]:
    with tempfile.TemporaryDirectory(prefix="scrm-bench-") as folder:
        path = Path(folder) / "scrm.db"
        engine, folk = engine_of(f"sqlite:///{path}"), People(events)
        try:
            migrate(engine)
            engine.dispose()
            folk.fill(path)
            yield engine, folk
        finally:
            engine.dispose()


def stream(engine: Engine, folk: People, number: int, batches: int) -> Stream:
    """Batch by batch the hub's reactions and the bare SQL of the touched conditions, in turns first,
    on one connection: neither finds pages in memory that the other does not."""
    entries = rulebook(number)
    with Session(engine) as session:
        publish(session, entries)
        session.commit()
    reactions = Reactions([Rules(), Watches([RuleKeeper(), SegmentKeeper()])], folk)
    bare_sql = by_hand(entries[:TOUCHED])
    hub: list[float] = []
    bare: list[float] = []
    hits = 0
    for batch in range(WARMING + batches):
        with Session(engine) as session:
            said = folk.write(session)
            values = (moments(said),)
            answers: list[Any] = []

            def ask(session: Session = session, values: Any = values, to: Any = answers) -> None:
                to.extend(execute(session, bare_sql, values))

            def react(session: Session = session) -> None:
                reactions.end(session)

            first = [(ask, bare), (react, hub)]
            for work, taken in first if batch % 2 else reversed(first):
                taken.append(cpu(work))
            session.commit()
        hits += sum(sum(map(bool, row[1:])) for row in answers)
    each = 1e6 / BATCH
    return Stream(median(hub[WARMING:]) * each, median(bare[WARMING:]) * each, hits)


def publish(session: Session, entries: list[Entry]) -> None:
    """In force, as if they had been for long: of whom a watching rule holds is known already. Those
    that are there stay. No rings are looked for, which takes a look at all others for each."""
    for entry in entries:
        rule = rules.read(entry.definition)
        if store.find_named(session, rule.name) is not None:
            continue
        named: dict[str, Any] = {"name": rule.name, "definition": entry.definition}
        row = RuleRow(**named, state=RuleState.LIVE, version=1, created_at=NOW, updated_at=NOW)
        session.add(row)
        session.flush()
        kept: dict[str, Any] = {
            "definition": entry.definition,
            "published_at": NOW,
            "published_by": {},
        }
        session.add(RuleVersion(rule_id=row.id, number=1, **kept))
        if rule.watches:
            held = people(session, rule.condition, NOW)
            columns = held.add_columns(literal(row.id), literal(micros(NOW)))
            names = ["contact_id", "owner_id", "since"]
            session.execute(insert(Watched).from_select(names, columns))


def _report(
    scale: int, streams: tuple[Stream, Stream, Stream], wholes: Mapping[str, Whole]
) -> dict[str, Any]:
    few, large, many = streams
    growth, by_rules = large.ratio / few.ratio, many.hub_us / large.hub_us
    slowest = max(wholes.values(), key=lambda one: one.ratio)
    return {
        "ratio": round(large.ratio, 3),
        "bench": "tagging",
        "events": scale,
        "hub_us_per_event": round(large.hub_us, 1),
        "bare_us_per_event": round(large.bare_us, 1),
        "ratio_of_10,000_people": round(few.ratio, 3),
        "ratio_growth": round(growth, 3),
        "1,000_rules_over_200": round(by_rules, 3),
        "segment_ratio": round(slowest.ratio, 3),
        "segment_ms": round(slowest.hub_ms, 1),
        "segment_by_hand_ms": round(slowest.bare_ms, 1),
        "segment_ratios": {name: round(one.ratio, 3) for name, one in wholes.items()},
        "goals": {
            f"ratio <= {MOST_RATIO:g}": large.ratio <= MOST_RATIO,
            f"growth of it with people <= {MOST_GROWTH:g}": growth <= MOST_GROWTH,
            f"1,000 rules over 200 <= {MOST_BY_RULES:g}": by_rules <= MOST_BY_RULES,
            f"segment over SQL by hand <= {MOST_SEGMENT:g}": slowest.ratio <= MOST_SEGMENT,
        },
    }
