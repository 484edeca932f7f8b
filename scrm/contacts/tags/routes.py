"""Tags over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.contacts.reading import service as reading
from scrm.contacts.tags import service, store
from scrm.contacts.tags.values import Given, TagView, WornView
from scrm.kernel.errors import Conflict, Invalid
from scrm.kernel.text import clean
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("tags")

READ = "contacts.read"
WRITE = "contacts.write"
LONGEST_NAME = 80


class TagBody(Body):
    name: str = Field(min_length=1, max_length=LONGEST_NAME)


@routes.get("/tags", READ, answer=Page[TagView])
async def list_tags(call: Call[None, None]) -> Page[TagView]:
    """All tags, with how many people have each."""
    return Page(await call.read(lambda s: store.counted(s, call.now)))


@routes.get("/contacts/{id}/tags", READ, answer=Page[WornView])
async def list_contact_tags(call: Call[None, None]) -> Page[WornView]:
    """The tags of a person: who or what gave them, on what evidence, and until when."""
    return Page(await call.read(lambda s: _worn(s, call)))


@routes.post("/contacts/{id}/tags", WRITE, body=TagBody, answer=Page[WornView])
async def tag_contact(call: Call[TagBody, None]) -> Page[WornView]:
    """Give a person a tag, until somebody takes it off."""
    name = clean(call.body.name).strip()
    if not name:
        raise Invalid("name", "is empty")

    def work(session: Session) -> list[WornView]:
        contact = reading.get(session, call.id())
        if contact.joined_into is not None:
            raise Conflict("This contact is joined into another; tag that one", code="joined_away")
        tag_id = service.ids_of(session, [name], call.now)[name]
        service.put(session, [Given(contact.id, tag_id)], {"by": call.actor.key}, call.now)
        return _worn(session, call)

    return Page(await call.write(work))


@routes.delete("/contacts/{id}/tags/{tag}", WRITE)
async def untag_contact(call: Call[None, None]) -> None:
    """Take a tag off a person, whoever gave it."""

    def work(session: Session) -> None:
        reading.get(session, call.id())
        taken = [Given(one, call.id("tag")) for one in store.who_is(session, call.id())]
        service.take(session, taken, {"by": call.actor.key}, call.now)

    await call.write(work)


def _worn(session: Session, call: Call[TagBody, None] | Call[None, None]) -> list[WornView]:
    """Those of whom this one was joined from too: the tags stayed with them."""
    reading.get(session, call.id())
    return store.of_contact(session, store.who_is(session, call.id()), call.now)
