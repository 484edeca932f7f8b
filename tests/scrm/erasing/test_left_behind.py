"""What is under way while somebody is erased, and what they said among others."""

from typing import Any, cast

import pytest
from sqlmodel import Session, col, select, update

from connectors.telegram import PLATFORM
from scrm.channels.contract import Connector
from scrm.channels.registry import OpenChannel
from scrm.channels.values import ChannelState, RawEvent
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Message
from scrm.erasing import service as erasing
from scrm.imports.tables import ImportJob
from scrm.imports.values import ImportState
from scrm.intake import service as intake
from scrm.intake import store
from scrm.intake.applying.service import Unit
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Claimed, Fate, Incoming, IntakeState
from scrm.kernel.errors import Conflict
from tests.scrm.erasing.ledger import KIM, erase, wrong
from tests.scrm.imports.hubs import hub_at, imported
from tests.scrm.joining.people import LATER, Pair, by_kim, hashed
from tests.support.clock import NOON
from tests.support.databases import Place

GROUP = """11/21/26, 10:31\u202fPM - Ada: my secret
11/21/26, 10:32\u202fPM - Bo: my own words
11/21/26, 10:33\u202fPM - Kim: hello both
13/11/26, 10:34\u202fPM - Ada: the last word"""


def _incoming(pair: Pair) -> Incoming:
    unused = cast(Connector, None)
    channel = OpenChannel(
        pair.shop.channel_id, "Shop", ChannelState.ACTIVE, PLATFORM, unused, False, 0
    )
    return Incoming(channel, RawEvent("waits", "501", "message", b'{"text": "secret"}'), NOON)


async def test_what_was_claimed_to_be_applied_is_not_applied_behind_it(pair: Pair) -> None:
    incoming = _incoming(pair)
    await pair.shop.do(lambda s: store.insert(s, [(incoming, Fate(IntakeState.KEPT))]))
    event_id = await pair.shop.do(lambda s: s.exec(select(IntakeEvent.id)).one())
    await erase(pair, pair.ada)
    claimed = [Claimed(event_id, incoming, 1)]
    await pair.shop.do(lambda s: intake.retry(Unit(s, LATER, hashed), claimed))
    event = await pair.shop.database.read(lambda s: s.get_one(IntakeEvent, event_id))
    assert (event.state, event.body, event.error) == ("ignored", b"", "erased")


async def test_what_nobody_is_left_to_tell_points_at_nobody(pair: Pair) -> None:
    await erase(pair, pair.ada)
    assert await wrong(pair.shop.database) == []
    change = update(Identity).where(col(Identity.contact_id) == pair.bo)
    await pair.shop.do(lambda s: s.exec(change.values(home_id=pair.ada)))
    assert await wrong(pair.shop.database) == [
        "I14: nothing refers to an erased person but the ledger"
    ]


def _texts(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(Message).order_by(col(Message.seq))).all()
    return [(one.author_name, one.text) for one in rows]


def _contact(session: Session, name: str) -> int:
    return session.exec(select(Contact.id).where(col(Contact.name) == name)).one()


async def test_in_a_group_only_their_own_words_go_and_no_later_export_brings_them_back(
    place: Place,
) -> None:
    told: dict[str, Any] = {"me": "Kim", "date_order": "mdy"}
    content, name = GROUP.replace("13/11/26", "11/21/26"), "WhatsApp Chat with Leaf Tea.txt"
    async with hub_at(place.data_dir, place.url if place.kind == "postgresql" else "") as hub:
        await imported(hub, content, name, **told)
        ada = await hub.database.read(lambda s: _contact(s, "Ada"))
        done = await hub.database.write(
            lambda s: erasing.erase(s, ada, by_kim(hub.clock.now()), key=KIM)
        )
        assert (done.what["conversations"], done.what["messages"]) == (0, 2)
        left = [("", ""), ("Bo", "my own words"), ("Kim", "hello both"), ("", "")]
        assert await hub.database.read(_texts) == left
        again = await imported(hub, content, name, **told)
        assert again.report is not None
        assert again.report["added"] == 0
        assert await hub.database.read(_texts) == left
        assert await wrong(hub.database) == []


async def test_while_a_chat_with_them_is_imported_nothing_is_erased(place: Place) -> None:
    async with hub_at(place.data_dir, place.url if place.kind == "postgresql" else "") as hub:
        two = "11/21/26, 10:31\u202fPM - Ada: hi\n11/21/26, 10:32\u202fPM - Kim: hello"
        await imported(hub, two, "WhatsApp Chat with Ada.txt", me="Kim", date_order="mdy")
        ada = await hub.database.read(lambda s: _contact(s, "Ada"))
        at_work = update(ImportJob).values(state=ImportState.RUNNING)
        await hub.database.write(lambda s: s.exec(at_work))
        with pytest.raises(Conflict) as refused:
            await hub.database.write(
                lambda s: erasing.erase(s, ada, by_kim(hub.clock.now()), key=KIM)
            )
        assert refused.value.code == "being_imported"
