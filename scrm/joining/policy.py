"""Decisions about joining: who may be joined, and what of a profile goes along and comes back."""

from typing import Any

from scrm.contacts.policy import MOST_ATTRIBUTES
from scrm.joining.values import Doubt, EvidenceKind, Profile, Side

FIELDS = ("name", "photo", "locale", "zone")
ATTRIBUTES = "attributes"


def doubts(one: Side, two: Side) -> list[Doubt]:
    """What speaks against these two being one person, the gravest first."""
    found = []
    if points_in_dispute(one, two):
        found.append(Doubt.POINTS_DIFFER)
    if one.archives or two.archives:
        found.append(Doubt.ARCHIVE)
    if one.channels & two.channels:
        found.append(Doubt.SAME_CHANNEL)
    return found


def points_in_dispute(one: Side, two: Side) -> list[str]:
    """Kinds of contact points of which both have proved one, and none in common."""
    kinds = {kind for kind, _ in one.proved} & {kind for kind, _ in two.proved}
    common = {kind for kind, _ in one.proved & two.proved}
    return sorted(kinds - common)


def forbids(kind: EvidenceKind, found: list[Doubt]) -> Doubt | None:
    """The doubt that is stronger than this evidence; None where they may be joined.

    A colleague may be sure in spite of it and say so, a machine may not. A number that two accounts
    of one platform have proved as theirs has changed hands; a link says more than that.
    """
    forbidding = {
        EvidenceKind.BY_HAND: {Doubt.POINTS_DIFFER},
        EvidenceKind.OWN_PHONE: set(Doubt),
        EvidenceKind.SIGNED_LINK: {Doubt.POINTS_DIFFER, Doubt.ARCHIVE},
        EvidenceKind.COMMON_ID: {Doubt.POINTS_DIFFER, Doubt.ARCHIVE},
    }[kind]
    return next((doubt for doubt in found if doubt in forbidding), None)


def taken_over(survivor: Profile, other: Profile) -> dict[str, Any]:
    """What the other has and the survivor lacks; where both have something the survivor's stays."""
    taken = {name: other[name] for name in FIELDS if other[name] and not survivor[name]}
    room = MOST_ATTRIBUTES - len(survivor[ATTRIBUTES])
    missing = [item for item in other[ATTRIBUTES].items() if item[0] not in survivor[ATTRIBUTES]]
    return taken | ({ATTRIBUTES: dict(missing[:room])} if missing[:room] else {})


def differing(survivor: Profile, other: Profile) -> list[str]:
    """The fields of which both have another value; attributes as `attributes.NAME`."""
    fields = [name for name in FIELDS if other[name] and survivor[name]]
    found = [name for name in fields if other[name] != survivor[name]]
    ours, theirs = survivor[ATTRIBUTES], other[ATTRIBUTES]
    both = [name for name in theirs if name in ours and theirs[name] != ours[name]]
    return found + [f"{ATTRIBUTES}.{name}" for name in both]


def with_taken(profile: Profile, taken: Profile) -> dict[str, Any]:
    """The fields of `profile` that change when `taken` is taken over."""
    changed = {name: value for name, value in taken.items() if name != ATTRIBUTES}
    if ATTRIBUTES in taken:
        changed[ATTRIBUTES] = profile[ATTRIBUTES] | taken[ATTRIBUTES]
    return changed


def unchanged(profile: Profile, taken: Profile) -> dict[str, Any]:
    """The part of `taken` that still says what it said when it was taken over."""
    fields = {
        name: taken[name] for name in FIELDS if name in taken and profile[name] == taken[name]
    }
    was = taken.get(ATTRIBUTES, {})
    kept = {name: was[name] for name in was if profile[ATTRIBUTES].get(name) == was[name]}
    return fields | ({ATTRIBUTES: kept} if kept else {})


def without(profile: Profile, given: Profile) -> dict[str, Any]:
    """The fields of `profile` that change when `given` goes back to whom it came from."""
    changed: dict[str, Any] = {name: "" for name in given if name != ATTRIBUTES}
    if ATTRIBUTES in given:
        left = profile[ATTRIBUTES].items()
        changed[ATTRIBUTES] = {name: value for name, value in left if name not in given[ATTRIBUTES]}
    return changed


def minus(taken: Profile, given: Profile) -> dict[str, Any]:
    """What is still taken over when `given` has gone back."""
    left = {name: value for name, value in taken.items() if name not in given}
    gone = given.get(ATTRIBUTES, {})
    kept = {name: value for name, value in taken.get(ATTRIBUTES, {}).items() if name not in gone}
    left.pop(ATTRIBUTES, None)
    return left | ({ATTRIBUTES: kept} if kept else {})


def shared(one: Profile, two: Profile) -> dict[str, Any]:
    """What is the same in two records of what was taken over."""
    fields = {name: one[name] for name in FIELDS if name in one and one[name] == two.get(name)}
    theirs = two.get(ATTRIBUTES, {})
    both = {
        name: value
        for name, value in one.get(ATTRIBUTES, {}).items()
        if name in theirs and theirs[name] == value
    }
    return fields | ({ATTRIBUTES: both} if both else {})
