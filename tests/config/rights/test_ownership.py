"""What is one colleague's own can't be read or changed by another who guesses its id."""

import pytest
from sqlmodel import Session, col, select

from scrm.conversations.tables import QuickReply
from scrm.staff.tables import User
from scrm.staff.values import Role, Scope
from tests.support.actors import Actor, Actors
from tests.support.hub import Reply

API = "/api/v1"


async def _own_reply(actor: Actor, *, shared: bool = False) -> str:
    body = {"shortcut": f"of-{actor.user_id}", "text": "secret words", "shared": shared}
    reply = await actor.ask("POST", f"{API}/quick-replies", json=body)
    assert reply.status == 201, reply.body
    made: str = reply.json["id"]
    return made


async def _text_of(actors: Actors, reply_id: str) -> str | None:
    def look(session: Session) -> str | None:
        return session.exec(select(QuickReply.text).where(col(QuickReply.id) == reply_id)).first()

    return await actors.hub.read(look)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.AGENT])
async def test_a_private_quick_reply_is_nobody_elses(actors: Actors, role: Role) -> None:
    kim, other = await actors.colleague(Role.AGENT), await actors.colleague(role)
    theirs = await _own_reply(kim)
    path = f"{API}/quick-replies/{theirs}"
    listed = (await other.ask("GET", f"{API}/quick-replies")).json["items"]
    assert theirs not in [one["id"] for one in listed]
    for method, body in (
        ("PATCH", {"text": "changed"}),
        ("PATCH", {"shared": True}),
        ("DELETE", {}),
    ):
        reply = await other.ask(method, path, json=body)
        assert reply.status == 404
        assert b"secret" not in reply.body
    assert await _text_of(actors, theirs) == "secret words"
    assert (await kim.ask("DELETE", path, json={})).status == 204


async def test_a_script_finds_no_private_quick_reply_of_a_colleague(actors: Actors) -> None:
    kim = await actors.colleague(Role.AGENT)
    theirs = await _own_reply(kim)
    reading, writing = await actors.script(Scope.READ), await actors.script(Scope.WRITE)
    assert (await reading.ask("GET", f"{API}/quick-replies")).json["items"] == []
    reply = await writing.ask("PATCH", f"{API}/quick-replies/{theirs}", json={"text": "changed"})
    assert reply.status == 404


async def test_nobody_takes_a_shared_quick_reply_away_from_all_by_making_it_private(
    actors: Actors,
) -> None:
    kim, other = await actors.colleague(Role.AGENT), await actors.colleague(Role.AGENT)
    shared = await _own_reply(kim, shared=True)
    path = f"{API}/quick-replies/{shared}"
    assert (await other.ask("PATCH", path, json={"text": "better words"})).status == 200
    assert (await other.ask("PATCH", path, json={"shared": False})).status == 403
    assert (await kim.ask("PATCH", path, json={"shared": False})).status == 200


async def test_a_kept_answer_is_given_only_to_whoever_asked(actors: Actors) -> None:
    kim, other = await actors.colleague(Role.AGENT), await actors.colleague(Role.AGENT)
    body, key = {"name": "Ada"}, {"Idempotency-Key": "guessed"}
    first, again, stranger = [
        await asker.ask("POST", f"{API}/contacts", json=body, headers=key)
        for asker in (kim, kim, other)
    ]
    assert first.json["id"] == again.json["id"] != stranger.json["id"]


async def test_signing_out_ends_only_ones_own_session(actors: Actors) -> None:
    kim, other = await actors.colleague(Role.AGENT), await actors.colleague(Role.AGENT)
    assert (await other.ask("DELETE", f"{API}/session")).status == 204
    assert (await other.ask("GET", f"{API}/me")).status == 401
    assert (await kim.ask("GET", f"{API}/me")).status == 200


async def test_a_profile_is_changed_by_its_owner_only(actors: Actors) -> None:
    kim, owner = await actors.colleague(Role.AGENT), await actors.colleague(Role.OWNER)
    await kim.ask("PATCH", f"{API}/me", json={"preferences": {"draft": "secret words"}})
    for path in ("/users", "/agents", "/me"):
        assert b"secret words" not in (await owner.ask("GET", f"{API}{path}")).body
    reply = await owner.ask("PATCH", f"{API}/me", json={"id": str(kim.user_id), "name": "Taken"})
    assert reply.status == 422  # nobody says whose profile it is
    assert await actors.hub.read(lambda s: s.get_one(User, kim.user_id).name) != "Taken"


async def _door(admin: Actor, user_id: int, body: dict[str, object]) -> Reply:
    return await admin.ask("PATCH", f"{API}/users/{user_id}", json=body)


async def test_an_admin_touches_no_owner_and_makes_none(actors: Actors) -> None:
    admin, owner = await actors.colleague(Role.ADMIN), await actors.colleague(Role.OWNER)
    agent = await actors.colleague(Role.AGENT)
    bodies: list[dict[str, object]] = [{"disabled": True}, {"role": "agent"}, {"name": "Taken"}]
    for body in bodies:
        assert (await _door(admin, owner.user_id, body)).status == 403
    assert (await _door(admin, agent.user_id, {"role": "owner"})).status == 403
    assert (await _door(admin, admin.user_id, {"role": "owner"})).status == 403
    invite = f"{API}/users/{owner.user_id}/invite"
    assert (await admin.ask("POST", invite, json={})).status == 403
    new = {"email": "new@example.org", "role": "owner"}
    assert (await admin.ask("POST", f"{API}/users", json=new)).status == 403


async def test_a_closed_door_ends_what_was_open_for_good(actors: Actors) -> None:
    owner, kim = await actors.colleague(Role.OWNER), await actors.colleague(Role.AGENT)
    for disabled in (True, False):
        assert (await _door(owner, kim.user_id, {"disabled": disabled})).status == 200
        assert (await kim.ask("GET", f"{API}/me")).status == 401


async def test_another_role_ends_what_was_opened_with_the_old_one(actors: Actors) -> None:
    owner, kim = await actors.colleague(Role.OWNER), await actors.colleague(Role.AGENT)
    assert (await kim.ask("GET", f"{API}/conversations")).status == 200
    assert (await _door(owner, kim.user_id, {"role": "agent"})).status == 200
    assert (await kim.ask("GET", f"{API}/conversations")).status == 200
    assert (await _door(owner, kim.user_id, {"role": "viewer"})).status == 200
    assert (await kim.ask("GET", f"{API}/conversations")).status == 401
