"""The verb of trying: what the bot would say, and why. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots import store as bot_store
from scrm.bots.answering.policy import is_echo, said_in
from scrm.bots.answering.values import InForce
from scrm.bots.choosing.policy import after, choose
from scrm.bots.choosing.values import NOTHING, Decision, Heard, Offered, Outcome, Talk
from scrm.bots.intents.policy import Intents
from scrm.bots.menus.policy import chosen, content, offered, worded
from scrm.bots.quoting.service import look
from scrm.bots.trying import store
from scrm.bots.trying.policy import holds
from scrm.bots.trying.values import ScoreView, TrialView, TriedView, VerdictView
from scrm.bots.values import Bot
from scrm.bots.words.policy import trigger_in_words
from scrm.channels.registry import Registry
from scrm.channels.values import Capability
from scrm.conditions import service as conditions
from scrm.conditions.asking.service import Asker, names_for
from scrm.conditions.frames.values import InHand, Moment
from scrm.consent.policy import is_opt_out
from scrm.contacts.reading import service as contacts
from scrm.kernel.errors import NotFound
from scrm.kernel.ids import new_id
from scrm.kernel.languages import language_of
from scrm.knowledge.answering.service import Articles
from scrm.knowledge.values import AnswerView
from scrm.organisation import service as organisation
from scrm.organisation.hours import service as hours
from scrm.teams.values import NOBODY

SCORES = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What to try: texts one after the other; with whom, where and when, as far as it matters.
    `which` is draft or live, unless a definition is given. A text that is a button of the last
    answer is a press on it. `is_open` None: as the organisation is at that time."""

    texts: Sequence[str]
    which: str = "draft"
    definition: Mapping[str, Any] | None = None
    contact_id: int | None = None
    channel_id: int | None = None
    locale: str = ""
    is_open: bool | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    contact_id: int | None
    conversation_id: int | None
    channel_id: int
    platform: str
    locale: str
    silence: str
    talk: Talk


def try_out(
    session: Session, wish: Wish, asker: Asker, registry: Registry, articles: Articles
) -> TrialView:
    """At `asker.now`. Raises Mistaken, and NotFound where nothing is written, or nobody of this id
    is there."""
    live, which = _bot(session, wish)
    person = _person(session, wish)
    can = {one.platform.name: one.platform.capabilities for one in registry}
    has_buttons = Capability.BUTTONS in can.get(person.platform, frozenset({Capability.BUTTONS}))
    trial = _Trial(session, live, articles, person, asker, has_buttons=has_buttons)
    if wish.is_open is not None:
        trial.is_open = wish.is_open
    turns = [trial.say(text) for text in wish.texts]
    return TrialView(which, trial.is_open, person.silence, turns)


def _bot(session: Session, wish: Wish) -> tuple[InForce, str]:
    if wish.definition is not None:
        return _ready(0, bots.read(wish.definition, session)), "given"
    if wish.which == "live":
        live = bot_store.live(session)
        if live is None:
            raise NotFound("bot", "none is in force")
        return _ready(live[0], bots.read(live[1])), "live"
    row = bot_store.find(session)
    if row is None:
        raise NotFound("bot", "nothing was written yet")
    return _ready(row.version, bots.read(row.definition, session)), "draft"


def _ready(number: int, bot: Bot) -> InForce:
    return InForce(number, bot, Intents(bot.intents))


def _person(session: Session, wish: Wish) -> _Person:
    channel_id = wish.channel_id
    silence, talk, conversation_id, locale = "", Talk(), None, wish.locale
    if wish.contact_id is not None:
        contact = contacts.get(session, wish.contact_id)
        locale = locale or contact.locale
        found = store.talk_with(session, contact.id, channel_id)
        if found is not None:
            conversation, kept = found
            channel_id, conversation_id = conversation.channel_id, conversation.id
            silence = conversation.bot_silence
            talk = Talk(kept.has_spoken, kept.in_row, kept.misunderstood) if kept else talk
    platform = "" if channel_id is None else store.platform_of(session, channel_id)
    if platform is None:
        raise NotFound("channel", channel_id)
    known = (wish.contact_id, conversation_id, channel_id or 0)
    return _Person(*known, platform, locale, silence, talk)


