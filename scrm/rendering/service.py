"""The verb of rendering: a template of ours with values becomes a page.

Templates lie in `templates/` and are written by us; what people write comes in as values only, and
is escaped.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "templates"
"""Beside the packages: in the repository as in an installation."""


@lru_cache(1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **values: Any) -> str:
    """HTML. A value that the template needs and does not get raises jinja2.UndefinedError."""
    return _environment().get_template(template).render(**values)
