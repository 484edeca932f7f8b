"""Who gets a campaign's message now: what is known of people, decided by the table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.deciding.policy import decide
from campaigns.deciding.values import Recipient, Rules, Verdict
from campaigns.definition import service as definitions
from campaigns.definition.values import Definition
from campaigns.facts import service as facts
from campaigns.facts.values import Windows, no_windows
from scrm.kernel.keeping import Kept

_MOST_KEPT = 200


class Versions:
    """Definitions by the id of their version, which never changes: each is read once."""

    def __init__(self) -> None:
        self._kept = Kept[Definition](_MOST_KEPT)

    def of(self, session: Session, version_id: int) -> Definition:
        """Raises KeyError where there is none, and Mistaken for one that this hub does not
        understand."""

        def made() -> Definition:
            row = campaigns.versions_by_id(session, [version_id])[version_id]
            return definitions.in_force(row.definition)

        return self._kept.get((), made, version_id)


def judged(  # noqa: PLR0913 - what is asked, of whom, when, and by what bounds
    session: Session,
    campaign_id: int,
    definition: Definition,
    contact_ids: Sequence[int],
    now: datetime,
    *,
    windows: Windows = no_windows,
    at: Mapping[int, int] | None = None,
) -> list[Verdict]:
    """For each of these people, in their order; the rest as `known`."""
    rules, people = known(
        session, campaign_id, definition, contact_ids, now, windows=windows, at=at
    )
    return [decide(one, rules, now) for one in people]


def known(  # noqa: PLR0913 - as `judged`
    session: Session,
    campaign_id: int,
    definition: Definition,
    contact_ids: Sequence[int],
    now: datetime,
    *,
    windows: Windows = no_windows,
    at: Mapping[int, int] | None = None,
) -> tuple[Rules, list[Recipient]]:
    """By what these people are judged, and what is known of each, in their order. `windows` are those
    of the platforms. `at` are the addresses that messages which are about to go were given to: they
    stay there as long as that may be, and the look is the last one."""
    asks = facts.asks_of(
        session,
        definition.channels,
        definition.purpose,
        windows=windows(definition.purpose),
        seed=campaign_id,
        is_last=at is not None,
    )
    rules = facts.rules_of(
        session, definition.purpose, holds=definition.holds, quiet=definition.quiet
    )
    people = facts.recipients(session, contact_ids, asks, now)
    if at is not None:
        people = [_staying(one, at.get(one.contact_id)) for one in people]
    return rules, people


def _staying(who: Recipient, identity_id: int | None) -> Recipient:
    there = sorted(who.addresses, key=lambda one: one.identity_id != identity_id)
    return replace(who, addresses=tuple(there))
