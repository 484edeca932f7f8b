"""Everything that one person can leave with a hub, by every way there is: on Telegram, on the site,
in an imported chat, and by what colleagues write about them."""

from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import FormData
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from config.sandbox.telegram import Person
from config.sandbox.telegram.phone import Attachment as File
from connectors.telegram.parse import raw_event
from scrm.bots.counting import store as missed
from scrm.channels.values import RawEvent
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.search import service as search
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery
from scrm.files.tables import Attachment
from scrm.imports.tables import ImportJob
from scrm.intake.tables import IntakeEvent
from tests.scrm.erasing.canaries import Canaries
from tests.scrm.visitors.test_identities import signed
from tests.support.chat import Chat
from tests.support.hub import Reply
from tests.support.platform import Platform

BY_HAND = (
    ("attachment", "reason"),
    ("attachment", "reference"),
    ("attempt", "code"),
    ("attempt", "external_id"),
    ("contact", "photo"),
    ("contact", "zone"),
    ("delivery", "detail"),
    ("delivery", "reason"),
    ("delivery", "thread_key"),
    ("event", "cause"),
    ("identity", "unreachable_reason"),
    ("import_archive", "me"),
    ("import_job", "error"),
    ("intake_event", "error"),
)


@dataclass(slots=True)
class Story:
    chat: Chat
    platform: Platform
    say: Canaries

    @property
    def number(self) -> int:
        """By which Telegram knows her."""
        return int(self.say.number("telegram"))

    async def told(self) -> str:
        """All of it, as one person; returns their contact."""
        await self._on_telegram()
        await self._raw()
        mine = await self._contact(str(self.number))
        await self._colleagues(mine)
        site = await self._on_the_site()
        known = {"attributes": {"likes": self.say("taken over")}}
        await self.chat.running.client.ask("PATCH", f"/api/v1/contacts/{site}", json=known)
        archive = await self._imported()
        order = {"amount": 5, "currency": "CNY", "order": self.say("order")}
        told = {"kind": "order.paid", "contact": {"id": site}, "data": order}
        await self._post("/events", told | {"key": self.say("key of an order")})
        for other in (site, archive):
            await self._post(f"/contacts/{mine}/join", {"other": other, "despite": True})
        await self.chat.running.hub.database.write(_index)
        await self.chat.running.hub.database.write(self._by_hand)
        return mine

    def _by_hand(self, session: Session) -> None:
        """Where words come only when something goes wrong, or from an earlier release. There is
        nobody else in this hub."""
        for table, column in BY_HAND:
            word = self.say(f"{table}.{column}")
            session.execute(text(f"UPDATE {table} SET {column} = :word"), {"word": word})  # noqa: S608
        said = session.exec(select(Message).order_by(col(Message.id))).first()
        assert said is not None
        sentence = missed.Missed(said.conversation_id, said.id, self.say("missed"))
        missed.miss(session, [sentence], said.created_at)

    async def _on_telegram(self) -> None:
        say = self.say
        ada = Person(
            self.number, say("first name"), say("last name"), say("username"), say("language")
        )
        phone = self.platform.sandbox.phone(
            self.platform.sandbox.create_person(ada), self.platform.bot
        )
        phone.write(say("message"))
        edited = phone.write(say("before the edit"))
        await self.chat.running.until(_has(Message, 2))
        phone.edit(edited["message_id"], say("after the edit"))
        phone.send_file(
            "document",
            File(say("file from telegram").encode(), f"{say('file name')}.txt"),
            caption=say("caption"),
        )
        phone.forward_contact("+491701234567", say("card"))
        phone.write("STOP")
        await self._stored(1)
        await self.chat.running.until(_has(Message, 5))

    async def _raw(self) -> None:
        """What means nothing to us, and what can't be read."""
        say, chat = (
            self.say,
            {"id": self.number, "type": "private", "first_name": self.say("first name")},
        )
        ignored = {"update_id": 91, "message_reaction": {"chat": chat, "note": say("ignored")}}
        broken = {"update_id": 92, "message": {"chat": chat, "date": say("dead letter")}}
        hub = self.chat.running.hub
        channel = hub.registry.find(int(self.chat.running.client.channel_id))
        assert channel is not None
        events: list[RawEvent] = [raw_event(orjson.dumps(one)) for one in (ignored, broken)]
        await hub.intake.accept(channel, events)
        await self.chat.running.until(_has(IntakeEvent, 7))

    async def _colleagues(self, contact: str) -> None:
        say, client = self.say, self.chat.running.client
        about = {
            "name": say("name"),
            "locale": say("locale")[:20],
            "zone": "Europe/Berlin",
            "stage": say("stage"),
            "attributes": {say("attribute name"): say("attribute")},
        }
        reply = await client.ask("PATCH", f"/api/v1/contacts/{contact}", json=about)
        assert reply.status == 200, reply.body
        listed = await client.get("/conversations")
        thread = listed["items"][0]["id"]
        headers = {"X-File-Name": f"{say('our file name')}.txt", "Idempotency-Key": "our file"}
        data = say("our file").encode()
        upload = await client.ask("POST", "/api/v1/files", data=data, headers=headers)
        content = {"text": say("answer"), "attachments": [upload.json["id"]]}
        await self._post(f"/conversations/{thread}/messages", {"content": content}, key="answer")
        note = {"text": say("note"), "private": True}
        await self._post(f"/conversations/{thread}/messages", note, key="note")
        await self.chat.running.until(_is_sent)
        done = {"status": "resolved", "reason": say("reason")}
        reply = await client.ask("PATCH", f"/api/v1/conversations/{thread}", json=done)
        assert reply.status == 200, reply.body

    async def _on_the_site(self) -> str:
        say, visitor = self.say, self.chat.visitor()
        page = {
            "url": f"https://shop.example/?utm_source={say('campaign')}",
            "referrer": f"https://elsewhere.example/{say('referrer')}",
        }
        identity = signed(
            sub=say("subject"),
            name=say("signed name"),
            email=f"{say('email')}@example.org",
            phone=f"+{say.number('phone')}",
        )
        await visitor.session(page=page, locale="en", identity=identity)
        async with visitor.open() as tab:
            sent = await visitor.upload(b"%PDF-1.7 " + say("upload").encode(), say("upload name"))
            await visitor.upload(b"%PDF-1.7 " + say("not sent").encode(), say("not sent name"))
            await tab.say(
                type="message",
                client_id="client-one",
                text=say("on the site"),
                attachments=[sent.json["id"]],
            )
            await tab.answer("client-one")
            await tab.say(
                type="press",
                client_id="client-two",
                value=say("press"),
                label=say("press label"),
            )
            await tab.answer("client-two")
            for name in ("page", "next page"):
                url = f"https://shop.example/{say(name)}"
                await tab.say(type="page", url=url, title=say(f"title of the {name}"))
            claimed = {"email": f"{say('claimed email')}@example.org"}
            await tab.say(type="form", values=claimed)
            await tab.until("formed")
            thread = await self.chat.conversation()
            await self.chat.reply(say("to the site"))
            await tab.hears(say("to the site"))
            path = f"/api/v1/conversations/{thread}"
            await self.chat.running.client.ask("PATCH", path, json={"status": "resolved"})
            await tab.until("rate", conversation=thread)
            comment = say("rating")
            await tab.say(type="rated", conversation=thread, score=4, comment=comment)
            await tab.until("rated")
        found = await self.chat.running.client.get(f"/conversations/{thread}")
        return str(found["contact_id"])

    async def _imported(self) -> str:
        say, client = self.say, self.chat.running.client
        name = say("chat partner")
        lines = [
            f"11/21/26, 10:31\u202fPM - {name}: {say('imported')}",
            f"11/21/26, 10:32\u202fPM - Kim: {say('imported answer')}",
            f"11/21/26, 10:33\u202fPM - {name}: {say('imported file')}.jpg (file attached)",
            f"13/13/26, 10:33\u202fPM - {say('bad line')}",
        ]
        form = FormData(quote_fields=False)
        form.add_field("timezone", "Europe/Berlin")
        form.add_field("date_order", "mdy")
        form.add_field("me", "Kim")
        title = f"WhatsApp Chat with {name}.txt"
        form.add_field("file", "\n".join(lines).encode(), filename=title)
        headers = {"Idempotency-Key": "import"}
        reply = await client.ask("POST", "/api/v1/imports", data=form, headers=headers)
        assert reply.status == 202, reply.body
        await self.chat.running.until(_is_imported)
        return await self._contact(name)

    async def _contact(self, address: str) -> str:
        question = select(Identity.contact_id).where(col(Identity.external_id) == address)
        return str(await self.chat.running.until(lambda s: s.exec(question).first()))

    async def _post(self, path: str, body: dict[str, Any], *, key: str = "") -> Reply:
        reply = await self.chat.running.client.post(path, body, key=key)
        assert reply.status == 201, reply.body
        return reply

    async def _stored(self, count: int) -> None:
        question = select(func.count()).where(col(Attachment.state) == "stored")
        await self.chat.running.until(lambda s: s.exec(question).one() >= count or None)


def _has(table: Any, count: int) -> Any:
    return lambda s: s.exec(select(func.count()).select_from(table)).one() >= count or None


def _is_sent(session: Session) -> bool | None:
    states = set(session.exec(select(Delivery.state)))
    return (bool(states) and not states & {"queued", "reserved", "sending"}) or None


def _is_imported(session: Session) -> bool | None:
    return set(session.exec(select(ImportJob.state))) == {"done"} or None


def _index(session: Session) -> None:
    newest = max(session.exec(select(Contact.first_seen)))
    while search.index_new(session, newest.replace(year=newest.year + 30)):
        pass
