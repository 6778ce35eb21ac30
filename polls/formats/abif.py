"""ABIF, the Aggregated Ballot Information Format: `27:Tea/5>Coffee/3=Water/3`.

`=tea:[Tea from Assam]` names a token, `{"title": "Drinks"}` is about the whole, `#` a comment.
Votes with `>` or `=` are rankings, which can have scores behind `/`; those with `,` have scores
alone.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from polls.domain.counting.profiles import grouped, members
from polls.formats import abif_metadata, abif_votes
from polls.formats.elections import MARKS, RANKING, SCORES, Election
from polls.formats.errors import FormatError
from polls.formats.problems.abif import (
    AbifFault,
    HigherScore,
    NoDeclaration,
    OtherSeats,
    SeveralSoCalled,
)
from polls.formats.problems.common import CommonFault, Figure, ListedTwice
from polls.formats.reading import lines, numbers
from polls.formats.reading.limits import MAX_SCORE
from polls.formats.reading.names import Names, checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.domain.counting.profiles import Profile, Ranking, Scores
    from polls.formats.abif_votes import AbifLine

_TOKEN = re.compile(
    r"""=\s*+ (?: \[([^\[\]]*+)\] | "([^"]*+)" | ([^\s:\[\]"]++) )
    \s*+ : \s*+ (?: \[([^\[\]]*+)\] | "([^"]*+)" | ([^\[\]"]*+) )\s*+""",
    re.VERBOSE,
)
_UNCOMMENTED = re.compile(r'(?:[^#\["]++|\[[^\]]*+\]?+|"[^"]*+"?+)*+')
"""What stands before a comment: there are none in brackets and quotes."""


def write(election: Election) -> str:
    """Return an election of rankings or of scores; brackets are left out of names.

    Ranks that were left out are not told: the format has no sign for them.
    """
    written = [json.dumps({"title": " ".join(election.title.split())}, ensure_ascii=False)]
    if election.highest is not None:
        written.append(json.dumps({"max_rating": election.highest}))
    if election.seats is not None:
        written.append(json.dumps({"seats": election.seats}))
    for choice in election.profile.choices:
        plain = "".join(" " if sign in "[]" else sign for sign in election.names[choice])
        name = " ".join(plain.split()) or _token(choice)
        written.append(f"={_token(choice)}:[{name}]")
    said = _written_scores if election.ballot == SCORES else _written_ranking
    for selection, count in election.profile.counts.items():
        written.append(f"{numbers.written(count)}:{said(selection, election.profile.choices)}")
    return "\n".join(written) + "\n"


def read(text: str) -> Election:
    """Read an election: of rankings if any line has them, of scores otherwise."""
    reader = _Reader()
    for line, content in lines.numbered(text):
        try:
            reader.read(content, line)
        except FormatError as problem:
            raise problem.at(line) from None
    return reader.election()


class _Reader:
    """Reads line by line; what all lines are together is known at the end."""

    def __init__(self) -> None:
        self._names = Names()
        """The tokens; those that no line declares are names themselves."""
        self._titles: dict[str, str] = {}
        self._tokens: dict[str, str | None] = {}
        """By title; None where several have it."""
        self._title = ""
        self._highest: int | None = None
        self._seats: int | None = None
        self._votes: list[AbifLine] = []
        self._lines: list[int] = []

    def read(self, content: str, line: int) -> None:
        if content.lstrip().startswith("{"):
            self._note(abif_metadata.read(content))
            return
        found = _UNCOMMENTED.match(content)
        said = found[0] if found else ""
        if said.lstrip().startswith("="):
            self._declare(said.strip())
        elif said and not said.isspace():
            highest = MAX_SCORE if self._highest is None else self._highest
            self._votes.append(abif_votes.read(said, self._number, highest))
            self._lines.append(line)

    def election(self) -> Election:
        if not self._names:
            raise FormatError(CommonFault.NO_CHOICES, 1)
        is_ranked = any(vote.is_ranked for vote in self._votes)
        is_scored = any(score is not None for vote in self._votes for score in vote.scores)
        if self._highest is not None and not any(vote.choices for vote in self._votes):
            is_scored = True  # nobody gave any of the scores
        has_scores = is_scored and all(vote.has_scores for vote in self._votes)
        if is_scored and not is_ranked and not has_scores:
            unscored = next(n for n, vote in enumerate(self._votes) if not vote.has_scores)
            raise FormatError(AbifFault.UNSCORED, self._lines[unscored])
        views: dict[str, Profile[Any]] = {}
        if is_ranked or not is_scored:
            views[RANKING] = self._grouped(abif_votes.ranking)
        if has_scores:
            views[SCORES] = self._grouped(lambda vote: abif_votes.scores(vote, len(self._names)))
        if is_scored:
            views[MARKS] = self._grouped(abif_votes.approved)
        ballot = next(iter(views))
        return Election(
            names=tuple(self._titles.get(token, token) for token in self._names),
            ballot=ballot,
            profile=views.pop(ballot),
            title=self._title,
            seats=self._seats,
            highest=self._highest,
            others=views,
        )

    def _note(self, about: dict[str, Any]) -> None:
        self._title = str(about.get("title") or self._title)
        for seats in abif_metadata.seats(about):
            if self._seats is not None and self._seats != seats:
                raise FormatError(OtherSeats(self._seats, seats))
            self._seats = seats
        given = about.get("max_rating")
        if abif_metadata.is_unset(given):
            return
        self._highest = numbers.whole(str(given), Figure.MAX_RATING, MAX_SCORE)
        so_far = [score for vote in self._votes for score in vote.scores if score is not None]
        if not self._highest or max(so_far, default=0) > self._highest:
            raise FormatError(HigherScore(self._highest))

    def _declare(self, text: str) -> None:
        found = _TOKEN.fullmatch(text)
        if not found:
            raise FormatError(NoDeclaration(text))
        token, title = (
            " ".join(next((each for each in part if each is not None), "").split())
            for part in (found.groups()[:3], found.groups()[3:])
        )
        title = checked(title or token)
        is_voted_for = title != token and title in self._names and title not in self._titles
        if token in self._titles or is_voted_for:
            raise FormatError(ListedTwice(title))
        if token not in self._names:
            self._names.add(token)
        self._titles[token] = title
        self._tokens[title] = None if title in self._tokens else token
        self._names.note(title)

    def _number(self, name: str) -> int:
        """Return a choice by its token, or by the name that was declared for it."""
        if name not in self._names and name in self._tokens:
            token = self._tokens[name]
            if token is None:
                raise FormatError(SeveralSoCalled(name))
            return self._names[token]
        return self._names.grown(name)

    def _grouped(self, selection: Callable[[AbifLine], Any]) -> Profile[Any]:
        votes = ((selection(vote), vote.ballots) for vote in self._votes)
        return grouped(range(len(self._names)), votes)


def _token(choice: int) -> str:
    return f"c{choice + 1}"


def _written_ranking(ranking: Ranking, _choices: tuple[int, ...]) -> str:
    ranks = ("=".join(_token(choice) for choice in members(rank)) for rank in ranking)
    return ">".join(rank for rank in ranks if rank)


def _written_scores(scores: Scores, choices: tuple[int, ...]) -> str:
    given = zip(choices, scores, strict=True)
    return ",".join(f"{_token(choice)}/{score}" for choice, score in given if score is not None)
