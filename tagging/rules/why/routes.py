"""Why and why not over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.channels.registry import REGISTRY
from scrm.conditions.asking.service import asker
from scrm.kernel.errors import Invalid
from scrm.web.bodies import LARGEST_ID, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from tagging.rules.why import service
from tagging.rules.why.values import WhyAnswer, WhyView

routes = Routes("rules")

READ = "contacts.read"
"""Whoever sees a person may know why they are tagged; changing rules is another right."""
READ_WORDS = "conversations.read"


class WhyQuery(Query):
    rule: int | None = Field(default=None, ge=0, le=LARGEST_ID, description="The id of a rule")
    tag: str = Field(default="", max_length=200, description="Or a tag: all rules that give it")
    language: str = Field(
        default="", max_length=20, description="Of what is said, en or zh; else the asker's own"
    )


@routes.get("/contacts/{id}/why", READ, query=WhyQuery, answer=WhyAnswer)
async def explain_tag(call: Call[None, WhyQuery]) -> WhyAnswer:
    """Why a person has a tag, or why not: what a rule saw of them, part by part."""
    asked, contact_id = call.query, call.id()
    if (asked.rule is None) == (not asked.tag):
        raise Invalid("rule", "or tag: ask of one of both")

    def look(session: Session) -> list[WhyView]:
        asks = asker(session, call[REGISTRY], asked.language, call.actor.user_id, call.now)
        may_read = call.actor.may(READ_WORDS)
        if asked.rule is not None:
            return service.why_rule(session, contact_id, asked.rule, asks, may_read=may_read)
        return service.why_tag(session, contact_id, asked.tag, asks, may_read=may_read)

    return WhyAnswer(str(contact_id), await call.read(look))
