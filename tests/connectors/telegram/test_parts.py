"""Long messages for Telegram: cut into parts, each of which it takes, no word lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from connectors.telegram.parts import TEXT_LIMIT, split_content
from connectors.telegram.render import render_outbound
from scrm.channels import light
from scrm.channels.outbound import (
    Outbound,
    OutboundContent,
    SendMessage,
)
from scrm.channels.splitting import UTF16, text_length
from tests.connectors.telegram.test_render import JPEG, PDF, STICKER, YES, rendered, sent


def test_a_text_that_fits_is_one_part_as_it_is() -> None:
    content = OutboundContent("**Hi**", "light", buttons=(YES,), reply_to="78")
    assert split_content(content) == [content]


def test_a_long_text_answers_first_and_asks_last() -> None:
    content = OutboundContent("a" * 4000 + " " + "b" * 4000, buttons=(YES,), reply_to="78")
    assert split_content(content) == [
        OutboundContent("a" * 4000, reply_to="78"),
        OutboundContent("b" * 4000, buttons=(YES,)),
    ]


def test_bold_goes_on_over_the_cut() -> None:
    content = OutboundContent(f"**{'a' * 4000} {'b_' * 2000}c**", "light")
    first, second = [render_outbound(Outbound("1", SendMessage(p))) for p in split_content(content)]
    assert first.fields["entities"] == [{"type": "bold", "offset": 0, "length": 4000}]
    assert second.fields["entities"] == [{"type": "bold", "offset": 0, "length": 4001}]
    assert second.fields["text"] == "b_" * 2000 + "c"


def test_a_short_text_is_the_caption_of_the_first_file() -> None:
    content = OutboundContent("Both", files=(JPEG, PDF), buttons=(YES,), reply_to="78")
    assert split_content(content) == [
        OutboundContent("Both", files=(JPEG,), reply_to="78"),
        OutboundContent(files=(PDF,), buttons=(YES,)),
    ]


def test_a_long_text_follows_its_files() -> None:
    content = OutboundContent("x" * 1025, files=(JPEG,), buttons=(YES,))
    assert split_content(content) == [
        OutboundContent(files=(JPEG,)),
        OutboundContent("x" * 1025, buttons=(YES,)),
    ]


def test_a_sticker_has_no_caption() -> None:
    assert split_content(OutboundContent("Hi", files=(STICKER,))) == [
        OutboundContent(files=(STICKER,)),
        OutboundContent("Hi"),
    ]


UNHURRIED = settings(deadline=None, max_examples=60)
TEXTS = st.lists(
    st.sampled_from(
        ["**", "_", "~~", "word ", "😀" * 40, "é" * 50, "\n\n", "[x y](https://x.io) ", "中" * 60]
    ),
    min_size=1,
    max_size=300,
).map("".join)


@UNHURRIED
@given(TEXTS, st.sampled_from(["plain", "light"]))
def test_every_part_of_any_text_is_taken_and_no_word_is_lost(text: str, form: str) -> None:
    content = OutboundContent(text + "end", form)
    requests = [
        render_outbound(Outbound("1", SendMessage(part))) for part in split_content(content)
    ]
    texts = [request.fields["text"] for request in requests]
    whole = light.parse(content.text)[0] if form == "light" else content.text
    assert all(text_length(part, "utf16") <= 4096 for part in texts)
    assert "".join("".join(texts).split()) == "".join(whole.split())


@UNHURRIED
@given(st.text(st.sampled_from("a😀é "), max_size=30))
def test_the_oracle_counts_utf16_as_we_do(text: str) -> None:
    source = f"x😀 **y{text}z** ~~😀~~"
    whole, spans = light.parse(source)
    names = {"bold": "bold", "strike": "strikethrough"}
    counted = MessageEntity.adjust_message_entities_to_utf_16(
        whole, [MessageEntity(names[span.kind], span.start, span.length) for span in spans]
    )
    assert sent(text=source, format="light").fields["entities"] == [
        {"type": entity.type, "offset": entity.offset, "length": entity.length}
        for entity in counted
    ]


MARKS = ["**", "_", "~~", "`", "\\", "[x](https://x.io)", " ", "\n", "word ", "中文。", "👨‍👩‍👧"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(MARKS), min_size=1, max_size=30), st.integers(1, 900))
def test_a_text_of_any_length_goes_out_in_parts_that_telegram_takes(
    pieces: list[str], times: int
) -> None:
    content = OutboundContent("".join(pieces) * times, "light")
    if not light.parse(content.text)[0].strip():
        return
    for part in split_content(content):
        request = rendered(SendMessage(part))
        assert text_length(request.fields["text"], UTF16) <= TEXT_LIMIT


def test_spaces_behind_a_text_do_not_make_it_too_long() -> None:
    (part,) = split_content(OutboundContent("a" * TEXT_LIMIT + " " * 200))
    assert part.text == "a" * TEXT_LIMIT
