import pytest
from pydantic import ValidationError

from connectors.telegram import PLATFORM
from connectors.telegram.settings import TelegramSettings


def settings(**fields: object) -> TelegramSettings:
    return TelegramSettings.model_validate({"token": "9001:abc"} | fields)


def test_a_token_is_enough() -> None:
    assert settings().model_dump(exclude={"token", "secret_token"}) == {
        "api_base": "https://api.telegram.org",
        "link_base": "",
        "rate": 25.0,
        "mode": "auto",
    }


def test_white_space_around_a_pasted_token_is_dropped() -> None:
    assert settings(token=" 9001:abc\n").token.get_secret_value() == "9001:abc"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("https://bots.example/telegram/", "https://bots.example/telegram"),
    ],
)
def test_a_server_of_ones_own_may_be_named(given: str, kept: str) -> None:
    assert settings(api_base=given).api_base == kept


@pytest.mark.parametrize(
    ("given", "links"),
    [
        ({}, "https://t.me"),
        ({"api_base": "https://bots.example/telegram/"}, "https://t.me"),
        ({"api_base": "http://127.0.0.1:8081"}, "http://127.0.0.1:8081/t.me"),
        ({"api_base": "http://[::1]:8081"}, "http://[::1]:8081/t.me"),
        ({"api_base": "http://localhost:8081", "link_base": "https://t.me/"}, "https://t.me"),
    ],
)
def test_links_lead_to_telegram_or_to_what_stands_for_it_here(
    given: dict[str, object], links: str
) -> None:
    assert settings(**given).links == links


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("token", ""),
        ("token", "9001:a/b"),
        ("token", "9001:a?b"),
        ("token", "9" * 81),
        ("secret_token", "with space"),
        ("secret_token", "x" * 257),
        ("link_base", "t.me"),
        ("api_base", "ftp://x.example"),
        ("api_base", "https://user:pass@x.example"),
        ("api_base", "https://x.example/?a=1"),
        ("api_base", "api.telegram.org"),
        ("api_base", "https://x.example/a b"),
        ("api_base", "https://[::1"),
        ("api_base", "https://x.example:99999"),
        ("api_base", "https://x..example"),
        ("api_base", f"https://{'x' * 64}.example"),
        ("rate", 0),
        ("rate", "NaN"),
        ("mode", "carrier pigeon"),
        ("colour", "blue"),
    ],
)
def test_what_can_not_work_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        settings(**{field: value})


def test_each_setting_is_explained() -> None:
    assert PLATFORM.help is not None
    assert PLATFORM.help.keys() == TelegramSettings.model_fields.keys()


def test_an_error_does_not_quote_a_secret() -> None:
    with pytest.raises(ValidationError) as caught:
        settings(token="9001:canary/", secret_token="canary!")
    assert "canary" not in str(caught.value)
