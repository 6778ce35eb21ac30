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

UNSEEN = re.compile(f"(\U0001f3f4[\U000e0020-\U000e007f]+)|[{_UNSEEN_ONES}]")
"""A character that nothing is painted for. The first group is a flag of the kind of Scotland's,
which the unseen characters after its base tell from that of Wales (UTS 51, section 1.4.9)."""

BLANK = re.compile("[\u2800\ufffc\U0001d159]")
"""A symbol that looks like a space."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn round the direction of what stands near, and can make a choice read as another."""

_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's controls, lone surrogates and separators of lines. Joiners (Cf) stay: scripts and
emoji need them."""

_MARKS = frozenset({"Mn", "Me"})

_VISIBLE = "LNPS"
"""Unicode's letters, numbers, punctuation and symbols."""

_UNKNOWN = frozenset({"Cn", "Co"})
"""Younger than the tables of this Python, as the newest emoji, or drawn by some fonts alone."""


def is_visible(text: str) -> bool:
    """Tell whether a text has anything to see."""
    if text.isascii():
        return any(character.isprintable() and character != " " for character in text)
    left = BLANK.sub("", UNSEEN.sub(r"\1", text))
    return any(map(_is_painted, left))


def is_control(character: str) -> bool:
    """Tell whether a character ends the line or commands a terminal."""
    return unicodedata.category(character) in _CONTROL


def is_override(character: str) -> bool:
    """Tell whether a character turns the direction of the text around it."""
    return character in _OVERRIDES


def most_marks(text: str) -> int:
    """Return how many combining marks follow one another at the most."""
    most = found = 0
    for character in "" if text.isascii() else UNSEEN.sub(r"\1", text):
        found = found + 1 if unicodedata.category(character) in _MARKS else 0
        most = max(most, found)
    return most


def _is_painted(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in _VISIBLE or (category in _UNKNOWN and not _is_never_one(character))


def _is_never_one(character: str) -> bool:
    """Tell whether a code point is one of the 66 that no version of Unicode gives a character."""
    return "\ufdd0" <= character <= "\ufdef" or f"{ord(character):04x}"[-4:] in {"fffe", "ffff"}
