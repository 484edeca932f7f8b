"""Verbs about what was not understood: look, teach, dismiss; and the counters."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots import store as bot_store
from scrm.bots.choosing.values import Outcome
from scrm.bots.counting import store
from scrm.bots.counting.policy import taught, untaught
from scrm.bots.counting.values import CountView, LikenessView, MissedView, TaughtView
from scrm.bots.intents.policy import SURE, Intents
from scrm.bots.tables import BotMissed, BotRow
from scrm.kernel.errors import Invalid, NotFound
from scrm.organisation.hours import service as hours

MOST_DAYS = 366
MOST_LIKELY = 3
"""Intents that are named beside a sentence."""
LIKELY = SURE / 2
"""So like an intent a sentence has to be, for it to be offered first."""


def counters(session: Session, days: int, now: datetime) -> list[CountView]:
    """Of the last days, today among them; the newest first."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    since = hours.day_of(session, now - timedelta(days=days - 1))
    for day, responder, outcome, number in store.counted(session, since):
        found.setdefault((day, responder), {})[outcome] = number
    return [
        CountView(
            day,
            responder,
            answered=numbers.get(Outcome.ANSWERED, 0),
            handed_over=numbers.get(Outcome.HANDED_OVER, 0),
            not_understood=numbers.get(Outcome.NOT_UNDERSTOOD, 0),
        )
        for (day, responder), numbers in found.items()
    ]


def missed(
    session: Session, before: int | None, limit: int, since: datetime | None = None
) -> tuple[list[MissedView], int | None]:
    """The sentences that nothing answered, the newest first; those that were said since then."""
    rows = store.page(session, before, limit + 1, since)
    shown, intents = rows[:limit], _intents(session)
    views = [_view(one, times, people, intents) for one, times, people in shown]
    return views, shown[-1][0].id if len(rows) > limit else None


def since_days(session: Session, days: int, now: datetime) -> datetime:
    """When the first of the last `days` days began, today among them."""
    first = hours.day_of(session, now - timedelta(days=days - 1))
    return hours.begin_of(session, first)


def teach(
    session: Session, missed_id: int, to: Mapping[str, str], now: datetime, *, keeps: bool = False
) -> TaughtView:
    """Make the sentence an example of an intent, or its words keywords of a responder, in the draft.

    `to` has `intent`, which is made where it is missing, or `responder`. The sentence leaves the
    list, unless it `keeps` its place. Raises NotFound, Invalid where the responder takes no keywords,
    and Mistaken.
    """
    one, row = _held(session, missed_id), _draft(session)
    lesson = _lesson(one, to)
    learned = taught(row.definition, lesson["text"], lesson)
    if not keeps:
        store.dismiss(session, one.key)
    elif learned != row.definition:
        store.set_lessons(session, one, [*one.lessons, lesson])
    return _written(session, row, learned, now)


def unteach(session: Session, missed_id: int, to: Mapping[str, str], now: datetime) -> TaughtView:
    """Take back what a sentence that kept its place has taught; `to` is as it was then. What was in
    the draft before the lesson stays. Raises NotFound, Invalid and Mistaken."""
    one, row = _held(session, missed_id), _draft(session)
    lesson = _lesson(one, to)
    if lesson not in one.lessons:
        return TaughtView(row.definition, changed=False)
    store.set_lessons(session, one, [other for other in one.lessons if other != lesson])
    return _written(session, row, untaught(row.definition, lesson["text"], lesson), now)


def _lesson(one: BotMissed, to: Mapping[str, str]) -> dict[str, str]:
    return {
        "intent": to.get("intent", ""),
        "responder": to.get("responder", ""),
        "text": to.get("text") or one.text,
    }


def _draft(session: Session) -> BotRow:
    row = bot_store.find(session, locked=True)
    if row is None:
        raise NotFound("bot", "nothing was written yet")
    return row


def _written(
    session: Session, row: BotRow, definition: Mapping[str, Any], now: datetime
) -> TaughtView:
    changed = definition != row.definition
    return TaughtView(bots.write(session, definition, now).definition, changed)


def dismiss(session: Session, missed_id: int) -> None:
    """Take the sentence off the list, until somebody says it again. Raises NotFound."""
    store.dismiss(session, _held(session, missed_id).key)


def _held(session: Session, missed_id: int) -> BotMissed:
    found = store.find(session, missed_id)
    if found is None:
        raise NotFound("sentence", missed_id)
    return found


def _intents(session: Session) -> Intents:
    """Of the draft, which is what one teaches."""
    row = bot_store.find(session)
    try:
        return Intents(bots.read(row.definition).intents if row else ())
    except Invalid:
        return Intents(())


def _view(one: BotMissed, times: int, people: int, intents: Intents) -> MissedView:
    scores = intents.guess(one.text).scores
    likely = [each.intent for each in scores[:MOST_LIKELY] if each.score >= LIKELY]
    return MissedView(
        id=str(one.id),
        text=one.text,
        times=int(times),
        people=people,
        at=one.at,
        conversation_id=str(one.conversation_id),
        meant=likely,
        likeness=[LikenessView(each.intent, each.score) for each in scores],
    )