class _Trial:
    """The talk as it would go."""

    def __init__(
        self,
        session: Session,
        live: InForce,
        articles: Articles,
        person: _Person,
        asker: Asker,
        *,
        has_buttons: bool,
    ) -> None:
        self._session = session
        self._live = live
        self._articles = articles
        self._person = person
        self._asker = asker
        self._has_buttons = has_buttons
        self._names = names_for(session, asker)
        self._otherwise = organisation.settings(session).locale
        self.is_open = hours.opening_now(session, asker.now).is_open
        self._talk = person.talk
        self._menu: tuple[Offered, ...] = ()
        self._said = ""
        self._is_handed_over = False

    def say(self, text: str) -> TriedView:
        heard = self._heard(text)
        silence = self._silence(text)
        if silence:
            return _tried(text, heard, Outcome.NOT_UNDERSTOOD, silence=silence)
        decision = choose(self._live.bot, heard, self._talk)
        said = said_in(self._live.bot, decision, heard)
        self._talk = after(self._talk, heard, decision, spoke=said is not None)
        self._is_handed_over = decision.reason is not None
        language = language_of(self._person.locale, heard.text, self._otherwise)
        answer = None
        if said is not None:
            answer = dict(content(said, language, has_buttons=self._has_buttons))
            self._menu, self._said = offered(said, language), worded(said.text, language)
        return replace(
            _tried(text, heard, decision.outcome),
            responder=decision.responder.name if decision.responder else "",
            answer=answer,
            reason=decision.reason.value if decision.reason else "",
            assign=self._assign(decision),
            verdicts=self._verdicts(decision),
        )

    def _heard(self, text: str) -> Heard:
        pressed = next((one for one in self._menu if text in (one.value, one.label)), None)
        by_number = None if pressed else chosen(text, self._menu)
        choice = pressed or by_number
        meant, value = (choice.label, choice.value) if choice else (text, "")
        return Heard(
            text=meant,
            channel_id=self._person.channel_id,
            now=self._asker.now,
            value=value,
            is_press=pressed is not None,
            is_open=self.is_open,
            held=self._held(meant),
            guess=self._live.intents.guess(meant),
            found=self._found(meant, value),
        )

    def _found(self, text: str, value: str) -> AnswerView:
        if not self._live.quotes:
            return NOTHING
        return look(self._session, self._articles, text, value, self._menu)

    def _held(self, text: str) -> frozenset[int]:
        asked, one = self._live.asked, self._person
        if one.contact_id is None:
            channel = (one.channel_id, one.platform)
            return frozenset(place for place, each in asked if holds(each, text, *channel))
        moment = Moment(0, one.contact_id, self._asker.now, new_id())
        in_hand = {0: InHand(text, True, one.conversation_id, one.channel_id or None)}
        only = [each for _, each in asked]
        held = conditions.holding_each(self._session, only, [moment], in_hand)
        return frozenset(place for (place, _), keys in zip(asked, held, strict=True) if keys)

    def _silence(self, text: str) -> str:
        if self._is_handed_over:
            return "handed_over"
        if is_opt_out(text):
            return "opt_out"
        return "echo" if is_echo(text, self._said) else ""

    def _assign(self, decision: Decision) -> str:
        if decision.reason is None:
            return ""
        named = decision.responder.assign if decision.responder else NOBODY
        return (named or self._live.bot.assign).named

    def _verdicts(self, decision: Decision) -> list[VerdictView]:
        return [
            VerdictView(
                one.name,
                why.value,
                "\n".join(trigger_in_words(one, self._asker.language, self._names)),
            )
            for one, why in zip(self._live.bot.responders, decision.verdicts, strict=False)
        ]


def _tried(text: str, heard: Heard, outcome: Outcome, *, silence: str = "") -> TriedView:
    return TriedView(
        text=text,
        heard=heard.text,
        outcome="silent" if silence else outcome.value,
        silence=silence,
        responder="",
        answer=None,
        reason="",
        assign="",
        verdicts=[],
        intent=heard.guess.sure,
        scores=[
            ScoreView(one.intent, one.score, one.example)
            for one in heard.guess.scores[:SCORES]
            if one.score > 0
        ],
        articles=heard.found,
    )
