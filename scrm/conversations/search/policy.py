"""Where the searched words stand in a text. Pure."""

from scrm.kernel.terms import folded, pieces


def highlights(text: str, query: str) -> list[tuple[int, int]]:
    """Where the searched words stand in `text`, as (start, length) in code points."""
    lowered = text.casefold()
    if len(lowered) != len(text):  # some letters grow when folded; then places do not match
        lowered = text.lower() if len(text.lower()) == len(text) else text
    found: list[tuple[int, int]] = []
    for piece in dict.fromkeys(pieces(folded(query))):
        start = lowered.find(piece)
        while start >= 0 and len(found) < 50:
            found.append((start, len(piece)))
            start = lowered.find(piece, start + len(piece))
    return sorted(found)
