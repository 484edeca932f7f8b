"""What a site's pages load: the loader with its settings, the frame under its policy, its files."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from config.console import compress
from scrm.channels.tables import Channel
from scrm.visitors.widget.service import asset
from tests.support.chat import Chat, chatting
from tests.support.databases import Place
from tests.support.hub import Reply
from tests.support.visitor import SITE

GREETING = {"en": "</script><script>alert(1)</script>\u2028Hi"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """As the widget's builder leaves it."""
    folder = tmp_path / "dist"
    (folder / "frame" / "assets").mkdir(parents=True)
    (folder / "loader.js").write_text("start(__SCRM_SETTINGS__);")
    (folder / "frame" / "index.html").write_text("<!doctype html><title>Chat</title>")
    (folder / "frame" / "preview.html").write_text("<!doctype html><title>Preview</title>")
    (folder / "frame" / "assets" / "frame-1a2b.js").write_text("1")
    (folder / "frame" / "secret.txt").write_text("not for everybody")
    return folder


@pytest.fixture
async def site(
    sqlite_only: Place, built: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Chat]:
    monkeypatch.setattr("config.pages.dist", lambda _of="console": built)
    async with chatting(
        sqlite_only, {"greeting": GREETING, "sites": [SITE, "http://b.example:81"]}
    ) as chat:
        yield chat


async def _get(chat: Chat, path: str) -> Reply:
    """As a page's tag does, which names no origin."""
    client = chat.running.client
    async with client.http.get(f"{client.address}/widget/{path}") as answer:
        return Reply(answer.status, dict(answer.headers), await answer.read())


async def test_the_loader_carries_the_sites_settings_and_no_way_out_of_a_script(site: Chat) -> None:
    reply = await _get(site, f"{site.key}.js")
    script = reply.body.decode()
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script.startswith('start({"key":"' + site.key)
    assert "</script" not in script
    assert "\u2028" not in script
    assert "identity_secret" not in script
    assert f'"sites":["{site.running.client.address}","{SITE}","http://b.example:81"]' in script


async def test_code_goes_compressed_to_whoever_takes_it(site: Chat, built: Path) -> None:
    file = built / "frame" / "assets" / "frame-1a2b.js"
    file.write_text("say();" * 1_000)
    compress(built)
    for path in (f"{site.key}.js", f"assets/{file.name}"):
        reply = await _get(site, path)
        assert reply.headers["Content-Encoding"] in {"gzip", "deflate"}
    assert reply.body == file.read_bytes()
    assert int(reply.headers["Content-Length"]) < len(reply.body)


async def test_only_the_allowed_sites_may_frame_the_chat(site: Chat) -> None:
    reply = await _get(site, f"{site.key}/frame")
    policy = reply.headers["Content-Security-Policy"]
    assert reply.status == 200
    assert f"frame-ancestors 'self' {SITE} http://b.example:81" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "X-Frame-Options" not in reply.headers


async def test_only_the_hub_itself_may_frame_the_preview(site: Chat) -> None:
    reply = await _get(site, f"{site.key}/preview")
    policy = reply.headers["Content-Security-Policy"]
    assert reply.status == 200
    assert policy.endswith("frame-ancestors 'self'")
    assert "unsafe" not in policy


async def test_the_frames_files_are_kept_for_ever(site: Chat) -> None:
    reply = await _get(site, "assets/frame-1a2b.js")
    assert (reply.status, reply.body) == (200, b"1")
    assert "immutable" in reply.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["%00", "frame-1a2b.js%00", "x" * 300, "%C3%A9.js"])
async def test_a_name_that_no_disk_knows_is_not_found(site: Chat, name: str) -> None:
    assert (await _get(site, f"assets/{name}")).status == 404


@pytest.mark.parametrize("name", ["../secret.txt", "../index.html", "absent.js", "", ".", ".."])
def test_no_name_leads_out_of_the_folder(built: Path, name: str) -> None:
    from scrm.kernel.errors import NotFound

    with pytest.raises(NotFound):
        asset(built, name)


async def test_a_widget_that_is_not_built_says_so(site: Chat, built: Path) -> None:
    (built / "loader.js").unlink()
    (built / "frame" / "index.html").unlink()
    (built / "frame" / "preview.html").unlink()
    for path in (f"{site.key}.js", f"{site.key}/frame", f"{site.key}/preview"):
        reply = await _get(site, path)
        assert reply.status == 404
        assert "not built" in reply.json["detail"]


async def test_a_chat_is_there_once_it_is_made(site: Chat) -> None:
    """Whoever made it looks at it at once: the answer waits until the channel is open."""
    running = site.running
    wanted = {"platform": "webchat", "name": "Another", "settings": {"sites": [SITE]}}
    async with running.hub._reloading:
        making = asyncio.create_task(running.client.post("/channels", wanted))
        await running.until(
            lambda s: s.exec(select(Channel).where(col(Channel.name) == "Another")).first()
        )
        assert not (await asyncio.wait({making}, timeout=0.3))[0]
    made = (await making).json
    assert (await _get(site, f"{made['settings']['key']}/preview")).status == 200
