"""Archives that somebody altered: a value here, a line there, and the right checksum again."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from tests import archives

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Lines = list[dict[str, Any]]

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    -1,
    3,
    11,
    999,
    2**31 - 1,
    2**63,
    1.5,
    "",
    " ",
    "a",
    "٣",
    "\u200b",
    "x" * 3_000,
    "'=1+1",
    "<script>",
    "a\nb",
    "a\u0000b",
    "\U0010ffff",
    "none",
    "blank",
    "closed",
    "invited",
    "named",
    "approval",
    "stv",
    "availability",
    "0001-01-01T00:00:00+00:00",
    "9000-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59+00:00",
    "2026-06-05T12:00:00+00:00",
    "2026-06-05T12:00:00.5+14:00",
    "AAAA",
    "A" * 43 + "=",
    "Pacific/Kiritimati",
    "America/Los_Angeles",
    "https://[",
    "https://example.org/\u202e",
    [],
    [0],
    [[0, 1]],
    [None],
    ["a"],
    {},
    {"a": "b"},
)
"""Values to put in the place of others."""

IN_JSON: tuple[Any, ...] = (*ODD, float("nan"), float("inf"), "\ud800", [[[[]]]], {"": ""})
"""Values to put into JSON that stands in a text."""

_IN_TEXTS = ("options", "labels", "detail")


def altered(lines: Lines, chance: Random) -> bytes:
    """Return the archive with these lines, its last one aside, altered in one to three places."""
    lines = copy.deepcopy(lines)
    for _ in range(chance.choice((1, 1, 2, 3))):
        chance.choice(_WAYS)(lines, chance)
    return archives.sealed(*lines)


def _alter_value(lines: Lines, chance: Random) -> None:
    (content,) = chance.choice(lines[1:]).values()
    name = chance.choice(list(content))
    if name in _IN_TEXTS and chance.random() < 0.8:
        content[name] = _odd_json(content[name], chance)
    elif name == "selection" and chance.random() < 0.8:
        content[name] = _odd_selection(content[name], chance)
    else:
        content[name] = chance.choice(ODD)


def _alter_rule(lines: Lines, chance: Random) -> None:
    question = next(line["question"] for line in lines if "question" in line)
    name = chance.choice((*_RULES, *question))
    question[name] = chance.choice(_RULES.get(name, ODD))


def _odd_json(text: str | None, chance: Random) -> str:
    if chance.random() < 0.2:
        return chance.choice(("{", "[" * 2_000, '{"a":' * 2_000, "NaN", '"', '{"a":1e999}'))
    value = json.loads(text or "{}")
    return json.dumps(_odd_part(value, chance))


def _odd_part(value: Any, chance: Random) -> Any:
    """Return JSON with another value somewhere inside."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(list(value))
        return value | {name: _odd_part(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], _odd_part(value[place], chance), *value[place + 1 :]]
    return chance.choice(IN_JSON)


def _odd_selection(selection: list[Any], chance: Random) -> list[Any]:
    odd = [*selection, chance.choice((0, 1, 2, 99, None, [0], [0, 1], [0, 9], [1, None], []))]
    chance.shuffle(odd)
    return odd[chance.randrange(2) :]


def _drop(lines: Lines, chance: Random) -> None:
    del lines[chance.randrange(2, len(lines))]


def _repeat(lines: Lines, chance: Random) -> None:
    place = chance.randrange(2, len(lines))
    lines.insert(place, copy.deepcopy(lines[place]))


def _exchange(lines: Lines, chance: Random) -> None:
    one, other = chance.randrange(1, len(lines)), chance.randrange(1, len(lines))
    lines[one], lines[other] = lines[other], lines[one]


_RULES: dict[str, tuple[Any, ...]] = {
    "method": ("plurality", "approval", "score", "schulze", "stv", "star", "availability", "borda"),
    "seats": (0, 1, 2, 3, 99),
    "highest": (0, 1, 2, 3, 5, 10, 11, 2**31 - 1),
    "options": ('{"quota": "hare"}', '{"": ""}', '{"decimals": 5}', '{"decimals": "5"}', "[]"),
    "labels": ('["a"]', "[null]", "[1,2]", '["a", "b", "c"]', '["", ""]', "{}"),
    "quorum": (None, 0, 1, 10**9),
    "quorum_percent": (None, 0, 50, 101),
    "threshold": ("simple", "absolute", "two_thirds"),
    "min_choices": (0, 1, 2, 99),
    "max_choices": (None, 0, 1, 2, 99),
    "voters": ("anyone", "browser", "network", "invited", "named"),
    "visibility": ("always", "voted", "closed", "organiser"),
    "release_step": (0, 1, 2, 2**31 - 1),
    "zone": ("Pacific/Apia", "Etc/GMT+12", "Mars"),
    "pub_date": ("0001-01-01T00:00:00Z", "8999-01-01T00:00:00Z", "1970-01-01T00:00:00.000001Z"),
    "close_date": (None, "0001-01-01T00:00:01Z", "9000-12-31T23:59:59.999999Z"),
    "stopped_at": (None, "0001-01-01T00:00:00Z", "9000-12-31T23:59:59.999999Z"),
    "closed_at": (None, "0001-01-01T00:00:00Z", "9000-12-31T23:59:59.999999Z"),
    "reopened_at": (None, "0001-01-01T00:00:00Z", "9000-12-31T23:59:59.999999Z"),
    "published_at": (None, "0001-01-01T00:00:00Z", "9000-12-31T23:59:59.999999Z"),
    "is_draft": (True, False),
    "lot_seed": (None, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
}
"""Rule, or what else decides about a question → values that it might have."""

_WAYS: tuple[Callable[[Lines, Random], None], ...] = (
    _alter_value,
    _alter_value,
    _alter_rule,
    _alter_rule,
    _drop,
    _repeat,
    _exchange,
)
