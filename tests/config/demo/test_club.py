"""The tea club and what the shop knows of it fit together."""

import pytest

from config.demo import cast, club, house
from scrm.consent.policy import is_opt_out


def test_the_members_are_two_hundred_and_told_apart_by_their_names() -> None:
    names = {one.name for one in club.MEMBERS}
    assert len(names) == club.SIZE == 200
    assert {one.language for one in club.MEMBERS} == {"en", "zh"}
    others = {one.name for one in cast.CAST} | set(cast.CROWD_NAMES)
    assert not names & others


def test_a_rule_knows_who_joins_and_another_who_presses() -> None:
    rules = {one["then"][0].get("tag"): one for one in house.rules()}
    words = rules[club.TAG]["if"]["text"]["contains_any"]
    for said in club.JOINS.values():
        assert any(word in said for word in words)
    assert rules[club.KEEN]["when"] == "campaign.replied"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_complains_is_given_a_person(language: str) -> None:
    person = next(one for one in house.bot()["responders"] if one["name"] == "A person")
    said = club.COMPLAINS[language]
    assert any(word in said for word in person["on"]["text"]["contains_any"])


def test_who_joins_is_welcomed_before_anything_else_is_made_of_it() -> None:
    responders = house.bot()["responders"]
    names = [one["name"] for one in responders]
    guesses = [one["name"] for one in responders if "intent" in one]
    assert names.index("Tea club 茶友会") < min(map(names.index, guesses))


def test_the_bot_answers_both_buttons() -> None:
    assert len(house.words_after(club.KEEP)) == len(house.words_after(club.NOT_NOW)) == 2
    assert house.words_after("another") == frozenset()
    assert club.kept() <= house.bots_words()


def test_only_the_stop_word_stops() -> None:
    assert is_opt_out(club.STOP)
    assert not any(is_opt_out(said) for said in (*club.JOINS.values(), *club.COMPLAINS.values()))


def test_each_campaign_says_its_own_lot_in_both_languages() -> None:
    draft = club.draft(3, "№ QXRT", "7")
    assert draft["name"].endswith(" 3")
    assert draft["channels"] == ["7"]
    assert draft["message"]["text"].count("№ QXRT") == 2
    assert "LOT" not in draft["message"]["text"]
