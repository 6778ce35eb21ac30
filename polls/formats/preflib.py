"""PrefLib's orders: .soc, .soi, .toc and .toi, in the form of 2022 and in the older one.

Metadata come first (`# ALTERNATIVE NAME 1: Tea`), then a line for each distinct order:
`42: 1,{2,3},4`. The older form begins with the number of alternatives and a line for each, has one
line of totals, and orders as `42,1,{2,3},4`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polls.domain.counting.profiles import grouped, members
from polls.formats.elections import RANKING, Election
from polls.formats.errors import FormatError
from polls.formats.problems.common import Figure
from polls.formats.problems.preflib import (
    AlternativeTwice,
    NoOrder,
    NoOrderBegins,
    NoOrders,
    NoTotals,
    OtherCount,
    OtherNames,
    OtherOrders,
    PreflibFault,
)
from polls.formats.reading import lines, numbers
from polls.formats.reading.names import checked

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count, Rank, Ranking

_NAME = re.compile(r"#\s*+ALTERNATIVE NAME ([0-9]{1,6})\s*+:(.*)")
_ABOUT = re.compile(r"#\s*+(TITLE|DATA TYPE|NUMBER ALTERNATIVES|NUMBER VOTERS)\s*+:(.*)")
_TOTALS = re.compile(r"\s*+[0-9]++\s*+(?:,\s*+[0-9]++\s*+){2}")
_PART = re.compile(r"\s*+([0-9]++|[{},]|\S)")
"""A part of an order; what no order has is a part as well, which is refused."""
_ORDERS = {"soc", "soi", "toc", "toi"}


def read(text: str) -> Election:
    """Read an election of either form."""
    rows = list(lines.numbered(text))
    if not rows:
        raise FormatError(PreflibFault.EMPTY, 1)
    reader = _Reader()
    read = reader.read_recent if rows[0][1].lstrip().startswith("#") else reader.read_older
    line = 1
    try:
        for place, (line, content) in enumerate(rows):  # noqa: B007 - the line is of a fault
            read(content, place)
        return reader.election()
    except FormatError as problem:
        raise problem.at(line) from None


def write(election: Election) -> str:
    """Return the election in the form of 2022. Ranks that were left out are not told."""
    counts = election.profile.counts
    written = [
        f"# TITLE: {' '.join(election.title.split())}",
        f"# DATA TYPE: {data_type(election)}",
        f"# NUMBER ALTERNATIVES: {len(election.names)}",
        f"# NUMBER VOTERS: {numbers.written(sum(counts.values()))}",
        f"# NUMBER UNIQUE ORDERS: {len(counts)}",
    ]
    written += [
        f"# ALTERNATIVE NAME {number}: {' '.join(name.split())}"
        for number, name in enumerate(election.names, 1)
    ]
    for ranking, count in counts.items():
        ranks = ",".join(_written(members(rank)) for rank in ranking if members(rank))
        written.append(f"{numbers.written(count)}: {ranks}")
    return "\n".join(written) + "\n"


def data_type(election: Election) -> str:
    """Return which kind of orders these are: `soc`, `soi`, `toc` or `toi`, as file names end."""
    rankings = list(election.profile.counts)
    has_ties = any(len(members(rank)) > 1 for ranking in rankings for rank in ranking)
    size = len(election.names)
    is_complete = all(sum(len(members(rank)) for rank in r) == size for r in rankings)
    return ("to" if has_ties else "so") + ("c" if is_complete else "i")


class _Reader:
    """Reads line by line."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._title = ""
        self._size = 0
        self._kind = ""
        """What kind of orders the file says that it has, if it does."""
        self._voters: Count | None = None
        """How many ballots the file says that it has."""
        self._ballots: list[tuple[Ranking, Count]] = []

    def read_recent(self, content: str, _place: int) -> None:
        """Read a line of the form of 2022."""
        plain = content.strip()
        if found := _NAME.match(plain):
            self._name(int(found[1]), found[2])
        elif found := _ABOUT.match(plain):
            self._note(found[1], found[2].strip())
        elif not plain.startswith("#"):
            self._check_that_the_size_is_known()
            self._read_order(content, ":", "42: 1,2")

    def read_older(self, content: str, place: int) -> None:
        """Read a line of the older form: sizes and names, totals, then the orders."""
        if not place:
            self._size = numbers.choices(content.strip())
        elif place <= self._size:
            number, _, name = content.partition(",")
            self._name(numbers.whole(number.strip(), Figure.ALTERNATIVE_NUMBER, self._size), name)
        elif place == self._size + 1:
            if not _TOTALS.fullmatch(content):
                raise FormatError(NoTotals(content))
            self._voters = numbers.weight(content.partition(",")[0].strip(), Figure.VOTERS)
        else:
            self._read_order(content, ",", "42,1,2")

    def election(self) -> Election:
        self._check_that_the_size_is_known()
        if set(self._names) != set(range(1, self._size + 1)):
            raise FormatError(OtherNames(self._size))
        ballots: Count = sum(count for _, count in self._ballots)
        if self._voters is not None and self._voters != ballots:
            raise FormatError(OtherCount(self._voters, ballots))
        election = Election(
            names=tuple(self._names[number] for number in range(1, self._size + 1)),
            ballot=RANKING,
            profile=grouped(range(self._size), self._ballots),
            title=self._title,
        )
        found = data_type(election)
        has_ties = self._kind[:1] == "s" and found[0] == "t"
        has_gaps = self._kind[2:] == "c" and found[2] == "i"
        if has_ties or has_gaps:
            raise FormatError(OtherOrders(self._kind, found))
        return election

    def _check_that_the_size_is_known(self) -> None:
        if not self._size:
            raise FormatError(PreflibFault.NO_SIZE)

    def _name(self, number: int, name: str) -> None:
        if number in self._names:
            raise FormatError(AlternativeTwice(number))
        self._names[number] = checked(name.strip())

    def _note(self, name: str, value: str) -> None:
        if name == "TITLE":
            self._title = value
        elif name == "NUMBER ALTERNATIVES":
            self._size = numbers.choices(value)
        elif name == "NUMBER VOTERS":
            self._voters = numbers.weight(value, Figure.VOTERS)
        elif value.lower() not in _ORDERS:
            raise FormatError(NoOrders(value))
        else:
            self._kind = value.lower()

    def _read_order(self, content: str, sign: str, example: str) -> None:
        count, found, order = content.partition(sign)
        if not found:
            raise FormatError(NoOrderBegins(content.strip(), example))
        try:
            weight = numbers.weight(count.strip())
        except FormatError as problem:
            raise problem.at(None, len(count) - len(count.lstrip()) + 1) from None
        self._ballots.append((self._ranking(order, len(count) + 1), weight))

    def _ranking(self, text: str, at: int) -> Ranking:
        """Read an order, before which its line has `at` characters."""
        order = _Order(self._size)
        for found in _PART.finditer(text):
            try:
                order.read(found[1])
            except FormatError as problem:
                raise problem.at(None, at + found.start(1) + 1) from None
        return order.ranking()


