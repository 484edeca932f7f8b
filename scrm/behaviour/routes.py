"""Behaviour from outside over HTTP."""

from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field, PlainValidator, TypeAdapter, model_validator

from scrm.behaviour import policy, service
from scrm.behaviour.values import (
    MOST_AT_ONCE,
    Outcome,
    OutcomeView,
    RefusalView,
    Told,
    ToldView,
    Whose,
)
from scrm.kernel.errors import Invalid, ScrmError
from scrm.web.bodies import Body, IdText, validated
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("events")

WRITE = "events.write"


class WhoseBody(Body):
    """Who it was, in one way: `id` of a contact; `channel_id` and `external_id`, the address on it;
    or an `email` or `phone` that is proven to be theirs."""

    id: IdText | None = None
    channel_id: IdText | None = None
    external_id: str | None = Field(default=None, min_length=1, max_length=500)
    email: str | None = Field(default=None, min_length=3, max_length=320)
    phone: str | None = Field(default=None, min_length=5, max_length=40)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.channel_id is None) is not (self.external_id is None):
            raise ValueError("channel_id and external_id go together")
        ways = (self.id, self.channel_id, self.email, self.phone)
        if sum(one is not None for one in ways) != 1:
            raise ValueError("say who it was in one way: id, channel_id, email or phone")
        return self

    def whose(self) -> Whose:
        return Whose(
            self.id, self.channel_id, self.external_id or "", self.email or "", self.phone or ""
        )


class EventBody(Body):
    kind: str = Field(
        min_length=1, max_length=60, description="order.paid, or one of your own: custom.…"
    )
    contact: WhoseBody
    data: dict[str, Any] = Field(
        default_factory=dict,
        description="Of order.paid amount in the smallest unit, currency and order; of your own "
        "up to 30 texts, numbers, true and false",
    )
    occurred_at: AwareDatetime | None = Field(default=None, description="Now without it")
    key: str = Field(
        default="",
        max_length=policy.LONGEST_KEY,
        description="What comes again with the same key is recorded once; of order.paid its order "
        "number without one",
    )

    def told(self) -> Told:
        return Told(self.kind, self.contact.whose(), self.data, self.occurred_at, self.key)


_EVENT: TypeAdapter[EventBody] = TypeAdapter(EventBody)


def _by_itself(document: Any) -> EventBody | Invalid:
    """One that is badly shaped is refused in its place and not with the whole batch."""
    try:
        event: EventBody = validated(_EVENT, document, "event")
    except Invalid as wrong:
        return wrong
    return event


class BatchBody(Body):
    events: list[
        Annotated[EventBody | Invalid, PlainValidator(_by_itself, json_schema_input_type=EventBody)]
    ] = Field(min_length=1, max_length=MOST_AT_ONCE)


@routes.post("/events", WRITE, body=EventBody, answer=ToldView, status=201)
async def tell_event(call: Call[EventBody, None]) -> ToldView:
    """Tell what somebody did elsewhere, such as an order; rules react at once."""
    told, now = call.body.told(), call.now

    def work(session: Any) -> ToldView:
        (outcome,) = service.tell(session, [told], now)
        if isinstance(outcome, ScrmError):
            raise outcome
        return outcome

    return await call.write(work)


@routes.post("/events/batch", WRITE, body=BatchBody, answer=Page[OutcomeView])
async def tell_events(call: Call[BatchBody, None]) -> Page[OutcomeView]:
    """Tell up to 100 at once; each is answered in its place, and one that is refused holds up none."""
    events, now = call.body.events, call.now
    shaped = [one.told() for one in events if isinstance(one, EventBody)]

    def work(session: Any) -> Page[OutcomeView]:
        told = iter(service.tell(session, shaped, now))
        return Page([_outcome(one if isinstance(one, Invalid) else next(told)) for one in events])

    return await call.write(work)


def _outcome(one: Outcome) -> OutcomeView:
    if isinstance(one, ScrmError):
        return OutcomeView(None, RefusalView(one.code, str(one)))
    return OutcomeView(one, None)
