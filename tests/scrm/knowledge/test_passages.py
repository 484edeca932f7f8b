"""What is quoted of an article, and what becomes of its Markdown."""

import pytest

from scrm.knowledge.markdown.policy import html_of
from scrm.knowledge.passages.policy import LONGEST, best, paragraphs, passage

BODY = """# Returns

You have **30 days**, see [our terms](https://shop.example/terms).

## What can't come back

- Opened tea
- Engraved cups

退货要在 30 天内。
"""


def test_paragraphs_are_plain_words_without_headings() -> None:
    assert paragraphs(BODY) == [
        "You have 30 days, see our terms.",
        "· Opened tea\n· Engraved cups",
        "退货要在 30 天内。",
    ]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("can engraved cups come back", "· Opened tea\n· Engraved cups"),
        ("how many days do I have", "You have 30 days, see our terms."),
        ("几天内可以退货", "退货要在 30 天内。"),
    ],
)
def test_the_paragraph_that_answers_is_quoted(question: str, quoted: str) -> None:
    assert passage(BODY, best(question, BODY)) == quoted


def test_a_long_paragraph_is_cut_and_an_empty_article_quotes_nothing() -> None:
    assert len(passage("word " * 1_000, 0)) == LONGEST
    assert passage("# Word", best("word", "# Word")) == ""


def test_of_an_article_that_has_become_shorter_the_first_paragraph_is_quoted() -> None:
    assert passage("One\n\nTwo", 1) == "Two"
    assert passage("One", 1) == "One"


def test_arithmetic_and_names_keep_their_marks() -> None:
    assert paragraphs("2 * 3 is 6 and snake_case stays") == ["2 * 3 is 6 and snake_case stays"]


def test_markdown_becomes_html_below_the_title() -> None:
    assert html_of("# One\n\n## Two\n\n*a* | `b`") == (
        "<h2>One</h2>\n<h2>Two</h2>\n<p><em>a</em> | <code>b</code></p>\n"
    )
    assert "<td>4.90</td>" in html_of("| to | cost |\n|---|---|\n| home | 4.90 |")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "![x](https://tracker.example/pixel.png)",
    ],
)
def test_what_a_writer_puts_in_runs_nowhere_and_fetches_nothing(evil: str) -> None:
    html = html_of(evil)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html.lower()
    assert 'href="data' not in html.lower()
    assert 'href="vbscript' not in html.lower()
    assert " onmouseover=" not in html


def test_links_tell_nobody_whence_their_readers_come() -> None:
    assert 'rel="noopener noreferrer nofollow"' in html_of("[x](https://a.example)")
