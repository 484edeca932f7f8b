"""Coming in as colleagues do."""

from config.verbs import add_user
from tests.support.hub import Reply, RunningHub

EMAIL = "mira@example.org"
PASSWORD = "correct horse battery"


def token_in(link: str) -> str:
    """The secret of a one-time link."""
    return link.partition("#token=")[2]


async def add(hub: RunningHub, email: str = EMAIL, role: str = "owner") -> str:
    """Invite a colleague at the command line; the secret of the link."""
    added = await add_user(hub.hub, {"email": email, "role": role})
    return token_in(added["link"])


async def redeem(hub: RunningHub, token: str, password: str = PASSWORD, **headers: str) -> Reply:
    body = {"token": token, "password": password}
    return await hub.client.ask("POST", "/api/v1/session/link", json=body, headers=headers)


async def sign_in(
    hub: RunningHub, password: str = PASSWORD, *, email: str = EMAIL, **headers: str
) -> Reply:
    body = {"email": email, "password": password}
    return await hub.client.ask("POST", "/api/v1/session", json=body, headers=headers)


def browser_of(came_in: Reply) -> dict[str, str]:
    """The headers of a browser that was let in."""
    cookie = came_in.headers["Set-Cookie"].partition(";")[0]
    return {"Authorization": "", "Cookie": cookie, "X-CSRF-Token": came_in.json["csrf"]}


def behind_proxy(address: str) -> dict[str, str]:
    """What a proxy says of the client."""
    return {"X-Forwarded-For": address}
