"""What a short link looks like, what of a text is a link, and who is a program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.links.policy import LENGTH, by_whom, links_of, read_token, shortened, token
from campaigns.links.values import By, Short
from campaigns.messages.values import Message
from scrm.channels.outbound import Button
from scrm.kernel.sealing import Sealer

HASHED = Sealer("a secret of the tests").hashed
BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36",
    "Accept-Language": "de",
}


@given(st.integers(0, 2**63 - 1), st.integers(0, 255))
def test_a_token_says_whose_message_and_which_link(message_id: int, number: int) -> None:
    short = Short(message_id, number)
    made = token(short, HASHED)
    assert len(made) == LENGTH
    assert made.isascii()
    assert made.isalnum()
    assert read_token(made, HASHED) == short


@given(st.integers(0, LENGTH - 1), st.sampled_from("09AZaz"))
def test_one_sign_changed_is_no_token_of_ours(place: int, sign: str) -> None:
    made = token(Short(7_777_777_777, 3), HASHED)
    changed = made[:place] + sign + made[place + 1 :]
    assert changed == made or read_token(changed, HASHED) is None


@pytest.mark.parametrize("given", ["", "0" * 20, "z" * 21, "0" * 21, "é" * 21, "０" * 21])
def test_what_is_no_token_is_none(given: str) -> None:
    assert read_token(given, HASHED) is None


def test_another_hub_s_token_is_none() -> None:
    made = token(Short(1, 1), Sealer("a secret of somebody else").hashed)
    assert read_token(made, HASHED) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://shop.example/tea.", ["https://shop.example/tea"]),
        ("(https://shop.example/tea)", ["https://shop.example/tea"]),
        (
            "https://en.wikipedia.org/wiki/Tea_(meal) is it",
            ["https://en.wikipedia.org/wiki/Tea_(meal)"],
        ),
        ("[the tea](https://shop.example/tea), new", ["https://shop.example/tea"]),
        ("**https://shop.example/tea**", ["https://shop.example/tea"]),
        ("看这里：https://shop.example/茶。谢谢", ["https://shop.example/茶"]),
        (
            "https://a.example/?q=1&b=2#c, https://a.example/?q=1&b=2#c",
            ["https://a.example/?q=1&b=2#c"],
        ),
        ("https://shop.example/{{ contact.code }}", ["https://shop.example/"]),
        ("https://t.me/leafclay_bot?start=spring http://wa.me/491", []),
        ("ftp://shop.example www.shop.example https:// ", []),
    ],
)
def test_links_are_found_without_what_stands_around_them(text: str, links: list[str]) -> None:
    assert links_of(Message(text)) == links


def test_a_button_s_link_is_one_too() -> None:
    buttons = (Button("Yes", value="yes"), Button("Look", url="https://shop.example/look"))
    assert links_of(Message("No link", buttons=buttons)) == ["https://shop.example/look"]


def test_only_those_are_replaced_that_are_everybody_s() -> None:
    short = {"https://a.example/": "S", "https://a.example/tea": "T"}
    text = "https://a.example/tea, https://a.example/tea/42 (https://a.example/)"
    assert shortened(text, short) == "T, https://a.example/tea/42 (S)"


@given(st.text())
def test_what_is_not_replaced_stays_to_the_letter(text: str) -> None:
    assert shortened(text, {}) == text


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", BROWSER),
        ("GET", {}),
        ("GET", {"User-Agent": BROWSER["User-Agent"]}),
        ("GET", BROWSER | {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", BROWSER | {"User-Agent": "TelegramBot (like TwitterBot)"}),
        ("GET", BROWSER | {"User-Agent": "WhatsApp/2.23.20.0"}),
        ("GET", BROWSER | {"User-Agent": "facebookexternalhit/1.1"}),
        ("GET", BROWSER | {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}),
        ("GET", BROWSER | {"User-Agent": "curl/8.5"}),
    ],
)
def test_programs_are_told_apart(method: str, headers: dict[str, str]) -> None:
    assert by_whom(method, headers) is By.SCANNER


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER["User-Agent"],
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50",
        "Mozilla/5.0 (Linux; Android 12; CUBOT X30) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    ],
)
def test_people_are_people(agent: str) -> None:
    assert by_whom("GET", BROWSER | {"User-Agent": agent}) is By.PERSON
