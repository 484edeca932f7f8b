"""Tags over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.contacts.tags import service, store
from scrm.contacts.tags.values import TagView, WornView
from scrm.kernel.errors import Invalid
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
    return Page(await call.read(lambda s: service.of_contact(s, call.id(), call.now)))


@routes.post("/contacts/{id}/tags", WRITE, body=TagBody, answer=Page[WornView])
async def tag_contact(call: Call[TagBody, None]) -> Page[WornView]:
    """Give a person a tag, until somebody takes it off."""
    name = clean(call.body.name).strip()
    if not name:
        raise Invalid("name", "is empty")

    def work(session: Session) -> list[WornView]:
        service.put_by_hand(session, call.id(), name, {"by": call.actor.key}, call.now)
        return service.of_contact(session, call.id(), call.now)

    return Page(await call.write(work))


@routes.delete("/contacts/{id}/tags/{tag}", WRITE)
async def untag_contact(call: Call[None, None]) -> None:
    """Take a tag off a person, whoever gave it."""
    by = {"by": call.actor.key}
    await call.write(lambda s: service.take_by_hand(s, call.id(), call.id("tag"), by, call.now))
