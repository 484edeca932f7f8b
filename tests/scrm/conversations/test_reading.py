"""What lists and search show of the last words and of what was found."""

from datetime import UTC, datetime, timedelta

import pytest

from scrm.conversations import service as conversations
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import LastMessage
from scrm.conversations.search import service as search
from scrm.conversations.values import Author, AuthorKind, Draft
from tests.support.cast import ADA
from tests.support.hub import RunningHub
from tests.support.scene import AGENT, Scene

SCRIPT = Author(AuthorKind.TOKEN, None, "Parcel script")
GREETER = Author(AuthorKind.BOT, 3, "Greeter")


async def _last(scene: Scene, conversation_id: int) -> LastMessage:
    found = await scene.database.read(lambda s: reading.conversation(s, 7, conversation_id))
    assert found.last_message is not None
    return found.last_message


async def test_the_person_is_the_author_of_what_came_in(scene: Scene) -> None:
    heard = await scene.hear("Hello")
    last = await _last(scene, heard.conversation_id)
    assert (last.author_kind, last.author_id) == ("contact", str(heard.contact_id))


@pytest.mark.parametrize("author", [AGENT, SCRIPT, GREETER])
async def test_a_list_says_which_of_us_wrote_last(scene: Scene, author: Author) -> None:
    heard = await scene.hear("Hello")
    draft = Draft("Hi **Ada**", "light")
    await scene.do(lambda s: conversations.send(s, heard.conversation_id, author, draft, scene.now))
    last = await _last(scene, heard.conversation_id)
    said = (last.author_kind, last.author_id, last.author_name, last.text)
    author_id = None if author.id is None else str(author.id)
    assert said == (author.kind, author_id, author.name, "Hi Ada")


async def test_what_was_found_is_shown_without_marks_and_marked_where_it_stands(
    scene: Scene,
) -> None:
    heard = await scene.hear("2 ** 3 parcels")
    draft = Draft("Your **parcel** is [here](https://parcels.example/1)", "light")
    await scene.do(lambda s: conversations.send(s, heard.conversation_id, AGENT, draft, scene.now))
    await scene.do(lambda s: search.index_new(s, datetime.now(UTC) + timedelta(minutes=1)))
    hits, _ = await scene.database.read(lambda s: search.find(s, 7, "parcel", None, 10))
    shown = [(hit.message.text, hit.message.highlights) for hit in hits]
    assert shown == [("Your parcel is here", [(5, 6)]), ("2 ** 3 parcels", [(7, 6)])]


async def test_several_messages_are_read_at_once_and_what_is_gone_is_left_out(
    hub: RunningHub,
) -> None:
    for text in ("One", "Two", "Three"):
        await hub.hear(ADA, text)
    where = await hub.conversation_of(ADA)
    thread = (await hub.client.get(f"/conversations/{where}/messages"))["items"]
    ids = [one["id"] for one in thread if one["text"] in ("One", "Two")]
    page = await hub.client.get(f"/messages?ids={','.join([*ids, '7'])}")
    assert sorted(one["text"] for one in page["items"]) == ["One", "Two"]
    assert (await hub.client.get(f"/messages?ids={','.join(['9' * 18] * 100)}"))["items"] == []
    for wrong in ("", "x", "1,", ",".join(["1"] * 101)):
        reply = await hub.client.ask("GET", f"/api/v1/messages?ids={wrong}")
        assert reply.status == 422, wrong
