"""The verb of the bot's turn: answer those who have written to the end, each once.

A turn is taken in the commit that answers it, so that no crash leaves a turn without its answer or
an answer to be given twice.
"""

from asyncio import CancelledError
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from scrm.bots.answering import store
from scrm.bots.answering.policy import heard_of, heard_text, is_for_the_bot, summary
from scrm.bots.answering.values import InForce, Waiting
from scrm.bots.choosing.policy import after, choose
from scrm.bots.choosing.values import Decision, Heard, Outcome, Reason
from scrm.bots.counting import store as counts
from scrm.bots.menus.policy import content, language_of, offered
from scrm.bots.values import Answer
from scrm.channels.values import Capability
from scrm.conditions import service as conditions
from scrm.conditions.frames.values import InHand, Moment
from scrm.conversations import service as conversations
from scrm.conversations.bot import service as speaking
from scrm.conversations.bot.values import HandOver
from scrm.conversations.tables import Message
from scrm.conversations.values import Author, AuthorKind, Draft
from scrm.delivery.values import Lane
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.columns import micros
from scrm.kernel.engines import gave_up
from scrm.kernel.failpoints import failpoint
from scrm.kernel.sets import savepoint
from scrm.organisation import service as organisation
from scrm.organisation.hours import service as hours
from scrm.staff import store as colleagues

log = structlog.get_logger()

TOPIC = "bot_turn"
MOST_TRIES = 3
TRY_AGAIN = timedelta(seconds=5)
REMEMBERED = 12
"""Messages that a note for colleagues repeats."""
_BROKEN = (Exception, CancelledError)

CanPress = Mapping[str, frozenset[Capability]]
"""What each platform can do, by its name."""
Counted = Counter[tuple[str, str]]


def take_turns(
    session: Session, live: InForce | None, platforms: CanPress, now: datetime, limit: int
) -> int:
    """Answer what is due; returns how many turns were taken. Without a bot nobody is answered."""
    turns = store.claim(session, now, limit)
    if live is None or not turns:
        return len(turns)
    some = [one for one in store.waiting(session, turns) if is_for_the_bot(one, now)]
    work = Work(session, live, platforms, now)
    try:
        with savepoint(session):
            failpoint("bot.answers")
            work.answer(some)
    except _BROKEN as error:
        if gave_up(error):
            raise
        for one in some:
            _answer_alone(work, one)
    return len(turns)


def _answer_alone(work: "Work", one: Waiting) -> None:
    """Whom the bot fails to answer waits for a colleague in the end."""
    turn = one.turn
    try:
        with savepoint(work.session):
            failpoint("bot.answer", one.text)
            work.answer([one])
    except _BROKEN as error:
        if gave_up(error):
            raise
        log.exception("bot failed", action="bot.failed", message=turn.message_id, tries=turn.tries)
        if turn.tries + 1 < MOST_TRIES:
            store.put_back(work.session, turn, work.now + TRY_AGAIN)


