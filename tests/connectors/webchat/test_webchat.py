"""What website chat reads, shows and asks of its operator, beyond the connector kit."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from connectors.webchat.parse import parse_event
from connectors.webchat.render import TEXT_LIMIT, render_outbound, split_content
from connectors.webchat.settings import WebchatSettings, origin
from scrm.channels.failures import ContentRejected, MalformedPayload
from scrm.channels.outbound import Button, Outbound, OutboundContent, SendMessage
from scrm.channels.values import MediaKind, MessageReceived, Press, RawEvent
from scrm.kernel import strict_json

PAYLOADS = Path(__file__).parent / "payloads"


def _event(name: str, **changes: object) -> RawEvent:
    document = strict_json.loads((PAYLOADS / name).read_bytes()) | changes
    return RawEvent("an-event", "", "message", strict_json.dumps(document), document)


def _read(event: RawEvent) -> MessageReceived:
    (meaning,) = parse_event(event)
    assert isinstance(meaning, MessageReceived)
    assert parse_event(replace(event, payload=None)) == [meaning]
    return meaning


def test_a_message_has_its_writer_its_time_and_the_clients_own_id() -> None:
    read = _read(_event("message.json"))
    assert (read.person.external_id, read.person.name) == ("v5550001", "Ada")
    assert (read.person.username, read.person.locale) == ("visitor 0001", "en")
    assert read.external_id == "a1b2c3d4-0001"
    assert read.at == datetime.fromtimestamp(1_790_000_000, UTC)
    assert read.content.text == "Do you have these in red? 👟 هل"


def test_files_lie_with_us_already() -> None:
    first, second = _read(_event("files.json")).content.media
    assert (first.kind, first.stored, first.name) == (MediaKind.PHOTO, 257840215001, "shoe.png")
    assert (second.media_type, second.size) == ("application/pdf", 90_000)


def test_a_press_and_a_message_of_one_client_id_are_two() -> None:
    read = _read(_event("press.json"))
    assert (read.external_id, read.content.press) == (
        "press:a1b2c3d4-0003",
        Press("size:s", "Small"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"address": ""},
        {"at": True},
        {"at": 2**60},
        {"files": [{"id": "../1", "kind": "photo"}]},
        {"files": [{"id": "1", "kind": "program"}]},
        {"files": [{"id": str(n), "kind": "photo"} for n in range(11)]},
    ],
)
def test_what_no_hub_writes_is_malformed(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedPayload):
        parse_event(_event("message.json", **changes))


@pytest.mark.parametrize(
    "content",
    [
        OutboundContent(" "),
        OutboundContent("x" * (TEXT_LIMIT + 1)),
        OutboundContent("x", buttons=(Button("", value="v"),)),
        OutboundContent("x", buttons=(Button("Both", value="v", url="https://a.example"),)),
        OutboundContent("x", buttons=(Button("Neither"),)),
        OutboundContent("x", buttons=(Button("Long", value="x" * 801),)),
        OutboundContent("x", buttons=tuple(Button(str(n), value="v") for n in range(21))),
    ],
)
def test_what_a_browser_could_not_show_is_refused(content: OutboundContent) -> None:
    with pytest.raises(ContentRejected):
        render_outbound(Outbound("v1", SendMessage(content)))


def test_all_that_the_hub_takes_goes_in_one_piece() -> None:
    content = OutboundContent("😀" * TEXT_LIMIT, buttons=(Button("Yes", value="y"),))
    assert split_content(content) == [content]


def test_the_last_part_has_the_buttons() -> None:
    content = OutboundContent("word " * TEXT_LIMIT, buttons=(Button("Yes", value="y"),))
    first, *_, last = split_content(content)
    assert (first.buttons, last.buttons) == ((), content.buttons)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://shop.example", "https://shop.example"),
        (" https://Shop.Example/path?q#f ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("shop.example/cups", "https://shop.example"),
        ("localhost:3000", "http://localhost:3000"),
        ("127.0.0.1:41425/index.html", "http://127.0.0.1:41425"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(given: str, kept: str) -> None:
    assert origin(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "shop",
        "*",
        "https://*.example",
        "ftp://a",
        "https://",
        "https://a b",
        "https://u@h",
        "https://a;b",
        "javascript:alert(1)",
        "javascript:alert(1).example",
        "https://a:99999",
        "null",
    ],
)
def test_what_is_no_site_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        WebchatSettings(sites=[given])


def test_a_command_line_gives_sites_by_comma() -> None:
    settings = WebchatSettings.model_validate({"sites": "https://a.example, http://b.example:81,"})
    assert settings.sites == ["https://a.example", "http://b.example:81"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "0123"},
        {"colour": "red"},
        {"position": "top"},
        {"identity_secret": "short"},
        {"form": {"name": "perhaps"}},
        {"form": {"iban": "required"}},
        {"greeting": {"<b>": "hi"}},
        {"unknown": 1},
    ],
)
def test_a_wrong_setting_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WebchatSettings.model_validate(wrong)
