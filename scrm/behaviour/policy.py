"""What may be told. Pure."""

import hashlib
import math
import re
from dataclasses import astuple, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from scrm.behaviour.values import AHEAD, Told, Whose
from scrm.contacts.points.policy import e164
from scrm.journal.values import is_own
from scrm.kernel.errors import Invalid
from scrm.kernel.money import is_currency
from scrm.kernel.text import clean

ORDER = "order.paid"
LONGEST_KEY = 200
LONGEST_NUMBER = 100
LONGEST_NAME = 60
LONGEST_VALUE = 500
MOST_VALUES = 30
LARGEST = 2**53
"""Up to here a browser, JSON and both databases agree on every whole number."""
EARLIEST = 2000
"""No shop remembers more, and what is older is a mistake in a unit."""
OURS = frozenset(
    {
        *("channel_id", "conversation_id", "delivery_id", "erasure_id", "home_id", "identity_id"),
        *("import_id", "joining_id", "message_id", "segment_id"),
    }
)
"""Names by which the hub finds its own things again: nobody outside may point at them."""
_NAME = re.compile(r'[^"\\\x00-\x1f]+')


def checked(told: Told, now: datetime) -> Told:
    """As it is kept: under a key of its kind, and of whom, in one spelling. Raises Invalid."""
    at = None if told.at is None else _time(told.at, now)
    key = clean(told.key)
    if told.kind == ORDER:
        data = _order(told.data)
        key = key or data["order"]
    elif is_own(told.kind):
        data = _own(told.data)
    else:
        raise Invalid(
            "kind",
            "is order.paid, or one of your own such as custom.quote_asked: custom. and small "
            "letters, digits, _ and points, up to 60 characters",
        )
    return Told(told.kind, _named(told.whose), data, at, f"{told.kind}:{key}" if key else "")


def _time(at: datetime, now: datetime) -> datetime:
    try:
        at = at.astimezone(UTC)
    except OverflowError:  # in the first or the last hours of the calendar, elsewhere
        raise Invalid("occurred_at", "is in no year that there is") from None
    if at > now + AHEAD:
        raise Invalid("occurred_at", "lies in the future; leave it out for what happens now")
    if at.year < EARLIEST:
        raise Invalid("occurred_at", f"lies before the year {EARLIEST}; is it in another unit?")
    return at


def _named(whose: Whose) -> Whose:
    """A number that is none stays as it is, and is nobody's."""
    phone = e164(whose.phone) or whose.phone
    return replace(whose, email=whose.email.strip().lower(), phone=phone)


def _order(given: dict[str, Any]) -> dict[str, Any]:
    for name in given:
        if name not in ("amount", "currency", "order"):
            raise Invalid(f"data.{name}"[:80], "is not known; an order has amount, currency, order")
    amount, currency, number = (given.get(name) for name in ("amount", "currency", "order"))
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= LARGEST:
        raise Invalid(
            "data.amount",
            "has to be a whole number from 0, in the smallest unit of its currency: 129.00 is 12900",
        )
    if not isinstance(currency, str) or not is_currency(currency):
        raise Invalid("data.currency", "has to be three capital letters, such as CNY or EUR")
    order = clean(number).strip() if isinstance(number, str) else ""
    if not 0 < len(order) <= LONGEST_NUMBER:
        raise Invalid("data.order", f"has to be a text of 1 to {LONGEST_NUMBER} characters")
    return {"amount": amount, "currency": currency, "order": order}


def _own(given: dict[str, Any]) -> dict[str, Any]:
    if len(given) > MOST_VALUES:
        raise Invalid("data", f"holds {len(given)} values; {MOST_VALUES} are the most")
    kept = {}
    for name, value in given.items():
        place = f"data.{name}"[:80]
        if name in OURS:
            raise Invalid(place, "is a name that the hub uses itself; choose another")
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            raise Invalid(place, f"has to be a name of 1 to {LONGEST_NAME} characters, unquoted")
        kept[clean(name)] = _value(place, value)
    return kept


def _value(place: str, value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > LONGEST_VALUE:
            raise Invalid(
                place, f"has {len(value)} characters; {LONGEST_VALUE} are the most in one value"
            )
        return clean(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and math.isfinite(value) and abs(value) <= LARGEST:
        return value
    raise Invalid(place, f"has to be a text, true, false or a number up to {LARGEST}")


def fingerprint(told: Told) -> str:
    """Of the fact, and of how its person was named."""
    at = None if told.at is None else told.at.timestamp()
    return f"{_hashed((told.kind, told.data, at))}:{_hashed(astuple(told.whose))}"


def same_fact(one: str, other: str) -> bool:
    """Whether two fingerprints tell of the same, of whomever."""
    return one.partition(":")[0] == other.partition(":")[0]


def _hashed(said: Any) -> str:
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
