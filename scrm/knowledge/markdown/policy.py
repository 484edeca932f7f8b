"""Markdown to HTML, without HTML of the writer's own, scripts in links or pictures from elsewhere.
Pure."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _outward(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: Any,
) -> str:
    """Where a link leads to knows nothing of whence its reader came."""
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    rendered: str = renderer.renderToken(tokens, index, options, env)  # type: ignore[attr-defined]
    return rendered


_MARKDOWN.add_render_rule("link_open", lambda self, *rest: _outward(self, *rest))


def html_of(markdown: str) -> str:
    """Headings begin at the second level: the first is the page's title."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, 6)}" if token.tag == "h1" else token.tag
    rendered: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return rendered
