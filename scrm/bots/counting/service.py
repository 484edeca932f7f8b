"""Verbs about what was not understood: look, teach, dismiss; and the counters."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots import store as bot_store
from scrm.bots.choosing.values import Outcome
from scrm.bots.counting import store
from scrm.bots.counting.policy import taught
from scrm.bots.counting.values import CountView, MissedView
from scrm.bots.intents.policy import Intents
from scrm.bots.tables import BotMissed, BotRow
from scrm.kernel.errors import Invalid, NotFound
from scrm.organisation.hours import service as hours

MOST_DAYS = 366
LIKELY = 3
"""Intents that are named beside a sentence."""


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


def missed(session: Session, before: int | None, limit: int) -> tuple[list[MissedView], int | None]:
    """The sentences that nothing answered, the newest first."""
    rows = store.page(session, before, limit + 1)
    shown, intents = rows[:limit], _intents(session)
    views = [_view(one, times, people, intents) for one, times, people in shown]
    return views, shown[-1][0].id if len(rows) > limit else None


def teach(session: Session, missed_id: int, to: Mapping[str, str], now: datetime) -> BotRow:
    """Make the sentence an example of an intent, or its words keywords of a responder, in the draft.

    `to` has `intent`, which is made where it is missing, or `responder`. Raises NotFound, Invalid
    where the responder takes no keywords, and Mistaken.
    """
    one = _held(session, missed_id)
    row = bot_store.find(session, locked=True)
    if row is None:
        raise NotFound("bot", "nothing was written yet")
    text = to.get("text") or one.text
    written = bots.write(session, taught(row.definition, text, to), now)
    store.dismiss(session, one.key)
    return written


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
    likely = [each.intent for each in intents.guess(one.text).scores[:LIKELY] if each.score > 0]
    return MissedView(
        id=str(one.id),
        text=one.text,
        times=int(times),
        people=people,
        at=one.at,
        conversation_id=str(one.conversation_id),
        meant=likely,
    )
