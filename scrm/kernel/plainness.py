"""Which texts the databases compare as folding does.

A word of a plain alphabet - ASCII but for some punctuation, and Chinese characters - is in a folded
text where it is in the text itself, whatever the case of ASCII letters. It may be there as well
where the text is *odd*: where it holds a character that folding removes, or of which it makes one of
that alphabet, such as a full-width or accented letter. Odd texts are few, so that an index keeps
them together (scrm/kernel/oddness.py); nobody has to read the others. Pure.
"""

import re
from functools import lru_cache

_CHINESE = "\u3400-\u9fff"
_PLAIN_WORD = re.compile(rf"[ \"#$%&'*+\-/<=>@\[\\\]^_`{{|}}0-9a-z{_CHINESE}]+")
"""Without the punctuation that Chinese texts have in full width."""
ASCII = "\t-~"
NEVER_ODD = (
    f"{ASCII}\u0400-\u0482\u2018-\u2027\u3001-\u3029\u303b-\u3098\u309d-\u30ff{_CHINESE}"
    "\uac00-\ud7a3\uff01\uff08-\uff09\uff0c\uff1a-\uff1b\uff1f\U0001f300-\U0001faff"
)
"""Of what is in no plain alphabet what texts are full of: to say more would take a database longer."""


@lru_cache(4_096)
def is_plain_word(folded_word: str) -> bool:
    return _PLAIN_WORD.fullmatch(folded_word) is not None
