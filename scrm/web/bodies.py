"""What request bodies have in common."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=100_000)


class Query(BaseModel):
    """A query string; unknown parameters are refused too."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=1_000)


LARGEST_ID = 2**63 - 1


def _id(value: object) -> int:
    """Ids are strings in JSON: a 64-bit number does not survive a browser's arithmetic."""
    if isinstance(value, str) and value.isdecimal() and len(value) <= 19:
        number = int(value)
        if number <= LARGEST_ID:
            return number
    raise ValueError("is not an id (ids are strings of digits)")


IdText = Annotated[int, BeforeValidator(_id, json_schema_input_type=str)]
