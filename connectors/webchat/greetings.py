"""Words that a page says by itself, after a while."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

LONGEST_WAIT = 3_600

Locale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Words = Annotated[str, Field(max_length=500)]


def _pattern(value: str) -> str:
    if not value.startswith(("/", "*")):
        raise ValueError("must begin with / or *, such as /cart*")
    return value


def _some(texts: dict[str, str]) -> dict[str, str]:
    if not any(words.strip() for words in texts.values()):
        raise ValueError("must have words in one language at least")
    return texts


class PageGreeting(BaseModel):
    """`pages` is the path of an address, in which * stands for anything."""

    model_config = {"extra": "forbid", "frozen": True, "hide_input_in_errors": True}

    pages: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_pattern)]
    after: int = Field(default=10, ge=0, le=LONGEST_WAIT)
    text: Annotated[dict[Locale, Words], Field(max_length=20), AfterValidator(_some)]
