"""Counts what a crash did, from two sides that know nothing of each other.

The witnesses are the simulated platform's own log and the visitors' own browsers; the defendant
is the hub's inbox. Messages are told apart by the customer and their words, which no other
message of a run has.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Message = tuple[str, str]
"""The customer's key, and the words."""

UNFINISHED = frozenset({"queued", "reserved", "sending", "held"})
SENT = frozenset({"sent", "delivered", "read"})
UNDERWAY = frozenset({"waiting", "later", "queued", "reserved", "sending"})
"""Of a campaign's recipients: it goes on by itself."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What the customers' side saw: the platform, or a visitor's browser."""

    written: frozenset[Message] = frozenset()
    """By customers."""
    acknowledged: frozenset[Message] = frozenset()
    """Of these, what the hub said it has."""
    delivered: Counter[Message] = field(default_factory=Counter)
    """Replies that reached a customer, with how often."""

    def with_also(self, other: "Witness") -> "Witness":
        """The two of them, who saw different customers."""
        return Witness(
            written=self.written | other.written,
            acknowledged=self.acknowledged | other.acknowledged,
            delivered=self.delivered + other.delivered,
        )


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the hub shows."""

    received: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words of each customer, in the order of the thread."""
    replies: Mapping[Message, str] = field(default_factory=dict)
    """Each reply's state."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures. `lost`, `doubled`, `disordered`, `replies_doubled` and `replies_lost` are to be 0."""

    written: int = 0
    acknowledged: int = 0
    in_inbox: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    replies: int = 0
    replies_sent: int = 0
    replies_unknown: int = 0
    replies_unknown_arrived: int = 0
    replies_doubled: int = 0
    replies_lost: int = 0
    waiting: int = 0
    """What is still on its way: to the inbox or to a customer."""

    @property
    def is_clean(self) -> bool:
        wrong = self.lost + self.doubled + self.disordered
        return wrong + self.replies_doubled + self.replies_lost == 0

    @property
    def is_settled(self) -> bool:
        """Nothing is on its way any more, and nothing is missing that the customers' side still has."""
        return self.waiting == 0 and self.in_inbox == self.written


def count(witness: Witness, inbox: Inbox, accepted: frozenset[Message]) -> Tally:
    """`accepted`: replies that the hub took over from a colleague by answering 201."""
    received = Counter((who, words) for who, said in inbox.received.items() for words in said)
    state = {message: inbox.replies.get(message, "") for message in accepted}
    unknown = {message for message, state in state.items() if state == "unknown"}
    underway = {message for message, state in state.items() if state in UNFINISHED}
    return Tally(
        written=len(witness.written),
        acknowledged=len(witness.acknowledged),
        in_inbox=len(witness.written & received.keys()),
        lost=len(witness.acknowledged - received.keys()),
        doubled=sum(times - 1 for times in received.values()),
        disordered=sum(_out_of_order(said) for said in inbox.received.values()),
        replies=len(accepted),
        replies_sent=len(accepted & witness.delivered.keys()),
        replies_unknown=len(unknown),
        replies_unknown_arrived=len(unknown & witness.delivered.keys()),
        replies_doubled=sum(times - 1 for times in witness.delivered.values()),
        replies_lost=_lost_replies(state, witness, unknown | underway),
        waiting=len(witness.written - witness.acknowledged) + len(underway),
    )


def _lost_replies(state: Mapping[Message, str], witness: Witness, excused: set[Message]) -> int:
    """Replies that the hub took, that no customer has, and of which the hub does not say so."""
    honest = {message for message, said in state.items() if said in ("failed", "blocked")}
    return len(state.keys() - witness.delivered.keys() - excused - honest)


def _out_of_order(said: Sequence[str]) -> int:
    """How many messages stand before one that was written earlier; words end in their number."""
    numbers = [number_of(words) for words in said]
    return sum(later < earlier for earlier, later in pairwise(numbers))


def number_of(words: str) -> int:
    """Every message of a run ends in `RUN-NUMBER`."""
    return int(words.rpartition("-")[2])


@dataclass(frozen=True, slots=True)
class CampaignTally:
    """The figures of a campaign's messages. `campaign_lost` and `campaign_doubled` are to be 0."""

    campaign_audience: int = 0
    campaign_accepted: int = 0
    """People whom the platform's log has it for."""
    campaign_unknown: int = 0
    campaign_unknown_arrived: int = 0
    campaign_lost: int = 0
    campaign_doubled: int = 0
    campaign_waiting: int = 0
    """Still on its way; who is held for our answer is not."""

    @property
    def is_clean(self) -> bool:
        return self.campaign_lost + self.campaign_doubled == 0


def count_campaign(states: Mapping[str, str], accepted: Counter[str]) -> CampaignTally:
    """`states`: of each recipient what the hub says became of the message; `accepted`: how often the
    platform took it for them, asked afterwards."""
    said = {
        one: frozenset(who for who, state in states.items() if state in those)
        for one, those in (("unknown", {"unknown"}), ("sent", SENT), ("open", UNDERWAY))
    }
    return CampaignTally(
        campaign_audience=len(states),
        campaign_accepted=len(accepted),
        campaign_unknown=len(said["unknown"]),
        campaign_unknown_arrived=len(said["unknown"] & accepted.keys()),
        campaign_lost=len(said["sent"] - accepted.keys()),
        campaign_doubled=sum(times - 1 for times in accepted.values()),
        campaign_waiting=len(said["open"]),
    )
