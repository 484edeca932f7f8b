"""What a link that ends marketing looks like, and in which language its page is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.links import policy as links
from campaigns.links.values import Short
from campaigns.unsubscribing.policy import LENGTH, act_of, language, read_token, token, where
from campaigns.unsubscribing.service import NO_LINKS, StopLinks
from campaigns.unsubscribing.values import WORDS, Act
from scrm.kernel.sealing import Sealer

HASHED = Sealer("a secret of the tests").hashed
OTHER = Sealer("another secret of the tests").hashed


@given(st.integers(0, 2**63 - 1))
def test_a_token_says_whose_message(message_id: int) -> None:
    made = token(message_id, HASHED)
    assert len(made) == LENGTH
    assert made.isascii()
    assert made.isalnum()
    assert read_token(made, HASHED) == message_id
    assert read_token(made, OTHER) is None


@given(st.integers(0, LENGTH - 1), st.sampled_from("09AZaz"))
def test_one_sign_changed_is_no_token_of_ours(place: int, sign: str) -> None:
    made = token(7_777_777_777, HASHED)
    changed = made[:place] + sign + made[place + 1 :]
    assert changed == made or read_token(changed, HASHED) is None


@pytest.mark.parametrize("given", ["", "0", "0" * LENGTH, "z" * LENGTH, "é" * LENGTH])
def test_what_is_no_token_is_none(given: str) -> None:
    assert read_token(given, HASHED) is None


def test_a_short_link_of_the_same_message_ends_nothing() -> None:
    assert read_token(links.token(Short(7, 1), HASHED), HASHED) is None
    assert links.LENGTH != LENGTH


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"act": "stop"}, Act.STOP),
        ({"act": "undo"}, Act.UNDO),
        ({"List-Unsubscribe": "One-Click"}, Act.STOP),
        ({"List-Unsubscribe": "one-click"}, None),
        ({"act": "STOP"}, None),
        ({"act": ""}, None),
        ({}, None),
    ],
)
def test_what_a_form_asks_for(form: dict[str, str], wanted: Act | None) -> None:
    assert act_of(form) is wanted


@pytest.mark.parametrize(
    ("chosen", "locale", "accepts", "ours", "spoken"),
    [
        ("", "zh-Hans", "en-GB,en", "en", "zh"),
        ("en", "zh-Hans", "zh", "zh", "en"),
        ("", "", "zh-CN,zh;q=0.9", "en", "zh"),
        ("", "fr", "de;q=0.9", "zh", "zh"),
        ("", "", "", "", "en"),
        ("<b>", "*", "*", "xx", "en"),
    ],
)
def test_the_language_is_theirs(
    chosen: str, locale: str, accepts: str, ours: str, spoken: str
) -> None:
    assert language(chosen, locale, accepts, ours) == spoken


def test_both_languages_say_the_same() -> None:
    assert set(WORDS["en"]) == set(WORDS["zh"])


def test_a_channel_is_called_what_people_know_it_as() -> None:
    assert where("telegram", "Leaf & Clay", "en") == "Telegram (Leaf & Clay)"
    assert where("webchat", "Shop", "zh") == "网站聊天（Shop）"
    assert where("sms", "0123", "en") == "0123"


def test_only_the_sample_becomes_a_message_s_own() -> None:
    stop = StopLinks("https://hub.example/", HASHED)
    mine = f"https://hub.example/stop/{token(9, HASHED)}"
    written = stop.write({"text": f"a {stop.sample} b", "format": "plain"}, 9)
    assert written == {"text": f"a {mine} b", "format": "plain"}
    assert len(stop.sample) == len(mine)
    other = {"text": f"https://hub.example/stop/{token(8, HASHED)}"}
    assert stop.write(other, 9) == other
    assert NO_LINKS.write({"text": "a"}, 9) == {"text": "a"}
