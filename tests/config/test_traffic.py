"""What the list of channels says of each: when it last brought and took something, and what waits."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from config.traffic import traffic
from scrm.channels.connecting.service import Traffic
from scrm.channels.service import add_archive
from scrm.conversations.reading import store as reading
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Delivery
from tests.support.clock import NOON
from tests.support.hub import RunningHub
from tests.support.scene import Scene, set_scene


async def _traffic(scene: Scene) -> Traffic:
    return await scene.database.read(lambda s: traffic(s, scene.channel_id))


async def test_a_channel_on_which_nothing_happened_says_so(scene: Scene) -> None:
    assert await _traffic(scene) == Traffic(None, None, 0)


async def test_a_channel_says_when_it_brought_and_took_something_and_what_waits(
    scene: Scene,
) -> None:
    later = NOON + timedelta(hours=1)
    other = await set_scene(scene.database)
    await other.hear("Hello", who="900", at=later + timedelta(hours=1))
    begun = await scene.being_sent()
    await scene.hear("Hi", who="502", external_id="2", at=later)
    await scene.answer((await scene.hear("Hm", who="502", external_id="3")).conversation_id, "Yes")

    def take(session: Session) -> None:
        taken = {"external_id": "77", "finished_at": later, "state": "sent"}
        session.execute(
            update(Delivery).where(col(Delivery.id) == begun.delivery.id).values(**taken)
        )

    await scene.do(take)
    assert await _traffic(scene) == Traffic(later, later, 1)
    assert (await _traffic(other)).last_outbound_at is None


async def test_the_last_to_write_is_found_behind_many_that_we_wrote_to(scene: Scene) -> None:
    for who in range(reading.A_FEW + 5):
        await scene.hear("Hello", who=str(who), external_id=str(who), at=NOON)
    newest = NOON + timedelta(hours=2)
    heard = await scene.hear("Last", who="last", external_id="last", at=newest)
    await scene.do(lambda s: _answer_all_but(s, heard.conversation_id, newest))
    assert (await _traffic(scene)).last_inbound_at == newest


def _answer_all_but(session: Session, conversation_id: int, newest: datetime) -> None:
    """Our answers are newer than all that was written to us, and some ended the matter."""
    answered = {"last_at": newest + timedelta(hours=1)}
    others = update(Conversation).where(col(Conversation.id) != conversation_id)
    session.execute(others.values(**answered))
    done = update(Conversation).where(col(Conversation.id) == conversation_id)
    session.execute(done.values(state="resolved"))


async def test_an_archive_has_no_traffic(hub: RunningHub) -> None:
    def archive(session: Session) -> int:
        return add_archive(session, "Old chats", "whatsapp", NOON).id

    made = await hub.hub.database.write(archive)
    shown = {one["id"]: one for one in (await hub.client.get("/channels"))["items"]}
    assert shown[str(made)]["last_inbound_at"] is None
    assert shown[str(made)]["queued"] == 0
    assert shown[hub.client.channel_id]["state"] == "active"


async def test_an_archive_neither_polls_nor_is_called(hub: RunningHub) -> None:
    def archive(session: Session) -> int:
        return add_archive(session, "Old chats", "whatsapp", NOON).id

    made = await hub.hub.database.write(archive)
    shown = await hub.client.get(f"/channels/{made}")
    assert (shown["mode"], shown["webhook_url"]) == ("", "")
    shown = await hub.client.get(f"/channels/{hub.client.channel_id}")
    assert (shown["mode"], shown["webhook_url"][-6:]) == ("webhook", hub.client.channel_id[-6:])
