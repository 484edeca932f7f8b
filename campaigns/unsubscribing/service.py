"""Verbs of links that end marketing: write them, show what they would do, do it, and take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from campaigns.responses import store as responses
from campaigns.responses.values import Response, ResponseKind
from campaigns.unsubscribing import policy, store
from campaigns.unsubscribing.values import PATH, Act, Got, Shown
from scrm.consent import service as consent
from scrm.consent.ending import service as ending
from scrm.consent.values import Pressed
from scrm.contacts.reading import service as contacts
from scrm.organisation import service as organisation

Hashed = Callable[[str], str]
SAMPLE = 0
"""The message of a link that is nobody's: it stands in previews, and in a text until the text is a
message."""


def _of_nobody(_value: str) -> str:
    return ""


@dataclass(frozen=True)
class StopLinks:
    """Writes them; none without a public address, where nobody could follow them. `hashed` is the
    hub's keyed hash."""

    public_url: str = ""
    hashed: Hashed = _of_nobody

    @cached_property
    def sample(self) -> str:
        """As long as any other, and nobody's; empty where there are none."""
        return self._link(SAMPLE) if self.public_url else ""

    def write(self, content: Mapping[str, Any], message_id: int) -> dict[str, Any]:
        """A message's content with its own link in place of the sample."""
        if not self.sample or self.sample not in content["text"]:
            return dict(content)
        text = content["text"].replace(self.sample, self._link(message_id))
        return dict(content) | {"text": text}

    def _link(self, message_id: int) -> str:
        return f"{self.public_url.rstrip('/')}{PATH}{policy.token(message_id, self.hashed)}"


NO_LINKS = StopLinks()


def show(session: Session, message_id: int, now: datetime) -> Shown:
    """Changes nothing."""
    return _shown(session, store.got(session, message_id), now)


def act(
    session: Session, message_id: int, wanted: Act, hashed: Hashed, now: datetime
) -> tuple[Shown, bool]:
    """Do it, and say how it is then, and whether that did anything: twice is once."""
    got = store.got(session, message_id)
    if got is None or got.contact_id is None:
        return _shown(session, got, now), False
    done = _stop(session, got, hashed, now) if wanted is Act.STOP else _undo(session, got, now)
    session.flush()
    shown = _shown(session, got, now)
    return (replace(shown, undone=True) if wanted is Act.UNDO and done else shown), done


def _stop(session: Session, got: Got, hashed: Hashed, now: datetime) -> bool:
    who = _who(session, got)
    of = {} if got.campaign_id is None else {"campaign_id": str(got.campaign_id)}
    pressed = Pressed(who, got.channel_id, got.address, got.message_id, of)
    if not consent.end_by_link(session, pressed, hashed, now):
        return False
    if (response := _response(got, who, now)) is not None:
        responses.add(session, [response])
    return True


def _undo(session: Session, got: Got, now: datetime) -> bool:
    who = _who(session, got)
    if not consent.take_back(session, who, got.message_id, now):
        return False
    if (response := _response(got, who, now)) is not None:
        responses.take_back(session, response)
    return True


def _who(session: Session, got: Got) -> int:
    contact_id = got.contact_id or 0
    return contacts.turned_out(session, [contact_id])[contact_id]


def _response(got: Got, contact_id: int, now: datetime) -> Response | None:
    if got.campaign_id is None or got.occurrence_id is None or got.step is None:
        return None
    place = (got.campaign_id, got.occurrence_id, got.step, contact_id)
    return Response(*place, ResponseKind.STOP_LINK, "", now)


def _shown(session: Session, got: Got | None, now: datetime) -> Shown:
    ours = organisation.settings(session)
    house = (ours.organisation_name, ours.accent)
    if got is None or got.contact_id is None:
        return Shown(*house, "", ours.locale, "", "", is_nobody=True)
    who = _who(session, got)
    row = consent.pressed(session, who, got.message_id)
    return Shown(
        *house,
        locale=contacts.get(session, who).locale,
        ours=ours.locale,
        channel=got.channel,
        platform=got.platform,
        has_ended=bool(consent.ended(session, who)),
        may_undo=row is not None and ending.may_take_back(row, now),
    )
