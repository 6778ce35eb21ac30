"""Comments of BLT, taken out of a text: `#` to the end of its line, and `/* … */`."""

from __future__ import annotations

import re

from polls.formats.errors import FormatError
from polls.formats.problems.blt import BltFault

_PART = re.compile(
    r"""
    "(?:[^"\\\n]++|\\[^\n])*+"?      # a text in quotes, in which there are no comments
    | \#[^\n]*+
    | /\*(?:[^*]++|\*(?!/))*+(?:\*/)?
    """,
    re.VERBOSE,
)
"""Nothing in it is tried twice, so it takes a time in proportion to the text."""


def without(text: str) -> str:
    """Return a text whose lines end with line feeds, with the same lines, without comments."""
    if "#" not in text and "/*" not in text:
        return text

    def kept(found: re.Match[str]) -> str:
        part = found[0]
        if part.startswith('"'):
            return part
        if part.startswith("/*") and (len(part) < len("/**/") or not part.endswith("*/")):
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            raise FormatError(BltFault.OPEN_COMMENT, line, column)
        return " " + "\n" * part.count("\n")

    return _PART.sub(kept, text)
