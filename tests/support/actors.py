"""Everybody who may knock at a hub: a colleague of each role, a script of each scope, and nobody."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from scrm.staff import service as staff
from scrm.staff.values import Role, Scope
from tests.support.hub import Reply, RunningHub

COOKIE = "scrm_session"


@dataclass(slots=True)
class Actor:
    """Somebody with what proves it; `user_id` is 0 for scripts and strangers."""

    name: str
    hub: RunningHub
    user_id: int = 0
    cookie: str = ""
    csrf: str = ""
    token: str = ""

    @property
    def proof(self) -> dict[str, str]:
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        return {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}

    async def ask(self, method: str, path: str, **rest: Any) -> Reply:
        """A whole request of theirs; `headers` may contradict what a browser would send."""
        own = self.proof | ({"X-CSRF-Token": self.csrf} if self.csrf else {})
        headers = own | rest.pop("headers", {})
        address = self.hub.client.address + path
        async with self.hub.client.http.request(method, address, headers=headers, **rest) as answer:
            endless = answer.headers.get("Content-Type") == "text/event-stream"
            body = b"" if endless else await answer.read()
            return Reply(answer.status, dict(answer.headers), body)


@dataclass(slots=True)
class Actors:
    """Makes actors of one hub."""

    hub: RunningHub
    number: int = field(default=0)

    async def colleague(self, role: Role) -> Actor:
        self.number += 1
        address, now = f"{role}{self.number}@example.org", self.hub.hub.clock.now()

        def work(session: Session) -> Actor:
            user = staff.add_user(session, address, role, now)
            cookie, csrf = staff.sign_in(session, user, now)
            return Actor(role.value, self.hub, user.id, cookie, csrf)

        return await self.hub.hub.database.write(work)

    async def script(self, scope: Scope) -> Actor:
        now = self.hub.hub.clock.now()

        def work(session: Session) -> Actor:
            _, token = staff.make_token(session, scope.value, [scope], now)
            return Actor(f"token:{scope}", self.hub, token=token)

        return await self.hub.hub.database.write(work)

    def nobody(self) -> Actor:
        return Actor("nobody", self.hub)
