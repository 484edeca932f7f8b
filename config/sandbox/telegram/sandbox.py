"""The simulated Telegram as a whole: its state, its couriers, its web application."""

import asyncio
import logging
from pathlib import Path

from config.sandbox.calllog import CallLog
from config.sandbox.clock import Clock, SystemClock
from config.sandbox.faults import Faults
from config.sandbox.misbehave import Misbehaviour
from config.sandbox.telegram.api import BotApi
from config.sandbox.telegram.courier import Courier
from config.sandbox.telegram.phone import NotPossible, Phone
from config.sandbox.telegram.values import Bot, Group, Person, Settings, Webhook
from config.sandbox.telegram.world import World

log = logging.getLogger(__name__)


class TelegramSandbox:
    """Drive it in-process by this class, or from elsewhere by `/sandbox/…`; both do the same."""

    def __init__(
        self,
        directory: Path,
        settings: Settings | None = None,
        clock: Clock | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.faults = faults or Faults()
        self.world = World(directory, settings or Settings(), self.clock)
        self._find_clock()
        self.log = CallLog(self.world.log.path)
        self.closing = asyncio.Event()
        self.api = BotApi(
            self.world,
            self.faults,
            Misbehaviour(self.clock, self.closing),
            self._webhook_changed,
        )
        self._couriers: dict[int, asyncio.Task[None]] = {}

    # The cast

    def create_bot(
        self, first_name: str = "Demo", username: str = "", *, token: str = "", privacy: bool = True
    ) -> Bot:
        """A new bot; with a known token, the one that has it."""
        username = username or f"{''.join(filter(str.isalnum, first_name)).lower() or 'demo'}_bot"
        return self.world.add_bot(first_name, username, token, privacy=privacy)

    def create_person(self, person: Person) -> Person:
        """A person; one with a number that is known already replaces that one."""
        return self.world.add_person(person)

    def create_group(
        self, title: str, people: list[Person], bots: list[Bot], username: str = ""
    ) -> Group:
        """A supergroup; each bot hears that it was added."""
        group = self.world.add_group(
            title, [person.id for person in people], [bot.id for bot in bots], username
        )
        for bot in bots:
            change = {
                "chat": self.world.chat_of(group).body,
                "from": people[0].user(),
                "date": self.world.today(),
                "old_chat_member": {"user": bot.user(), "status": "left"},
                "new_chat_member": {"user": bot.user(), "status": "member"},
            }
            lifetime = self.world.settings.update_lifetime
            self.world.updates.push(bot, "my_chat_member", change, group.id, lifetime)
        return group

    def phone(self, person: Person | int, bot: Bot | int) -> Phone:
        """A person's phone, open at the chat with this bot."""
        whom = self.world.people.get(person if isinstance(person, int) else person.id)
        which = self.world.bots.get(bot if isinstance(bot, int) else bot.id)
        if whom is None or which is None:
            raise NotPossible("There is no such person, or no such bot")
        return Phone(self.world, whom, which)

    # Time

    def set_clock(self, ahead: float) -> None:
        """Be so many seconds ahead of the machine, also after a restart. A clock that a test moves
        is left to the test."""
        if not isinstance(self.clock, SystemClock):
            raise NotPossible("This clock is moved by hand")
        with self.world.records.together():
            self.world.updates.wait_on(ahead - self.clock.ahead)
            self.world.records.put("clock", "ahead", {"seconds": ahead})
        self.clock.ahead = ahead

    def _find_clock(self) -> None:
        if isinstance(self.clock, SystemClock):
            for kept in self.world.records.all("clock"):
                self.clock.ahead = kept["seconds"]

    # Running

    def start(self) -> None:
        """Take up the webhooks that were set before a restart."""
        for bot in self.world.bots.values():
            self._webhook_changed(bot)

    async def close(self) -> None:
        """Let every waiting answer go, stop the couriers, close the files."""
        self.closing.set()
        self.api.polling.end_all()
        couriers = list(self._couriers.values())
        for courier in couriers:
            courier.cancel()
        await asyncio.gather(*couriers, return_exceptions=True)
        self.world.close()

    def _webhook_changed(self, bot: Bot) -> None:
        old = self._couriers.pop(bot.id, None)
        if old is not None:
            old.cancel()
        if bot.webhook is not None:
            courier = Courier(self.world, bot, self.faults, self.api.perform)
            self._couriers[bot.id] = asyncio.create_task(_serve(courier, bot.webhook))


async def _serve(courier: Courier, webhook: Webhook) -> None:
    try:
        await courier.run(webhook)
    except Exception:
        log.exception("the courier of a webhook died", extra={"action": "sandbox.courier_died"})
        raise
