"""The life of one reaction."""

from enum import StrEnum


class ReactionState(StrEnum):
    WAITING = "waiting"
    DEAD = "dead"
