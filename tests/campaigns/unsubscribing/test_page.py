"""Who opens the link of a message reads what it would end; who presses its button has ended it."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import FormData
from sqlmodel import Session, select

from scrm.consent.tables import Suppression
from tests.campaigns.shop import stands
from tests.campaigns.unsubscribing.stopper import BY_MAIL, PRESSED, Stopper
from tests.support.cast import ADA, BO, CY
from tests.support.hub import Reply


def _multipart() -> FormData:
    form = FormData(default_to_multipart=True)
    form.add_field("List-Unsubscribe", "One-Click")
    return form


async def test_each_message_has_a_link_of_its_own(stopper: Stopper) -> None:
    campaign = await stopper.sent(ADA, BO)
    assert stopper.path(ADA) != stopper.path(BO)
    links = await stopper.shop.running.client.get(f"/campaigns/{campaign}/links")
    assert links["items"] == []  # it is no short link, and nobody counts who opens it


async def test_to_look_changes_nothing(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    page = await stopper.looks(ADA)
    assert page.status == 200
    assert "Telegram (" in page.text
    assert page.text.count("<button") == 1
    assert (await stopper.ask("HEAD", stopper.path(ADA))).status == 200
    assert await stopper.standing() == []
    assert await stopper.told("campaign.clicked") == []


@pytest.mark.parametrize("how", [PRESSED, BY_MAIL, _multipart], ids=["button", "mail", "parts"])
async def test_a_press_ends_marketing_as_a_word_does(stopper: Stopper, how: Any) -> None:
    campaign = await stopper.sent(ADA, BO)
    reply = await stopper.stops(ADA, how() if callable(how) else how)
    assert (reply.status, "Set-Cookie" in reply.headers) == (200, False)
    assert "It has stopped" in reply.text
    ada = await stopper.contact(ADA)
    assert await stopper.standing() == [("opt_out_link", int(ada))]
    (said,) = await stopper.told("consent.withdrawn")
    assert (said["purpose"], said["how"], said["campaign_id"]) == (
        *("marketing", "opt_out_link"),
        campaign,
    )
    (stands_,) = (await stopper.shop.running.client.get(f"/suppressions?contact={ada}"))["items"]
    assert (stands_["why"], stands_["evidence"]["campaign_id"]) == ("opt_out_link", campaign)
    assert stands_["evidence"]["message_id"] == said["message_id"]
    await stopper.shop.launched(name="Next")
    await stopper.shop.running.until(stands("sent", "sent", "sent"))
    assert (len(stopper.shop.got(ADA)), len(stopper.shop.got(BO))) == (1, 2)


async def test_the_report_says_who_ended_it_by_the_link(stopper: Stopper) -> None:
    campaign = await stopper.sent(ADA, BO, CY)
    await stopper.stops(ADA)
    stopper.shop.platform.phone(BO).write("STOP")
    await stopper.shop.running.until(lambda s: len(s.exec(select(Suppression)).all()) == 2 or None)
    report = await stopper.report(campaign)
    assert (report["opted_out"], report["opted_out_by_link"], report["replied"]) == (2, 1, 1)
    path = f"/campaigns/{campaign}/recipients?reached=opted_out"
    found = await stopper.shop.running.client.get(path)
    assert sorted(one["name"] for one in found["items"]) == ["Ada", "Bo"]
    await stopper.undoes(ADA)
    report = await stopper.report(campaign)
    assert (report["opted_out"], report["opted_out_by_link"]) == (1, 0)


async def test_twice_is_once(stopper: Stopper) -> None:
    campaign = await stopper.sent(ADA)
    for _ in range(3):
        assert "It has stopped" in (await stopper.stops(ADA)).text
    assert len(await stopper.standing()) == 1
    assert len(await stopper.told("consent.withdrawn")) == 1
    assert (await stopper.report(campaign))["opted_out_by_link"] == 1
    assert "It has stopped" in (await stopper.looks(ADA)).text
    assert len(stopper.shop.got(ADA)) == 1  # the page has said so, and nothing else does


async def test_a_mistake_is_taken_back_and_agrees_to_nothing(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    assert 'value="undo"' in (await stopper.stops(ADA)).text
    assert "All is as it was before" in (await stopper.undoes(ADA)).text
    assert await stopper.standing() == []
    assert await stopper.told("consent.granted") == []
    (said,) = await stopper.told("consent.restored")
    assert said["purpose"] == "marketing"
    ada = await stopper.contact(ADA)
    consents = await stopper.shop.running.client.get(f"/consents?contact={ada}")
    assert consents["items"] == []
    await stopper.shop.launched(name="Next")
    await stopper.shop.running.until(stands("sent", "sent"))


async def test_what_ended_otherwise_stays_ended(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    ada = await stopper.contact(ADA)
    body = {"contact_id": ada, "how": "asked"}
    assert (await stopper.shop.running.client.post("/consents/withdraw", body)).status == 201
    await stopper.stops(ADA)
    page = await stopper.undoes(ADA)
    assert "that stands" in page.text
    assert [why for why, _ in await stopper.standing()] == ["asked"]


async def test_who_ended_it_by_a_word_can_t_take_that_back_by_the_link(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    stopper.shop.platform.phone(ADA).write("STOP")
    await stopper.shop.running.until(lambda s: s.exec(select(Suppression)).all() or None)
    for page in (await stopper.looks(ADA), await stopper.stops(ADA), await stopper.undoes(ADA)):
        assert "It has stopped" in page.text
        assert "undo" not in page.text
    assert [why for why, _ in await stopper.standing()] == ["opt_out_word"]


async def test_after_half_an_hour_nothing_is_taken_back(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    await stopper.stops(ADA)

    def long_ago(session: Session) -> None:
        (row,) = session.exec(select(Suppression))
        row.effective_at -= timedelta(minutes=30)
        session.add(row)

    await stopper.shop.running.hub.database.write(long_ago)
    page = await stopper.undoes(ADA)
    assert "It has stopped" in page.text
    assert "undo" not in page.text
    assert len(await stopper.standing()) == 1


async def test_who_takes_it_back_often_has_to_wait_and_a_stop_is_always_taken(
    stopper: Stopper,
) -> None:
    await stopper.sent(ADA)
    for _ in range(5):
        assert (await stopper.stops(ADA)).status == 200
        assert (await stopper.undoes(ADA)).status == 200
    assert (await stopper.stops(ADA, BY_MAIL)).status == 200
    reply = await stopper.undoes(ADA)
    assert reply.status == 429
    assert len(await stopper.standing()) == 1
    assert int(reply.headers["Retry-After"]) > 0


async def test_who_was_erased_is_told_that_nothing_is_sent(stopper: Stopper) -> None:
    await stopper.sent(ADA, BO)
    ada = await stopper.contact(ADA)
    body = {"reason": "asked"}
    client = stopper.shop.running.client
    reply = await client.ask("DELETE", f"/api/v1/contacts/{ada}", json=body)
    assert reply.status == 200, reply.body
    for page in (await stopper.looks(ADA), await stopper.stops(ADA), await stopper.undoes(ADA)):
        assert page.status == 200
        assert "Nothing is sent any more" in page.text
        assert "<button" not in page.text
    assert await stopper.standing() == []


async def test_who_was_joined_ends_it_as_the_one_they_are(stopper: Stopper) -> None:
    await stopper.sent(ADA, BO)
    ada, bo = await stopper.contact(ADA), await stopper.contact(BO)
    client = stopper.shop.running.client
    body = {"other": bo, "despite": True}
    joined = await client.post(f"/contacts/{ada}/join", body)
    assert joined.status == 201, joined.body
    await stopper.stops(BO)
    assert await stopper.standing() == [("opt_out_link", int(ada))]
    await client.post(f"/joinings/{joined.json['joining']['id']}/separate", {})
    assert {who for _, who in await stopper.standing()} == {int(ada), int(bo)}
    assert "It has stopped" in (await stopper.looks(ADA)).text


async def test_the_page_speaks_their_language_or_the_browser_s(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    path = f"/api/v1/contacts/{await stopper.contact(ADA)}"
    client = stopper.shop.running.client
    await client.ask("PATCH", path, json={"locale": ""})
    assert '<html lang="zh">' in (await stopper.looks(ADA, Accept_Language="zh-CN,en")).text
    await client.ask("PATCH", path, json={"locale": "en"})
    assert '<html lang="en">' in (await stopper.looks(ADA, Accept_Language="zh-CN,en")).text
    chosen = await stopper.ask("POST", f"{stopper.path(ADA)}?in=zh", PRESSED)
    assert "已停止发送" in chosen.text


async def test_nobody_is_told_of_the_address_and_nothing_runs_there(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    for page in (await stopper.looks(ADA), await stopper.stops(ADA)):
        told = page.headers
        assert told["X-Robots-Tag"] == "noindex"
        assert told["Referrer-Policy"] == "no-referrer"
        assert told["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in told
        policy = told["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'nonce-")
        assert "script" not in policy
        assert "<script" not in page.text
        assert ADA.name not in page.text  # who forwards a message gives no name away


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_what_is_no_link_of_ours_is_not_found(stopper: Stopper, method: str) -> None:
    await stopper.sent(ADA)
    path = stopper.path(ADA)
    changed = path[:-1] + ("0" if path[-1] != "0" else "1")
    other = await stopper.ask(method, changed, PRESSED if method == "POST" else None)
    assert other.status == 404
    assert await stopper.standing() == []


@pytest.mark.parametrize(
    "data", [{}, {"act": "other"}, b"\xff\xfe", b"{}", {"List-Unsubscribe": "no"}]
)
async def test_another_form_does_nothing(stopper: Stopper, data: Any) -> None:
    await stopper.sent(ADA)
    reply = await stopper.stops(ADA, data)
    assert (reply.status, "<button" in reply.text) == (400, True)
    assert await stopper.standing() == []


async def test_a_form_that_is_too_large_is_not_read(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    reply = await stopper.stops(ADA, b"act=stop&" + b"a" * 5_000)
    assert reply.status == 413
    assert await stopper.standing() == []


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"],
)
async def test_a_broken_form_does_nothing(stopper: Stopper, content_type: str) -> None:
    await stopper.sent(ADA)
    body = b'--x\r\nContent-Disposition: form-data; name="act"\r\n\r\nstop\r\n--x--'
    reply: Reply = await stopper.ask(
        "POST", stopper.path(ADA), body, Content_Type=content_type.encode().decode("latin-1")
    )
    assert reply.status == 400
    assert await stopper.standing() == []
