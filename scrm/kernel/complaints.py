"""What a database says when it refuses, without the values that it refused.

Those are what people wrote: they belong in no log, no dead letter and no answer.
"""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

_OF_A_VALUE = "22"
"""PostgreSQL's class of data exceptions, whose first line already quotes the value."""


def shorten(error: BaseException) -> str:
    """Leave a driver's error its first line, which names tables and rules; that line."""
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    if told is not None:  # PostgreSQL: DETAIL, CONTEXT and the like carry values
        state = getattr(error, "sqlstate", None) or ""
        error.args = (f"SQLSTATE {state}" if state.startswith(_OF_A_VALUE) else told,)
    return str(error)


def keep_values_out(engine: Engine) -> None:
    """Have every error of this engine shortened before anybody sees it."""

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        original, wrapped = context.original_exception, context.sqlalchemy_exception
        said = shorten(original)
        if wrapped is not None:
            kind = type(original)
            wrapped.args = (f"({kind.__module__}.{kind.__name__}) {said}",)
