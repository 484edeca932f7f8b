"""Templates as people write them: drafts, versions, put back, put away."""

import pytest
from sqlmodel import Session, select

from scrm.staff.tables import AuditLine
from tests.campaigns.conftest import Desk
from tests.campaigns.templates.shelf import AGAIN, HELLO, Shelf


@pytest.fixture
def shelf(desk: Desk) -> Shelf:
    return Shelf(desk)


async def test_a_draft_is_no_use_to_campaigns_until_it_is_published(shelf: Shelf) -> None:
    made = (await shelf.write("  Hello ")).json
    assert (made["name"], made["message"], made["published"]) == ("Hello", HELLO, None)
    assert (made["version"], made["edition"], made["is_changed"]) == (0, 1, False)
    assert await shelf.listed() == ["Hello"]
    assert await shelf.listed("?published=true") == []
    published = await shelf.must(made["id"], "publish")
    assert (published["version"], published["published"]) == (1, HELLO)
    assert await shelf.listed("?published=true") == ["Hello"]
    assert (await shelf.must(made["id"], "publish"))["version"] == 1


async def test_what_was_published_never_changes(shelf: Shelf) -> None:
    template = await shelf.kept()
    changed = (await shelf.change(template, message=AGAIN)).json
    assert (changed["message"], changed["published"]) == (AGAIN, HELLO)
    assert (changed["version"], changed["is_changed"], changed["edition"]) == (1, True, 2)
    await shelf.must(template, "publish")
    back = await shelf.must(template, "roll-back", version=1)
    assert (back["version"], back["message"], back["published"]) == (3, HELLO, HELLO)
    whole = await shelf.get(template)
    told = [(one["number"], one["message"]) for one in whole["versions"]]
    assert told == [(3, HELLO), (2, AGAIN), (1, HELLO)]
    again = await shelf.must(template, "roll-back", version=3)
    assert again["version"] == 3
    assert (await shelf.do(template, "roll-back", version=9)).status == 404


async def test_of_two_who_change_it_the_second_is_told(shelf: Shelf) -> None:
    template = await shelf.kept()
    assert (await shelf.change(template, edition=1, name="Mine")).json["edition"] == 2
    refused = await shelf.change(template, edition=1, name="Theirs")
    assert (refused.status, refused.json["code"]) == (409, "changed_meanwhile")
    assert (await shelf.get(template))["name"] == "Mine"
    assert (await shelf.change(template, edition=2, name="Mine")).json["edition"] == 2


async def test_all_that_is_wrong_is_told_with_its_place(shelf: Shelf) -> None:
    refused = await shelf.write(
        " ",
        {
            "text": "Hi\n{{ contact.name() }}",
            "buttons": [{"label": "Go", "url": "ftp://x"}],
            "attachments": ["2"],
        },
    )
    assert (refused.status, refused.json["code"]) == (422, "bad_template")
    errors = {one["field"]: one["detail"] for one in refused.json["errors"]}
    assert set(errors) == {
        *("name", "message.text", "message.buttons.0.url", "message.attachments.0")
    }
    assert "line 2" in errors["message.text"]
    refused = await shelf.write("Hello", {"text": "{{ campaign.nmae }}"})
    (mistake,) = refused.json["errors"]
    assert "did you mean campaign.name?" in mistake["detail"]
    refused = await shelf.write("Hello", {"text": "{% for a in contact.b %}" * 40})
    assert refused.status == 422
    assert await shelf.listed() == []


async def test_without_words_it_is_kept_and_not_published(shelf: Shelf) -> None:
    made = (await shelf.write(message=None)).json
    assert made["message"] == {}
    refused = await shelf.do(made["id"], "publish")
    assert (refused.status, refused.json["code"]) == (422, "bad_template")
    assert refused.json["field"] == "message.text"
    template = await shelf.kept()
    emptied = (await shelf.change(template, message=None)).json
    assert (emptied["message"], emptied["published"], emptied["is_changed"]) == ({}, HELLO, True)


async def test_its_variables_are_told(shelf: Shelf) -> None:
    text = 'Hi {{ contact.name or "you" }}\n{{ contact.size }}'
    made = (await shelf.write(message={"text": text})).json
    assert made["variables"] == [
        {"name": "contact.name", "line": 1, "has_fallback": True},
        {"name": "contact.size", "line": 2, "has_fallback": False},
    ]


async def test_what_is_put_away_rests_until_it_is_brought_back(shelf: Shelf) -> None:
    template = await shelf.kept()
    await shelf.archive(template)
    await shelf.archive(template)
    assert (await shelf.listed(), await shelf.listed("?archived=true")) == ([], ["Hello"])
    for refused in (
        await shelf.change(template, name="Other"),
        await shelf.do(template, "publish"),
        await shelf.do(template, "roll-back", version=1),
    ):
        assert (refused.status, refused.json["code"]) == (409, "archived")
    back = (await shelf.change(template, archived=False)).json
    assert (back["archived_at"], back["version"]) == (None, 1)
    assert await shelf.listed() == ["Hello"]


async def test_the_list_has_pages(shelf: Shelf) -> None:
    for name in ("One", "Two", "Three"):
        assert (await shelf.write(name)).status == 201
    first = await shelf.desk.running.client.get("/templates?limit=2")
    assert [one["name"] for one in first["items"]] == ["Three", "Two"]
    assert await shelf.listed(f"?limit=2&cursor={first['next']}") == ["One"]


async def test_what_campaigns_may_take_is_in_the_audit(shelf: Shelf) -> None:
    template = await shelf.kept()
    await shelf.change(template, message=AGAIN)
    await shelf.must(template, "publish")
    await shelf.must(template, "roll-back", version=1)
    await shelf.archive(template)
    await shelf.change(template, archived=False)

    def look(session: Session) -> list[tuple[str, str]]:
        lines = session.exec(select(AuditLine).order_by(AuditLine.id)).all()  # type: ignore[arg-type]
        return [(one.action, one.target) for one in lines if one.action.startswith("template.")]

    words = ("published", "published", "rolled_back", "archived", "brought_back")
    assert await shelf.desk.running.read(look) == [
        (f"template.{word}", f"template:{template}") for word in words
    ]
