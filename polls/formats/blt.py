"""BLT: Hill, Wichmann and Woodall 1987, with the extensions of OpenSTV, Droop, OpaVote and stv-rs.

The file begins with the numbers of candidates and of seats; `-3` withdraws the third candidate, as
does `[withdrawn …]`; `[nick …]` names the words that ballots use, `[tie …]` an order of lots. A
ballot is a weight, the candidates in their order, and 0; `1=2` share a rank, `-` is a rank left
out, `(id)` or `[id]` before the weight is passed over. A 0 alone ends the ballots; then the names
follow, each in quotes, and at last the title. `#` and `/* … */` are comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polls.domain.counting.profiles import grouped, members
from polls.formats import numbers
from polls.formats.elections import RANKING, Election
from polls.formats.problems import FormatError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.profiles import Count, Rank, Ranking

_BLOCK_COMMENT = re.compile(r'("(?:[^"\\\n]|\\[^\n])*")|/\*.*?\*/', re.DOTALL)
"""Or a text in quotes, in which there is none."""
_OPTION = re.compile(r"\[\s*(\w+)((?:\s+[^\s\]]+)*)\s*\]")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ALL_QUOTED = re.compile(r'(?:"(?:[^"\\]|\\.)*"\s*)+')
_ESCAPED = re.compile(r'\\(["\\])')
_WITHDRAWN = re.compile(r"-[0-9]+")


def read(text: str) -> Election:
    """Read an election; raise `FormatError` with the line where it cannot be understood."""
    return _Reader(text).election()


def write(election: Election) -> str:
    """Return the election as the oldest readers understand it, with `=` and `-` where needed."""
    standing = frozenset(election.profile.choices)
    lines = [f"{len(election.names)} {election.seats or 1}"]
    withdrawn = [f"-{c + 1}" for c in range(len(election.names)) if c not in standing]
    if withdrawn:
        lines.append(" ".join(withdrawn))
    if election.tie_order:
        lines.append(f"[tie {' '.join(str(choice + 1) for choice in election.tie_order)}]")
    for ranking, count in election.profile.counts.items():
        ranks = [_written(rank) for rank in ranking]
        lines.append(" ".join([numbers.written(count), *ranks, "0"]))
    lines += ["0", *(_in_quotes(name) for name in election.names), _in_quotes(election.title)]
    return "\n".join(lines) + "\n"


class _Reader:
    """Reads the ballots word by word, because a ballot need not end with its line."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        self._lines = enumerate(_uncommented(text).splitlines(), 1)
        self._line = 1
        self._size = 0
        self._seats = 0
        self._withdrawn: set[int] = set()
        self._tie_order: tuple[int, ...] = ()
        self._numbers: dict[str, int] = {}
        """What a ballot calls each candidate."""
        self._ranks: dict[str, Rank] = {"-": None}
        self._ballots: list[tuple[Ranking, Count]] = []

    def election(self) -> Election:
        words = self._words()
        self._size = numbers.choices(self._next(words, "the number of choices"), self._line)
        seats = self._next(words, "the number of seats")
        self._seats = numbers.whole(seats, self._line, "the number of seats", self._size)
        self._numbers = {str(number): number - 1 for number in range(1, self._size + 1)}
        self._read_ballots(words)
        names, title = self._names()
        standing = [choice for choice in range(self._size) if choice not in self._withdrawn]
        return Election(
            names=names,
            ballot=RANKING,
            profile=grouped(standing, self._ballots),
            title=title,
            seats=self._seats or None,
            tie_order=self._tie_order,
        )

    def _words(self) -> Iterator[str]:
        for number, line in self._lines:
            self._line = number
            rest = line.partition("#")[0]
            if self._size and not self._ballots and "[" in rest:
                rest = _OPTION.sub(self._option, rest)
            yield from rest.split()

    def _next(self, words: Iterator[str], what: str) -> str:
        word = next(words, None)
        if word is None:
            raise FormatError(self._line, f"the file ends where {what} should be")
        return word

    def _read_ballots(self, words: Iterator[str]) -> None:
        while (word := self._next(words, "a ballot, or the 0 that ends them")) != "0":
            if not self._ballots and _WITHDRAWN.fullmatch(word):
                self._withdrawn.add(self._candidate(word[1:]))
                continue
            if word[0] in "([":
                while word[-1] not in ")]":
                    word = self._next(words, "the end of a ballot's id")
                word = self._next(words, "a ballot's weight")
            count = numbers.weight(word, self._line)
            ranking: list[Rank] = []
            while (word := self._next(words, "the 0 that ends a ballot")) != "0":
                ranking.append(self._rank(word))
            self._ballots.append((tuple(ranking), count))

    def _rank(self, word: str) -> Rank:
        try:
            return self._ranks[word]
        except KeyError:
            shared = tuple(self._candidate(part) for part in word.split("="))
            rank: Rank = shared if len(shared) > 1 else shared[0]
            self._ranks[word] = rank
            return rank

    def _candidate(self, word: str) -> int:
        try:
            return self._numbers[word if word in self._numbers else str(int(word))]
        except (KeyError, ValueError):
            raise FormatError(
                self._line,
                f"{shown(word)} is no candidate: there are {self._size}",
            ) from None

    def _option(self, found: re.Match[str]) -> str:
        name, values = found[1], found[2].split()
        if name == "nick":
            if len(set(values)) != self._size or "0" in values:
                raise FormatError(self._line, f"there should be {self._size} different nicknames")
            self._numbers |= {nick: number for number, nick in enumerate(values)}
        elif name == "withdrawn":
            self._withdrawn |= {self._candidate(value) for value in values}
        elif name == "tie":
            self._tie_order = tuple(self._candidate(value) for value in values)
            if len(set(self._tie_order)) != self._size:
                raise FormatError(self._line, "[tie] should name each candidate once")
        else:
            return "" if values else found[0]
        return ""

    def _names(self) -> tuple[tuple[str, ...], str]:
        names: list[str] = []
        for number, line in self._lines:
            self._line = number
            stripped = line.strip()
            if _ALL_QUOTED.fullmatch(stripped):
                names += [_ESCAPED.sub(r"\1", name) for name in _QUOTED.findall(stripped)]
            elif stripped and not stripped.startswith("#"):
                names.append(stripped.removeprefix('"').removesuffix('"'))
        if len(names) < self._size:
            raise FormatError(
                self._line,
                f"the file ends after {len(names)} of {self._size} candidates' names",
            )
        return tuple(names[: self._size]), (names[self._size :] or [""])[0]


def _uncommented(text: str) -> str:
    if "/*" not in text:
        return text
    return _BLOCK_COMMENT.sub(lambda found: found[1] or "\n" * found[0].count("\n"), text)


def _written(rank: Rank) -> str:
    return "=".join(str(choice + 1) for choice in members(rank)) or "-"


def _in_quotes(text: str) -> str:
    plain = " ".join(text.split())
    return '"{}"'.format(plain.replace("\\", "\\\\").replace('"', '\\"'))
