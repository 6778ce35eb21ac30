"""A pseudo-locale: English that looks foreign, to find what a translation would leave out."""

from __future__ import annotations

import re
from gettext import NullTranslations
from math import ceil

_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒğĥíĵķłɱñóƥɋřšŧúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓƤɊŘŠŦÚṼŴẊÝŽ",
)
_KEPT = re.compile(r"%\(\w+\)[a-z]|%%|<[^>]*>|&[a-z0-9#]+;")
"""Places to be filled in, percent signs, tags, character references: a translator keeps them."""

_LONGER = 0.4
"""How much longer than English another language may be."""


class PseudoTranslations(NullTranslations):
    """Translates each text into itself, accented, in brackets and 40 % longer."""

    def gettext(self, message: str) -> str:
        """Return it with its places and tags as they are."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """Return that of the English form for this number."""
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """Return a text in the pseudo-locale."""
    if not text.strip():
        return text
    parts = re.split(f"({_KEPT.pattern})", text)  # every other one is kept
    parts[::2] = [part.translate(_ACCENTED) for part in parts[::2]]
    said = "".join(parts[::2])
    has_words = any(map(str.isalpha, said))  # a number with its sign is as long in any language
    words = " ~~~~" * ceil(len(said) * _LONGER / len(" ~~~~")) if has_words else ""
    return f"⟦{''.join(parts)}{words}⟧"
