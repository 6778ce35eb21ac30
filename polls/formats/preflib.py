"""PrefLib's orders: .soc, .soi, .toc and .toi, in the form of 2022 and in the older one.

Metadata come first (`# ALTERNATIVE NAME 1: Tea`), then a line for each distinct order:
`42: 1,{2,3},4`. The older form begins with the number of alternatives and a line for each, has one
line of totals, and orders as `42,1,{2,3},4`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polls.domain.counting.profiles import grouped, members
from polls.formats import numbers
from polls.formats.elections import RANKING, Election
from polls.formats.lines import numbered
from polls.formats.problems import FormatError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.counting.profiles import Count, Rank, Ranking

_NAME = re.compile(r"#\s*ALTERNATIVE NAME ([0-9]{1,6})\s*:(.*)")
_TITLE = re.compile(r"#\s*TITLE\s*:(.*)")
_SIZE = re.compile(r"#\s*NUMBER ALTERNATIVES\s*:(.*)")
_RANK = re.compile(r"\s*(?:\{([^{}]*)\}|([^{},]+))\s*(?:,|$)")


def read(text: str) -> Election:
    """Read an election of either form."""
    rows = list(numbered(text))
    if not rows:
        raise FormatError(1, "the file is empty")
    return _recent(rows) if rows[0][1].startswith("#") else _older(rows)


def write(election: Election) -> str:
    """Return the election in the form of 2022. Ranks that were left out are not told."""
    counts = election.profile.counts
    lines = [
        f"# TITLE: {' '.join(election.title.split())}",
        f"# DATA TYPE: {data_type(election)}",
        f"# NUMBER ALTERNATIVES: {len(election.names)}",
        f"# NUMBER VOTERS: {numbers.written(sum(counts.values()))}",
        f"# NUMBER UNIQUE ORDERS: {len(counts)}",
    ]
    lines += [
        f"# ALTERNATIVE NAME {number}: {' '.join(name.split())}"
        for number, name in enumerate(election.names, 1)
    ]
    for ranking, count in counts.items():
        ranks = ",".join(_written(members(rank)) for rank in ranking if members(rank))
        lines.append(f"{numbers.written(count)}: {ranks}")
    return "\n".join(lines) + "\n"


def data_type(election: Election) -> str:
    """Return which kind of orders these are: `soc`, `soi`, `toc` or `toi`, as file names end."""
    rankings = list(election.profile.counts)
    has_ties = any(len(members(rank)) > 1 for ranking in rankings for rank in ranking)
    size = len(election.names)
    is_complete = all(sum(len(members(rank)) for rank in r) == size for r in rankings)
    return ("to" if has_ties else "so") + ("c" if is_complete else "i")


def _recent(rows: list[tuple[int, str]]) -> Election:
    names: dict[int, str] = {}
    title, size = "", 0
    ballots: list[tuple[Ranking, Count]] = []
    for line, content in rows:
        if found := _NAME.match(content):
            names[int(found[1])] = found[2].strip()
        elif found := _TITLE.match(content):
            title = found[1].strip()
        elif found := _SIZE.match(content):
            size = numbers.choices(found[1].strip(), line)
        elif not content.startswith("#"):
            count, colon, order = content.partition(":")
            if not colon:
                raise FormatError(line, f"an order begins as in 42: 1,2 and not {shown(content)}")
            ballots.append((_order(order, line, size), numbers.weight(count.strip(), line)))
    return _election(title, size, names, ballots, rows[-1][0])


def _older(rows: list[tuple[int, str]]) -> Election:
    line, content = rows[0]
    size = numbers.choices(content, line)
    names: dict[int, str] = {}
    for line, content in rows[1 : size + 1]:
        number, _, name = content.partition(",")
        names[numbers.whole(number.strip(), line, "an alternative's number", size)] = name.strip()
    ballots: list[tuple[Ranking, Count]] = []
    for line, content in rows[size + 2 :]:
        count, _, order = content.partition(",")
        ballots.append((_order(order, line, size), numbers.weight(count.strip(), line)))
    return _election("", size, names, ballots, rows[-1][0])


def _election(
    title: str,
    size: int,
    names: dict[int, str],
    ballots: list[tuple[Ranking, Count]],
    line: int,
) -> Election:
    if set(names) != set(range(1, size + 1)) or not size:
        raise FormatError(line, f"there should be a name for each of {size} alternatives")
    return Election(
        names=tuple(names[number] for number in range(1, size + 1)),
        ballot=RANKING,
        profile=grouped(range(size), ballots),
        title=title,
    )


def _order(text: str, line: int, size: int) -> Ranking:
    return tuple(_ranks(text.strip(), line, size))


def _ranks(text: str, line: int, size: int) -> Iterator[Rank]:
    at = 0
    while at < len(text):
        found = _RANK.match(text, at)
        if not found:
            raise FormatError(line, f"an order is numbers as in 1,{{2,3}},4 and not {shown(text)}")
        at = found.end()
        shared = found[1] if found[1] is not None else found[2]
        choices = tuple(_choice(each, line, size) for each in shared.split(",") if each.strip())
        if choices:
            yield choices if len(choices) > 1 else choices[0]


def _choice(text: str, line: int, size: int) -> int:
    number = numbers.whole(text.strip(), line, "an alternative", size)
    if not number:
        raise FormatError(line, "alternatives are numbered from 1")
    return number - 1


def _written(choices: tuple[int, ...]) -> str:
    plain = ",".join(str(choice + 1) for choice in choices)
    return f"{{{plain}}}" if len(choices) > 1 else plain
