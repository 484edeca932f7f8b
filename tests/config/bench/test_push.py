"""The benchmark of telling many: every socket counts, and a silent one would be noticed."""

import pytest

from config.bench import listeners, load, push
from config.bench.listeners import Door, Listeners, Unheard

SOCKETS = 40
PARTS = ("hub_ms", "bare_ms", "answer_ms", "wave_ms")


@pytest.mark.timeout(120)
def test_it_measures_all_four_and_says_the_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "pin", lambda _core: False)  # other tests want all cores
    found = push.measure(SOCKETS, repetitions=1)
    assert found["bench"] == "push"
    assert found["sockets"] == SOCKETS
    assert all(found[part] > 0 for part in PARTS)
    assert found["ratio"] == pytest.approx(found["hub_ms"] / found["bare_ms"], rel=0.2)
    assert found["goals"] == {"ratio <= 3": found["ratio"] <= 3}


@pytest.mark.timeout(60)
def test_who_is_not_told_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "TOLD_WITHIN", 0.5)
    with push._running("config.bench.servers", "broadcast") as said:
        door = Door(int(said), "/socket", push.ORIGIN)
        with Listeners(door, 3) as all_of_them, pytest.raises(Unheard, match="3 of 3"):
            all_of_them.time_said(push._message(b"other words"), b"these words")