class _Order:
    """Reads an order part by part."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._ranks: list[list[int]] = []
        self._seen: set[int] = set()
        self._is_shared = False
        """Whether a brace is open."""
        self._is_next = True
        """Whether an alternative may come, and not only a comma."""

    def read(self, part: str) -> None:
        if part[0].isdigit() and self._is_next:
            self._add(numbers.whole(part, Figure.ALTERNATIVE, self._size))
            self._is_next = False
        elif part == "{" and self._is_next and not self._is_shared:
            self._ranks.append([])
            self._is_shared = True
        elif part == "}" and self._is_shared and not (self._is_next and self._ranks[-1]):
            self._is_shared = self._is_next = False
        elif part == "," and not self._is_next:
            self._is_next = True
        else:
            raise FormatError(NoOrder(part))

    def ranking(self) -> Ranking:
        if self._is_shared:
            raise FormatError(PreflibFault.OPEN_BRACE)
        return tuple(_rank(rank) for rank in self._ranks if rank)

    def _add(self, number: int) -> None:
        if not number:
            raise FormatError(PreflibFault.ZERO)
        if number in self._seen:
            raise FormatError(AlternativeTwice(number))
        self._seen.add(number)
        if not self._is_shared:
            self._ranks.append([])
        self._ranks[-1].append(number - 1)


def _rank(choices: list[int]) -> Rank:
    return tuple(choices) if len(choices) > 1 else choices[0]


def _written(choices: tuple[int, ...]) -> str:
    plain = ",".join(str(choice + 1) for choice in choices)
    return f"{{{plain}}}" if len(choices) > 1 else plain
