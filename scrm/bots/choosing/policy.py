"""Which responder answers a message, and why the others do not. Pure."""

from dataclasses import replace
from datetime import timedelta

from scrm.bots.choosing.values import Decision, Heard, Outcome, Reason, Talk, Why
from scrm.bots.values import Asked, Bot, Fallback, Meant, On, Quoted, Responder, Then, Welcome, When
from scrm.knowledge.finding.values import Answering

MOST_IN_ROW = 5
"""Automatic answers without a person's doing between them (P22)."""
MOST_IN_MINUTE = 10
"""Automatic answers to one person (P22)."""
MINUTE = timedelta(minutes=1)
ROW_ENDS = timedelta(days=1)
"""Who comes back after so long begins a new row."""


def choose(bot: Bot, heard: Heard, talk: Talk) -> Decision:
    """What somebody asks for beats the welcome, and the welcome beats the fallback; among several
    of a kind the first in order answers."""
    if is_loop(heard, talk):
        return Decision(Outcome.HANDED_OVER, None, Reason.LOOP, ())
    fits = [_fits(one, place, heard, talk) for place, one in enumerate(bot.responders)]
    for kinds in ((Asked, Meant, Quoted), (Welcome,)):
        found = _first(bot, fits, *kinds)
        if found is not None:
            return _answered(bot, fits, found)
    return _not_understood(bot, fits, talk)


def is_loop(heard: Heard, talk: Talk) -> bool:
    """Whether the next answer would be one too many."""
    lately = [at for at in talk.recent if at > heard.now - MINUTE]
    return len(lately) >= MOST_IN_MINUTE or row(heard, talk) >= MOST_IN_ROW


def row(heard: Heard, talk: Talk) -> int:
    """How many answers in a row there were. A press proves a person: programs press no buttons."""
    rested = not talk.recent or max(talk.recent) <= heard.now - ROW_ENDS
    return 0 if heard.is_press or rested else talk.in_row


def after(talk: Talk, heard: Heard, decision: Decision, *, spoke: bool) -> Talk:
    """How the talk goes on. Who was handed over begins anew when they are handed back."""
    if decision.reason is not None:
        recent = (*talk.recent, heard.now)[-MOST_IN_MINUTE:] if spoke else talk.recent
        return Talk(has_spoken=True, recent=recent)
    missed = decision.outcome is Outcome.NOT_UNDERSTOOD
    gone_on = replace(talk, misunderstood=talk.misunderstood + 1 if missed else 0)
    if not spoke:
        return gone_on
    recent = (*talk.recent, heard.now)[-MOST_IN_MINUTE:]
    return replace(gone_on, has_spoken=True, in_row=row(heard, talk) + 1, recent=recent)


def _fits(one: Responder, place: int, heard: Heard, talk: Talk) -> Why:
    """ANSWERS where it would if it were alone; a fallback always would."""
    if one.channels and heard.channel_id not in one.channels:
        return Why.CHANNEL
    if one.when is not When.ALWAYS and (one.when is When.OPEN) is not heard.is_open:
        return Why.HOURS
    return _speaks_to(one.on, place, heard, talk)


def _speaks_to(on: On, place: int, heard: Heard, talk: Talk) -> Why:
    match on:
        case Asked(values=values):
            asked = place in heard.held or (heard.value != "" and heard.value in values)
            return Why.ANSWERS if asked else Why.CONDITION
        case Meant(intent=intent, values=values):
            is_meant = heard.guess.sure == intent or (heard.value != "" and heard.value in values)
            return Why.ANSWERS if is_meant else Why.INTENT
        case Quoted():
            has_said = heard.found.answering is not Answering.NONE and not heard.is_start
            return Why.ANSWERS if has_said else Why.ARTICLES
        case Welcome():
            is_first = heard.is_start or not talk.has_spoken
            return Why.ANSWERS if is_first else Why.NOT_FIRST
        case Fallback():
            return Why.ANSWERS


def _first(bot: Bot, fits: list[Why], *kinds: type) -> int | None:
    """The place of the first of these kinds that would answer."""
    for place, one in enumerate(bot.responders):
        if fits[place] is Why.ANSWERS and isinstance(one.on, kinds):
            return place
    return None


def _verdicts(bot: Bot, fits: list[Why], chosen: int | None) -> tuple[Why, ...]:
    found = []
    for place, (one, fit) in enumerate(zip(bot.responders, fits, strict=True)):
        if place == chosen or fit is not Why.ANSWERS:
            found.append(fit)
        else:
            found.append(Why.UNDERSTOOD if isinstance(one.on, Fallback) else Why.EARLIER)
    return tuple(found)


def _answered(bot: Bot, fits: list[Why], place: int) -> Decision:
    one, verdicts = bot.responders[place], _verdicts(bot, fits, place)
    if one.then is Then.HAND_OVER:
        return Decision(Outcome.HANDED_OVER, one, Reason.ASKED, verdicts)
    return Decision(Outcome.ANSWERED, one, None, verdicts)


def _not_understood(bot: Bot, fits: list[Why], talk: Talk) -> Decision:
    """The second time in a row a person is called, and not told once more that we are at a loss; so
    it is the first time where the fallback says so."""
    place = None if talk.misunderstood else _first(bot, fits, Fallback)
    one = None if place is None else bot.responders[place]
    verdicts = _verdicts(bot, fits, place)
    if talk.misunderstood:
        return Decision(Outcome.NOT_UNDERSTOOD, None, Reason.NOT_UNDERSTOOD, verdicts)
    if one is not None and one.then is Then.HAND_OVER:
        return Decision(Outcome.NOT_UNDERSTOOD, one, Reason.ASKED, verdicts)
    return Decision(Outcome.NOT_UNDERSTOOD, one, None, verdicts)
