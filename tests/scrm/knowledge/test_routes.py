"""Articles over HTTP: written, published, found, taken back; and the help page of everybody."""

import re
from typing import Any

import pytest

from tests.support.hub import Reply, RunningHub

LATE = {
    "en": {"title": "Your parcel is late", "body": "Write to us.\n\nWe search for the **parcel**."},
    "zh": {"title": "快递还没到怎么办", "body": "请把订单号发给我们，我们联系快递公司查件。"},
}
RETURNS = {"en": {"title": "Sending something back", "body": "You have 30 days to return it."}}


async def _written(hub: RunningHub, texts: Any = LATE, **more: Any) -> Any:
    reply = await hub.client.post("/articles", {"texts": texts, **more})
    assert reply.status == 201, reply.body
    return reply.json


async def _published(hub: RunningHub, texts: Any = LATE, **more: Any) -> Any:
    made = await _written(hub, texts, **more)
    reply = await hub.client.post(f"/articles/{made['id']}/publish", {})
    assert reply.status == 200, reply.body
    return reply.json


async def _change(hub: RunningHub, article: Any, **body: Any) -> Reply:
    return await hub.client.ask("PATCH", f"/api/v1/articles/{article['id']}", json=body)


async def _page(hub: RunningHub, path: str, **headers: str) -> Reply:
    """As somebody who is not signed in."""
    return await hub.client.ask(
        "GET", path, headers={"Authorization": "", **headers}, allow_redirects=False
    )


async def _search(hub: RunningHub, question: str) -> Any:
    return await hub.client.get(f"/articles/search?q={question}")


async def test_what_is_written_is_found_when_it_is_published(hub: RunningHub) -> None:
    made = await _written(hub)
    assert (made["state"], sorted(made["texts"])) == ("draft", ["en", "zh"])
    assert (await _search(hub, "我的快递怎么还没到"))["answering"] == "none"
    await hub.client.post(f"/articles/{made['id']}/publish", {})
    await _published(hub, RETURNS)
    said = await _search(hub, "我的快递怎么还没到")
    assert said["answering"] == "sure"
    assert said["passages"][0]["title"] == "快递还没到怎么办"
    said = await _search(hub, "where is my parcel")
    assert said["passages"][0]["passage"] == "We search for the parcel."


async def test_what_is_changed_is_read_as_it_was_until_it_is_published(hub: RunningHub) -> None:
    made = await _published(hub)
    new = {"en": {"title": "Late parcels", "body": "We look for the parcel."}, "zh": None}
    changed = (await _change(hub, made, texts=new)).json
    assert (changed["state"], list(changed["texts"])) == ("changed", ["en"])
    assert "Your parcel is late" in (await _page(hub, f"/help/en/{made['id']}")).text
    await hub.client.post(f"/articles/{made['id']}/publish", {})
    assert "Late parcels" in (await _page(hub, f"/help/en/{made['id']}")).text
    assert (await _page(hub, f"/help/zh/{made['id']}")).status == 404
    assert (await _search(hub, "快递没到"))["answering"] == "none"


async def test_what_is_withdrawn_or_archived_answers_nothing(hub: RunningHub) -> None:
    made = await _published(hub)
    await hub.client.ask("DELETE", f"/api/v1/articles/{made['id']}")
    assert (await hub.client.get("/articles"))["items"] == []
    assert (await _search(hub, "parcel late"))["passages"] == []
    assert (await _change(hub, made, texts=RETURNS)).status == 409
    assert (await _change(hub, made, archived=False)).json["state"] == "published"
    assert (await _search(hub, "parcel late"))["passages"] != []
    reply = await hub.client.post(f"/articles/{made['id']}/withdraw", {})
    assert (reply.json["state"], reply.json["texts"]["en"]["published_at"]) == ("draft", None)
    assert (await _search(hub, "parcel late"))["passages"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"texts": {}}, "texts"),
        ({"texts": {"fr": {"title": "Retard", "body": "x"}}}, "texts.fr"),
        ({"texts": {"en": {"title": "  ", "body": "x"}}}, "texts.en.title"),
        ({"texts": {"en": {"title": "x" * 201, "body": "x"}}}, "texts.en.title"),
        ({"texts": RETURNS, "category_id": "7"}, "category_id"),
    ],
)
async def test_what_is_wrong_is_said_with_its_place(
    lone_hub: RunningHub, body: Any, field: str
) -> None:
    reply = await lone_hub.client.post("/articles", body)
    assert (reply.status, reply.json["field"]) == (422, field)
    assert (await lone_hub.client.get("/articles"))["items"] == []


async def test_an_article_without_a_body_is_not_published(lone_hub: RunningHub) -> None:
    made = await _written(lone_hub, {"zh": {"title": "空", "body": ""}})
    reply = await lone_hub.client.post(f"/articles/{made['id']}/publish", {})
    assert (reply.status, reply.json["field"]) == (422, "texts.zh")


