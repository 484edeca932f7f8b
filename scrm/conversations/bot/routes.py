"""Who answers, over HTTP."""

from typing import Literal

from sqlmodel import Session

from scrm.conversations.bot import service
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import ConversationView
from scrm.conversations.routes import author_of
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("conversations")


class BotBody(Body):
    do: Literal["take_over", "hand_back"]


@routes.post(
    "/conversations/{id}/bot", "conversations.write", body=BotBody, answer=ConversationView
)
async def turn_bot(call: Call[BotBody, None]) -> ConversationView:
    """Have the bot be silent in a conversation, or answer there again."""
    verb = service.take_over if call.body.do == "take_over" else service.hand_back

    def work(session: Session) -> ConversationView:
        verb(session, call.id(), author_of(call.actor), call.now)
        return reading.conversation(session, call.actor.user_id, call.id())

    return await call.write(work)
