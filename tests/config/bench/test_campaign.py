"""The benchmark of sending: everybody gets it, and a reply that never came would be noticed."""

import pytest

from config.bench import campaign, load
from config.bench.ingest import plain
from scrm.kernel.errors import Unavailable

PEOPLE = 120
FROZEN = 300


@pytest.mark.timeout(120)
def test_it_sends_to_all_and_says_the_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "pin", lambda _core: False)  # other tests want all cores
    monkeypatch.setattr(campaign, "BARE_SECONDS", 0.3)
    monkeypatch.setattr(campaign, "REPLY_EVERY", 0.02)
    found = campaign.measure(PEOPLE, FROZEN, repetitions=1)
    assert found["bench"] == "campaign"
    assert found["goals"]["everybody has it"]
    assert found["ratio"] == pytest.approx(
        found["hub_per_second"] / found["bare_per_second"], rel=0.1
    )
    assert found["freeze_ratio"] > 0
    assert found["replies"] > 0
    assert 0 < found["reply_p50_ms"] <= found["reply_p99_ms"]


@pytest.mark.timeout(60)
def test_a_reply_that_never_came_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "STOP_WITHIN", 0.3)
    with (
        plain("telegram") as platform,
        pytest.raises(Unavailable, match="Not all of 1 replies came"),
    ):
        campaign._heard(platform.port, 1)
