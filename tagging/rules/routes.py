"""Rules over HTTP."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field
from sqlmodel import Session

from scrm.channels.registry import REGISTRY
from scrm.conditions.asking.service import asker, names_for
from scrm.kernel.errors import Invalid
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page
from tagging.rules import service, store
from tagging.rules.filling import service as filling
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.rules.values import CheckView, Rule, RuleView, VersionView, WholeRuleView
from tagging.rules.words.policy import rule_in_words
from tagging.watching import service as watching

routes = Routes("rules")

READ = "rules.read"
WRITE = "rules.write"


class LanguageQuery(Query):
    language: str = Field(
        default="", max_length=20, description="Of `reading`, en or zh; else the asker's own"
    )


class RuleBody(Body):
    definition: dict[str, Any] = Field(description="A rule; see docs/reference/rules.md")


class ChangeBody(Body):
    definition: dict[str, Any] | None = None
    archived: Literal[False] | None = Field(
        default=None, description="false brings one back that was put away; it rests until resumed"
    )


class PauseBody(Body):
    reason: str = Field(default="", max_length=300)


class PublishBody(Body):
    since: Literal["now", "past"] = Field(
        default="now",
        alias="from",
        description="`past`: also for all of whom it holds already, in the background",
    )


class VersionBody(Body):
    version: int = Field(ge=1)


AnyCall = Call[Any, LanguageQuery]


@routes.get("/rules", READ, query=LanguageQuery, answer=Page[RuleView])
async def list_rules(call: Call[None, LanguageQuery]) -> Page[RuleView]:
    """Rules by name, but for those that were put away."""

    def look(session: Session) -> list[RuleView]:
        people = service.count_people(session, call.now)
        return [_view(session, call, row, people) for row in store.listed(session)]

    return Page(await call.read(look))


@routes.post("/rules", WRITE, body=RuleBody, query=LanguageQuery, answer=RuleView, status=201)
async def create_rule(call: Call[RuleBody, LanguageQuery]) -> RuleView:
    """Write a rule; it does nothing before it is published."""
    return await call.write(
        lambda s: _view(s, call, service.write(s, call.body.definition, call.now))
    )


@routes.post("/rules/check", READ, body=RuleBody, query=LanguageQuery, answer=CheckView)
async def check_rule(call: Call[RuleBody, LanguageQuery]) -> CheckView:
    """Say a definition in words without keeping it; what is wrong in it, with places."""

    def look(session: Session) -> CheckView:
        rule = service.read(call.body.definition, session)
        reading = _in_words(session, call, rule)
        return CheckView(reading, service.ring_of(session, rule))

    return await call.read(look)


@routes.get("/rules/{id}", READ, query=LanguageQuery, answer=WholeRuleView)
async def get_rule(call: Call[None, LanguageQuery]) -> WholeRuleView:
    """One rule with all versions that were in force."""

    def look(session: Session) -> WholeRuleView:
        row = service.get(session, call.id())
        people = service.count_people(session, call.now)
        versions = [_version(session, call, one) for one in store.versions(session, row.id)]
        back_filled = filling.given(session, row.id, call.now)
        return WholeRuleView(_view(session, call, row, people), versions, back_filled)

    return await call.read(look)


@routes.patch("/rules/{id}", WRITE, body=ChangeBody, query=LanguageQuery, answer=RuleView)
async def change_rule(call: Call[ChangeBody, LanguageQuery]) -> RuleView:
    """Change a rule's draft, or bring it back; what is in force stays until it is published."""
    given = call.body

    def work(session: Session) -> RuleView:
        if given.archived is False:
            service.bring_back(session, call.id(), call.now)
        if given.definition is not None:
            service.write(session, given.definition, call.now, rule_id=call.id())
        return _view(session, call, service.get(session, call.id()))

    return await call.write(work)


@routes.delete("/rules/{id}", WRITE)
async def archive_rule(call: Call[None, None]) -> None:
    """Put a rule away; the tags that it gave stay. Changing `archived` to false brings it back."""
    await call.write(lambda s: service.archive(s, call.id(), call.now))


@routes.post("/rules/{id}/publish", WRITE, body=PublishBody, query=LanguageQuery, answer=RuleView)
async def publish_rule(call: Call[PublishBody, LanguageQuery]) -> RuleView:
    """Put the draft in force, from the next event on, or also for those of whom it holds already."""

    def work(session: Session) -> RuleView:
        past = call.body.since == "past"
        row, _ = service.publish(session, call.id(), _by(call), call.now, past=past)
        return _view(session, call, row)

    return await call.write(work)


@routes.post("/rules/{id}/roll-back", WRITE, body=VersionBody, query=LanguageQuery, answer=RuleView)
async def roll_back_rule(call: Call[VersionBody, LanguageQuery]) -> RuleView:
    """Put an earlier version in force again, as a new one."""
    number = call.body.version
    return await call.write(
        lambda s: _view(s, call, service.roll_back(s, call.id(), number, _by(call), call.now))
    )


@routes.post("/rules/{id}/pause", WRITE, body=PauseBody, query=LanguageQuery, answer=RuleView)
async def pause_rule(call: Call[PauseBody, LanguageQuery]) -> RuleView:
    """Have a rule do nothing until it is resumed."""
    return await call.write(
        lambda s: _view(s, call, service.pause(s, call.id(), call.body.reason, call.now))
    )


@routes.post("/rules/{id}/resume", WRITE, query=LanguageQuery, answer=RuleView)
async def resume_rule(call: Call[None, LanguageQuery]) -> RuleView:
    """Put a paused rule in force again; what happened meanwhile stays without it."""
    return await call.write(lambda s: _view(s, call, service.resume(s, call.id(), call.now)))


def _by(call: AnyCall) -> dict[str, Any]:
    return {"by": call.actor.key}


def _in_words(session: Session, call: AnyCall, rule: Rule) -> str:
    asks = asker(session, call[REGISTRY], call.query.language, call.actor.user_id, call.now)
    return rule_in_words(rule, asks.language, names_for(session, asks))


def _read(
    session: Session, call: AnyCall, definition: Mapping[str, Any]
) -> tuple[str, Rule | None]:
    """In words; of one from an earlier hub that this one does not understand, why."""
    try:
        rule = service.read(definition)
    except Invalid as wrong:
        return str(wrong), None
    return _in_words(session, call, rule), rule


def _version(session: Session, call: AnyCall, one: RuleVersion) -> VersionView:
    reading, _ = _read(session, call, one.definition)
    return VersionView(one.number, reading, one.definition, one.published_at, one.published_by)


def _view(
    session: Session, call: AnyCall, row: RuleRow, people: Mapping[str, int] | None = None
) -> RuleView:
    reading, rule = _read(session, call, row.definition)
    ring = [] if rule is None else service.ring_of(session, rule, but=row.id)
    newest = store.version(session, row.id, row.version)
    return RuleView(
        id=str(row.id),
        name=row.name,
        state=row.state,
        reason=row.reason,
        definition=row.definition,
        reading=reading,
        version=row.version,
        is_changed=newest is not None and newest.definition != row.definition,
        created_at=row.created_at,
        updated_at=row.updated_at,
        ring=ring,
        people=None if people is None else people.get(str(row.id), 0),
        filling=watching.filling(session, row.id),
    )
