"""The phrases of English."""

from scrm.conditions.phrases.values import Asking, Tongue
from scrm.conditions.values import Bound, Op, TextHow

ENGLISH = Tongue(
    asking_person=Asking(
        text={
            TextHow.MATCHES: (
                "they wrote something that matches {words}",
                "they wrote nothing that matches {words}",
            ),
            TextHow.CONTAINS_ANY: ("they wrote {words}", "they did not write {words}"),
            TextHow.CONTAINS_ALL: (
                "they wrote {words} in one message",
                "they did not write {words} in one message",
            ),
        },
        on=("they are on {place}", "they are not on {place}"),
        subject="their {name}",
    ),
    asking_event=Asking(
        text={
            TextHow.MATCHES: (
                "the text matches {words}",
                "the text does not match {words}",
            ),
            TextHow.CONTAINS_ANY: ("the text has {words}", "the text does not have {words}"),
            TextHow.CONTAINS_ALL: ("the text has {words}", "the text does not have {words}"),
        },
        on=("it came on {place}", "it did not come on {place}"),
        subject="{name}",
    ),
    own={
        "name": "name",
        "locale": "language",
        "zone": "time zone",
        "stage": "stage",
        "owner_id": "owner",
        "first_seen": "first sign of life",
        "last_seen": "last message",
    },
    compared={
        Op.EQ: ("{subject} is {value}", "{subject} is not {value}"),
        Op.NE: ("{subject} is not {value}", "{subject} is {value}"),
        Op.IN: ("{subject} is {value}", "{subject} is not {value}"),
        Op.NOT_IN: ("{subject} is not {value}", "{subject} is {value}"),
        Op.CONTAINS: ("{subject} contains {value}", "{subject} does not contain {value}"),
        Op.STARTS_WITH: (
            "{subject} begins with {value}",
            "{subject} does not begin with {value}",
        ),
        Op.GT: ("{subject} is more than {value}", "{subject} is not more than {value}"),
        Op.GTE: ("{subject} is at least {value}", "{subject} is not at least {value}"),
        Op.LT: ("{subject} is less than {value}", "{subject} is not less than {value}"),
        Op.LTE: ("{subject} is at most {value}", "{subject} is not at most {value}"),
        Op.BETWEEN: (
            "{subject} is between {value} and {high}",
            "{subject} is not between {value} and {high}",
        ),
        Op.EXISTS: ("{subject} is known", "{subject} is not known"),
        Op.MISSING: ("{subject} is not known", "{subject} is known"),
    },
    dated={
        Op.GT: ("{subject} is after {value}", "{subject} is not after {value}"),
        Op.GTE: ("{subject} is on or after {value}", "{subject} is not on or after {value}"),
        Op.LT: ("{subject} is before {value}", "{subject} is not before {value}"),
        Op.LTE: ("{subject} is on or before {value}", "{subject} is not on or before {value}"),
        Op.BETWEEN: (
            "{subject} is between {value} and {high}",
            "{subject} is not between {value} and {high}",
        ),
    },
    yes_no=("yes", "no"),
    tag=("they have the tag {name}", "they do not have the tag {name}"),
    did={
        "message.received": ("they wrote to us", "they did not write to us"),
        "message.edited": ("they changed a message", "they changed no message"),
        "message.deleted": ("they took a message back", "they took no message back"),
        "message.sent": ("they were sent a message", "they were sent no message"),
        "delivery.failed": ("a message did not reach them", "no message failed to reach them"),
        "delivery.unknown": (
            "a message may not have reached them",
            "there was no doubt that messages reached them",
        ),
        "delivery.held": (
            "a campaign's message to them had to wait",
            "no campaign's message to them had to wait",
        ),
        "delivery.blocked": (
            "a campaign's message to them was not sent",
            "every campaign's message to them could be sent",
        ),
        "campaign.clicked": (
            "they followed a link of a campaign",
            "they followed no link of a campaign",
        ),
        "campaign.missed": (
            "a campaign to them could not begin in time",
            "no campaign to them was too late to begin",
        ),
        "campaign.replied": ("they answered a campaign", "they answered no campaign"),
        "contact.created": ("they became known to us", "they did not become known to us"),
        "contact.updated": ("their details changed", "their details did not change"),
        "contact.joined": (
            "they were joined with another contact",
            "they were joined with no other contact",
        ),
        "contact.separated": (
            "they were separated from another contact",
            "they were separated from no other contact",
        ),
        "contact.erased": ("they were erased", "they were not erased"),
        "identity.blocked": ("they blocked us", "they did not block us"),
        "identity.unblocked": ("they let us write again", "they did not let us write again"),
        "conversation.opened": (
            "a conversation with them began",
            "no conversation with them began",
        ),
        "conversation.reopened": (
            "a conversation with them was opened again",
            "no conversation with them was opened again",
        ),
        "conversation.assigned": (
            "a conversation with them was assigned",
            "no conversation with them was assigned",
        ),
        "conversation.snoozed": (
            "a conversation with them was snoozed",
            "no conversation with them was snoozed",
        ),
        "conversation.resolved": (
            "a conversation with them was resolved",
            "no conversation with them was resolved",
        ),
        "conversation.rated": ("they rated a conversation", "they rated no conversation"),
        "conversation.handed_over": (
            "the bot called a colleague to them",
            "the bot called no colleague to them",
        ),
        "conversation.taken_over": (
            "a conversation with them was taken over from the bot",
            "no conversation with them was taken over from the bot",
        ),
        "conversation.handed_back": (
            "a conversation with them was given back to the bot",
            "no conversation with them was given back to the bot",
        ),
        "bot.answered": ("the bot answered them", "the bot did not answer them"),
        "bot.not_understood": (
            "the bot did not understand them",
            "there was nothing that the bot did not understand",
        ),
        "page.viewed": ("they looked at a page", "they looked at no page"),
        "order.paid": ("they paid an order", "they paid no order"),
        "import.finished": (
            "a chat with them was imported",
            "no chat with them was imported",
        ),
        "consent.granted": ("they agreed to marketing", "they did not agree to marketing"),
        "consent.withdrawn": ("they ended marketing", "they did not end marketing"),
        "consent.restored": (
            "they took back that they had ended marketing",
            "they did not take back that they had ended marketing",
        ),
        "tag.added": ("they were tagged", "they were not tagged"),
        "tag.removed": ("a tag was taken off them", "no tag was taken off them"),
        "segment.entered": ("they came into a segment", "they came into no segment"),
        "segment.left": ("they left a segment", "they left no segment"),
    },
    did_other=("the event {kind} happened", "the event {kind} did not happen"),
    bounds={
        Bound.AT_LEAST: "at least {n} times",
        Bound.AT_MOST: "at most {n} times",
        Bound.EXACTLY: "exactly {n} times",
    },
    once={
        Bound.AT_LEAST: "at least once",
        Bound.AT_MOST: "at most once",
        Bound.EXACTLY: "exactly once",
    },
    summed={
        Bound.AT_LEAST: (
            "{of} adds up to at least {n} over each time {did}",
            "{of} adds up to less than {n} over each time {did}",
        ),
        Bound.AT_MOST: (
            "{of} adds up to at most {n} over each time {did}",
            "{of} adds up to more than {n} over each time {did}",
        ),
    },
    spent={
        Bound.AT_LEAST: (
            "they paid at least {money} for orders",
            "they paid less than {money} for orders",
        ),
        Bound.AT_MOST: (
            "they paid at most {money} for orders",
            "they paid more than {money} for orders",
        ),
    },
    counted="{did} {times} {window}",
    exactly_not="it is not so that {clause}",
    not_lately="{did}, but not {window}",
    lately_or_never="{never}, or did so {window}",
    where="{did} ({where})",
    conversation=(
        "they have a conversation that {what}",
        "they have no conversation that {what}",
    ),
    states={"open": "is open", "snoozed": "is snoozed", "resolved": "is resolved"},
    waiting=("waits for our answer", "does not wait for our answer"),
    assigned=("somebody has taken", "nobody has taken"),
    window="in the last {time}",
    units={
        "w": ("week", "{n} weeks"),
        "d": ("day", "{n} days"),
        "h": ("hour", "{n} hours"),
        "m": ("minute", "{n} minutes"),
    },
    quoted="“{}”",
    comma=", ",
    either="{} or {}",
    both="{} and {}",
    together="{} and {}",
    more="{n} more",
    brackets="({})",
    and_also="{}, and {}",
    or_else="{}, or {}",
    of_group={
        "all": "all of these hold:",
        "any": "at least one of these holds:",
        "not_all": "not all of these hold:",
        "none": "none of these holds:",
    },
    everybody="everybody",
    nobody="nobody",
    lost_channel="a channel that is gone",
)
