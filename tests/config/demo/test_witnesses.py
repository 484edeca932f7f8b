"""The platform's side of the count comes from its own log, line by line."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.demo.counting import CampaignTally, Witness
from config.demo.inbox import Colleague
from config.demo.witnesses import CampaignSide, PlatformSide, is_of, tagged
from config.sandbox.calllog import CallLog, LogWriter

ADA = "7"
ASKED, ANSWERED = tagged("Hi", "RUNX", 0), tagged("Yes", "RUNX", 500)


@pytest.fixture
def written(tmp_path: Path) -> Iterator[LogWriter]:
    writer = LogWriter(tmp_path / "calls.jsonl")
    yield writer
    writer.close()


@pytest.fixture
def side(written: LogWriter) -> PlatformSide:
    return PlatformSide(CallLog(written.path), "RUNX", begun=0)


def sent(log: LogWriter, text: str, *, taken: bool = True) -> None:
    ids = [1] if taken else []
    log.append(
        "call", 1.0, method="sendMessage", taken=taken, chat_id=int(ADA), text=text, message_ids=ids
    )


def test_an_update_is_acknowledged_only_when_the_hub_said_so(
    written: LogWriter, side: PlatformSide
) -> None:
    written.append("update", 1.0, update_id=11, chat_id=int(ADA), text=ASKED)
    assert side.look() == Witness(written=frozenset({(ADA, ASKED)}))
    written.append("acknowledged", 1.0, update_id=11)
    assert side.look().acknowledged == {(ADA, ASKED)}


def test_a_reply_that_was_taken_twice_is_seen_twice(written: LogWriter, side: PlatformSide) -> None:
    sent(written, ANSWERED)
    sent(written, ANSWERED)
    assert side.look().delivered == Counter({(ADA, ANSWERED): 2})


def test_what_the_platform_refused_was_not_delivered(
    written: LogWriter, side: PlatformSide
) -> None:
    sent(written, ANSWERED, taken=False)
    assert side.look() == Witness()


def test_another_runs_messages_and_other_talk_do_not_count(
    written: LogWriter, side: PlatformSide
) -> None:
    for words in (tagged("Hi", "OTHR", 0), "Where is my parcel?", None):
        written.append("update", 1.0, update_id=12, chat_id=int(ADA), text=words)
        assert not is_of("RUNX", words)
    sent(written, "On its way")
    assert side.look() == Witness()


def test_lines_from_before_the_run_do_not_count(written: LogWriter) -> None:
    sent(written, ANSWERED)
    later = PlatformSide(CallLog(written.path), "RUNX", begun=1)
    assert later.look() == Witness()


class Owner(Colleague):
    """Shows one campaign's recipients."""

    def __init__(self) -> None:
        """Without a hub."""

    async def get(self, path: str, **query: str) -> Any:
        assert (path, "limit" in query) == ("/campaigns/9/recipients", True)
        items = [{"contact_id": "44", "name": "Ada", "state": "sent"}]
        return {"items": items, "next": None}


async def test_a_campaigns_messages_are_known_by_their_lot(written: LogWriter) -> None:
    side = CampaignSide(Owner(), CallLog(written.path), "9", "№ QXRT", {"Ada": int(ADA)})
    sent(written, "Hi Ada, the first pick (№ QXRT)")
    sent(written, "Hi Ada, last year's pick (№ ABCD)")
    sent(written, "Hi Ada, the first pick (№ QXRT)", taken=False)
    assert await side.look() == CampaignTally(campaign_audience=1, campaign_accepted=1)
    sent(written, "Hi Ada, the first pick (№ QXRT)")
    assert (await side.look()).campaign_doubled == 1
