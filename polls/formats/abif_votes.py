"""The vote lines of ABIF: `27:Tea/5>Coffee/3=Water/3`, `27:"Ann Lee"/5,[Bob]/0`."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from polls.formats.errors import FormatError
from polls.formats.problems.abif import AbifFault, NoVote, NoVoteBegins, RanksAgainstScores
from polls.formats.problems.common import Figure
from polls.formats.reading import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from polls.domain.counting.profiles import Count, Marks, Rank, Ranking, Scores

_HEAD = re.compile(r"\s*+([^\s:*]*+)\s*+[:*]\s*+")
_ITEM = re.compile(
    r"""\s*+
    (?: \[([^\[\]]*+)\] | "([^"]*+)" | ([^\s\[\]"/>=,:;*^|<(){}]++) )
    \s*+ (?: / \s*+ ([^\s>=,]*+) \s*+ )?+""",
    re.VERBOSE,
)
"""A name, in brackets or quotes if it has a space or a sign in it, and its score. Nothing is tried
twice, so that it takes a time in proportion to the line."""
_SIGNS = frozenset(">=,")


class AbifLine(NamedTuple):
    """One line, as it was read."""

    choices: tuple[int, ...]
    """In the order in which they are written."""
    scores: tuple[int | None, ...]
    """Of each of them."""
    signs: str
    """Between them."""
    ballots: Count
    """How many say that."""

    @property
    def is_ranked(self) -> bool:
        """Tell whether the line says an order, and not the scores alone."""
        return ">" in self.signs or "=" in self.signs

    @property
    def has_scores(self) -> bool:
        """Tell whether each choice has a score."""
        return None not in self.scores


def read(text: str, number: Callable[[str], int], highest: int) -> AbifLine:
    """Read a line; `number` tells which choice a name is, a score may be up to `highest`."""
    head = _HEAD.match(text)
    if not head:
        raise FormatError(NoVoteBegins(text.strip()))
    try:
        count = numbers.weight(head[1])
    except FormatError as problem:
        raise problem.at(None, head.start(1) + 1) from None
    given: dict[int, int | None] = {}
    signs, before = "", None
    for found, sign in _parts(text, head.end()):
        try:
            choice, score = _item(found, number, highest)
            _check_once(choice, given)
            if sign:
                _check(sign, signs, before, score)
        except FormatError as problem:
            raise problem.at(None, _column(found)) from None
        given[choice] = before = score
        signs += sign
    return AbifLine(tuple(given), tuple(given.values()), signs, count)


def ranking(vote: AbifLine) -> Ranking:
    """Return the order of a line: as it is written, or that of its scores where commas are."""
    if "," in vote.signs:
        places = [-(score or 0) for score in vote.scores]
    else:
        places = [0, *accumulate(sign == ">" for sign in vote.signs)]
    ranks: dict[int, list[int]] = {place: [] for place in sorted(places)}
    for choice, place in zip(vote.choices, places, strict=False):
        ranks[place].append(choice)
    return tuple(_rank(choices) for choices in ranks.values() if choices)


def scores(vote: AbifLine, size: int) -> Scores:
    """Return the score that each of `size` choices has on a line."""
    given: list[int | None] = [None] * size
    for choice, score in zip(vote.choices, vote.scores, strict=True):
        given[choice] = score
    return tuple(given)


def approved(vote: AbifLine) -> Marks:
    """Return the choices that a line names, without those whose score is 0."""
    named = zip(vote.choices, vote.scores, strict=True)
    return tuple(sorted(choice for choice, score in named if score != 0))


def _parts(text: str, at: int) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each name with its score, and the sign before it."""
    end = len(text.rstrip())
    sign = ""
    while at < end or sign:
        found = _ITEM.match(text, at, end)
        if not found:
            raise _unclear(text, at)
        yield found, sign
        at = found.end()
        if at == end:
            return
        sign = text[at]
        if sign not in _SIGNS:
            raise _unclear(text, at)
        at += 1


def _item(
    found: re.Match[str],
    number: Callable[[str], int],
    highest: int,
) -> tuple[int, int | None]:
    """Return a choice and its score."""
    bracketed, quoted, bare, score = found.groups()
    name = next(each for each in (bracketed, quoted, bare) if each is not None)
    given = None if score is None else numbers.whole(score, Figure.SCORE, highest)
    return number(" ".join(name.split())), given


def _check_once(choice: int, given: Container[int]) -> None:
    if choice in given:
        raise FormatError(AbifFault.CHOICE_TWICE)


def _check(sign: str, signs: str, before: int | None, score: int | None) -> None:
    """Refuse a line that does not say one thing: `signs` and the score `before` this choice."""
    if signs and (sign == ",") != ("," in signs):
        raise FormatError(AbifFault.RANKED_AND_SCORED)
    if sign == ",":
        if before is None or score is None:
            raise FormatError(AbifFault.SCORE_MISSING)
    elif before is None or score is None:
        return
    elif score > before or (sign == "=" and score != before):
        raise FormatError(RanksAgainstScores(before, score))


def _rank(choices: list[int]) -> Rank:
    return tuple(choices) if len(choices) > 1 else choices[0]


def _column(found: re.Match[str]) -> int:
    return found.start() + len(found[0]) - len(found[0].lstrip()) + 1


def _unclear(text: str, at: int) -> FormatError:
    at += len(text[at:]) - len(text[at:].lstrip())
    return FormatError(NoVote(text.strip()), column=at + 1)
