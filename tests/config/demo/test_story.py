"""What a customer says next, read from the chat."""

import pytest

from config.demo.cast import CAST, WORKERS
from config.demo.story import Cue, Customer, Line, Said, Step, next_step

ASKS = Line(Cue.OPENING, 1, "Where is my parcel?")
ASKS_AGAIN = Line(Cue.UNANSWERED, 60, "Hello?")
THANKS = Line(Cue.ANSWERED, 5, "Thank you!")
BYE = Line(Cue.ANSWERED, 5, "Bye!")
STORY = (ASKS, ASKS_AGAIN, THANKS)
HELP = Line(Cue.COLLEAGUE, 5, "On its way.", by="jonas")


def hers(line: Line) -> Said:
    return Said(by_shop=False, mark=line.mark)


def shops(words: str) -> Said:
    return Said(by_shop=True, mark=words)


@pytest.mark.parametrize(
    ("chat", "step"),
    [
        ([], Step(ASKS, ready=True)),
        ([hers(ASKS)], Step(ASKS_AGAIN, ready=True)),
        ([hers(ASKS), hers(ASKS_AGAIN)], Step(THANKS, ready=False)),
        ([hers(ASKS), shops("Tomorrow.")], Step(THANKS, ready=True)),
        ([hers(ASKS), hers(ASKS_AGAIN), shops("Tomorrow.")], Step(THANKS, ready=True)),
        ([hers(ASKS), shops("Tomorrow."), hers(THANKS)], None),
        ([Said(False, "typed by the visitor"), hers(ASKS)], Step(ASKS_AGAIN, ready=True)),
        ([shops("We wrote first."), hers(ASKS)], Step(ASKS_AGAIN, ready=True)),
    ],
)
def test_the_chat_decides_what_is_said_next(chat: list[Said], step: Step | None) -> None:
    assert next_step(STORY, chat) == step


def test_a_question_that_was_answered_is_not_asked_again_after_the_thanks() -> None:
    chat = [hers(ASKS), shops("Tomorrow."), hers(THANKS), shops("Bye!")]
    assert next_step(STORY, chat) is None


def test_a_colleagues_line_is_done_when_the_shop_said_it_not_the_customer() -> None:
    story = (ASKS, HELP, THANKS)
    assert next_step(story, [hers(ASKS), hers(HELP)]) == Step(HELP, ready=True)
    assert next_step(story, [hers(ASKS), shops("Wait.")]) == Step(HELP, ready=True)


def test_a_customer_thanks_a_colleague_too() -> None:
    story = (ASKS, HELP, THANKS, BYE)
    helped = [hers(ASKS), shops(HELP.mark)]
    assert next_step(story, helped) == Step(THANKS, ready=True)
    assert next_step(story, [*helped, hers(THANKS)]) == Step(BYE, ready=False)
    assert next_step(story, [*helped, hers(THANKS), shops("Gladly.")]) == Step(BYE, ready=True)


@pytest.mark.parametrize("customer", CAST, ids=lambda one: one.username)
def test_every_story_can_be_told_to_its_end(customer: Customer) -> None:
    chat: list[Said] = []
    while (step := next_step(customer.lines, chat)) is not None:
        if step.ready:
            chat.append(Said(step.line.cue is Cue.COLLEAGUE, step.line.mark))
        else:
            chat.append(shops("an answer"))
        assert len(chat) < 20
    said = [one.mark for one in chat if not one.by_shop]
    assert len(said) == len(set(said))


def test_the_cast_speaks_both_languages_and_one_opts_out() -> None:
    assert {customer.language for customer in CAST} == {"en", "zh"}
    words = [line.words for customer in CAST for line in customer.lines]
    assert "退订" in words
    kinds = {line.kind for customer in CAST for line in customer.lines}
    assert {"text", "photo", "voice", "location"} <= kinds


def test_colleagues_of_the_stories_work_here() -> None:
    named = {line.by for customer in CAST for line in customer.lines if line.by}
    assert named == {worker.key for worker in WORKERS}
