"""Verbs about campaigns at work: launch, change what is in force, pause, resume, cancel, send again.

What somebody wants is written down and nothing else: whoever feeds the outbox, and whoever sends,
reads the wish. So a pause of a million recipients is one row, and holds from its commit on.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns import service as campaigns
from campaigns import store
from campaigns.audience import policy as audiences
from campaigns.audience import service as audience
from campaigns.audience.values import RESEND
from campaigns.dates import policy as dates
from campaigns.dates import service as turns
from campaigns.definition import service as definitions
from campaigns.definition.policy import is_on_dates
from campaigns.definition.values import At, Definition, Recurring
from campaigns.life.values import Again
from campaigns.progress import store as progress
from campaigns.tables import Campaign, CampaignVersion, Occurrence
from campaigns.values import CampaignState, Wish
from scrm.kernel.columns import sorted_plain
from scrm.kernel.errors import Conflict, Mistake, Mistaken
from scrm.staff import service as staff

SETTLED = ("audience", "exclude", "schedule", "purpose")
"""What can't be changed any more once an audience is frozen."""
_NOT_LAUNCHED = "This campaign was not launched yet"


def launch(
    session: Session, campaign_id: int, actor: str, now: datetime, *, at_once: bool
) -> Campaign:
    """Put the draft in force and plan its run. `at_once`: the audience is small enough to be frozen in
    this unit, where it is due. Launching what is launched changes nothing, so that of two who do so at
    once one does; what was missed, for all its people, may be launched again.

    Raises NotFound, Mistaken with all that is wrong or missing, and Conflict for one that was
    cancelled or put away.
    """
    row = campaigns.get_here(session, campaign_id)
    if row.wish == Wish.CANCELLED:
        raise Conflict("This campaign was cancelled; duplicate it", code="campaign_cancelled")
    runs = store.occurrences(session, campaign_id)
    was_missed = campaigns.state(session, campaign_id, now) is CampaignState.MISSED
    if any(run.missed_at is None for run in runs) and not was_missed:
        return row
    definition = definitions.read(session, row.draft)
    version = _version(session, row, actor, now)
    run = planned(session, row, version.id, definition, now)
    if not store.begin(session, run):
        raise Conflict("It was missed at this very time; set another", code="already_planned")
    row.wish, row.version_id, row.updated_at = Wish.SCHEDULED, version.id, now
    campaigns.save(session, row)
    _audit(session, actor, "launched", row, now, version=version.number)
    if at_once and run.due_at <= now:
        audience.freeze(session, run.id, now)
    return row


def publish(session: Session, campaign_id: int, actor: str, now: datetime) -> Campaign:
    """Put the draft in force for those who have not got the message yet; where the audience is not
    frozen, also for whom and when. Raises NotFound, Mistaken, and Conflict where it was never launched
    or is cancelled."""
    row = _launched(session, campaign_id)
    definition = definitions.read(session, row.draft)
    before = _in_force(session, row)
    if before.definition == row.draft:
        return row
    runs = store.occurrences(session, campaign_id)
    unbegun = _unbegun(session, runs)
    is_fixed = any(audience.has_begun(session, run) for run in runs)
    if is_fixed:
        _require_settled(before.definition, row.draft)
    version = _version(session, row, actor, now)
    for run in unbegun:
        again: Occurrence | None = None
        if not is_fixed:
            again = planned(session, row, version.id, definition, now)
        elif isinstance(definition.schedule, Recurring):  # that day, as it is meant now
            key = dates.same_key(definition.schedule, run.key)
            taken = {one.key for one in runs if one.id != run.id}
            key = dates.free_key(definition.schedule, key, taken)
            again = turns.on_dates(definition.schedule, key, row.id, version.id)
        if again is not None:
            values = {"key": again.key, "due_at": again.due_at, "turn": again.turn}
            store.change_occurrence(session, run.id, version_id=version.id, **values)
    if _has_no_next(runs):
        store.begin(session, planned(session, row, version.id, definition, now))
    row.version_id, row.updated_at = version.id, now
    campaigns.save(session, row)
    _audit(session, actor, "published", row, now, version=version.number)
    return row


