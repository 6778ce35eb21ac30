"""What is said of a method of counting: its own words, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.presentation.language import gettext, translated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.methods import Method


def in_words(code: str) -> str:
    """Return the name of an option, or of a value, in plain English: “winning votes”."""
    return code.replace("_", " ")


def introduction(method: Method, options: Iterable[tuple[str, str]] = ()) -> str:
    """Return the title of a method, followed by what it does with these options."""
    return gettext(
        "%(method)s: %(sentence)s",
        method=translated(method.title),
        sentence=translated(method.sentence_with(options)),
    )
