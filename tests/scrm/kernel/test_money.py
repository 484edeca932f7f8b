"""Amounts as people write them."""

import json
from pathlib import Path

import pytest

from scrm.kernel.money import DIGITS, is_currency, spelt

CONSOLE = Path(__file__).parents[3] / "scrm/console/src/contacts/minor-units.json"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (12_900, "CNY", "129.00 CNY"),
        (5, "EUR", "0.05 EUR"),
        (123_456_789, "USD", "1,234,567.89 USD"),
        (12_900, "JPY", "12,900 JPY"),
        (12_900, "KWD", "12.900 KWD"),
        (12_900, "XAF", "12,900 XAF"),
        (12_900, "UYI", "12,900 UYI"),
        (12_900, "CLF", "1.2900 CLF"),
        (12_900, "HUF", "129.00 HUF"),
        (-150, "USD", "-1.50 USD"),
    ],
)
def test_an_amount_has_as_many_digits_as_its_currency(
    amount: int, currency: str, said: str
) -> None:
    assert spelt(amount, currency) == said


@pytest.mark.parametrize("text", ["cny", "RMB ", "¥", "EURO", ""])
def test_a_currency_is_three_capital_letters(text: str) -> None:
    assert is_currency("CNY")
    assert not is_currency(text)


def test_the_console_counts_with_the_same_digits() -> None:
    assert json.loads(CONSOLE.read_text()) == DIGITS
