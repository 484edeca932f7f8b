"""Drafts over HTTP: saved as one goes, refused with all that is wrong, copied, put away."""

from tests.campaigns.conftest import ULM, Desk

API = "/api/v1/campaigns"


async def test_a_draft_is_saved_as_one_goes(desk: Desk) -> None:
    reply = await desk.running.client.post("/campaigns", {"name": "Spring"})
    made = reply.json
    assert (reply.status, made["state"], made["version"]) == (201, "draft", 0)
    changed = (await desk.change(made["id"], audience=ULM, purpose="service")).json
    assert changed["definition"] == {"name": "Spring", "audience": ULM, "purpose": "service"}
    assert (changed["name"], changed["purpose"]) == ("Spring", "service")
    changed = (await desk.change(made["id"], audience=None, name="Summer")).json
    assert changed["definition"] == {"name": "Summer", "purpose": "service"}
    whole = await desk.running.client.get(f"/campaigns/{made['id']}")
    assert (whole["name"], whole["versions"], whole["occurrences"]) == ("Summer", [], [])


async def test_all_that_is_wrong_is_told_at_once_and_nothing_is_saved(desk: Desk) -> None:
    campaign = await desk.written()
    wrong = {
        "audience": {"segment": "1"},
        "exclude": {"all": []},
        "channels": ["1"],
        "message": {"text": "Hi\n{{ contact.name() }}", "attachments": ["2"]},
    }
    reply = await desk.change(campaign, **wrong)
    assert (reply.status, reply.json["code"]) == (422, "bad_campaign")
    assert {one["field"] for one in reply.json["errors"]} == {
        *("audience.segment", "exclude.all", "channels.0"),
        *("message.text", "message.attachments.0"),
    }
    (template,) = [one for one in reply.json["errors"] if one["field"] == "message.text"]
    assert "line 2" in template["detail"]
    whole = await desk.running.client.get(f"/campaigns/{campaign}")
    assert whole["definition"] == desk.draft


async def test_a_template_may_ask_for_what_the_sample_lacks(desk: Desk) -> None:
    campaign = await desk.written()
    reply = await desk.change(campaign, message={"text": "Your city: {{ contact.city }}"})
    assert reply.status == 200, reply.body


async def test_what_nobody_ever_fills_in_is_a_mistake(desk: Desk) -> None:
    campaign = await desk.written()
    text = 'Hi\n{{ contact.size or "you" }}, {{ organisation.nmae or "we" }}'
    reply = await desk.change(campaign, message={"text": text})
    assert (reply.status, reply.json["code"]) == (422, "bad_campaign")
    (mistake,) = reply.json["errors"]
    assert mistake["field"] == "message.text"
    assert "line 2" in mistake["detail"]
    assert "did you mean organisation.name?" in mistake["detail"]


async def test_what_lacks_something_is_not_launched(desk: Desk) -> None:
    reply = await desk.running.client.post("/campaigns", {"name": "Spring"})
    refused = await desk.do(reply.json["id"], "launch")
    assert (refused.status, refused.json["code"]) == (422, "bad_campaign")
    assert [one["field"] for one in refused.json["errors"]] == [
        *("audience", "channels", "message", "schedule")
    ]
    assert await desk.state(reply.json["id"]) == "draft"


async def test_a_copy_says_the_same_but_for_when(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    copy = await desk.must(campaign, "duplicate")
    draft = {name: value for name, value in desk.draft.items() if name != "schedule"}
    assert copy["definition"] == draft | {"name": "Spring (copy)"}
    assert (copy["state"], copy["version"], copy["size"]) == ("draft", 0, 0)


async def test_what_is_at_its_end_is_put_away_and_brought_back(desk: Desk) -> None:
    campaign = await desk.written(schedule={"at": "2030-01-01T09:00"})
    await desk.must(campaign, "launch")
    refused = await desk.running.client.ask("DELETE", f"{API}/{campaign}")
    assert (refused.status, refused.json["code"]) == (409, "campaign_live")
    await desk.must(campaign, "cancel")
    reply = await desk.running.client.ask("DELETE", f"{API}/{campaign}")
    assert reply.status == 204
    assert (await desk.running.client.get("/campaigns"))["items"] == []
    (kept,) = (await desk.running.client.get("/campaigns?archived=true"))["items"]
    assert kept["id"] == campaign
    assert (await desk.change(campaign, name="Other")).json["code"] == "archived"
    assert (await desk.change(campaign, archived=False, name="Other")).json["name"] == "Other"
    assert await desk.state(campaign) == "cancelled"


async def test_a_list_is_paged_the_newest_first(desk: Desk) -> None:
    ids = [await desk.written(name=f"Campaign {number}") for number in range(3)]
    page = await desk.running.client.get("/campaigns?limit=2")
    rest = await desk.running.client.get(f"/campaigns?limit=2&cursor={page['next']}")
    assert [one["id"] for one in (*page["items"], *rest["items"])] == ids[::-1]
    assert rest["next"] is None


async def test_words_that_no_database_takes_are_kept_without_harm(desk: Desk) -> None:
    odd = "Spring\x00 \ud83d and e\u0301"
    text = {"text": "Hi", "buttons": [{"label": "Yes\x00", "value": "yes"}]}
    campaign = await desk.written(name=odd, message=text)
    await desk.must(campaign, "launch")
    whole = await desk.running.client.get(f"/campaigns/{campaign}")
    assert whole["name"] == "Spring\ufffd \ufffd and \u00e9"
    assert whole["is_changed"] is False
