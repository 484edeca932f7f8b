import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrm.channels import light
from scrm.channels.splitting import UTF16, split
from scrm.channels.values import Span

UNHURRIED = settings(deadline=None, max_examples=100)
SOURCES = st.text(
    st.one_of(
        st.sampled_from(["*", "_", "~", "`", "\\", "[", "]", "(", ")", " ", "\n", "a", "é", "😀"]),
        st.sampled_from("https://x.io"),
    ),
    max_size=60,
) | st.lists(
    st.sampled_from(
        ["**", "_", "~~", "`", "\\", "a", "b c", " ", "[x](https://x.io)", "`c`", "\n", "👨‍👩‍👧"]
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize(
    ("source", "text", "spans"),
    [
        ("plain", "plain", []),
        ("", "", []),
        ("**bold**", "bold", [Span(0, 4, "bold")]),
        ("a _b_ c", "a b c", [Span(2, 1, "italic")]),
        ("~~gone~~", "gone", [Span(0, 4, "strike")]),
        ("run `x = **1**`", "run x = **1**", [Span(4, 9, "code")]),
        ("[us](https://x.io/a)", "us", [Span(0, 2, "link", "https://x.io/a")]),
        ("[mail](mailto:a@x.io)", "mail", [Span(0, 4, "link", "mailto:a@x.io")]),
        ("**a _b_**", "a b", [Span(0, 3, "bold"), Span(2, 1, "italic")]),
        (
            "**a [b](https://x.io)**",
            "a b",
            [Span(0, 3, "bold"), Span(2, 1, "link", "https://x.io")],
        ),
        ("**a**_b_", "ab", [Span(0, 1, "bold"), Span(1, 1, "italic")]),
        ("😀 **a**", "😀 a", [Span(2, 1, "bold")]),
    ],
)
def test_light_text_becomes_text_and_spans(source: str, text: str, spans: list[Span]) -> None:
    assert light.parse(source) == (text, tuple(spans))


@pytest.mark.parametrize(
    "source",
    [
        "****",
        "__",
        "~~~~",
        "** **",
        "2 ** 3 ** 4",
        "snake_case_name",
        "**never closed",
        "never opened**",
        "``",
        "[x](javascript:alert(1))",
        "[](https://x.io)",
        "**_**",
    ],
)
def test_what_is_no_formatting_stays_as_it_was_typed(source: str) -> None:
    assert light.parse(source) == (source, ())


@pytest.mark.parametrize("source", [r"\*\*a\*\*", r"\_a\_", r"\`a\`", r"\[a](https://x.io)"])
def test_a_backslash_makes_a_mark_plain(source: str) -> None:
    assert light.parse(source) == (source.replace("\\", ""), ())


def test_four_stars_before_a_word_open_bold_once() -> None:
    assert light.parse("****a**") == ("**a", (Span(2, 1, "bold"),))


@pytest.mark.timeout(10)
def test_a_text_full_of_openings_is_read_in_linear_time() -> None:
    text, spans = light.parse("[" * 600_000 + "[a](https://" * 2_000)
    assert (len(text), spans) == (624_000, ())


@UNHURRIED
@given(SOURCES)
def test_any_text_gives_spans_inside_it(source: str) -> None:
    text, spans = light.parse(source)
    assert all(0 <= s.start < s.start + s.length <= len(text) for s in spans)


@UNHURRIED
@given(SOURCES)
def test_what_was_read_can_be_written_and_read_again(source: str) -> None:
    text, spans = light.parse(source)
    assert light.parse(light.write(text, spans)) == (text, spans)


@UNHURRIED
@given(SOURCES, st.integers(1, 12))
def test_any_part_of_what_was_read_can_be_written_and_read_again(source: str, limit: int) -> None:
    text, spans = light.parse(source)
    for part, clipped in split(text, spans, limit, UTF16):
        shown = light.parse(light.write(part, clipped))
        assert shown[0] == part
        assert light.parse(light.write(*shown)) == shown


@pytest.mark.parametrize(
    ("text", "spans", "written"),
    [
        ("a b", (Span(0, 2, "bold"),), "a b"),
        ("ab", (Span(1, 1, "italic"),), "ab"),
        ("a b_c", (Span(0, 2, "bold"), Span(4, 1, "code")), r"a b\_`c`"),
        ("a b", (Span(0, 1, "italic"), Span(0, 3, "bold")), "**_a_ b**"),
    ],
)
def test_what_no_mark_can_say_loses_its_style_and_not_a_letter(
    text: str, spans: tuple[Span, ...], written: str
) -> None:
    assert light.write(text, spans) == written
