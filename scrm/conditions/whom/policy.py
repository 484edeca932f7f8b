"""For whom a document says that a conversation is. Pure."""

from scrm.conditions.places.policy import Fields, Place, kind_of, meant, text_at
from scrm.teams.values import LONGEST_NAME, NOBODY, Nameable, Whom, folded

LONGEST_ADDRESS = 254
_WAYS = ("team", "user")


def whom_at(value: object, place: Place, known: Nameable | None) -> Whom:
    """`{"team": name}` or `{"user": mail address}`. Of whom there are is `known`; None where nobody
    knows it."""
    if not isinstance(value, dict):
        place.wrong(f"has to be an object with team or user, not {kind_of(value)}")
        return NOBODY
    fields = Fields(value, place, _WAYS)
    way = fields.one_of(_WAYS)
    if way == "team":
        return _team(fields.text("team", LONGEST_NAME), fields.at("team"), known)
    return address_at(fields["user"], fields.at("user"), known) if way else NOBODY


def address_at(value: object, place: Place, known: Nameable | None) -> Whom:
    """A colleague by the mail address."""
    address = text_at(value, place, LONGEST_ADDRESS).strip().lower()
    if address and known is not None and address not in known.users:
        near = meant(address, known.users) if known.users else "invite them first"
        place.wrong(f"is no colleague's mail address; {near}")
    return Whom(user=address)


def _team(name: str, place: Place, known: Nameable | None) -> Whom:
    """As the team is called, where that is known."""
    if not name or known is None:
        return Whom(team=" ".join(name.split()))
    called = known.teams.get(folded(name))
    if called is None:
        near = meant(name, sorted(known.teams.values())) if known.teams else "make one first"
        place.wrong(f"is no team; {near}")
    return Whom(team=called or name)
