"""What the command line can have done by the hub that holds the data folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from config import doctor
from config.control import verb
from config.hub import Hub
from scrm.channels import service as channels
from scrm.intake.deadletters import service as deadletters
from scrm.kernel.errors import Invalid, NotFound
from scrm.staff import service as staff
from scrm.staff import store as staff_store
from scrm.staff.values import LinkKind, Role, Scope

BY = "command"
"""The actor on the audit line: who stands at the machine has no name."""


@verb("user.add")
async def add_user(hub: Hub, given: dict[str, Any]) -> Any:
    """A colleague and the one-time link to come in."""
    now = hub.clock.now()

    def work(session: Session) -> dict[str, str]:
        user = staff.add_user(session, given["email"], Role(given["role"]), now)
        staff.audit(session, BY, "staff.invited", now, target=f"user:{user.id}")
        kind = LinkKind.INVITE if staff_store.count_users(session) > 1 else LinkKind.SETUP
        secret = staff.make_link(session, user.id, kind, BY, now)
        return _linked(hub, user.id, user.email, secret)

    return await hub.database.write(work)


def _linked(hub: Hub, user_id: int, email: str, secret: str) -> dict[str, str]:
    return {"id": str(user_id), "email": email, "link": f"{hub.address}/welcome#token={secret}"}


@verb("user.list")
async def list_users(hub: Hub, _given: dict[str, Any]) -> Any:
    found = await hub.database.read(staff_store.users)
    return [staff.user_view(user) for user in found]


@verb("user.reset")
async def reset_user(hub: Hub, given: dict[str, Any]) -> Any:
    """A one-time link to set a new password."""

    def work(session: Session) -> dict[str, str]:
        user = staff_store.user_by_email(session, given["email"].strip().lower())
        if user is None:
            raise NotFound("user", given["email"])
        secret = staff.make_link(session, user.id, LinkKind.RESET, BY, hub.clock.now())
        return _linked(hub, user.id, user.email, secret)

    return await hub.database.write(work)


@verb("user.sign_in")
async def sign_in_link(hub: Hub, given: dict[str, Any]) -> Any:
    """A one-time link that opens the door without a password, for who stands at the machine."""

    def work(session: Session) -> dict[str, str]:
        user = staff_store.user_by_email(session, given["email"].strip().lower())
        if user is None:
            raise NotFound("user", given["email"])
        secret = staff.make_link(session, user.id, LinkKind.SIGN_IN, BY, hub.clock.now())
        return _linked(hub, user.id, user.email, secret) | {"token": secret}

    return await hub.database.write(work)


@verb("user.disable")
async def disable_user(hub: Hub, given: dict[str, Any]) -> Any:
    def work(session: Session) -> dict[str, str]:
        user = staff_store.user_by_email(session, given["email"].strip().lower())
        if user is None:
            raise NotFound("user", given["email"])
        staff.set_disabled(session, user, BY, hub.clock.now(), disabled=True)
        return {"id": str(user.id), "email": user.email}

    return await hub.database.write(work)


@verb("token.create")
async def create_token(hub: Hub, given: dict[str, Any]) -> Any:
    """The token's text is in this answer and nowhere else."""

    def work(session: Session) -> dict[str, Any]:
        scopes = [Scope(scope) for scope in given["scopes"]]
        token, secret = staff.make_token(session, given["name"], scopes, hub.clock.now())
        return {"id": str(token.id), "name": token.name, "scopes": token.scopes, "token": secret}

    return await hub.database.write(work)


@verb("token.list")
async def list_tokens(hub: Hub, _given: dict[str, Any]) -> Any:
    found = await hub.database.read(staff_store.tokens)
    return [
        {
            "id": str(token.id),
            "name": token.name,
            "scopes": token.scopes,
            "revoked": token.revoked_at is not None,
        }
        for token in found
    ]


@verb("token.revoke")
async def revoke_token(hub: Hub, given: dict[str, Any]) -> Any:
    wanted = _id(given["id"])
    await hub.database.write(lambda s: staff.revoke_token(s, wanted, hub.clock.now()))
    return {"id": str(wanted)}


@verb("channel.add")
async def add_channel(hub: Hub, given: dict[str, Any]) -> Any:
    """Connect an account; with `check` false it is kept though its platform did not answer."""
    ready = await hub.connecting.prepare(
        given["platform"], given["name"], given["settings"], must_answer=given["check"]
    )
    return await hub.database.write(lambda s: hub.connecting.add(s, ready, hub.clock.now()))


@verb("channel.list")
async def list_channels(hub: Hub, _given: dict[str, Any]) -> Any:
    return await hub.database.read(hub.connecting.views)


@verb("channel.check")
async def check_channel(hub: Hub, given: dict[str, Any]) -> Any:
    wanted = _id(given["id"])
    await hub.connecting.check(wanted)
    return await hub.database.read(lambda s: hub.connecting.view(s, wanted))


@verb("channel.pause")
async def pause_channel(hub: Hub, given: dict[str, Any]) -> Any:
    def work(session: Session) -> Any:
        channels.get(session, _id(given["id"]))
        channels.pause(session, _id(given["id"]), "paused by a command")
        return hub.connecting.view(session, _id(given["id"]))

    return await hub.database.write(work)


@verb("channel.resume")
async def resume_channel(hub: Hub, given: dict[str, Any]) -> Any:
    def work(session: Session) -> Any:
        channels.resume(session, _id(given["id"]))
        return hub.connecting.view(session, _id(given["id"]))

    return await hub.database.write(work)


@verb("replay")
async def replay(hub: Hub, given: dict[str, Any]) -> Any:
    """Put dead events back into the queue; a running hub applies them at once."""
    since = datetime.fromisoformat(given["since"]) if given["since"] else None
    return {"replayed": await hub.database.write(lambda s: deadletters.replay(s, None, since))}


@verb("doctor")
async def examine(hub: Hub, _given: dict[str, Any]) -> Any:
    return await hub.database.read(doctor.examine)


def _id(text: str) -> int:
    if not text.isdecimal():
        raise Invalid("id", "is a number")
    return int(text)
