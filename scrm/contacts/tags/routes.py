"""Tags over HTTP."""

from collections.abc import Callable, Sequence
from typing import Literal

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.contacts.tags import service
from scrm.contacts.tags.board import service as board
from scrm.contacts.tags.merging import service as merging
from scrm.contacts.tags.merging.values import MergedView
from scrm.contacts.tags.tables import Tag
from scrm.contacts.tags.values import TagBrief, TagView, Use, WornView
from scrm.kernel.errors import Invalid
from scrm.kernel.text import clean
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("tags")

READ = "contacts.read"
WRITE = "contacts.write"
MANAGE = "rules.write"
"""What a tag is called is the affair of those who write rules."""
USES = web.AppKey[Callable[[Session], Sequence[Use]]]("uses")
"""What names tags, which only rooms above this one know."""
LONGEST_NAME = 80


class TagBody(Body):
    name: str = Field(min_length=1, max_length=LONGEST_NAME)


class NewTagBody(TagBody):
    group: str = Field(default="", max_length=LONGEST_NAME)


class ChangeBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=LONGEST_NAME)
    group: str | None = Field(default=None, max_length=LONGEST_NAME, description="Empty: none")
    archived: Literal[False] | None = Field(
        default=None, description="false brings an archived one back"
    )


class MergeBody(Body):
    into: IdText = Field(description="The id of the tag that stays")


class TagsQuery(Query):
    archived: bool = Field(default=False, description="Those that were put away, and only those")


@routes.get("/tags", READ, query=TagsQuery, answer=Page[TagView])
async def list_tags(call: Call[None, TagsQuery]) -> Page[TagView]:
    """All tags by name: how many people have each, and which rules and segments name it."""
    archived, uses_of = call.query.archived, call[USES]
    return Page(await call.read(lambda s: board.listed(s, uses_of(s), call.now, archived=archived)))


@routes.post("/tags", WRITE, body=NewTagBody, answer=TagBrief, status=201)
async def create_tag(call: Call[NewTagBody, None]) -> TagBrief:
    """Make a tag that nobody has yet; one that was put away comes back."""
    body = call.body
    return await call.write(lambda s: _brief(board.create(s, body.name, body.group, call.now)))


@routes.patch("/tags/{id}", MANAGE, body=ChangeBody, answer=TagBrief)
async def change_tag(call: Call[ChangeBody, None]) -> TagBrief:
    """Rename a tag that no rule and no segment names, put it into a group, or bring it back."""
    given, uses_of = call.body.model_dump(exclude_none=True), call[USES]
    return await call.write(lambda s: _brief(board.change(s, call.id(), given, uses_of(s))))


@routes.delete("/tags/{id}", MANAGE)
async def archive_tag(call: Call[None, None]) -> None:
    """Put a tag away that no rule and no segment names; whoever has it keeps it."""
    uses_of = call[USES]
    await call.write(lambda s: board.archive(s, call.id(), uses_of(s), call.now))


@routes.post("/tags/{id}/merge", MANAGE, body=MergeBody, answer=MergedView)
async def merge_tag(call: Call[MergeBody, None]) -> MergedView:
    """Give whoever has a tag another instead, of some hundred people; call again while some are
    `left`. Then it is put away. One that a rule, a segment or the bot names is refused."""
    into, uses_of, by = call.body.into, call[USES], {"by": call.actor.key}
    return await call.write(lambda s: merging.merge(s, call.id(), into, uses_of(s), by, call.now))


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


def _brief(tag: Tag) -> TagBrief:
    return TagBrief(str(tag.id), tag.name, tag.group)
