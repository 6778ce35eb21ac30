"""What the detail of a log entry holds, by what was done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from polls.domain.questions.log import Act
from polls.domain.text.times import LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    _Test: TypeAlias = Callable[[Any], bool]

_SEAL_DIGITS = 64


def fits(act: Act, detail: Mapping[str, Any]) -> bool:
    """Tell whether a detail, read from JSON, is what the sentence about this act needs."""
    tests = DETAILS[act]
    return detail.keys() <= tests.keys() and all(
        is_right(detail.get(name)) for name, is_right in tests.items()
    )


def _is_text(value: Any) -> bool:
    """Tell whether this is a text that can be shown; JSON can write halves of characters."""
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_moment(value: Any) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return moment.tzinfo is not None and moment.year <= LAST_YEAR


def _is_seal(value: Any) -> bool:
    return _is_text(value) and len(value) == _SEAL_DIGITS


def _are_changes(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_change, value))


def _is_change(change: Any) -> bool:
    """Tell whether this says what was changed, from what, to what: a text or a rule."""
    if not isinstance(change, dict) or change.keys() != {"what", "from", "to"}:
        return False
    what = change["what"]
    return _is_text(what) and all(
        _VALUES.get(what, _is_plain)(change[end]) for end in ("from", "to")
    )


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool) or _is_number(value) or _is_text(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_options(value: Any) -> bool:
    """Tell whether this is what `Rules.options` becomes in JSON: names with their values."""
    if not isinstance(value, list) or not all(map(_are_texts, value)):
        return False
    return all(len(pair) == len(("name", "value")) for pair in value)


def _or_none(is_right: _Test) -> _Test:
    return lambda value: value is None or is_right(value)


_VALUES: dict[str, _Test] = {"options": _are_options, "labels": _are_texts}
"""Rules whose values are neither texts nor numbers."""

_CODES: dict[str, _Test] = {"codes": _is_number}

DETAILS: dict[Act, dict[str, _Test]] = {
    Act.OPENED: {},
    Act.SCHEDULED: {"opens": _is_moment},
    Act.LIMITED: {"closes": _or_none(_is_moment)},
    Act.CLOSED: {},
    Act.CONFIRMED: {},
    Act.RESUMED: {},
    Act.REOPENED: {"closes": _or_none(_is_moment), "seal": _or_none(_is_seal)},
    Act.PUBLISHED: {},
    Act.EDITED: {"changes": _are_changes},
    Act.INVITED: _CODES,
    Act.REVOKED: _CODES,
    Act.REISSUED: _CODES,
    Act.REMOVED: {"name": _is_text, "ballot": _is_number},
    Act.LISTED: {},
    Act.UNLISTED: {},
    Act.RENEWED: {},
    Act.DECIDED: {"choices": _are_texts},
    Act.UNDECIDED: {},
}
"""What was done → the names in its detail, and what each may be."""
