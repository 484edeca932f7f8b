"""What request bodies have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from scrm.kernel.errors import Invalid


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


def validated(adapter: TypeAdapter[Any], document: Any, whole: str = "body") -> Any:
    """What `document` says, by its type. Raises Invalid with the first place that is wrong; `whole`
    is the name of all of it."""
    try:
        return adapter.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or whole
        said = first["msg"].removeprefix("Value error, ")
        raise Invalid(place, said[:1].lower() + said[1:]) from None
