"""What the push stream tells per topic: rows as their rooms show them."""

from collections.abc import Callable, Iterable, Sequence

from sqlmodel import Session

from scrm.channels.connecting.service import Connecting
from scrm.conversations.forgetting.service import GONE
from scrm.conversations.reading import service as reading
from scrm.conversations.teams.service import TOPIC as TEAM
from scrm.imports import service as imports
from scrm.live.service import Live, Presence
from scrm.live.values import Reader, Renderer, Told
from scrm.visitors.sockets.routes import WHO_TYPES


def register(live: Live, connecting: Connecting, presence: Presence) -> None:
    """Teach `live` all topics."""
    live.register("conversation", _needs("conversations.read", _conversations))
    live.register(GONE, _needs("conversations.read", _gone))
    live.register("read", _needs("conversations.read", _own_reads))
    live.register("message", _needs("conversations.read", _messages("message.changed")))
    live.register("message_added", _needs("conversations.read", _messages("message.added")))
    live.register("contact", _contacts)
    live.register("deadletter", _counts)
    live.register("staff", _staff)
    live.register(TEAM, _teams)
    live.register("token", _tokens)
    live.register("channel", _needs("channels.read", _channels(connecting)))
    live.register("import", _needs("imports.read", _imports))
    live.register("presence", _needs("conversations.read", _presence(presence)))
    live.register("typing", _needs("conversations.read", _typing(presence)))
    live.register(WHO_TYPES, _needs("conversations.read", _visitor_types))


Tell = Callable[[Session, Reader, Sequence[int]], Iterable[Told]]


def _needs(permission: str, tell: Tell) -> Renderer:
    def render(session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
        return tell(session, reader, keys) if permission in reader.permissions else ()

    return render


def _conversations(session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    for view in reading.conversations(session, reader.user_id, keys):
        yield Told("conversation.changed", {"conversation": view})
    yield Told("counts.changed", {})


def _gone(_session: Session, _reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    yield from (Told("conversation.gone", {"conversation_id": str(key)}) for key in keys)
    yield Told("counts.changed", {})


def _own_reads(session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    return _conversations(session, reader, keys)


def _messages(event: str) -> Tell:
    def tell(session: Session, _reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
        for view in reading.messages(session, keys):
            yield Told(event, {"conversation_id": view.conversation_id, "message": view})

    return tell


def _contacts(session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    """A name or an address that changed shows in the person's conversations too."""
    if "contacts.read" in reader.permissions:
        yield from (Told("contact.changed", {"contact_id": str(key)}) for key in keys)
    if "conversations.read" in reader.permissions:
        for view in reading.of_contacts(session, reader.user_id, keys):
            yield Told("conversation.changed", {"conversation": view})


def _counts(_session: Session, _reader: Reader, _keys: Sequence[int]) -> Iterable[Told]:
    yield Told("counts.changed", {})


def _staff(_session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    """Told to the colleague concerned only: their stream checks whether it may go on."""
    if reader.user_id in keys:
        yield Told("staff.changed", {"user_id": str(reader.user_id)})


def _teams(_session: Session, reader: Reader, _keys: Sequence[int]) -> Iterable[Told]:
    """Names and members are fetched anew."""
    if "users.read" in reader.permissions:
        yield Told("teams.changed", {})
    if "conversations.read" in reader.permissions:
        yield Told("counts.changed", {})


def _tokens(_session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    """Ends the streams that were opened with a token."""
    if reader.key in {f"token:{key}" for key in keys}:
        yield Told("token.revoked", {})


def _channels(connecting: Connecting) -> Tell:
    def tell(session: Session, _reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
        for key in keys:
            yield Told(
                "channel.changed",
                {"channel_id": str(key), "channel": connecting.view(session, key)},
            )

    return tell


def _imports(session: Session, _reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    for view in imports.views(session, keys):
        yield Told("import.changed", {"import": view})


def _typing(presence: Presence) -> Tell:
    def tell(_session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
        for key in keys:
            for user_id in presence.typing_at(key) - {str(reader.user_id)}:
                yield Told("typing", {"conversation_id": str(key), "user_id": user_id})

    return tell


def _visitor_types(_session: Session, _reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
    for key in keys:
        yield Told("visitor.typing", {"conversation_id": str(key)})


def _presence(presence: Presence) -> Tell:
    def tell(_session: Session, reader: Reader, keys: Sequence[int]) -> Iterable[Told]:
        for key in keys:
            others = [one for one in presence.at(key) if one["id"] != str(reader.user_id)]
            yield Told("presence", {"conversation_id": str(key), "users": others})

    return tell
