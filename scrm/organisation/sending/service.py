"""Verbs of the organisation's rules for marketing: read them, set them."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from scrm.kernel.signals import signal
from scrm.organisation import service as organisation
from scrm.organisation.sending.values import Sending, SendingView

NAME = "sending"


def sending(session: Session) -> Sending:
    """The strictest that the hub knows, until somebody says otherwise."""
    kept = organisation.find(session, NAME)
    try:
        return Sending.model_validate(kept or {})
    except ValidationError:  # kept by another version
        return Sending()


def change(session: Session, values: Mapping[str, Any]) -> SendingView:
    """Set what is given; each part is known to be one."""
    kept = sending(session).model_dump(mode="json") | dict(values)
    organisation.keep(session, NAME, kept)
    session.flush()
    signal(session, "settings", 0)
    return view(session)


def view(session: Session) -> SendingView:
    return SendingView(**sending(session).model_dump(mode="json"))
