"""CVOTES, the Condorcet Election Format, version 1.

Parameters come first (`#/Candidates: A ; B`, `#/Number of Seats: 2`, `#/Implicit Ranking: false`,
`#/Weight Allowed: true`), then a line a vote: `tags || A > B = C ^7 * 42`. `#` is a comment.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING
from unicodedata import normalize

from polls.domain.counting.profiles import grouped, members
from polls.formats.elections import RANKING, Election
from polls.formats.errors import FormatError
from polls.formats.problems.common import Figure
from polls.formats.problems.cvotes import (
    CommentedParameter,
    CvotesFault,
    NoName,
    NoParameter,
    NotBoolean,
    NumberInName,
    ParameterTwice,
    ReservedSigns,
    UnknownParameter,
)
from polls.formats.reading import lines, numbers, repetitions
from polls.formats.reading.names import Names

if TYPE_CHECKING:
    from collections.abc import Container

    from polls.domain.counting.profiles import Count, Rank, Ranking

_EMPTY = {"/EMPTY/", "/EMPTY_RANKING/"}
"""A blank vote: the first is the standard's word, the second its program's."""
_RESERVED = "<>=;,#/*^|"
_COUNTED = {
    "candidate": "Candidates",
    "number of seat": "Number of Seats",
    "implicit ranking": "Implicit Ranking",
    "weight allowed": "Weight Allowed",
}
"""Parameters that decide who wins, by their names without the s that most can have or not."""
_KNOWN = {**_COUNTED, "voting method": "Voting Methods", "title": "Title"}
"""All that are known; others are for other programs."""
_MEANT = {
    "seat": "number of seat",
    "winner": "number of seat",
    "number of winner": "number of seat",
}
"""What other programs and people call a parameter."""
_ALIKE = 0.8
"""How alike a name and a known one are (0 to 1) that is taken for a slip of the pen."""
_LONGEST = 40
_BOOLEAN = {"implicit ranking", "weight allowed"}


def read(text: str) -> Election:
    """Read an election; who is not a candidate is passed over, as the standard says."""
    reader = _Reader()
    for line, content in lines.numbered(text):
        try:
            reader.read(content, line)
        except FormatError as problem:
            raise problem.at(line) from None
    return reader.election()


def write(election: Election) -> str:
    """Return the election; characters that the format keeps for itself are left out of names.

    Of names that are the same then, all but the first have their number behind them. Ranks that
    were left out are not told: the format has no sign for them.
    """
    names = _names(election)
    implicit = "false" if election.unranked == "not_compared" else "true"
    written = [f"#/Candidates: {' ; '.join(names[c] for c in election.profile.choices)}"]
    if election.seats:
        written.append(f"#/Number of Seats: {election.seats}")
    written += [f"#/Implicit Ranking: {implicit}", "#/Weight Allowed: false", ""]
    for ranking, count in election.profile.counts.items():
        ranks = [" = ".join(names[c] for c in members(rank)) for rank in ranking if members(rank)]
        written.append(f"{' > '.join(ranks) or '/EMPTY/'} * {numbers.written(count)}")
    return "\n".join(written) + "\n"


class _Reader:
    """Reads line by line."""

    def __init__(self) -> None:
        self._line = 0
        self._names = Names()
        self._parameters: dict[str, str] = {}
        self._ballots: list[tuple[Ranking, Count]] = []
        self._strangers = 0
        """Names on ballots of who is no candidate."""
        self._numbered: dict[str, int] = {}
        """Names with a number that the votes brought, and the line of each."""

    def read(self, content: str, line: int) -> None:
        self._line = line
        vote = content.partition("#")[0]
        if content.lstrip().startswith("#/"):
            if self._ballots:
                raise FormatError(CvotesFault.PARAMETER_TOO_LATE)
            self._note(content.strip())
        elif content.lstrip().startswith("#"):
            _check_comment(content.strip())
        elif vote and not vote.isspace():
            self._ballots.append(self._vote(vote))

    def election(self) -> Election:
        if not self._names:
            raise FormatError(CvotesFault.NO_CANDIDATES, 1)
        if self._strangers and not any(ranking for ranking, _ in self._ballots):
            raise FormatError(CvotesFault.NO_VOTES, 1)
        self._check_numbers()
        seats = self._parameters.get("number of seat")
        implicit = self._parameters.get("implicit ranking")
        return Election(
            names=tuple(self._names),
            ballot=RANKING,
            profile=grouped(range(len(self._names)), self._ballots),
            title=self._parameters.get("title", ""),
            seats=None if seats is None else int(seats),
            unranked="not_compared" if implicit == "false" else "last",
        )

    def _note(self, content: str) -> None:
        """Read a parameter; those that are not known are for other programs."""
        said, colon, value = content.removeprefix("#/").partition(":")
        value = value.strip()
        if not colon:
            raise FormatError(NoParameter(content))
        name = _folded(said)
        if name in self._parameters:
            raise FormatError(ParameterTwice(said.strip()))
        if name not in _KNOWN:
            alike = get_close_matches(name[:_LONGEST], _KNOWN, n=1, cutoff=_ALIKE)
            meant = _MEANT.get(name, *alike or [""])
            if meant:
                raise FormatError(UnknownParameter(said.strip(), _KNOWN[meant]))
            return
        if name == "candidate":
            self._name(value)
        elif name in _BOOLEAN and value.lower() not in {"true", "false"}:
            raise FormatError(NotBoolean(name, value))
        elif name == "number of seat":
            numbers.seats(value)
        self._parameters[name] = value if name == "title" else value.lower()

    def _name(self, candidates: str) -> None:
        for each in candidates.split(";"):
            name = each.strip()
            if _has_reserved(name):
                raise FormatError(ReservedSigns(name, _RESERVED))
            self._names.add(name)

    def _vote(self, text: str) -> tuple[Ranking, Count]:
        tags, bars, _ = text.partition("||")
        at = len(tags + bars) if bars else 0
        if "||" in text[at:]:
            column = text.rindex("||") + 1
            raise FormatError(CvotesFault.TAGS_TWICE, column=column)
        ranking, star, times = text[at:].partition("*")
        ranking, caret, weight = ranking.partition("^")
        column = at + len(ranking) + 1
        try:
            each = numbers.whole(weight.strip(), Figure.VOTE_WEIGHT) if caret else 1
            column += len(caret + weight)
            count = numbers.weight(times.strip()) if star else 1
        except FormatError as problem:
            raise problem.at(None, column) from None
        if self._parameters.get("weight allowed") == "true":
            count *= each
        if ranking.strip() in _EMPTY:
            return (), count
        return self._ranking(ranking, at), count

    def _ranking(self, text: str, at: int) -> Ranking:
        """Read the ranks of a vote; `at` is where on its line they begin."""
        ranks: list[Rank] = []
        seen: set[int] = set()
        for rank in text.split(">"):
            shared: list[int] = []
            for name in rank.split("="):
                column = at + len(name) - len(name.lstrip()) + 1
                at += len(name) + 1
                try:
                    choice = self._candidate(name.strip(), seen)
                except FormatError as problem:
                    raise problem.at(None, column) from None
                if choice is not None:
                    seen.add(choice)
                    shared.append(choice)
            if shared:
                ranks.append(tuple(shared) if len(shared) > 1 else shared[0])
        return tuple(ranks)

    def _candidate(self, name: str, seen: Container[int]) -> int | None:
        """Return who this is; those who were `seen` on the vote cannot be there again."""
        if not name:
            raise FormatError(CvotesFault.EMPTY_RANK)
        if _has_reserved(name):
            raise FormatError(NoName(name))
        choice = self._names.known(name)
        if choice is None:
            choice = self._stranger(name)
        elif choice in seen:
            raise FormatError(CvotesFault.CANDIDATE_TWICE)
        return choice

    def _stranger(self, name: str) -> int | None:
        """Return who this is that no line has named: somebody new, or None if none is a candidate.

        A number of ballots that is not written behind a star would become a part of the name, and
        these ballots be lost to the candidate who is meant.
        """
        named = repetitions.without_sign(name)
        numbered = repetitions.without_number(name)
        if "candidate" not in self._parameters:
            if named is not None:
                raise FormatError(NumberInName(name, named))
            if numbered is not None:
                self._numbered[name] = self._line
            return self._names.add(name)
        for meant in (named, numbered):
            if meant is not None and meant in self._names:
                raise FormatError(NumberInName(name, meant))
        self._strangers += 1
        return None

    def _check_numbers(self) -> None:
        """Refuse `Bob 3` beside `Bob`, where nothing says that both are candidates."""
        for name, line in self._numbered.items():
            meant = repetitions.without_number(name)
            if meant is not None and meant in self._names:
                raise FormatError(NumberInName(name, meant), line)


def _folded(parameter: str) -> str:
    return " ".join(parameter.lower().split()).removesuffix("s")


def _check_comment(content: str) -> None:
    """Refuse a comment that was to be a parameter which decides who wins."""
    said, colon, _ = content.lstrip("#/ \t").partition(":")
    meant = _COUNTED.get(_folded(said[:_LONGEST])) if colon else None
    if meant:
        raise FormatError(CommentedParameter(meant))


def _has_reserved(name: str) -> bool:
    """Tell whether a sign of the format is in a name, in whatever width."""
    return any(sign in _RESERVED for sign in normalize("NFKC", name))


def _names(election: Election) -> list[str]:
    names: dict[str, None] = {}
    for number, name in enumerate(election.names, 1):
        kept = "".join(" " if _has_reserved(sign) else sign for sign in name)
        plain = " ".join(kept.split()) or f"Choice {number}"
        while plain in names:
            plain = f"{plain} ({number})"
        names[plain] = None
    return list(names)
