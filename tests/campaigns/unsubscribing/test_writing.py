"""A link that ends marketing stands in what is sent, tried and looked at before."""

import pytest
from sqlmodel import col, select

from scrm.delivery.tables import Delivery
from tests.campaigns.conftest import Desk
from tests.campaigns.preflight.test_preflight import addressed, rolled
from tests.campaigns.templates.shelf import Shelf
from tests.campaigns.unsubscribing.stopper import LINK, TEXT, Stopper
from tests.support.cast import ADA

GONE = select(Delivery).where(col(Delivery.state) == "sent")


async def test_without_a_public_address_nobody_gets_a_text_that_lacks_it(desk: Desk) -> None:
    await addressed(desk, "Ada")
    campaign = await desk.written(message={"text": TEXT}, quiet_hours="off")
    found = await desk.must(campaign, "preflight")
    assert rolled(found) == {("blocked", "missing_value"): 1}
    assert [one["variable"] for one in found["missing"]] == ["campaign.stop_link"]
    reply = await desk.do(campaign, "test", contact_id=str(desk.people["Ada"]))
    assert reply.status == 422, reply.body


@pytest.mark.parametrize(
    "link",
    ["campaign.stop_link|upper", "(campaign.stop_link or 'x')|trim", "campaign['stop_link']|lower"],
)
async def test_a_filter_may_make_no_other_link_of_it(desk: Desk, link: str) -> None:
    """Behind one that nobody looks at beforehand, too."""
    text = "Hi!\n{% if contact.vip %}{{ " + link + " }}{% endif %}"
    draft = {"name": "Try", "message": {"text": text}}
    reply = await desk.running.client.post("/campaigns", draft)
    assert reply.status == 422
    (wrong,) = reply.json["errors"]
    assert wrong["field"] == "message.text"
    assert "in line 2" in wrong["detail"]
    assert "without one" in wrong["detail"]


async def test_with_something_instead_it_is_whole(desk: Desk) -> None:
    text = "{{ contact.name|upper|default('You') }}: {{ campaign.stop_link|default('') }}"
    draft = {"name": "Try", "message": {"text": text}}
    assert (await desk.running.client.post("/campaigns", draft)).status == 201


async def test_pre_flight_finds_nothing_missing(stopper: Stopper) -> None:
    await stopper.shop.meets(ADA)
    client = stopper.shop.running.client
    draft = {
        "name": "Spring",
        "audience": {"everybody": True},
        "channels": [client.channel_id],
        "message": {"text": TEXT},
        "schedule": "now",
        "quiet_hours": "off",
    }
    made = (await client.post("/campaigns", draft)).json["id"]
    found = (await client.post(f"/campaigns/{made}/preflight", {})).json
    assert rolled(found) == {("send", ""): 1}
    assert found["missing"] == []


async def test_a_test_s_own_link_ends_marketing_too(stopper: Stopper) -> None:
    await stopper.shop.meets(ADA)
    client = stopper.shop.running.client
    draft = {"name": "Try", "channels": [client.channel_id], "message": {"text": TEXT}}
    made = (await client.post("/campaigns", draft)).json["id"]
    ada = await stopper.contact(ADA)
    sent = await client.post(f"/campaigns/{made}/test", {"contact_id": ada})
    assert sent.status == 201, sent.body
    await stopper.shop.running.until(lambda s: s.exec(GONE).first())
    await stopper.stops(ADA)
    assert await stopper.standing() == [("opt_out_link", int(ada))]
    (said,) = await stopper.told("consent.withdrawn")
    assert "campaign_id" not in said
    assert (await stopper.report(made))["opted_out"] == 0


async def test_a_template_s_preview_shows_one_that_is_nobody_s(desk: Desk) -> None:
    shelf = Shelf(desk)
    await desk.lives("Mei")
    template = await shelf.kept("Tea", {"text": TEXT})
    sample = await shelf.must(template, "preview")
    assert "/stop/" in sample["text"]
    person = await shelf.must(template, "preview", contact_id=str(desk.people["Mei"]))
    assert person["lacks"] == "campaign.stop_link"  # this hub has no public address


async def test_the_sample_is_nobody_s(stopper: Stopper) -> None:
    sample = stopper.shop.running.hub.stop_links.sample
    found = LINK.fullmatch(sample)
    assert found
    page = await stopper.ask("GET", found[1])
    assert "Nothing is sent any more" in page.text
