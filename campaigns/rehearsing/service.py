"""The verb of tests."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.deciding.values import Address, Fate, Verdict
from campaigns.definition import service as definitions
from campaigns.definition.values import Definition
from campaigns.facts.values import Windows, no_windows
from campaigns.feeding import policy as feeding
from campaigns.feeding import store as people
from campaigns.feeding.service import values_of
from campaigns.judging.service import judged
from campaigns.rehearsing.values import TestView
from campaigns.unsubscribing.service import NO_LINKS, StopLinks
from scrm.contacts.reading import service as contacts
from scrm.conversations.campaigns import service as letters
from scrm.delivery import service as delivery
from scrm.delivery.values import Due, Lane, OfCampaign, Order
from scrm.kernel.errors import Conflict, Mistake, Mistaken
from scrm.kernel.ids import new_id
from scrm.rendering.messages.service import compiled, render
from scrm.staff import service as staff


class Ways(NamedTuple):
    """`windows` says how long a platform takes messages."""

    windows: Windows = no_windows
    stop_links: StopLinks = NO_LINKS


def send_test(
    session: Session,
    campaign_id: int,
    contact_id: int,
    actor: str,
    now: datetime,
    ways: Ways,
) -> TestView:
    """Send the draft's message to somebody, as it stands, at once and before all that waits. It counts
    for nothing: neither for the campaign nor for caps, and who gets it gets the campaign's as well.
    Quiet hours, caps and conversations don't hold it; who may not be written to gets none.

    Raises NotFound, Mistaken where the draft lacks a channel or its text, Missing for a variable that
    the person lacks, and Conflict where they can't be written to.
    """
    row = campaigns.get_here(session, campaign_id)
    definition = _writable(definitions.check(session, row.draft, []))
    contacts.get(session, contact_id)
    (verdict,) = judged(session, campaign_id, definition, [contact_id], now, windows=ways.windows)
    address = _address(verdict)
    links = ways.stop_links
    values = values_of(session, definition, [contact_id], now, links.sample)[contact_id]
    text = render(compiled(definition.message.text), values)
    message_id = new_id()
    content = links.write(feeding.content_of(definition.message, text), message_id)
    ids = (message_id, contact_id, address.identity_id, address.channel_id)
    due = Due(0, *ids, OfCampaign(campaign_id, 0, 0, 0), content)
    thread_id = letters.write_test(session, due, now)
    order = Order(
        message_id=due.message_id,
        identity_id=due.identity_id,
        channel_id=due.channel_id,
        contact_id=contact_id,
        recipient=people.addresses(session, [due.identity_id])[due.identity_id],
        content=content,
        lane=Lane.AGENT,
        due_at=now,
    )
    delivery.enqueue(session, [order], now)
    target = f"campaign:{campaign_id}"
    staff.audit(session, actor, "campaign.tested", now, target=target, contact=str(contact_id))
    return TestView(str(due.message_id), str(thread_id), str(due.channel_id))


def _writable(found: Definition) -> Definition:
    mistakes = []
    if not any(found.channels):
        mistakes.append(Mistake("channels", "are missing; choose one"))
    if not found.message.text:
        mistakes.append(Mistake("message.text", "is missing; write one"))
    if mistakes:
        raise Mistaken(mistakes, code="bad_campaign")
    return found


def _address(verdict: Verdict) -> Address:
    if verdict.fate is Fate.BLOCKED or verdict.address is None:
        why = verdict.why.value if verdict.why else ""
        raise Conflict(
            f"This person may not get it ({why}); test it with somebody who may",
            code="test_blocked",
        )
    return verdict.address
