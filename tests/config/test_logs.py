"""S-18: no secret in a log, whatever its form and wherever it comes from."""

import subprocess
import sys

import pytest

from scrm.kernel.redaction import cleaned, cleaned_value, know

BODY = "AAGx-3kQ_9dZr0sVbN7tYc2mWpLh5uJe8oF"
TOKEN = f"123456789:{BODY}"
LINK = "Zk3xH0tq-9W_example-of-a-link-9aQ2b"
SCRIPT = """
import asyncio, logging, sys
import structlog
from config.logs import set_up
from scrm.kernel.sealing import Sealer

style, token, link, sealed = sys.argv[1:]
set_up("debug", style)
log = structlog.get_logger()
Sealer("a key of some hub or other").seal({"secret_token": sealed})
url = f"https://api.example.org/bot{token}/getMe"

def fail():
    raise ConnectionError(f"no answer from {url} with {sealed}")

log.info("asked", url=url, nested={"headers": [f"Bearer {link}", ("x", url)]})
log.warning("link", address=f"http://hub/welcome#token={link}", failure=ValueError(url))
logging.getLogger("somebody").info("GET %s?token=%s", url, link)
for logger in (log, logging.getLogger("somebody")):
    try:
        fail()
    except ConnectionError:
        logger.exception("it failed")
try:
    try:
        fail()
    except ConnectionError as error:
        raise RuntimeError("worse") from error
except RuntimeError as error:
    log.error("worker ended", exc_info=error)
log.info("done", sealed=sealed)
"""


@pytest.mark.parametrize("style", ["json", "text"])
def test_no_canary_reaches_the_log(style: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, style, TOKEN, LINK, "a value of no known form"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.count("no answer from") >= 3
    assert "worse" in done.stderr
    assert "done" in done.stderr
    for canary in (BODY, LINK, "a value of no known form"):
        assert canary not in done.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"https://api.example.org/bot{TOKEN}/getMe",
            "https://api.example.org/bot123456789:…/getMe",
        ),
        (f"bot123456789%3A{BODY}", "bot123456789:…"),
        (f"'{TOKEN}'", "'123456789:…'"),
        (f"http://hub/welcome#token={LINK}", "http://hub/welcome#token=…"),
        (f"/api/v1/session/link?token={LINK}&x=1", "/api/v1/session/link?token=…&x=1"),
        (f"Cookie: scrm_session={LINK}; a=b", "Cookie: scrm_session=…; a=b"),
        (f"Authorization: Bearer scrm_{LINK}", "Authorization: Bearer scrm_…"),
        ("postgresql://scrm:hush@db/scrm", "postgresql://scrm:…@db/scrm"),
        (
            "12:30 is no token, nor is 2026-11-21T10:00:00",
            "12:30 is no token, nor is 2026-11-21T10:00:00",
        ),
    ],
)
def test_what_is_taken_out_by_its_form(text: str, shown: str) -> None:
    assert cleaned(text) == shown


def test_a_known_secret_is_taken_out_by_its_value_unless_it_is_a_word() -> None:
    know(["hush-hush-hush", "hush-hush", "on"])
    assert cleaned("on: hush-hush-hush, hush-hush") == "on: …, …"


def test_what_prints_itself_is_taken_as_it_prints() -> None:
    class Loud:
        def __repr__(self) -> str:
            return f"Loud({TOKEN})"

    given = {"deep": [Loud(), {"er": (TOKEN, 7, None)}]}
    assert cleaned_value(given) == {"deep": ["Loud(123456789:…)", {"er": ["123456789:…", 7, None]}]}
