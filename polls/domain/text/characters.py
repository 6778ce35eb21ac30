"""Characters of Unicode that cannot be seen, pile up on a letter, or turn a text round."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 8
"""Combining marks in a row. Vietnamese and Thai need two, Hebrew with vowels and accents five, and
the tallest stack of Tibetan that is written (ཧྐྵྨླྺྼྻྂ) has eight."""

_UNSEEN_ONES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, and marks of annotations."""

_UNSEEN = re.compile(f"[{_UNSEEN_ONES}]+")
_FLAG = "\U0001f3f4"
_UNSEEN_OR_FLAG = re.compile(f"({_FLAG}[\U000e0020-\U000e007f]+)|{_UNSEEN.pattern}")
"""The first group is a flag of the kind of Scotland's, which the unseen characters after its base
tell from that of Wales (UTS 51, section 1.4.9)."""

_BLANK = re.compile("[\u2800\ufffc\U0001d159]")
"""A symbol that looks like a space."""

OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""A character that turns the direction of the text around it, and can make it read as another."""

CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""A control character, a separator of lines, or a lone surrogate (Cc, Zl, Zp, Cs). Joiners (Cf) are
none: scripts and emoji need them."""

_MARKS = re.compile("(?:M[ne])+")
"""Categories of combining marks that take no place of their own, one after the other."""

_VISIBLE = "LNPS"
"""Unicode's letters, numbers, punctuation and symbols."""

_UNKNOWN = frozenset({"Cn", "Co"})
"""Younger than the tables of this Python, as the newest emoji, or drawn by some fonts alone."""


def is_visible(text: str) -> bool:
    """Tell whether a text has anything to see."""
    if text.isascii():
        return any(character.isprintable() and character != " " for character in text)
    return any(map(_is_painted, painted(text)))


def painted(text: str) -> str:
    """Return a text without characters that nothing is painted for, blank symbols as spaces."""
    shown = _UNSEEN_OR_FLAG.sub(r"\1", text) if _FLAG in text else _UNSEEN.sub("", text)
    return _BLANK.sub(" ", shown)


def most_marks(text: str) -> int:
    """Return how many combining marks follow one another at the most."""
    if text.isascii():
        return 0
    categories = "".join(map(unicodedata.category, painted(text)))
    return max((len(marks) // 2 for marks in _MARKS.findall(categories)), default=0)


def _is_painted(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in _VISIBLE or (category in _UNKNOWN and not _is_never_one(character))


def _is_never_one(character: str) -> bool:
    """Tell whether a code point is one of the 66 that no version of Unicode gives a character."""
    return "\ufdd0" <= character <= "\ufdef" or f"{ord(character):04x}"[-4:] in {"fffe", "ffff"}
