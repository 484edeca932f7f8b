"""F-55: who does not prove to be the platform is turned away, and nothing of it is stored."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import orjson
import pytest
from sqlmodel import Session

from scrm.channels.service import get
from tests.support.cast import ADA, PROOF, SECRET, TOKEN
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

WRONG = (
    "",
    " ",
    SECRET[:-1],
    SECRET + "x",
    SECRET.upper(),
    "x" * len(SECRET),
    "x" * 8_000,
    "secret of another channel",
    "sécret".encode().decode("latin-1"),
)


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


async def _knock(hub: RunningHub, headers: dict[str, str], channel: str = "") -> Reply:
    body = orjson.dumps(hub.telegram.says(ADA, "Let me in"))
    path = f"/hooks/{channel or hub.client.channel_id}"
    return await hub.client.ask("POST", path, data=body, headers=headers)


async def test_every_wrong_secret_gets_the_same_refusal_and_nothing_is_stored(
    hub: RunningHub,
) -> None:
    replies = [await _knock(hub, {PROOF: one}) for one in WRONG] + [await _knock(hub, {})]
    assert {reply.status for reply in replies} == {403}
    assert len({reply.body for reply in replies}) == 1
    assert await hub.events() == {}


async def test_a_channel_that_does_not_exist_looks_like_a_wrong_secret(hub: RunningHub) -> None:
    wrong = await _knock(hub, {PROOF: "wrong"})
    for channel in ("1", "0", "9" * 19, "9" * 40, "x", "-1", quote("1/../2", safe=""), "%00"):
        reply = await _knock(hub, {PROOF: SECRET}, channel)
        assert (reply.status, reply.body) == (wrong.status, wrong.body), channel


async def test_the_right_secret_in_a_header_of_another_spelling_is_right(hub: RunningHub) -> None:
    assert (await _knock(hub, {PROOF.lower(): SECRET})).status == 200


async def test_a_replay_is_acknowledged_and_changes_nothing(hub: RunningHub) -> None:
    update = await hub.hear(ADA, "Hello")
    assert (await hub.client.push(update)).status == 200
    changed = update | {"message": update["message"] | {"text": "Something else"}}
    assert (await hub.client.push(changed)).status == 200
    conversation = await hub.conversation_of(ADA)
    answer = await hub.client.get(f"/conversations/{conversation}/messages")
    assert [one["text"] for one in answer["items"]] == ["Hello"]
    assert len(await hub.events()) == 1


async def _have(hub: RunningHub, secrets: dict[str, str]) -> None:
    """Keep these secrets with the channel and open it anew."""

    def change(session: Session) -> None:
        channel = get(session, int(hub.client.channel_id))
        channel.credentials = hub.hub.sealer.seal({"token": TOKEN} | secrets)
        session.add(channel)
        session.flush()
        hub.hub.registry.load(channel)

    await hub.hub.database.write(change)


async def test_an_unset_secret_of_ours_lets_nobody_in(hub: RunningHub) -> None:
    """A channel that an older release or a hand left without one."""
    await _have(hub, {})
    for given in ("", "undefined", "None"):
        assert (await _knock(hub, {PROOF: given})).status == 403
    assert (await _knock(hub, {})).status == 403
    assert await hub.events() == {}


async def test_a_rotated_secret_shuts_the_old_one_out(hub: RunningHub) -> None:
    await _have(hub, {"secret_token": "the-new-one"})
    assert (await _knock(hub, {PROOF: SECRET})).status == 403
    assert (await _knock(hub, {PROOF: "the-new-one"})).status == 200
