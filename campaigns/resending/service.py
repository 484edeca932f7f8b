"""Verbs of sending again. A campaign's run to those whose message failed, and a colleague who sends one
of these from its thread, are two ways to the same person: whoever comes second is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from campaigns.resending import policy, store
from campaigns.resending.values import Place
from scrm.delivery.following.policy import MAY_HAVE_ARRIVED, WAITING
from scrm.delivery.tables import Delivery
from scrm.delivery.values import Due
from scrm.kernel.errors import Conflict


def ask(session: Session, delivery: Delivery) -> None:
    """Before somebody sends it again: raises Conflict where it is on its way to this person by another
    run, or has come to them, whoever they turned out to be."""
    run_id, step = delivery.occurrence_id, delivery.step
    if delivery.campaign_id is None or run_id is None or step is None:
        return
    store.hold(session, delivery.campaign_id)
    runs = store.runs(session, [delivery.campaign_id])
    first = policy.first_of(runs)
    same = [one for one in runs if first[one.id] == first.get(run_id)]
    ids, people = [one.id for one in same], store.whole(session, delivery.contact_id)
    others = store.states(session, ids, step, people)
    others.pop(delivery.id, None)
    if any(state in MAY_HAVE_ARRIVED for state in others.values()):
        raise Conflict("They have got this already, or may have", code="sent_already")
    coming = [one for one in same if one.frozen_at is None and one.missed_at is None]
    is_planned = any(one.turn is None for one in coming)  # another day is for other people
    is_queued = any(state in WAITING for state in others.values())
    if is_planned or is_queued or store.waits(session, ids, step, people):
        raise Conflict("The campaign sends them this again already", code="resend_under_way")


def reached(session: Session, rows: Sequence[Due], whose: Mapping[int, int]) -> set[int]:
    """Of messages that are about to go those that have come to their people by another run, or may
    have. `whose` says who a contact turned out to be."""
    campaigns = {row.campaign.campaign_id for row in rows}
    days = {row.campaign.occurrence_id for row in rows}
    runs = store.runs(session, campaigns, days)
    if any(run.turn is not None for run in runs):
        days |= store.got(session, campaigns, set(whose.values()))
        runs = store.runs(session, campaigns, days)
    first = policy.first_of(runs)
    together: defaultdict[int, list[int]] = defaultdict(list)
    for run_id, of in first.items():
        together[of].append(run_id)
    asked = [row for row in rows if len(together[_first(row, first)]) > 1]
    if not asked:
        return set()
    ids = {one for row in asked for one in together[_first(row, first)]}
    people = {whose[row.contact_id] for row in asked}
    came: defaultdict[Place, set[int]] = defaultdict(set)
    for one, run_id, step, contact_id in store.reached(session, ids, people, MAY_HAVE_ARRIVED):
        came[Place(first[run_id], step, contact_id)].add(one)
    return {
        row.id
        for row in asked
        if came[Place(_first(row, first), row.campaign.step, whose[row.contact_id])] - {row.id}
    }


def _first(row: Due, first: Mapping[int, int]) -> int:
    return first.get(row.campaign.occurrence_id, row.campaign.occurrence_id)
