"""Text from outside, made fit for both databases, for search and for people."""

import unicodedata


def clean(text: str) -> str:
    """NFC, with NUL and lone surrogates replaced by U+FFFD; nothing else is changed."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


def shorten(text: str, characters: int) -> str:
    """At most `characters` code points on one line, with an ellipsis where something is missing."""
    line = " ".join(text.split())
    return line if len(line) <= characters else line[: characters - 1].rstrip() + "…"