async def test_categories_hold_articles_and_stand_in_their_order(hub: RunningHub) -> None:
    names = {"en": "Delivery", "zh": "物流"}
    late = (await hub.client.post("/article-categories", {"names": names, "position": 2})).json
    first = (await hub.client.post("/article-categories", {"names": {"en": "Ordering"}})).json
    await _published(hub, category_id=late["id"])
    await _published(hub, RETURNS, category_id=first["id"])
    await _published(hub, {"en": {"title": "About us", "body": "We make tea."}})
    page = (await _page(hub, "/help/en")).text
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Ordering", "Delivery", "More"]
    assert re.findall(r"<h2>(.*?)</h2>", (await _page(hub, "/help/zh")).text) == ["物流"]
    of_late = await hub.client.get(f"/articles?category={late['id']}")
    assert [one["texts"]["en"]["title"] for one in of_late["items"]] == ["Your parcel is late"]
    gone = await hub.client.ask("DELETE", f"/api/v1/article-categories/{late['id']}")
    assert (gone.status, gone.json["code"]) == (409, "category_used")
    nameless = await hub.client.post("/article-categories", {"names": {"en": " "}})
    assert (nameless.status, nameless.json["field"]) == (422, "names")
    path = f"/api/v1/article-categories/{first['id']}"
    moved = await hub.client.ask("PATCH", path, json={"position": 3})
    assert (moved.json["position"], moved.json["names"]) == (3, {"en": "Ordering"})


async def test_pages_of_articles_lead_on(lone_hub: RunningHub) -> None:
    for number in range(3):
        await _written(lone_hub, {"en": {"title": f"No {number}", "body": "x"}})
    first = await lone_hub.client.get("/articles?limit=2")
    rest = await lone_hub.client.get(f"/articles?limit=2&cursor={first['next']}")
    titles = [one["texts"]["en"]["title"] for one in first["items"] + rest["items"]]
    assert (titles, rest["next"]) == (["No 2", "No 1", "No 0"], None)


async def test_articles_are_found_by_their_words_and_those_put_away_apart(hub: RunningHub) -> None:
    late = await _written(hub)
    back = await _written(hub, {"en": {"title": "100% wool", "body": "We take it BACK."}})

    async def listed(query: str) -> list[str]:
        return [one["id"] for one in (await hub.client.get(f"/articles?{query}"))["items"]]

    assert await listed("q=back") == [back["id"]]
    assert await listed("q=订单号") == [late["id"]]
    assert await listed("q=0%25 w") == [back["id"]]
    assert await listed("q=%25") == [back["id"]], "a sign of LIKE is a sign like others"
    await hub.client.ask("DELETE", f"/api/v1/articles/{late['id']}")
    assert await listed("") == [back["id"]]
    assert await listed("archived=true") == [late["id"]]


async def test_a_preview_is_what_the_help_page_shows(lone_hub: RunningHub) -> None:
    body = "# Look\n\n<b>first</b> *here*, [there](javascript:alert(1))"
    made = await _published(lone_hub, {"en": {"title": "Look", "body": body}})
    shown = await lone_hub.client.post("/articles/preview", {"body": body})
    assert "<h2>Look</h2>" in shown.json["html"]
    assert "&lt;b&gt;first" in shown.json["html"]
    assert "<a" not in shown.json["html"]
    assert shown.json["html"] in (await _page(lone_hub, f"/help/en/{made['id']}")).text


async def test_everybody_reads_help_in_their_language_without_signing_in(hub: RunningHub) -> None:
    made = await _published(hub)
    to_chinese = await _page(hub, "/help", **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    assert (to_chinese.status, to_chinese.headers["Location"]) == (302, "/help/zh")
    assert (await _page(hub, "/help/")).headers["Location"] == "/help/en"
    page = await _page(hub, f"/help/en/{made['id']}")
    assert "<strong>parcel</strong>" in page.text
    assert f'href="/help/zh/{made["id"]}"' in page.text
    assert "Set-Cookie" not in page.headers
    found = await _page(hub, "/help/en?q=快递没到")
    assert f'href="/help/zh/{made["id"]}"' in found.text
    assert (await _page(hub, "/help/en/99999999999999999999")).status == 404
    assert "There is no such article" in (await _page(hub, "/help/en/1")).text


async def test_help_says_what_there_is_not_and_runs_nothing_that_is_put_in(
    lone_hub: RunningHub,
) -> None:
    assert "Nothing has been published" in (await _page(lone_hub, "/help/en")).text
    evil = "<script>alert(1)</script>"
    await _published(lone_hub, {"en": {"title": evil, "body": f"{evil} parcel"}})
    for path in ("/help/en", f'/help/en?q="><b>{evil} parcel'):
        page = (await _page(lone_hub, path)).text
        assert "<script" not in page
        assert '"><b>' not in page
    assert "Nothing here answers that" in (await _page(lone_hub, "/help/en?q=quantum")).text


async def test_drafts_are_for_colleagues(lone_hub: RunningHub) -> None:
    made = await _written(lone_hub)
    assert "Your parcel is late" not in (await _page(lone_hub, "/help/en")).text
    assert (await _page(lone_hub, f"/help/en/{made['id']}")).status == 404
