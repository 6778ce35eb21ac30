"""What is wrong with a configuration, said so that it can be put right in one go."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_TYPES = {dict: "a block", list: "a list", str: "text", int: "a whole number", float: "a number"}
_BOOLEANS = {
    True: "true (YAML reads yes and on as true, too, unless they are in quotes)",
    False: "false (YAML reads no and off as false, too, unless they are in quotes)",
}
_LISTS = {
    "trusted_proxies": "[10.0.0.0/8]",
    "embed_origins": "[https://blog.example.org] or ['*']",
}
"""Of every setting that is a list, what may stand there."""

_WRITTEN = {"string_type": "text", "path_type": "a path"}
"""What pydantic misses where something else than letters stands, in the words of the table."""

_LONGEST_SHOWN = 60


class SettingsError(Exception):
    """The configuration cannot be used; the text lists every problem, one a line."""

    def __init__(self, problems: Sequence[str]) -> None:
        lines = "\n".join(f"  {problem}" for problem in problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"The configuration has {count}:\n{lines}")
        self.problems = tuple(problems)


def describe(error: ValidationError, origins: dict[str, str], known: Iterable[str]) -> list[str]:
    """Return one line a problem: its path, where it was set, what was found, what is expected.

    Args:
        error: what pydantic found.
        origins: for the paths that were set in an environment variable, its name.
        known: the paths of all settings, for the guess at what a wrong key was meant to be.
    """
    known = list(known)
    return [_line(problem, origins, known) for problem in error.errors(include_url=False)]


def no_yaml(variable: str, path: str) -> str:
    """Say that what a variable holds cannot be read, and for a list what may stand there."""
    wanted = f"; expected a list, such as {_LISTS[path]}" if path in _LISTS else ""
    return f"{variable}: is not a YAML value{wanted}"


def _line(problem: ErrorDetails, origins: dict[str, str], known: list[str]) -> str:
    path = ".".join(map(str, problem["loc"]))
    name = f"{path} ({origins[path]})" if path in origins else path
    if problem["type"] == "extra_forbidden":
        return f"{path}: unknown key{_guess(path, known)}"
    if problem["type"] in {"model_type", "model_attributes_type"}:
        # What stands there instead may be an address with a password in it.
        found = _TYPES.get(type(problem["input"]), "nothing")
        return f"{name}: found {found}; expected a block of keys with values"
    if problem["type"] == "value_error":
        # Of several keys of a block the text names them itself; at the top there is no block.
        found = "" if isinstance(problem["input"], dict) else _found(path, problem["input"])
        return f"{name}: {found}{problem['ctx']['error']}".removeprefix(": ")
    if problem["type"] == "tuple_type":
        return f"{name}: {_found(path, problem['input'])}expected a list, such as {_LISTS[path]}"
    if problem["type"] == "too_short":
        return f"{name}: expected {problem['ctx']['min_length']} characters or more"
    return f"{name}: {_found(path, problem['input'])}expected {_expected(problem)}"


def _expected(problem: ErrorDetails) -> str:
    if problem["type"] in _WRITTEN:
        kind = _WRITTEN[problem["type"]]
        # A password of digits, for one.
        return f"{kind}: put it in quotes" if isinstance(problem["input"], int | float) else kind
    expected = problem["msg"].removeprefix("Input should be ")
    return "true or false" if expected == "a valid boolean" else expected


def _guess(path: str, known: list[str]) -> str:
    close = get_close_matches(path, known, n=1, cutoff=0.6)
    if not close:
        return "; docs/settings.md lists the keys there are"
    return f"; did you mean {close[0]}?"


def _found(path: str, value: object) -> str:
    # A secret is not repeated on a screen or in a log.
    if "password" in path or "code" in path:
        return ""
    if "@" in str(value):
        return "found an address with a user in it; "
    if isinstance(value, (dict, list)) or value is None:
        return f"found {_TYPES.get(type(value), 'nothing')}; "
    if isinstance(value, bool):
        return f"found {_BOOLEANS[value]}; "
    text = repr(value)
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    kind = _TYPES.get(type(value))
    return f"found {shown} ({kind}); " if kind else f"found {shown}; "
