"""What can go wrong, in words for people and a stable `code` for machines."""

from collections.abc import Sequence
from dataclasses import dataclass


class ScrmError(Exception):
    """Root of the errors that a caller may expect; `code` is stable, `str()` is one sentence."""

    code = "error"


class NotFound(ScrmError):
    """The thing does not exist, or this person may not know that it does."""

    code = "not_found"

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"No such {kind}: {key}")
        self.kind = kind


class Invalid(ScrmError):
    """The input is wrong; `field` says where."""

    code = "invalid"

    def __init__(self, field: str, why: str, *, code: str | None = None) -> None:
        super().__init__(f"{field} {why}")
        self.field = field
        self.code = code or type(self).code


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with a document. `place` is a path into it, such as
    `all.1.count.within`; `why` goes on from there and says how to mend it."""

    place: str
    why: str


class Mistaken(Invalid):
    """A document is wrong in several places, and all of them are told at once; `field` is the
    first."""

    def __init__(self, mistakes: Sequence[Mistake], *, code: str | None = None) -> None:
        super().__init__(mistakes[0].place, mistakes[0].why, code=code)
        self.mistakes = tuple(mistakes)


class Conflict(ScrmError):
    """Somebody else was first, or the thing's state does not allow this."""

    code = "conflict"

    def __init__(self, why: str, *, code: str | None = None) -> None:
        super().__init__(why)
        self.code = code or type(self).code


class Forbidden(ScrmError):
    """This person may not do that."""

    code = "forbidden"

    def __init__(
        self,
        why: str = "Your role, or this token's scope, does not allow this",
        *,
        code: str | None = None,
    ) -> None:
        super().__init__(why)
        self.code = code or type(self).code


class Unauthenticated(ScrmError):
    """Nobody is signed in, or the token is wrong, expired or revoked."""

    code = "unauthenticated"


class TooManyRequests(ScrmError):
    """Slow down; `retry_after` is in seconds."""

    code = "too_many_requests"

    def __init__(self, why: str, retry_after: float) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Unavailable(ScrmError):
    """Right now it can't be done, and trying again later may work."""

    code = "unavailable"
