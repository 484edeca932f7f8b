"""What becomes of somebody who was looked at. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scrm.conditions.lapsing.values import Standing
from scrm.conditions.touching.policy import counted, touches
from scrm.conditions.values import Condition
from tagging.watching.values import BACK_FILL, FILLING, FOR_ALL, Cause, Row, Turned, Watch

_OF_TAGS = frozenset({"tag.added", "tag.removed"})


def watch(owner_id: int, keeper: str, name: str, condition: Condition, when: str = "") -> Watch:
    """What keeps an eye on a condition, for whoever keeps its people."""
    touched = touches(condition)
    is_any = bool(_OF_TAGS & counted(condition))
    tags = None if is_any else touched.tags
    return Watch(owner_id, keeper, name, condition, touched.events, tags, when)


def turned(
    watch: Watch,
    causes: Iterable[Cause],
    standing: Mapping[int, Standing],
    rows: Mapping[int, Row],
    joined: Collection[int],
    now: datetime,
) -> Turned:
    """`rows` are what was kept until now, those of who is joined into somebody under him too where
    he has none; who is in `joined` is nobody now and may be somebody again."""
    judge = _Judge(watch, now)
    for one in causes:
        who, row = one.contact_id, rows.get(one.contact_id)
        stands = standing.get(who)
        if stands is not None:
            judge.keep(row, who, judge.since(one, stands, row), stands)
        elif row is not None and who in joined:
            judge.found.kept.append(Row(who, row.since, None))
        elif row is not None:
            judge.found.forgotten.append(who)
    return judge.found


@dataclass(frozen=True, slots=True)
class _Judge:
    watch: Watch
    now: datetime
    found: Turned = field(default_factory=Turned)

    def since(self, one: Cause, stands: Standing, row: Row | None) -> datetime | None:
        """Since when it holds, as far as it is kept."""
        since = None if row is None else row.since
        if not stands.holds:
            if since is not None:
                self.found.ended.append(one)
            elif one.kind in FOR_ALL:
                self.found.denied.append(one)
            return None
        self.found.holding += 1
        if since is not None or not self.may_begin(one):
            return since
        if one.kind != FILLING:
            self.found.begun.append(one)
        return self.now

    def may_begin(self, one: Cause) -> bool:
        return self.watch.when in ("", one.kind) or one.kind == BACK_FILL

    def keep(self, row: Row | None, who: int, since: datetime | None, stands: Standing) -> None:
        """An earlier time to look again stays as it is: to look once too often costs less than to
        write a later one with every event."""
        due = stands.changes_at if since is not None or not self.watch.when else None
        if row is not None and due is not None and row.due_at is not None:
            due = row.due_at if self.now < row.due_at <= due else due
        if since is not None or due is not None:
            new = Row(who, since, due)
            if new != row:
                self.found.kept.append(new)
        elif row is not None:
            self.found.forgotten.append(who)
