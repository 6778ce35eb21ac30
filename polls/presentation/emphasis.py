"""Names that are set apart in a sentence, so that a page can emphasise them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from polls.presentation.language import current

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEGIN, _END = "\ue000", "\ue001"
"""Characters that Unicode leaves to private use: no text that is to be read has them."""

_SET_APART = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_EITHER = re.compile(f"[{_BEGIN}{_END}]")


def set_apart(names: Mapping[int, str]) -> dict[int, str]:
    """Return the names in a way that `html` knows them again wherever they stand."""
    return {key: f"{_BEGIN}{_EITHER.sub('', name)}{_END}" for key, name in names.items()}


def html(sentence: str) -> str:
    """Return a sentence as HTML, all of it escaped, with the names in it emphasised."""
    return _EITHER.sub("", _SET_APART.sub(_emphasised, escape(sentence)))


def _emphasised(found: re.Match[str]) -> str:
    # A name in ASCII reads from left to right, as most sentences do.
    is_as_around = found[1].isascii() and current().direction == "ltr"
    direction = "" if is_as_around else ' dir="auto"'
    return f"<em{direction}>{found[1]}</em>"
