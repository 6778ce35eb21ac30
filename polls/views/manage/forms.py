"""The state that the forms of an organiser carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.log import Actor, By

if TYPE_CHECKING:
    from multidict import MultiDict

_NO_REVISION = -1
_MOST_DIGITS = 9


def by(form: MultiDict[str]) -> By:
    """Return who sent a form; one that names no revision is out of date, whatever that is."""
    text = form.get("revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return By(Actor.ORGANISER, int(text) if is_number else _NO_REVISION)
