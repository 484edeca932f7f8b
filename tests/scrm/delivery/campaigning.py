"""What campaigns order, and what somebody says of it."""

from scrm.conversations.arrivals.values import Appended
from scrm.delivery.values import Lane, OfCampaign, Order
from tests.support.scene import Scene


def campaign(*, occurrence_id: int = 7, step: int = 1) -> OfCampaign:
    return OfCampaign(campaign_id=5, occurrence_id=occurrence_id, step=step, version_id=9)


def order(
    scene: Scene, to: Appended, message_id: int, of: OfCampaign | None = None, who: str = "501"
) -> Order:
    """To whoever was heard."""
    return Order(
        message_id=message_id,
        identity_id=to.identity_id,
        channel_id=scene.channel_id,
        contact_id=to.contact_id,
        recipient=who,
        content={"text": f"Offer {message_id}", "format": "plain"},
        lane=Lane.CAMPAIGN,
        due_at=scene.now,
        campaign=of or campaign(),
    )
