"""The verbs of telling: what a look has found, to all tabs of one visitor."""

from scrm.visitors.mail.values import Box, Want
from scrm.visitors.sockets.service import Thread


def tell(thread: Thread, box: Box, want: Want) -> None:
    """All that is live hear the same, each from where it was."""
    for socket in thread.live():
        for letter in box.letters:
            socket.hand(letter)
        for client_id in list(socket.answers):
            if client_id in box.answered:
                socket.answer(client_id, box.answered[client_id])
    if want.asks_read and box.read_by_us > thread.told_read:
        thread.told_read = box.read_by_us
        for socket in thread.live():
            socket.say(type="read", seq=box.read_by_us)


def ask_rating(thread: Thread, conversation_id: int | None) -> None:
    """Whoever comes later hears it with their `ready`."""
    if thread.rate == conversation_id:
        return
    thread.rate = conversation_id
    for socket in thread.live():
        if socket.website.ask_rating:
            socket.say(type="rate", conversation=str(conversation_id) if conversation_id else None)
