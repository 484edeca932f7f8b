"""The verb of the bot's turn: answer those who have written to the end, each once.

A turn is taken in the commit that answers it, so that no crash leaves a turn without its answer or
an answer to be given twice.
"""

from asyncio import CancelledError
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots.answering import store
from scrm.bots.answering.policy import (
    brief,
    counted,
    heard_of,
    heard_text,
    is_for_the_bot,
    meant_by,
    said_in,
    summary,
)
from scrm.bots.answering.values import Chosen, InForce, Waiting
from scrm.bots.choosing.policy import after, choose
from scrm.bots.choosing.values import Heard, Outcome, Reason
from scrm.bots.counting import store as counts
from scrm.bots.counting.store import Missed
from scrm.bots.menus.policy import content, offered
from scrm.bots.quoting.service import look
from scrm.bots.talks import store as talks
from scrm.bots.talks.store import Going
from scrm.bots.turns import service as queue
from scrm.bots.turns import store as turns
from scrm.bots.values import Answer, Quoted
from scrm.channels.values import Capability
from scrm.conditions import service as conditions
from scrm.conditions.frames.values import InHand, Moment
from scrm.conversations.bot import service as speaking
from scrm.conversations.bot.values import HandOver
from scrm.conversations.letters.service import send_together
from scrm.conversations.letters.values import Letter
from scrm.conversations.values import Author, AuthorKind, Draft
from scrm.delivery.values import Lane
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.deadlines import at_most
from scrm.kernel.engines import gave_up
from scrm.kernel.failpoints import failpoint
from scrm.kernel.languages import language_of
from scrm.kernel.optimism import expect_failure, savepoint
from scrm.kernel.signals import signal
from scrm.knowledge.answering.service import Articles
from scrm.knowledge.finding.values import Answering
from scrm.organisation import service as organisation
from scrm.organisation.hours import service as hours
from scrm.teams import service as teams
from scrm.teams.values import NOBODY, TeamBrief, Whom

log = structlog.get_logger()

TOPIC = "bot_turn"
MOST_TRIES = 3
TRY_AGAIN = timedelta(seconds=5)
LONGEST_LOOK = 5.0
"""Seconds in which all conditions are asked; after that the bot is paused, for whoever writes
meanwhile waits (F-16), and colleagues see who has no answer."""
REMEMBERED = 12
"""Messages that a note for colleagues repeats."""
_BROKEN = (Exception, CancelledError)

Held = Sequence[frozenset[int]]
"""For each who waits the places of the responders whose condition holds of them."""
CanPress = Mapping[str, frozenset[Capability]]
"""What each platform can do, by its name."""


def take_turns(
    session: Session,
    live: InForce | None,
    articles: Articles,
    platforms: CanPress,
    now: datetime,
    limit: int,
) -> int:
    """Answer what is due; returns how many turns were taken. Without a bot nobody is answered, nor
    where its conditions take too long: then it is paused."""
    taken = queue.claim(session, now, limit)
    if live is None or not taken:
        return len(taken)
    some = [one for one in store.waiting(session, taken) if is_for_the_bot(one, now)]
    work = Work(session, live, articles, platforms, now)
    try:
        held = work.held(some)  # which only reads
        with savepoint(session):
            failpoint("bot.answers")
            work.answer(some, held)
    except _BROKEN as error:
        if gave_up(error):
            raise
        expect_failure(session)
        _answer_each(work, some)
    return len(taken)


def _answer_each(work: "Work", some: Sequence[Waiting]) -> None:
    """Each alone. One for whom that takes too long ends it for all: the bot is paused."""
    for one in some:
        try:
            _answer_alone(work, one)
        except TimeoutError:
            why = f"Its conditions take longer than {LONGEST_LOOK:g} seconds to answer"
            bots.pause(work.session, why, work.now)
            return


def _answer_alone(work: "Work", one: Waiting) -> None:
    """Whom the bot fails to answer waits for a colleague in the end."""
    turn = one.turn
    try:
        with savepoint(work.session):
            failpoint("bot.answer", one.text)
            work.answer([one], work.held([one]))
    except TimeoutError:
        raise
    except _BROKEN as error:
        if gave_up(error):
            raise
        log.exception("bot failed", action="bot.failed", message=turn.message_id, tries=turn.tries)
        if turn.tries + 1 < MOST_TRIES:
            turns.put_back(work.session, turn, work.now + TRY_AGAIN)


