"""Dry runs over HTTP."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.channels.registry import REGISTRY
from scrm.conditions.asking.service import asker
from scrm.conditions.windows.policy import read as window_of
from scrm.kernel.columns import from_micros, micros
from scrm.kernel.errors import Invalid
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from tagging.rules.service import read
from tagging.rules.trying import service
from tagging.rules.trying.service import Outcomes
from tagging.rules.trying.values import CountsView, Found, Hit, Outcome, Span, Trial, TrialView
from tagging.rules.words.policy import actions_in_words
from tagging.turns.service import turn

routes = Routes("rules")

READ = "rules.read"
WORDS = "conversations.read"
"""Without it a message's words are not shown."""

OUTCOMES = web.AppKey("outcomes", Outcomes)
TRIERS = web.AppKey("triers", asyncio.Semaphore)
WAIT_FOR_TURN = 10.0
WITHIN = 20.0
"""Seconds: browsers and proxies give up on an answer after thirty."""

_FAR_AHEAD = micros(datetime(9999, 1, 1, tzinfo=UTC))


class TooLong(Invalid):
    """The rule is sound, and so much has happened since then."""

    code = "too_costly"

    def __init__(self, looked_at: int) -> None:
        super().__init__(
            "since",
            f"is too long ago: after {WITHIN:.0f} seconds {looked_at} events had been looked at, "
            "and not all; ask for a shorter time, or use `scrm rules dry-run`, which takes its time",
        )


class TryQuery(Query):
    found: Literal["", "new", "gone", "same"] = Field(
        default="", description="Only these; the counts are of all"
    )
    language: str = Field(default="", max_length=20, description="Of what is said in words")
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class TryBody(Body):
    since: str = Field(default="30d", max_length=20, description="How far back, such as 30d or 12h")
    definition: dict[str, Any] | None = Field(
        default=None, description="What to try instead of the draft"
    )


class TryUnkeptBody(TryBody):
    definition: dict[str, Any] = Field(description="A rule; see docs/reference/rules.md")


def one_at_a_time() -> asyncio.Semaphore:
    return asyncio.Semaphore(1)


@routes.post("/rules/dry-run", READ, body=TryUnkeptBody, query=TryQuery, answer=TrialView)
async def try_definition(call: Call[TryUnkeptBody, TryQuery]) -> TrialView:
    """Whom a definition would have touched, when, and by which message, beside what is in force
    under its name."""
    given = call.body.definition
    return await _tried(call, lambda s: service.against_live(s, read(given, s)))


@routes.post("/rules/{id}/dry-run", READ, body=TryBody, query=TryQuery, answer=TrialView)
async def try_rule(call: Call[TryBody, TryQuery]) -> TrialView:
    """Whom a rule's draft would have touched, when, and by which message, beside what is in force
    of it."""
    return await _tried(call, lambda s: service.of_rule(s, call.id(), call.body.definition))


async def _tried(call: Call[Any, TryQuery], trial_of: Callable[[Session], Trial]) -> TrialView:
    place = place_of(call.query.cursor, 4)
    window = window_of(call.body.since)
    if window is None:
        raise Invalid("since", "is no length of time; write one such as '12h', '30d' or '8w'")
    if place is None:
        span, after = service.span_since(call.now - window), None
    else:
        span, after = Span(_instant(place[0]), place[1]), (place[2], place[3])
    trial = await call.read(trial_of)
    outcome = await _outcome(call, trial, span)
    wanted = [hit for hit in outcome.hits if call.query.found in ("", hit.found)]
    rest = [hit for hit in wanted if after is None or _place(hit) > after]
    hits = rest[: call.query.limit]
    with_words = call.actor.may(WORDS)
    return TrialView(
        items=await call.read(lambda s: service.shown(s, hits, with_words=with_words)),
        next=_cursor(span, *_place(hits[-1])) if len(rest) > len(hits) else None,
        start=_cursor(span, 0, 0),
        counts=CountsView(*(outcome.counts[which] for which in Found)),
        version=trial.version,
        looked_at=outcome.looked_at,
        since=span.since,
        would=await call.read(lambda s: _would(s, call, trial)),
    )


def _would(session: Session, call: Call[Any, TryQuery], trial: Trial) -> list[str]:
    asks = asker(session, call[REGISTRY], call.query.language, call.actor.user_id, call.now)
    return [] if trial.rule is None else actions_in_words(trial.rule, asks.language)


def _cursor(span: Span, at: int, event_id: int) -> str:
    return cursor_of((micros(span.since), span.last, at, event_id)) or ""


async def _outcome(call: Call[Any, TryQuery], trial: Trial, span: Span) -> Outcome:
    """Found out once; on a page of which another process knows nothing, once more."""
    kept = call[OUTCOMES].find(trial, span)
    if kept is not None:
        return kept
    async with turn(call[TRIERS], WAIT_FOR_TURN, "Somebody tries a rule now; come again"):
        found = await service.try_out(call.database, trial, span, WITHIN)
    if not found.is_whole:
        raise TooLong(found.looked_at)
    return call[OUTCOMES].keep(trial, span, found)


def _place(hit: Hit) -> tuple[int, int]:
    return micros(hit.by.at), hit.by.event_id


def _instant(number: int) -> datetime:
    """Of a cursor, which somebody may have made up."""
    if not 0 <= number < _FAR_AHEAD:
        raise Invalid("cursor", "is not one of ours")
    return from_micros(number)
