"""A dry run finds whom the rule would have tagged, by the very message, as if it had been there."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy
from sqlmodel import Session

from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from scrm.kernel.errors import Invalid
from tagging.rules import service
from tagging.rules.trying import service as trying
from tagging.rules.trying import store
from tagging.rules.trying.service import Outcomes, against_live, shown, span_since, try_out
from tagging.rules.trying.values import Found, Outcome, TouchedView
from tests.support.clock import NOON
from tests.tagging.rules.conftest import Bench
from tests.tagging.rules.test_standing import SLEEPING

DAY = 24 * 60
SINCE = NOON - timedelta(days=30)
REFUND: dict[str, Any] = {
    "name": "Refunds",
    "when": "message.received",
    "if": {"text": {"contains_any": ["refund"]}},
    "then": [{"tag": "refund"}],
}
THIRD = REFUND | {
    "if": {"count": {"event": "message.received", "within": "7d", "at_least": 3}},
}


@dataclass(frozen=True, slots=True)
class Tried:
    items: list[TouchedView]
    outcome: Outcome


async def _try(bench: Bench, definition: dict[str, Any], within: float = 60.0) -> Tried:
    database, rule = bench.scene.database, service.read(definition)
    trial = await database.read(partial(against_live, rule=rule))
    shares: list[float] = []
    outcome = await try_out(database, trial, span_since(SINCE), within, shares.append)
    assert shares == sorted(shares)
    items = await database.read(partial(shown, hits=outcome.hits, with_words=True))
    return Tried(items, outcome)


@pytest.fixture
async def history(bench: Bench) -> Bench:
    """What three people wrote in forty days."""
    for day, who, text in (
        (-40, "501", "refund, long ago"),
        (-20, "502", "Hello"),
        (-19, "502", "A refund, please"),
        (-18, "502", "refund!"),
        (-9, "503", "Hello"),
        (-1, "503", "Hello again"),
        (0, "503", "Anybody?"),
    ):
        await bench.says(text, who, minutes=day * DAY)
    return bench


@pytest.mark.parametrize("definition", [REFUND, THIRD], ids=["text", "count"])
async def test_it_is_what_the_rule_did_where_it_was_in_force(
    bench: Bench, definition: dict[str, Any]
) -> None:
    await bench.in_force(definition)
    for day, who, text in ((-3, "501", "refund"), (-2, "502", "Hello"), (-1, "502", "refund?")):
        await bench.says(text, who, minutes=day * DAY)
    await bench.says("and?", "502", minutes=-5)
    tagged = {
        who: worn[0][1].evidence["message_id"]
        for who in ("501", "502")
        if (worn := await bench.worn(who))
    }
    found = await _try(bench, definition)
    people = {str((await bench.contact(who)).id): message for who, message in tagged.items()}
    assert {one.contact_id: one.message_id for one in found.items} == people
    assert {one.found for one in found.items} == {"same"}


async def test_each_person_is_found_by_the_first_message_of_the_time(history: Bench) -> None:
    found = await _try(history, REFUND)
    (one,) = found.items
    assert (one.name, one.at, one.found) == ("Ada", NOON - timedelta(days=19), "new")
    assert one.excerpt == "A refund, please"
    assert (found.outcome.looked_at, found.outcome.is_whole) == (6, True)


async def test_a_window_ends_where_it_ended_then(history: Bench) -> None:
    found = await _try(history, THIRD)
    assert [one.at for one in found.items] == [NOON - timedelta(days=18)]


async def test_it_is_set_against_what_is_in_force(history: Bench) -> None:
    await history.in_force(REFUND)
    other = REFUND | {"if": {"text": {"contains_any": ["hello", "anybody"]}}}
    found = await _try(history, other)
    assert [(one.at, one.found) for one in found.items] == [
        (NOON - timedelta(days=20), "same"),
        (NOON - timedelta(days=9), "new"),
    ]
    assert [one.found for one in (await _try(history, THIRD)).items] == ["same"]


async def test_pieces_make_no_difference_and_time_ends_it(
    history: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await _try(history, REFUND)
    monkeypatch.setattr(trying, "AT_ONCE", 2)
    assert await _try(history, REFUND) == whole
    stopped = await _try(history, REFUND, within=0.0)
    assert (stopped.items, stopped.outcome.is_whole) == ([], False)


async def test_what_no_event_sets_off_is_not_tried(bench: Bench) -> None:
    rule = service.read(SLEEPING)
    with pytest.raises(Invalid, match="when is time"):
        await bench.scene.database.read(partial(against_live, rule=rule))


async def test_who_was_erased_since_and_what_was_taken_back_are_not_shown(history: Bench) -> None:
    hits = (await _try(history, REFUND | {"if": {"text": {"matches": "."}}})).outcome.hits
    gone, kept = hits[0].by.contact_id, hits[-1].by.message_id

    def change(session: Session) -> None:
        session.get_one(Contact, gone).erased_at = NOON
        session.get_one(Message, int(kept)).deleted_at = NOON

    await history.scene.do(change)
    look = partial(shown, hits=hits, with_words=True)
    assert [one.excerpt for one in await history.scene.database.read(look)] == [""]


async def test_what_is_kept_of_an_outcome_is_bounded_and_its_counts_are_of_all(
    history: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outcomes, "MOST", 2)
    monkeypatch.setattr(Outcomes, "MOST_HITS", 1)
    every = REFUND | {"if": {"text": {"matches": "."}}}
    outcome = (await _try(history, every)).outcome
    trial = await history.scene.database.read(partial(against_live, rule=service.read(every)))
    outcomes, spans = Outcomes(), [span_since(SINCE) for _ in range(3)]
    for span in spans:
        kept = outcomes.keep(trial, span, outcome)
        assert (len(kept.hits), kept.counts[Found.NEW]) == (1, 2)
    assert [outcomes.find(trial, span) is None for span in spans] == [True, False, False]


async def test_one_question_that_takes_too_long_ends_it(
    history: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = sqlalchemy.text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
        " SELECT max(i) FROM n"
    )
    monkeypatch.setattr(store, "piece", lambda session, *_: session.execute(counting).all())
    assert not (await _try(history, REFUND, within=0.2)).outcome.is_whole


async def test_whoever_may_not_read_messages_sees_none_of_their_words(history: Bench) -> None:
    hits = (await _try(history, REFUND)).outcome.hits
    look = partial(shown, hits=hits, with_words=False)
    (one,) = await history.scene.database.read(look)
    assert (one.name, one.excerpt) == ("Ada", "")