class Work:
    """One unit of answering: its session, the bot in force, and its time."""

    def __init__(self, session: Session, live: InForce, platforms: CanPress, now: datetime) -> None:
        self.session = session
        self.now = now
        self._live = live
        self._platforms = platforms
        self._author = Author(AuthorKind.BOT, None, live.bot.name)

    def answer(self, some: Sequence[Waiting]) -> None:
        """Conditions are asked for all of them at once."""
        if not some:
            return
        opening = hours.opening_now(self.session, self.now)
        held = holding(self.session, self._live, some)
        counted: Counted = Counter()
        for number, one in enumerate(some):
            heard = heard_of(one, self._live, held[number], self.now, is_open=opening.is_open)
            self._answer(one, heard, counted)
        counts.add(self.session, hours.day_of(self.session, self.now), counted)

    def _answer(self, one: Waiting, heard: Heard, counted: Counted) -> None:
        decision = choose(self._live.bot, heard, one.talk)
        said = self._said(decision)
        sent = None if said is None else self._send(one, heard, decision, said)
        self._keep(one, heard, decision, sent, said)
        self._note(one, heard, decision, sent)
        name = decision.responder.name if decision.responder else ""
        counted[(name, decision.outcome)] += 1
        if decision.reason is not None:
            self._hand_over(one, decision, decision.reason)
            if decision.outcome is not Outcome.HANDED_OVER:
                counted[(name, Outcome.HANDED_OVER)] += 1

    def _said(self, decision: Decision) -> Answer | None:
        """What the person is to read; nothing where the talk goes in circles."""
        if decision.responder is not None:
            return decision.responder.answer
        gives_up = decision.reason is Reason.NOT_UNDERSTOOD
        return self._live.bot.hand_over if gives_up else None

    def _send(self, one: Waiting, heard: Heard, decision: Decision, said: Answer) -> Message:
        can_press = Capability.BUTTONS in self._platforms.get(one.platform, frozenset())
        words = content(said, self._language(one), has_buttons=can_press)
        automatic = {"version": str(self._live.number)}
        if decision.responder is not None:
            automatic["responder"] = decision.responder.name
        if heard.guess.sure:
            automatic["intent"] = heard.guess.sure
        draft = Draft(**words, automatic=automatic)
        where = one.turn.conversation_id
        return conversations.send(self.session, where, self._author, draft, self.now, lane=Lane.BOT)

    def _language(self, one: Waiting) -> str:
        return language_of(one.locale, one.text, organisation.settings(self.session).locale)

    def _keep(
        self,
        one: Waiting,
        heard: Heard,
        decision: Decision,
        sent: Message | None,
        said: Answer | None,
    ) -> None:
        talk = after(one.talk, heard, decision, spoke=sent is not None)
        values = {
            "event_id": one.turn.event_id,
            "has_spoken": talk.has_spoken,
            "in_row": talk.in_row,
            "misunderstood": talk.misunderstood,
            "recent": [micros(at) for at in talk.recent],
        }
        if sent is not None and said is not None:
            menu = offered(said, self._language(one))
            values |= {"said_id": sent.id, "menu": [[each.label, each.value] for each in menu]}
        store.keep(self.session, one.turn.conversation_id, **values)

    def _note(self, one: Waiting, heard: Heard, decision: Decision, sent: Message | None) -> None:
        """For whoever subscribed, and for whoever teaches the bot."""
        data = {"conversation_id": str(one.turn.conversation_id)}
        if decision.outcome is Outcome.NOT_UNDERSTOOD:
            kind = "bot.not_understood"
            data["message_id"] = str(one.turn.message_id)
            counts.miss(
                self.session, one.turn.conversation_id, one.turn.message_id, heard.text, self.now
            )
        elif sent is not None and decision.responder is not None:
            kind = "bot.answered"
            data |= {"message_id": str(sent.id), "responder": decision.responder.name}
            data["version"] = str(self._live.number)
            if heard.guess.sure:
                data["intent"] = heard.guess.sure
        else:
            return
        cause, depth = f"event:{one.turn.event_id}", one.turn.depth + 1
        journal.record(
            self.session, [Fact(kind, one.contact_id, self.now, data, cause, depth)], self.now
        )

    def _hand_over(self, one: Waiting, decision: Decision, reason: Reason) -> None:
        bot, responder = self._live.bot, decision.responder
        address = (responder.assign if responder else "") or bot.assign
        where = one.turn.conversation_id
        said = store.last_words(self.session, where, REMEMBERED)
        language = organisation.settings(self.session).locale
        speaking.hand_over(
            self.session,
            where,
            self._author,
            self.now,
            HandOver(
                reason.value,
                summary(said, one.contact_name, reason, language),
                self._colleague(address),
            ),
        )

    def _colleague(self, address: str) -> Author | None:
        """Who is named may have left: then it is nobody's, and everybody sees it."""
        found = colleagues.user_by_email(self.session, address) if address else None
        if found is None or found.disabled_at is not None:
            return None
        return Author(AuthorKind.USER, found.id, found.name)


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
