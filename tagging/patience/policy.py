"""How long a question may take inside a commit, and what people read of one that fails. Pure.

Whoever writes meanwhile waits for it, so one that takes too long is ended and harms no other (F-16).
"""

TOGETHER = 5.0
"""Seconds in which all that a commit touches are asked; they take some milliseconds."""
ALONE = 3.0
"""Seconds in which one is asked."""
LONGEST_REASON = 300


def reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"Its condition takes longer than {ALONE:g} seconds to answer; ask for less"
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON]
