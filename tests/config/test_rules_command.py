"""`scrm rules` and the rules over REST: a file is checked, tried on the past, and put in force."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from config import control
from scrm.contacts.tags.tables import ContactTag
from tests.config.test_import import scrm
from tests.support.cast import ADA, Telegram
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

REFUND: dict[str, Any] = {
    "name": "Refunds",
    "when": "message.received",
    "if": {"text": {"matches": "refund|退款"}},
    "then": [{"tag": "refund", "until": "30d"}],
}
WRONG = {"name": "Wrong", "when": "message.recieved", "then": [{"tag": ""}], "if": {"txt": 1}}


def _file(folder: Path, document: object) -> str:
    path = folder / "rules.json"
    path.write_text(json.dumps(document))
    return str(path)


async def test_a_file_is_said_in_words(tmp_path: Path) -> None:
    status, out, _ = await scrm(tmp_path, "rules", "check", _file(tmp_path, [REFUND]))
    assert status == 0
    assert "Refunds\nWhen this happens: they wrote to us" in out
    assert "tag “refund” for 30 days" in out


async def test_all_that_is_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    status, out, err = await scrm(tmp_path, "rules", "check", _file(tmp_path, [REFUND, WRONG]))
    assert (status, out) == (1, "")
    assert "scrm: 1.when is no event; did you mean message.received?" in err
    assert "scrm: 1.then.0.tag is empty" in err
    assert "scrm: 1.if.txt is not known here" in err


@pytest.mark.parametrize("content", ["{", "[1, 2"])
async def test_what_is_no_json_is_wrong_use(tmp_path: Path, content: str) -> None:
    file = tmp_path / "rules.json"
    file.write_text(content)
    status, _, err = await scrm(tmp_path, "rules", "check", str(file))
    assert status == 2
    assert "rules.json" in err


@pytest.fixture
async def running(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        commands = await control.serve(running.hub)
        yield running
        await commands.cleanup()


async def test_rules_are_tried_and_put_in_force_beside_a_running_hub(
    running: RunningHub, tmp_path: Path
) -> None:
    folder, telegram = running.hub.settings.data_dir, Telegram()
    assert (await running.client.push(telegram.says(ADA, "I want a refund"))).status == 200
    file = _file(
        tmp_path, REFUND | {"then": [{"tag": "refund"}]}
    )  # for good: the cast wrote long ago
    status, out, _ = await scrm(folder, "rules", "dry-run", file, "--since", "500w", "--json")
    (one,) = json.loads(out)
    assert (status, one["rule"], one["found"]) == (0, "Refunds", "new")
    contact = f"/contacts/{one['contact_id']}"
    assert (await running.client.get(f"{contact}/tags"))["items"] == []

    status, out, _ = await scrm(folder, "rules", "apply", file)
    assert (status, out) == (0, "Refunds: version 1 is in force\n")
    assert (await running.client.push(telegram.says(ADA, "Where is my 退款?"))).status == 200
    (worn,) = (await running.client.get(f"{contact}/tags"))["items"]
    assert (worn["name"], worn["rule"]) == ("refund", "Refunds")
    assert worn["evidence"]["message_id"] != one["message_id"]

    status, out, _ = await scrm(folder, "rules", "dry-run", file, "--since", "500w", "--json")
    assert [each["found"] for each in json.loads(out)] == ["same"]


async def test_the_life_of_a_rule_over_rest(running: RunningHub) -> None:
    client = running.client
    made = await client.post("/rules", {"definition": REFUND})
    assert (made.status, made.json["state"], made.json["version"]) == (201, "draft", 0)
    path = f"/rules/{made.json['id']}"
    assert (await client.post(f"{path}/pause", {})).json["code"] == "not_published"
    live = (await client.post(f"{path}/publish", {})).json
    assert (live["state"], live["version"], live["is_changed"]) == ("live", 1, False)
    other = {"definition": REFUND | {"then": [{"tag": "money"}]}}
    changed = (await client.ask("PATCH", f"/api/v1{path}", json=other)).json
    assert (changed["version"], changed["is_changed"]) == (1, True)
    assert (await client.post(f"{path}/publish", {})).json["version"] == 2
    back = (await client.post(f"{path}/roll-back", {"version": 1})).json
    assert (back["version"], back["definition"]) == (3, REFUND)
    whole = await client.get(path)
    assert [one["number"] for one in whole["versions"]] == [3, 2, 1]
    paused = (await client.post(f"{path}/pause", {"reason": "for lunch"})).json
    assert (paused["state"], paused["reason"]) == ("paused", "for lunch")
    assert (await client.post(f"{path}/resume", {})).json["state"] == "live"
    assert (await client.ask("DELETE", f"/api/v1{path}")).status == 204
    assert (await client.get("/rules"))["items"] == []


async def test_a_definition_is_checked_and_said_in_the_language_that_is_asked_for(
    running: RunningHub,
) -> None:
    checked = await running.client.post("/rules/check?language=zh", {"definition": REFUND})
    assert "打上标签“refund”，保留 30 天" in checked.json["reading"]
    wrong = await running.client.post("/rules/check", {"definition": WRONG})
    assert (wrong.status, wrong.json["code"]) == (422, "bad_rule")
    assert {one["field"] for one in wrong.json["errors"]} == {"when", "then.0.tag", "if.txt"}


async def test_a_colleague_tags_a_person_and_takes_it_off(running: RunningHub) -> None:
    client = running.client
    made = (await client.post("/contacts", {"name": "Ada"})).json
    path = f"/contacts/{made['id']}/tags"
    (worn,) = (await client.post(path, {"name": " vip "})).json["items"]
    assert (worn["name"], worn["rule"]) == ("vip", "")
    assert worn["set_by"]["by"].startswith("token:")
    (tag,) = (await client.get("/tags"))["items"]
    assert (tag["name"], tag["people"]) == ("vip", 1)
    other = (await client.post("/contacts", {"name": "Bo"})).json
    await client.post(f"/contacts/{other['id']}/tags", {"name": "vip"})
    first = await client.get("/contacts?tag=vip&limit=1")
    assert [one["name"] for one in first["items"]] == ["Bo"]
    second = await client.get(f"/contacts?tag=vip&limit=1&cursor={first['next']}")
    assert ([one["name"] for one in second["items"]], second["next"]) == (["Ada"], None)
    assert (await client.get("/contacts?tag=nobody"))["items"] == []
    assert (await client.ask("GET", "/api/v1/contacts?tag=vip&q=Bo")).status == 422
    await client.ask("DELETE", f"/api/v1/contacts/{other['id']}/tags/{tag['id']}")
    assert (await client.ask("DELETE", f"/api/v1{path}/{tag['id']}")).status == 204
    assert (await client.get(path))["items"] == []
    assert (await client.get("/tags"))["items"][0]["people"] == 0
    assert (await client.post(path, {"name": "  "})).status == 422
    kinds = [one["kind"] for one in (await client.get(f"/contacts/{made['id']}/timeline"))["items"]]
    assert kinds[:2] == ["tag.removed", "tag.added"]


async def test_rules_are_applied_to_the_past_beside_a_running_hub(
    running: RunningHub, tmp_path: Path
) -> None:
    folder, telegram = running.hub.settings.data_dir, Telegram()
    await running.client.push(telegram.says(ADA, "I want a refund"))
    file = _file(tmp_path, REFUND | {"then": [{"tag": "refund"}]})
    status, out, err = await scrm(folder, "rules", "apply", file, "--back-fill")
    assert (status, out) == (0, "Refunds: version 1 is in force, and holds of 1 people\n"), err
    (contact,) = (await running.client.get("/contacts"))["items"]
    (worn,) = (await running.client.get(f"/contacts/{contact['id']}/tags"))["items"]
    assert (worn["name"], worn["evidence"]) == ("refund", {"back_fill": True})


async def test_a_rule_is_put_in_force_for_the_past_over_rest(running: RunningHub) -> None:
    client, telegram = running.client, Telegram()
    await client.push(telegram.says(ADA, "I want a refund"))
    made = await client.post("/rules", {"definition": REFUND | {"then": [{"tag": "refund"}]}})
    path = f"/rules/{made.json['id']}"
    assert made.json["filling"] is None
    assert (await client.post(f"{path}/publish", {"from": "ever"})).status == 422
    live = (await client.post(f"{path}/publish", {"from": "past"})).json
    assert (live["filling"]["state"], live["filling"]["progress"]) == ("waiting", 0.0)

    def tagged(session: Session) -> ContactTag | None:
        return session.exec(select(ContactTag)).first()

    await running.until(tagged)
    filling = (await client.get(path))["rule"]["filling"]
    assert filling["found"] == 1