class Work:
    """One unit of answering: its session, the bot in force, and its time."""

    def __init__(
        self,
        session: Session,
        live: InForce,
        articles: Articles,
        platforms: CanPress,
        now: datetime,
    ) -> None:
        self.session = session
        self.now = now
        self._live = live
        self._articles = articles
        self._platforms = platforms
        self._author = Author(AuthorKind.BOT, None, live.bot.name)
        self._locale = organisation.settings(session).locale

    def held(self, some: Sequence[Waiting]) -> Held:
        """Which conditions hold of each. Raises TimeoutError."""
        if not some:
            return []
        self.session.flush()  # what is ended while it is asked may not be writing
        with at_most(self.session, LONGEST_LOOK):
            return holding(self.session, self._live, some)

    def answer(self, some: Sequence[Waiting], held: Held) -> None:
        """All of them at once, but for those who are handed over and what was not understood."""
        if not some:
            return
        is_open = hours.opening_now(self.session, self.now).is_open
        chosen = [
            self._chosen(one, self._heard(one, places, is_open=is_open))
            for one, places in zip(some, held, strict=True)
        ]
        sent = self._send([one for one in chosen if one.said is not None])
        self._keep(chosen, sent)
        self._tell(chosen, sent)
        self._miss([one for one in chosen if one.decision.outcome is Outcome.NOT_UNDERSTOOD])
        for one in chosen:
            if one.decision.reason is not None:
                self._hand_over(one, one.decision.reason)
        counts.add(self.session, hours.day_of(self.session, self.now), counted(chosen))

    def _miss(self, some: Sequence[Chosen]) -> None:
        said = [(one.waiting.turn, one.heard.text) for one in some]
        missed = [Missed(turn.conversation_id, turn.message_id, text) for turn, text in said]
        counts.miss(self.session, missed, self.now)
        for one in some:  # no message says so to whoever looks at the person
            signal(self.session, "contact", one.waiting.contact_id)

    def _heard(self, one: Waiting, held: frozenset[int], *, is_open: bool) -> Heard:
        heard = heard_of(one, self._live, held, self.now, is_open=is_open)
        if not self._live.quotes:
            return heard
        return replace(heard, found=look(self.session, self._articles, *meant_by(one), one.menu))

    def _chosen(self, one: Waiting, heard: Heard) -> Chosen:
        decision = choose(self._live.bot, heard, one.talk)
        language = language_of(one.locale, one.text, self._locale)
        said = said_in(self._live.bot, decision, heard)
        return Chosen(one, heard, decision, said, language)

    def _send(self, chosen: Sequence[Chosen]) -> dict[int, int]:
        """The messages by their conversation."""
        letters = [
            Letter(one.waiting.turn.conversation_id, self._draft(one, one.said))
            for one in chosen
            if one.said is not None
        ]
        ids = send_together(self.session, self._author, letters, self.now, Lane.BOT)
        return {one.conversation_id: each for one, each in zip(letters, ids, strict=True)}

    def _draft(self, one: Chosen, said: Answer) -> Draft:
        can = self._platforms.get(one.waiting.platform, frozenset())
        words = content(said, one.language, has_buttons=Capability.BUTTONS in can)
        return Draft(**words, automatic=self._because(one))

    def _because(self, one: Chosen) -> dict[str, str]:
        """Which responder of which version, and by which intent or article."""
        because = {"version": str(self._live.number)}
        responder = one.decision.responder
        if responder is not None:
            because["responder"] = responder.name
            if isinstance(responder.on, Quoted) and one.heard.found.answering is Answering.SURE:
                because["article"] = one.heard.found.passages[0].article_id
        if one.heard.guess.sure:
            because["intent"] = one.heard.guess.sure
        return because

    def _keep(self, chosen: Sequence[Chosen], sent: Mapping[int, int]) -> None:
        """How the talks go on."""
        spoken, silent = [], []
        for one in chosen:
            turn = one.waiting.turn
            said_id = sent.get(turn.conversation_id)
            talk = after(one.waiting.talk, one.heard, one.decision, spoke=said_id is not None)
            going = Going(turn.conversation_id, turn.event_id, talk)
            if one.said is None or said_id is None:
                silent.append(going)
            else:
                spoken.append((going, said_id, offered(one.said, one.language)))
        talks.keep_spoken(self.session, spoken)
        talks.keep(self.session, silent)

    def _tell(self, chosen: Sequence[Chosen], sent: Mapping[int, int]) -> None:
        """Whoever subscribed."""
        facts = [self._fact(one, sent) for one in chosen]
        told = [one for one in facts if one is not None]
        journal.record(self.session, told, self.now)

    def _fact(self, one: Chosen, sent: Mapping[int, int]) -> Fact | None:
        turn = one.waiting.turn
        message_id = sent.get(turn.conversation_id)
        if one.decision.outcome is Outcome.NOT_UNDERSTOOD:
            kind, about = "bot.not_understood", {"message_id": str(turn.message_id)}
        elif message_id is not None:
            kind, about = "bot.answered", {"message_id": str(message_id)} | self._because(one)
        else:
            return None
        data = {"conversation_id": str(turn.conversation_id)} | about
        cause, depth = f"event:{turn.event_id}", turn.depth + 1
        return Fact(kind, one.waiting.contact_id, self.now, data, cause, depth)

    def _hand_over(self, one: Chosen, reason: Reason) -> None:
        bot, responder = self._live.bot, one.decision.responder
        where = one.waiting.turn.conversation_id
        said = talks.last_words(self.session, where, REMEMBERED)
        known = brief(said, one.waiting.contact_name, reason)
        call = HandOver(
            reason.value,
            summary(known, self._locale),
            known,
            *self._whom((responder.assign if responder else NOBODY) or bot.assign),
        )
        speaking.hand_over(self.session, where, self._author, self.now, call)

    def _whom(self, whom: Whom) -> tuple[Author | None, TeamBrief | None]:
        """Who is named may have left, or the team may be gone: then it is nobody's, and everybody
        sees it."""
        user = teams.find_user(self.session, whom)
        colleague = Author(AuthorKind.USER, user.id, user.name) if user else None
        return colleague, teams.find_team(self.session, whom)


def holding(session: Session, live: InForce, some: Sequence[Waiting]) -> list[frozenset[int]]:
    """For each, the places of the responders whose condition held of their message."""
    asked = live.asked
    moments = [
        Moment(number, one.contact_id, one.at, one.turn.event_id) for number, one in enumerate(some)
    ]
    in_hand = {
        number: InHand(
            heard_text(one.text, one.menu), True, one.turn.conversation_id, one.channel_id
        )
        for number, one in enumerate(some)
    }
    held = conditions.holding_each(session, [each for _, each in asked], moments, in_hand)
    found: list[set[int]] = [set() for _ in some]
    for (place, _), keys in zip(asked, held, strict=True):
        for number in keys:
            found[number].add(place)
    return [frozenset(places) for places in found]