def _unbegun(session: Session, runs: Sequence[Occurrence]) -> list[Occurrence]:
    """Held until the commit, so that nobody begins them. What is being frozen in slices goes as it
    began: a day is of one version."""
    ids = [run.id for run in runs if run.frozen_at is None and run.missed_at is None]
    held = [store.occurrence(session, one, locked=True) for one in ids]
    return [
        run
        for run in held
        if run and not (run.missed_at is not None or audience.has_begun(session, run))
    ]


def _has_no_next(runs: Sequence[Occurrence]) -> bool:
    """Whether one on dates of people has no day before it: when the last was over nobody could say
    what it means."""
    if not runs or runs[0].turn is None:
        return False
    return all(run.frozen_at is not None or run.missed_at is not None for run in runs)


def pause(session: Session, campaign_id: int, actor: str, now: datetime) -> Campaign:
    """Nothing is fed to the outbox and nothing that waits there is sent. Raises NotFound, Conflict."""
    return _wish(session, _launched(session, campaign_id), Wish.PAUSED, actor, now)


def resume(session: Session, campaign_id: int, actor: str, now: datetime) -> Campaign:
    """Go on with those whose fate is open. A run that had not begun, and is later by now than its
    campaign allows, is missed. Raises NotFound, Conflict, and Mistaken where it goes on dates of people
    and what it names is gone."""
    row = _launched(session, campaign_id)
    runs = store.occurrences(session, campaign_id)
    if runs and runs[0].turn is not None:
        version = _in_force(session, row)
        definition = definitions.usable(session, version.definition)
        if _has_no_next(runs):
            store.begin(session, planned(session, row, version.id, definition, now))
    return _wish(session, row, Wish.SCHEDULED, actor, now)


def cancel(session: Session, campaign_id: int, actor: str, now: datetime) -> Campaign:
    """For good: the recipients whose fate is open are ended in slices, behind this unit. Of one that is
    finished it is kept too: somebody may yet be looked at anew. Raises NotFound, and Conflict where it
    was never launched."""
    row = campaigns.get(session, campaign_id, locked=True)
    if row.wish == Wish.NONE:
        raise Conflict(_NOT_LAUNCHED, code="not_published")
    return _wish(session, row, Wish.CANCELLED, actor, now)


def resend(session: Session, campaign_id: int, again: Again, actor: str, now: datetime) -> Campaign:
    """The message in force, to some of those who were to get it by an earlier occurrence: a new one,
    of which there is one for each earlier one and whom it goes to.

    Raises NotFound, and Conflict where nothing was sent yet, or more is to come: who gets it now could
    fail afterwards, and would be left out; so it always is on dates of people.
    """
    row = _launched(session, campaign_id)
    if is_on_dates(_in_force(session, row).definition):
        why = "It goes to each person on their own day, and to nobody twice"
        raise Conflict(why, code="recurring_campaign")
    runs = [run for run in store.occurrences(session, campaign_id) if run.frozen_at is not None]
    earlier = next((run for run in runs if again.of in (None, run.id)), None)
    if earlier is None:
        raise Conflict("There is no earlier run whose people could get it again", code="no_run")
    if progress.facts(session, [campaign_id], now)[campaign_id].is_open:
        raise Conflict("It is not at its end; wait until nothing is open", code="campaign_live")
    version = _in_force(session, row)
    key = f"{RESEND}{earlier.id}:{again.whom}"
    run = Occurrence(campaign_id=row.id, version_id=version.id, key=key, due_at=now)
    if store.begin(session, run):
        row.wish, row.updated_at = Wish.SCHEDULED, now
        campaigns.save(session, row)
        _audit(session, actor, "resent", row, now, to=again.whom.value, of=str(earlier.id))
        if (earlier.size or 0) <= audience.FEW:
            audience.freeze(session, run.id, now, again.receipts)
    return row


