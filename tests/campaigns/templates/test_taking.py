"""Campaigns take their words from a template, and remember which; the template's later life is its
own."""

from typing import Any

import pytest

from tests.campaigns.conftest import Desk
from tests.campaigns.templates.shelf import AGAIN, HELLO, Shelf


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


async def _begun(shelf: Shelf, template: str, **more: Any) -> str:
    draft = shelf.desk.draft | {"template": {"id": template}} | more
    draft = {name: value for name, value in draft.items() if value is not None}
    reply = await shelf.desk.running.client.post("/campaigns", draft)
    assert reply.status == 201, reply.body
    made: str = reply.json["id"]
    return made


async def _campaign(shelf: Shelf, campaign: str) -> Any:
    return await shelf.desk.running.client.get(f"/campaigns/{campaign}")


async def test_it_copies_the_words_and_remembers_the_version(shelf: Shelf) -> None:
    template = await shelf.kept()
    await shelf.change(template, message=AGAIN)  # a draft, which nobody takes
    campaign = await _begun(shelf, template, message=None)
    whole = await _campaign(shelf, campaign)
    assert whole["definition"]["message"] == HELLO
    assert whole["definition"]["template"] == {"id": template, "version": 1}
    told = {"template_id": template, "name": "Hello", "version": 1, "is_as_written": True}
    assert whole["template"] == told


async def test_later_changes_of_the_template_do_not_change_it(shelf: Shelf) -> None:
    await shelf.desk.lives("Ada")
    template = await shelf.kept()
    campaign = await _begun(shelf, template, message=None)
    await shelf.desk.must(campaign, "launch")
    await shelf.change(template, message=AGAIN, name="Other")
    await shelf.must(template, "publish")
    await shelf.archive(template)
    whole = await _campaign(shelf, campaign)
    assert whole["definition"]["message"] == HELLO
    assert (whole["is_changed"], whole["template"]["version"]) == (False, 1)
    report = await shelf.desk.running.client.get(f"/campaigns/{campaign}/report")
    told = {"template_id": template, "name": "Other", "version": 1, "is_as_written": True}
    assert report["templates"] == [told]
    # saved once more as it is, although nobody could take it any more
    again = await shelf.desk.change(campaign, **whole["definition"])
    assert again.status == 200, again.body


async def test_own_words_stay_and_are_told_from_the_template_s(shelf: Shelf) -> None:
    template = await shelf.kept()
    campaign = await _begun(shelf, template, message={"text": "Mine"})
    whole = await _campaign(shelf, campaign)
    assert whole["definition"]["message"] == {"text": "Mine"}
    assert whole["template"]["is_as_written"] is False
    taken = (await shelf.desk.change(campaign, template={"id": template})).json
    assert taken["definition"]["message"] == HELLO
    emptied = (await shelf.desk.change(campaign, message=None)).json
    assert {"message", "template"}.isdisjoint(emptied["definition"])
    assert (await _campaign(shelf, campaign))["template"] is None


async def test_an_earlier_version_can_be_taken(shelf: Shelf) -> None:
    template = await shelf.kept()
    await shelf.change(template, message=AGAIN)
    await shelf.must(template, "publish")
    campaign = await _begun(shelf, template, message=None)
    whole = await _campaign(shelf, campaign)
    assert (whole["definition"]["message"], whole["template"]["version"]) == (AGAIN, 2)
    use = {"id": template, "version": 1}
    taken = (await shelf.desk.change(campaign, template=use)).json
    assert taken["definition"]["message"] == HELLO


async def test_what_nobody_can_take_is_a_mistake(shelf: Shelf) -> None:
    draft = (await shelf.write()).json["id"]
    gone = await shelf.kept()
    await shelf.archive(gone)
    wrong: list[tuple[Any, str]] = [
        ({"id": "1"}, "template"),
        ({"id": draft}, "template"),
        ({"id": gone}, "template"),
        ({"id": gone, "version": 7}, "template"),
        ({"id": "x"}, "template.id"),
        ({"id": gone, "version": "1"}, "template.version"),
        ({"id": gone, "version": True}, "template.version"),
        ("x", "template"),
        ({"version": 1}, "template.id"),
    ]
    for value, place in wrong:
        body = {"name": "Spring", "template": value}
        refused = await shelf.desk.running.client.post("/campaigns", body)
        assert (refused.status, refused.json["code"]) == (422, "bad_campaign"), value
        assert [one["field"] for one in refused.json["errors"]] == [place], value


async def test_a_template_tells_who_took_its_words(shelf: Shelf) -> None:
    template = await shelf.kept()
    assert ((whole := await shelf.get(template))["used"], whole["uses"]) == (0, [])
    campaign = await _begun(shelf, template)
    copy = (await shelf.desk.must(campaign, "duplicate"))["id"]
    whole = await shelf.get(template)
    assert whole["used"] == 2
    assert whole["uses"] == [
        {"campaign_id": copy, "name": "Spring (copy)", "version": 1},
        {"campaign_id": campaign, "name": "Spring", "version": 1},
    ]
    await shelf.desk.change(copy, template=None)
    assert (await shelf.get(template))["used"] == 1


async def test_a_campaign_s_message_is_kept_as_a_template(shelf: Shelf) -> None:
    campaign = await shelf.desk.written(message=AGAIN)
    made = await shelf.desk.must(campaign, "template")
    assert (made["name"], made["version"], made["published"]) == ("Spring", 1, AGAIN)
    named = await shelf.desk.must(campaign, "template", name="Tea")
    assert named["name"] == "Tea"
    empty = await shelf.desk.written(message=None)
    refused = await shelf.desk.do(empty, "template")
    assert (refused.status, refused.json["code"]) == (422, "bad_template")
    assert await shelf.listed() == ["Tea", "Spring"]
