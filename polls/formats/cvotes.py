"""CVOTES, the Condorcet Election Format, version 1.

Parameters come first (`#/Candidates: A ; B`, `#/Number of Seats: 2`, `#/Implicit Ranking: false`,
`#/Weight Allowed: true`), then a line a vote: `tags || A > B = C ^7 * 42`. `#` is a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.counting.profiles import grouped, members
from polls.formats import numbers
from polls.formats.elections import RANKING, Election
from polls.formats.lines import Names, numbered
from polls.formats.problems import FormatError, shown

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count, Rank, Ranking

_EMPTY = {"/EMPTY/", "/EMPTY_RANKING/"}
"""A blank vote: the first is the standard's word, the second its program's."""
_RESERVED = "<>=;,#/*^|"


def read(text: str) -> Election:
    """Read an election; who is not a candidate is passed over, as the standard says."""
    names = Names()
    parameters: dict[str, str] = {}
    ballots: list[tuple[Ranking, Count]] = []
    for line, content in numbered(text):
        if content.startswith("#/") and ":" in content:
            if ballots:
                raise FormatError(line, "parameters should stand before the first vote")
            name, _, value = content[2:].partition(":")
            _note(name.strip().lower().removesuffix("s"), value.strip(), line, parameters, names)
        elif vote := content.partition("#")[0].strip():
            ballots.append(_vote(vote, line, names, parameters.get("weight allowed") == "true"))
    if not names:
        raise FormatError(1, "there are no candidates")
    return Election(
        names=tuple(names),
        ballot=RANKING,
        profile=grouped(range(len(names)), ballots),
        title=parameters.get("title", ""),
        seats=int(parameters["number of seat"]) if "number of seat" in parameters else None,
        unranked="not_compared" if parameters.get("implicit ranking") == "false" else "last",
    )


def write(election: Election) -> str:
    """Return the election; characters that the format keeps for itself are left out of names.

    Of names that are the same then, all but the first have their number behind them. Ranks that
    were left out are not told: the format has no sign for them.
    """
    names = _names(election)
    implicit = "false" if election.unranked == "not_compared" else "true"
    lines = [f"#/Candidates: {' ; '.join(names[c] for c in election.profile.choices)}"]
    if election.seats:
        lines.append(f"#/Number of Seats: {election.seats}")
    lines += [f"#/Implicit Ranking: {implicit}", "#/Weight Allowed: false", ""]
    for ranking, count in election.profile.counts.items():
        ranks = [" = ".join(names[c] for c in members(rank)) for rank in ranking if members(rank)]
        lines.append(f"{' > '.join(ranks) or '/EMPTY/'} * {numbers.written(count)}")
    return "\n".join(lines) + "\n"


def _note(name: str, value: str, line: int, parameters: dict[str, str], names: Names) -> None:
    if name == "candidate":
        for each in value.split(";"):
            names.add(each.strip(), line)
        names.may_grow = False
        return
    if name in {"implicit ranking", "weight allowed"} and value.lower() not in {"true", "false"}:
        raise FormatError(line, f"{name} is true or false, not {shown(value)}")
    if name == "number of seat":
        numbers.whole(value, line, "the number of seats")
    parameters[name] = value.lower() if name != "title" else value


def _vote(text: str, line: int, names: Names, has_weights: bool) -> tuple[Ranking, Count]:  # noqa: FBT001 - both are the line's
    ranking, _, times = text.rpartition("||")[2].partition("*")
    ranking, _, weight = ranking.partition("^")
    count = numbers.weight(times.strip(), line) if times else 1
    if weight:
        each = numbers.whole(weight.strip(), line, "a vote's weight")
        count *= each if has_weights else 1
    if ranking.strip() in _EMPTY:
        return (), count
    ranks: list[Rank] = []
    seen: set[int] = set()
    for rank in ranking.split(">"):
        shared = [_candidate(each.strip(), line, names) for each in rank.split("=")]
        choices = tuple(choice for choice in shared if choice is not None)
        if seen.intersection(choices) or len(set(choices)) < len(choices):
            raise FormatError(line, "a candidate is there twice")
        seen.update(choices)
        if choices:
            ranks.append(choices if len(choices) > 1 else choices[0])
    return tuple(ranks), count


def _candidate(name: str, line: int, names: Names) -> int | None:
    if not name:
        raise FormatError(line, "a rank is empty")
    if any(sign in name for sign in "<;/|"):
        raise FormatError(line, f"{shown(name)} cannot be a candidate's name")
    return names.number(name, line) if names.may_grow else names.get(name)


def _names(election: Election) -> list[str]:
    names: list[str] = []
    for number, name in enumerate(election.names, 1):
        kept = "".join(" " if sign in _RESERVED else sign for sign in name)
        plain = " ".join(kept.split()) or f"Choice {number}"
        while plain in names:
            plain = f"{plain} ({number})"
        names.append(plain)
    return names
