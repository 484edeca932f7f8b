"""Passwords that are kept in no time: what is proved here is who may try, and how often."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from scrm.staff.signing_in import passwords


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()
