"""What a conversation holds: told of once, and not held by one that is done with."""

from datetime import timedelta
from functools import partial

from sqlmodel import Session, col, func, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.holding import service as holding
from scrm.journal.tables import Event
from tests.campaigns.conftest import MONDAY
from tests.campaigns.hand import Hand


async def _talks(hand: Hand, state: str, *, waits: bool = False) -> None:
    """Ann and we have written, just now."""

    def talk(session: Session) -> None:
        ann = session.exec(select(Identity)).one()
        row = Conversation(
            contact_id=ann.contact_id,
            identity_id=ann.id,
            channel_id=hand.channel,
            state=state,
            waiting_since=MONDAY if waits else None,
            created_at=MONDAY,
            last_at=MONDAY,
            next_seq=2,
        )
        session.add(row)
        session.flush()
        session.add(
            Message(
                conversation_id=row.id,
                seq=1,
                direction="in" if waits else "out",
                author_kind="contact" if waits else "user",
                text="Done",
                created_at=MONDAY,
                platform_time=MONDAY,
            )
        )

    await hand.desk.write(talk)


def _told(session: Session) -> int:
    return session.exec(select(func.count()).where(col(Event.kind) == "delivery.held")).one()


async def test_what_is_held_again_and_again_is_told_of_once(hand: Hand) -> None:
    await hand.fed("Ann")
    await _talks(hand, "open", waits=True)
    for _ in range(5):
        assert await hand.send() == []
        hand.desk.clock.advance(timedelta(hours=2))
        now = hand.desk.clock.now()
        await hand.desk.write(partial(holding.come_back, now=now))
    assert await hand.desk.running.read(_told) == 1


async def test_what_is_done_with_holds_nobody_though_it_was_just_answered(hand: Hand) -> None:
    await hand.fed("Ann")
    await _talks(hand, "resolved")
    hand.desk.clock.advance(timedelta(minutes=1))
    assert await hand.send() == ["at Ann"]


async def test_what_was_just_answered_and_is_open_holds(hand: Hand) -> None:
    await hand.fed("Ann")
    await _talks(hand, "open")
    hand.desk.clock.advance(timedelta(minutes=1))
    assert await hand.send() == []
    assert await hand.rows() == [("at Ann", "held", "just_answered")]


async def test_resolving_lets_it_go_at_once(hand: Hand) -> None:
    await hand.fed("Ann")
    await _talks(hand, "open")
    assert await hand.send() == []
    conversation = await hand.desk.running.read(lambda s: s.exec(select(Conversation.id)).one())
    path = f"/api/v1/conversations/{conversation}"
    done = await hand.desk.running.client.ask("PATCH", path, json={"status": "resolved"})
    assert done.status == 200, done.body
    assert await hand.send() == ["at Ann"]