def _wish(session: Session, row: Campaign, wish: Wish, actor: str, now: datetime) -> Campaign:
    if row.wish != wish:
        row.wish, row.updated_at = wish, now
        campaigns.save(session, row)
        word = "resumed" if wish is Wish.SCHEDULED else wish.value
        _audit(session, actor, word, row, now)
    return row


def _launched(session: Session, campaign_id: int) -> Campaign:
    row = campaigns.get_here(session, campaign_id)
    if row.wish == Wish.NONE:
        raise Conflict(_NOT_LAUNCHED, code="not_published")
    if row.wish == Wish.CANCELLED:
        raise Conflict("This campaign was cancelled; duplicate it", code="campaign_cancelled")
    return row


def _in_force(session: Session, row: Campaign) -> CampaignVersion:
    version_id = row.version_id or 0
    return store.versions_by_id(session, [version_id])[version_id]


def _version(session: Session, row: Campaign, actor: str, now: datetime) -> CampaignVersion:
    """The newest, where it says the same."""
    versions = store.versions(session, row.id)
    content_hash = hashlib.sha256(sorted_plain(row.draft).encode()).hexdigest()
    if versions and versions[0].content_hash == content_hash:
        return versions[0]
    made = CampaignVersion(
        campaign_id=row.id,
        number=versions[0].number + 1 if versions else 1,
        definition=row.draft,
        content_hash=content_hash,
        made_by={"by": actor},
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made


def planned(
    session: Session, row: Campaign, version_id: int, definition: Definition, now: datetime
) -> Occurrence:
    """The run that a launch would begin; it is not kept yet. Raises Mistaken for a time that is over."""
    schedule = definition.schedule
    key, due_at = f"now:{version_id}", now
    if isinstance(schedule, Recurring):
        try:
            first = turns.next_day(session, schedule, row.id, now, audience.home(session))
            return turns.on_dates(schedule, first, row.id, version_id)
        except OverflowError:
            raise _mistaken("schedule", "has no day any more that every calendar has") from None
    if isinstance(schedule, At):
        try:
            plan = audiences.plan(schedule, audience.home(session))
        except OverflowError:
            raise _mistaken("schedule.at", "is no day that every calendar has") from None
        if plan.last <= now:
            raise _mistaken("schedule.at", "is over; set a later time, or now")
        key, due_at = plan.key, plan.begins
    return Occurrence(campaign_id=row.id, version_id=version_id, key=key, due_at=due_at)


def _require_settled(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Of one on dates of people only what those dates are: each day's people are asked for anew."""
    if is_on_dates(before):
        if _date_of(before) != _date_of(after):
            why = "can't go on another date any more: who had their turn is settled; duplicate it"
            raise _mistaken("schedule", why)
        return
    changed = [name for name in SETTLED if before.get(name) != after.get(name)]
    if changed:
        why = "can't be changed any more: who gets it is settled; duplicate the campaign instead"
        raise Mistaken([Mistake(name, why) for name in changed], code="bad_campaign")


def _date_of(definition: Mapping[str, Any]) -> object:
    """Which date of people it goes on, however many days before or after, and at what time."""
    schedule = definition["schedule"]
    if not isinstance(schedule, dict):
        return schedule
    after = schedule.get("days_after", {})
    return sorted(schedule), after.get("event"), after.get("attribute")


def _mistaken(place: str, why: str) -> Mistaken:
    return Mistaken([Mistake(place, why)], code="bad_campaign")


def _audit(
    session: Session, actor: str, word: str, row: Campaign, now: datetime, **data: Any
) -> None:
    staff.audit(session, actor, f"campaign.{word}", now, target=f"campaign:{row.id}", **data)
