"""How a connector says no. Each class says what is certain, for that decides what may happen next."""

from datetime import timedelta


class BadSignature(Exception):
    """The request does not prove that it comes from the platform: nothing is stored."""


class UnsupportedEvent(Exception):
    """A kind of event that we know and do not handle; `str()` names it. The event ends as ignored."""


class MalformedPayload(Exception):
    """Authentic, but not what the platform documents. The event ends as dead and can be replayed."""


class SendFailed(Exception):
    """A send did not succeed; `code` is stable, `str()` is the platform's own words."""

    code = "send_failed"

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail or code or type(self).code)
        self.code = code or type(self).code


class NotAccepted(SendFailed):
    """Certainly not taken, and trying again can help: no connection, no answer before the request."""

    code = "not_accepted"


class Throttled(SendFailed):
    """Certainly not taken: too fast. `scope` is channel or chat. Spends no try."""

    code = "throttled"

    def __init__(self, retry_after: timedelta, detail: str = "", *, scope: str = "channel") -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.scope = scope


class CredentialsRejected(SendFailed):
    """Certainly not taken: the account's key no longer opens. The channel is paused, its queue kept."""

    code = "credentials_rejected"


class Refused(SendFailed):
    """Certainly not taken, and trying again can't help."""

    code = "refused"


class RecipientGone(Refused):
    """The person blocked us, left, or never let us in."""

    code = "recipient_gone"


class WindowClosed(Refused):
    """The platform allows no free message to this person now."""

    code = "window_closed"


class ContentRejected(Refused):
    """The platform does not take this content."""

    code = "content_rejected"


class OutcomeUnknown(SendFailed):
    """The request went out and no clear answer came back. Only a person may decide to send again."""

    code = "outcome_unknown"


class FetchFailed(Exception):
    """A file could not be fetched. `final` when trying again can't help (too large, gone);
    `retry_after` where the platform wants no fetch from this channel for so long."""

    def __init__(
        self,
        detail: str,
        *,
        code: str = "fetch_failed",
        final: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.final = final
        self.retry_after = retry_after
