"""A template as one person would read it, and what each channel makes of it."""

import pytest

from tests.campaigns.conftest import Desk
from tests.campaigns.templates.shelf import Shelf


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


async def test_it_is_filled_in_for_a_real_person(shelf: Shelf) -> None:
    await shelf.desk.lives("Mei")
    text = "{{ contact.name }} of {{ contact.city }}: {{ campaign.name }}"
    template = await shelf.kept("Tea", {"text": text})
    mei = str(shelf.desk.people["Mei"])
    found = await shelf.must(template, "preview", contact_id=mei)
    assert (found["text"], found["lacks"]) == ("Mei of Ulm: Tea", "")
    (channel,) = found["channels"]
    assert channel["channel_id"] == shelf.desk.running.client.channel_id
    assert (channel["length"], channel["parts"], channel["refused"]) == (15, 1, "")
    await shelf.change(template, message={"text": "Draft for {{ contact.name }}"})
    found = await shelf.must(template, "preview", contact_id=mei)
    assert found["text"] == "Draft for Mei"
    found = await shelf.must(template, "preview", contact_id=mei, version=1)
    assert found["text"] == "Mei of Ulm: Tea"


async def test_who_lacks_a_value_is_told(shelf: Shelf) -> None:
    await shelf.desk.lives("Mei")
    template = await shelf.kept("Tea", {"text": "{{ contact.size }}"})
    for body in ({}, {"contact_id": str(shelf.desk.people["Mei"])}):
        found = await shelf.must(template, "preview", **body)
        assert (found["text"], found["lacks"]) == (None, "contact.size")
        assert found["channels"] == []


async def test_without_a_person_it_says_all_that_a_campaign_does(shelf: Shelf) -> None:
    text = "{{ contact.name }}, {{ campaign.name }}. {{ campaign.how_to_stop }}"
    template = await shelf.kept("Tea", {"text": text})
    found = await shelf.must(template, "preview")
    assert (found["text"], found["lacks"]) == ("Ada, Tea. Reply STOP to end these messages.", "")


async def test_its_size_on_the_channel_is_told(shelf: Shelf) -> None:
    template = await shelf.kept("Long", {"text": "tea " * 1_500})
    (channel,) = (await shelf.must(template, "preview"))["channels"]
    assert channel["length"] > channel["limit"] > 0
    assert (channel["parts"], channel["refused"]) == (2, "")


async def test_what_is_longer_than_a_message_can_be_is_refused(shelf: Shelf) -> None:
    long = {"name": "Mei", "attributes": {"notes": "t" * 2_000}}
    person = await shelf.desk.running.client.post("/contacts", long)
    template = await shelf.kept("Long", {"text": "{{ contact.notes }}" * 33})
    reply = await shelf.do(template, "preview", contact_id=person.json["id"])
    assert (reply.status, reply.json["code"]) == (422, "message_too_long")


async def test_who_or_what_is_not_there_is_not_found(shelf: Shelf) -> None:
    template = await shelf.kept()
    assert (await shelf.do(template, "preview", contact_id="1")).status == 404
    assert (await shelf.do(template, "preview", version=2)).status == 404
    assert (await shelf.do("1", "preview")).status == 404
