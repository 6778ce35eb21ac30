"""BLT: Hill, Wichmann and Woodall 1987, with the extensions of OpenSTV, Droop, OpaVote and stv-rs.

The file begins with the numbers of candidates and of seats; `-3` withdraws the third candidate, as
does `[withdrawn …]`; `[nick …]` names the words that ballots use, `[tie …]` an order of lots. A
ballot is a weight, the candidates in their order, and 0; `1=2` and `(1 2)` share a rank, `-` is a
rank left out, `(id)` or `[id]` before the weight is passed over. A 0 alone ends the ballots; then
the names follow, each in quotes, and at last the title. `#` and `/* … */` are comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polls.domain.counting.profiles import grouped, members
from polls.formats import blt_names
from polls.formats.blt_words import Words
from polls.formats.elections import RANKING, Election
from polls.formats.errors import FormatError
from polls.formats.problems.blt import (
    BltFault,
    Bracketed,
    Expected,
    FileEnds,
    GoesOn,
    NicknameTaken,
    NoCandidate,
    OpenBracket,
    OtherNicknames,
    UnknownBltOption,
)
from polls.formats.reading import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.counting.profiles import Count, Rank, Ranking

_WITHDRAWN = re.compile(r"-[0-9]+")
_NUMBER = re.compile(r"[0-9]{1,13}")
_CLOSING = {"(": ")", "[": "]"}
_PASSED_OVER = "droop"
"""An option that says how the program of this name should count."""


def read(text: str) -> Election:
    """Read an election; raise `FormatError` with the place where it cannot be understood."""
    words = Words(text)
    try:
        return _Reader(words).election()
    except FormatError as problem:
        column = words.column(words.line, words.number)
        raise problem.at(max(words.line, 1), column) from None


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

    def __init__(self, words: Words) -> None:
        self._words = words
        self._size = 0
        self._withdrawn: set[int] = set()
        self._tie_order: tuple[int, ...] = ()
        self._numbers: dict[str, int] = {}
        """What a ballot calls each candidate."""
        self._ranks: dict[str, Rank] = {"-": None}
        self._ballots: list[tuple[Ranking, Count]] = []

    def election(self) -> Election:
        self._size = numbers.choices(self._words.next(FileEnds(Expected.CHOICES)))
        seats = numbers.seats(self._words.next(FileEnds(Expected.SEATS)), self._size)
        self._numbers = {str(number): number - 1 for number in range(1, self._size + 1)}
        self._read_ballots()
        names, title = blt_names.read(self._words, self._size)
        standing = [choice for choice in range(self._size) if choice not in self._withdrawn]
        return Election(
            names=names,
            ballot=RANKING,
            profile=grouped(standing, self._ballots),
            title=title,
            seats=seats,
            tie_order=self._tie_order,
        )

    def _read_ballots(self) -> None:
        missing = FileEnds(Expected.BALLOT)
        of_withdrawn = 0  # the line that began with who has withdrawn
        while (word := self._words.next(missing)) != "0":
            if not self._ballots and _WITHDRAWN.fullmatch(word):
                if self._words.number == 1:
                    of_withdrawn = self._words.line
                self._withdrawn.add(self._candidate(word[1:]))
                continue
            if word in _CLOSING:
                bracketed = Bracketed.OPTION if word == "[" else Bracketed.BALLOT_ID
                within = self._within(word, bracketed)
                if word == "[" and not self._ballots and self._is_option(within):
                    continue
                word = self._words.next(FileEnds(Expected.WEIGHT))
            if self._words.line == of_withdrawn:
                raise FormatError(BltFault.BALLOT_BEHIND_WITHDRAWN)
            count = numbers.weight(word)
            self._ballots.append((self._ranking(), count))

    def _ranking(self) -> Ranking:
        first_line = self._words.line
        missing = FileEnds(Expected.END_OF_BALLOT)
        ranking: list[Rank] = []
        while (word := self._words.next(missing)) != "0":
            ranking.append(self._shared() if word == "(" else self._rank(word))
        if self._words.line != first_line:
            self._check_lines(ranking, first_line)
        return tuple(ranking)

    def _check_lines(self, ranking: Sequence[Rank], first_line: int) -> None:
        """Refuse several lines that look like several ballots, the first without its 0."""
        ranked = [choice for rank in ranking for choice in members(rank)]
        if len(set(ranked)) < len(ranked):
            raise FormatError(GoesOn(first_line))

    def _rank(self, word: str) -> Rank:
        try:
            return self._ranks[word]
        except KeyError:
            shared = tuple(self._candidate(part) for part in word.split("="))
            rank: Rank = shared if len(shared) > 1 else shared[0]
            self._ranks[word] = rank
            return rank

    def _shared(self) -> Rank:
        """Read a rank as Hill writes one that several share: `(2 3)`."""
        shared = tuple(map(self._candidate, self._within("(", Bracketed.SHARED_RANK)))
        return shared if len(shared) > 1 else shared[0] if shared else None

    def _within(self, bracket: str, bracketed: Bracketed) -> list[str]:
        """Return the words up to the bracket that closes this one."""
        line, number = self._words.line, self._words.number
        missing = OpenBracket(bracketed)
        words: list[str] = []
        try:
            while (word := self._words.next(missing)) != _CLOSING[bracket]:
                words.append(word)
        except FormatError:
            column = self._words.column(line, number)
            raise FormatError(missing, line, column) from None
        return words

    def _candidate(self, word: str) -> int:
        if word in self._numbers:
            return self._numbers[word]
        if _NUMBER.fullmatch(word) and str(int(word)) in self._numbers:
            return self._numbers[str(int(word))]
        raise FormatError(NoCandidate(word, self._size))

    def _is_option(self, words: list[str]) -> bool:
        """Do what an option asks for; tell whether it is one, and not the id of a ballot."""
        name, values = (words or [""])[0], words[1:]
        if name == "nick":
            self._name(values)
        elif name == "withdrawn":
            self._withdrawn |= {self._candidate(value) for value in values}
        elif name == "tie":
            self._tie_order = tuple(map(self._candidate, values))
            if sorted(self._tie_order) != list(range(self._size)):
                raise FormatError(BltFault.TIE_NOT_OF_ALL)
        elif name != _PASSED_OVER:
            if not self._words.is_last_of_line:
                return False
            raise FormatError(UnknownBltOption(name))
        return True

    def _name(self, nicknames: list[str]) -> None:
        if len(nicknames) != self._size or len(set(nicknames)) != self._size:
            raise FormatError(OtherNicknames(self._size))
        for place, nickname in enumerate(nicknames):
            if (
                nickname in {"0", "-"}
                or "=" in nickname
                or self._numbers.get(nickname, place) != place
            ):
                raise FormatError(NicknameTaken(nickname))
        self._numbers |= {nickname: place for place, nickname in enumerate(nicknames)}


def _written(rank: Rank) -> str:
    return "=".join(str(choice + 1) for choice in members(rank)) or "-"


def _in_quotes(text: str) -> str:
    plain = " ".join(text.split())
    return '"{}"'.format(plain.replace("\\", "\\\\").replace('"', '\\"'))
