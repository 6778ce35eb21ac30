"""One election as the programs of each format may write it: every variant that they read.

All of it is drawn from a `Random`, so that a seed says which file it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polls.domain.counting.profiles import grouped, members
from polls.formats.elections import MARKS, RANKING, SCORES, Election

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

NAMES = (
    *("Ann", "Ann Lee", "O'Neil-Žižek", "Zoë 2", "Bob \N{LATIN SMALL LETTER SHARP S}", "C++"),
    *("Grade A*", "Dan & Eve", "Café (noir)", "1", "Rot - Grün", "x", "50 %", "A.B.", "Straße 7"),
)
"""All of them have Windows-1252; those with signs that a format keeps for itself are left out."""
_RESERVED = {"cvotes": "<>=;,#/*^|", "abif": "[]"}
_KINDS = {
    "blt": [RANKING],
    "cvotes": [RANKING],
    "toi": [RANKING],
    "abif": [RANKING, SCORES],
    "csv": [RANKING, SCORES, MARKS],
}
FORMATS = tuple(_KINDS)


def election(random: Random, format_: str) -> Election:
    """Draw an election that a format can say."""
    reserved = _RESERVED.get(format_, "")
    able = [name for name in NAMES if not set(name) & set(reserved)]
    names = tuple(random.sample(able, random.randint(2, 5)))
    ballot = random.choice(_KINDS[format_])
    drawn = [(_selection(random, ballot, len(names)), random.randint(1, 99)) for _ in range(6)]
    if ballot == SCORES and format_ == "abif":
        drawn.append(((5, *[0] * (len(names) - 1)), 1))  # without a score it would be of rankings
    size = len(names)
    if format_ != "blt":
        return Election(names, ballot, grouped(range(size), drawn))
    standing = sorted(random.sample(range(size), random.choice([size, size, 1, size - 1])))
    order = tuple(random.choice([[], random.sample(range(size), size)]))
    return Election(names, ballot, grouped(standing, drawn), tie_order=order)


def written(random: Random, format_: str, election: Election) -> bytes:
    """Write an election in some variant of a format, in some encoding."""
    lines = _WRITERS[format_](random, election)
    end = random.choice(["\n", "\r\n", "\r"])
    if random.random() < 0.3:
        places = range(
            min(2, len(lines)), len(lines) + 1
        )  # Excel's hint is the first line, if there is one
        for place in sorted(random.choices(places, k=2), reverse=True):
            lines.insert(place, random.choice(["", "  ", "\t"]))
    if random.random() < 0.3 and format_ != "csv":  # there a space belongs to its cell
        lines = [line + random.choice(["", " ", "\t", "  "]) for line in lines]
    text = end.join(lines) + random.choice(["", end, end * 2])
    return text.encode(random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))


def _selection(random: Random, ballot: str, size: int) -> tuple[Any, ...]:
    if ballot == SCORES:
        return tuple(random.choice([None, 0, 1, 5]) for _ in range(size))
    order = random.sample(range(size), random.randint(0, size))
    if ballot == MARKS:
        return tuple(sorted(order))
    ranks: list[list[int]] = []
    for choice in order:
        if ranks and random.random() < 0.2:
            ranks[-1].append(choice)
        else:
            ranks.append([choice])
    return tuple(tuple(sorted(rank)) if len(rank) > 1 else rank[0] for rank in ranks)


def _blt(random: Random, election: Election) -> list[str]:
    """Write it line by line, word by word, or all on one line, with names in several ways."""
    size = len(election.names)
    called = random.choice([[str(n + 1) for n in range(size)], [f"n{n}" for n in range(size)]])
    begin = [f"{size} 1", *_blt_options(random, election, called)]
    share = random.choice(["=", "("])
    ballots = [
        f"{random.choice(['', '(a 1) ', '[7] '])}{count} "
        + "".join(f"{_blt_rank(rank, share, called)} " for rank in ranking)
        + "0"
        for ranking, count in election.profile.counts.items()
    ]
    quoted = [random.choice([f'"{name}"', f' "{name}"']) for name in election.names]
    title = random.choice([[], ['"The title"']])
    match random.choice(["lines", "comments", "side by side", "one line", "words"]):
        case "one line":
            return [" ".join([*begin, *ballots, "0", *quoted, *title])]
        case "side by side":
            return [*begin, *ballots, "0 " + " ".join([*quoted, *title])]
        case "words":
            # A ballot's id in brackets is one only with its weight on the same line.
            words = " ".join([*begin, *ballots, "0"]).replace("[7] ", "").split()
            return [*words, *quoted, *title]
        case "comments":
            noted = [line + random.choice(["", "  # so", " /* so */"]) for line in ballots]
            return ["# first", f"{begin[0]} # two", *begin[1:], *noted, "0", *quoted, "# end"]
        case _:
            return [*begin, *ballots, "0", *quoted, *title]


def _blt_options(random: Random, election: Election, called: list[str]) -> list[str]:
    """Write who has withdrawn, the order of ties, and what ballots call the candidates."""
    away = [n for n in range(len(called)) if n not in election.profile.choices]
    lines = [] if called[0] == "1" else [f"[nick {' '.join(called)}]"]
    if election.tie_order:
        lines.append(f"[tie {' '.join(called[n] for n in election.tie_order)} ]")
    if away and random.random() < 0.5:
        lines.append(f"[withdrawn {' '.join(called[n] for n in away)}]")
    elif away:
        lines.append(" ".join(f"-{n + 1}" for n in away))
    return lines


def _blt_rank(rank: Any, share: str, called: list[str]) -> str:
    names = [called[choice] for choice in members(rank)]
    if share == "(" and len(names) > 1:
        return f"({' '.join(names)})"
    return "=".join(names)


def _cvotes(random: Random, election: Election) -> list[str]:
    semicolon, over, equal = (random.choice(["{}", " {}", " {} ", "{} "]).format(s) for s in ";>=")
    lines = [f"#/Candidate{random.choice(['', 's'])}: {semicolon.join(election.names)}"]
    if random.random() < 0.5:
        lines = ["# about", *lines, "#/Weight Allowed: FALSE", "#/voting methods: Schulze"]
    for ranking, count in election.profile.counts.items():
        ranks = [equal.join(election.names[c] for c in members(rank)) for rank in ranking]
        vote = over.join(ranks) or random.choice(["/EMPTY/", "/EMPTY_RANKING/"])
        tags = random.choice(["", "a, b || ", "id:7||"])
        weight = random.choice(["", " ^7"])
        lines.append(f"{tags}{vote}{weight} *{random.choice(['', ' '])}{count}")
        lines[-1] += random.choice(["", "  # said so"])
    return lines


def _abif(random: Random, election: Election) -> list[str]:
    title = random.choice(['{"title": "T"}', '{title: "T"}', "{title: T}", "# no title"])
    tokens = [f"t{number}" for number in range(len(election.names))]
    lines = [title, *(f"={t}:[{name}]" for t, name in zip(tokens, election.names, strict=True))]
    quote = random.choice(["{}", '"{}"', "[{}]"])
    space = random.choice(["", " "])
    for selection, count in election.profile.counts.items():
        if election.ballot == SCORES:
            given = zip(tokens, selection, strict=True)
            said = f"{space},{space}".join(
                f"{quote.format(token)}{space}/{space}{score}"
                for token, score in given
                if score is not None
            )
        else:
            ranks = ("=".join(quote.format(tokens[c]) for c in members(rank)) for rank in selection)
            said = f"{space}>{space}".join(ranks)
        lines.append(f"{count}{space}{random.choice(':*')}{said}{random.choice(['', ' # so'])}")
    return lines


def _preflib(random: Random, election: Election) -> list[str]:
    counts = election.profile.counts
    space = random.choice(["", " "])
    voters = sum(counts.values())
    orders = [
        (
            count,
            f"{space},{space}".join(
                "{" + f",{space}".join(str(c + 1) for c in members(rank)) + "}"
                if len(members(rank)) > 1
                else str(members(rank)[0] + 1)
                for rank in ranking
            ),
        )
        for ranking, count in counts.items()
    ]
    named = list(enumerate(election.names, 1))
    if random.random() < 0.5:
        totals = f"{voters},{voters},{len(counts)}"
        names = [f"{number},{name}" for number, name in named]
        return [str(len(named)), *names, totals, *(f"{count},{order}" for count, order in orders)]
    return [
        "# DATA TYPE: toi",
        f"# NUMBER ALTERNATIVES: {len(named)}",
        f"# NUMBER VOTERS: {voters}",
        *(f"# ALTERNATIVE NAME {number}: {name}" for number, name in named),
        *(f"{count}:{space}{order}" for count, order in orders),
    ]


def _csv(random: Random, election: Election) -> list[str]:
    kinds = {RANKING: "ranks", SCORES: "scores", MARKS: "marks"}
    sign = random.choice([",", ";", "\t"])
    names = [random.choice([name, f'"{name}"']) for name in election.names]
    lines = [sign.join([kinds[election.ballot], *names])]
    if random.random() < 0.3:
        lines.insert(0, f"sep={sign}")
    for selection, count in election.profile.counts.items():
        cells = _cells(random, selection, election)
        lines.append(sign.join(random.choice([c, f'"{c}"', c]) for c in [str(count), *cells]))
    return lines


def _cells(random: Random, selection: Any, election: Election) -> list[str]:
    nothing = random.choice(["", "-"])
    if election.ballot == SCORES:
        return [nothing if score is None else str(score) for score in selection]
    if election.ballot == MARKS:
        mark, none = random.choice(["1", "x", "YES", "✓", "true"]), random.choice(["0", "", "no"])
        mark = mark if mark != "✓" else "x"  # which Windows-1252 has not
        return [mark if n in selection else none for n in range(len(election.names))]
    places = {c: str(place) for place, rank in enumerate(selection, 1) for c in members(rank)}
    return [places.get(choice, nothing) for choice in range(len(election.names))]


_WRITERS: dict[str, Callable[[Random, Election], list[str]]] = {
    "blt": _blt,
    "cvotes": _cvotes,
    "toi": _preflib,
    "abif": _abif,
    "csv": _csv,
}
