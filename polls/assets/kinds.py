"""Kinds of pages, each with one style sheet and one script that its pages share.

A page names its kind in `{% block assets %}`. Whoever adds a file to `static/css` or `static/js`
puts its name into each kind whose pages use it. The order is that in which the files come.
"""

from __future__ import annotations

from typing import NamedTuple

PRINT = "print"
"""The style sheet that is for paper alone."""

_SITE = (
    "layers",
    "tokens",
    "base",
    "page",
    "button",
    "notice",
    "questions",
    "ballot",
    "results",
    "live",
    PRINT,
)
_RESULTS = ("rounds", "duels", "grades", "attendance")
"""Steps of every method, for a vote can bring them at any moment."""


class PageKind(NamedTuple):
    """Names of files in `static/css` and `static/js`.

    Scripts do nothing on pages that lack what they improve; those that others import need no place.
    """

    styles: tuple[str, ...]
    scripts: tuple[str, ...] = ()


_VOTER = PageKind(
    (*_SITE, *_RESULTS, "form", "ranking", "scores", "share", "records"),
    (
        "refused",
        "again",
        "marks",
        "alone",
        "ranking",
        "here",
        "live",
        "voted",
        "own_words",
        "whole",
        "copy",
        "share",
        "print",
    ),
)

_ORGANISER = PageKind(
    (*_SITE, *_RESULTS, "form", "manage", "share", "invitations"),
    ("refused", "once", "live", "here", "copy", "share"),
)

KINDS = {
    "voter": _VOTER,
    "embed": PageKind((*_VOTER.styles, "embed"), ("here", "live")),
    "asking": PageKind(
        (*_SITE, "form", "asking", "picking", "ranking", "scores"),
        ("refused", "choices", "onward", "preview", "zone", "calendar", "once"),
    ),
    "organiser": _ORGANISER,
    "editing": PageKind(
        (*_ORGANISER.styles, "asking", "picking"), (*_ORGANISER.scripts, "calendar")
    ),
    "slips": PageKind((*_SITE, "form", "manage", "slips"), ("once", "print")),
    "check": PageKind((*_SITE, "form", "check"), ("check_page",)),
    "screen": PageKind((*_SITE, "screen"), ("live", "reveal", "fullscreen", "turning")),
}
"""Kind → its files. What voters see is one kind, so that the results come without a new sheet."""
