"""How a campaign stands. Pure."""

from campaigns.progress.values import Facts
from campaigns.values import CampaignState, Wish


def state_of(facts: Facts) -> CampaignState:
    """A draft and a cancelled one are what somebody made of it; any other that has nothing to do any
    more is at its end, paused or not."""
    if facts.wish in (Wish.NONE, Wish.CANCELLED):
        return CampaignState.DRAFT if facts.wish == Wish.NONE else CampaignState.CANCELLED
    if not facts.is_planned and not facts.is_open:
        return CampaignState.MISSED if facts.was_missed else CampaignState.FINISHED
    if facts.wish == Wish.PAUSED:
        return CampaignState.PAUSED
    if facts.is_open or facts.is_due:
        return CampaignState.RUNNING
    return CampaignState.SCHEDULED
