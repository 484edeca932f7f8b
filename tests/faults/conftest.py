"""Fixtures of the fault tests: replayable dice."""

import random

import pytest


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    """Seeded by the run's own seed, which pytest prints; `-p randomly -p "randomly_seed=N"` replays."""
    return random.Random(f"{random.random()}:{request.node.name}")  # noqa: S311 - replayable
