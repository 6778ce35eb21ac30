"""ABIF, the Aggregated Ballot Information Format: `27:Tea/5>Coffee/3=Water/3`.

`=tea:[Tea from Assam]` names a token, `{"title": "Drinks"}` is about the whole, `#` a comment.
Votes with `>` or `=` are rankings; with `,` or nothing between they are scores, which stand behind
`/`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from polls.domain.counting.profiles import grouped, members
from polls.formats import numbers
from polls.formats.elections import RANKING, SCORES, Election
from polls.formats.lines import Names, numbered
from polls.formats.problems import FormatError, shown

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count, Rank, Ranking, Scores

_TOKEN = re.compile(r"=\s*(?:\[([^\[\]]+)\]|([^\s:\[\]]+))\s*:\s*\[?([^\[\]]*)\]?$")
_VOTE = re.compile(r"([0-9]+)\s*[:*](.*)")
_ITEM = re.compile(
    r"\s*(?:\[([^\[\]]+)\]|([^\s\[\]/>=,]+))\s*(?:/\s*([0-9]{1,4}))?\s*(?:([>=,])|$)",
)
_MAX_SCORE = 1_000


def write(election: Election) -> str:
    """Return an election of rankings or of scores; brackets are left out of names.

    Ranks that were left out are not told: the format has no sign for them.
    """
    lines = [json.dumps({"title": " ".join(election.title.split())}, ensure_ascii=False)]
    for choice in election.profile.choices:
        plain = "".join(" " if sign in "[]" else sign for sign in election.names[choice])
        name = " ".join(plain.split()) or _token(choice)
        lines.append(f"={_token(choice)}:[{name}]")
    written = _written_scores if election.ballot == SCORES else _written_ranking
    for selection, count in election.profile.counts.items():
        lines.append(f"{numbers.written(count)}:{written(selection, election.profile.choices)}")
    return "\n".join(lines) + "\n"


class _Item:
    """One choice of a vote line, and the sign behind it."""

    def __init__(self, choice: int, score: int | None, sign: str) -> None:
        self.choice, self.score, self.sign = choice, score, sign


def read(text: str) -> Election:
    """Read an election: of rankings if any line has them, of scores otherwise."""
    names = Names()
    titles: dict[str, str] = {}
    about: dict[str, Any] = {}
    votes: list[tuple[list[_Item], Count, int]] = []
    for line, content in numbered(text):
        if content.startswith("{"):
            about |= _about(content, line)
        elif found := _TOKEN.match(content):
            token = (found[1] or found[2]).strip()
            titles[token] = found[3].strip() or token
            names.number(token, line)
        elif vote := content.partition("#")[0].strip():
            found = _VOTE.match(vote)
            if not found:
                raise FormatError(line, f"a vote begins as in 27:A>B and not {shown(vote)}")
            items = _items(found[2], line, names)
            votes.append((items, numbers.weight(found[1], line), line))
    if not names:
        raise FormatError(1, "there are no choices")
    ranked = any(item.sign in {">", "="} for items, _count, _line in votes for item in items)
    scored = not ranked and any(i.score is not None for items, _c, _l in votes for i in items)
    return Election(
        names=tuple(titles.get(token, token) for token in names),
        ballot=SCORES if scored else RANKING,
        profile=grouped(
            range(len(names)),
            (
                (_scores(items, len(names)) if scored else _ranking(items), count)
                for items, count, _line in votes
            ),
        ),
        title=str(about.get("title", "")),
    )


def _about(content: str, line: int) -> dict[str, Any]:
    try:
        about = json.loads(content)
    except (ValueError, RecursionError):
        raise FormatError(line, f"{shown(content)} is no JSON") from None
    return about if isinstance(about, dict) else {}


def _items(text: str, line: int, names: Names) -> list[_Item]:
    items: list[_Item] = []
    seen: set[int] = set()
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _ITEM.match(text, at)
        if not found:
            raise FormatError(line, f"a vote is as in A>B=C or A/5,B/3 and not {shown(text)}")
        at = found.end()
        score = None if found[3] is None else numbers.whole(found[3], line, "a score", _MAX_SCORE)
        choice = names.number((found[1] or found[2]).strip(), line)
        if choice in seen:
            raise FormatError(line, "a choice is there twice")
        seen.add(choice)
        items.append(_Item(choice, score, found[4] or ""))
    return items


def _ranking(items: list[_Item]) -> tuple[Rank, ...]:
    ranks: list[tuple[int, ...]] = []
    is_beside = False
    for item in items:
        if is_beside:
            ranks[-1] += (item.choice,)
        else:
            ranks.append((item.choice,))
        is_beside = item.sign == "="
    return tuple(rank if len(rank) > 1 else rank[0] for rank in ranks)


def _scores(items: list[_Item], size: int) -> tuple[int | None, ...]:
    scores: list[int | None] = [None] * size
    for item in items:
        scores[item.choice] = item.score
    return tuple(scores)


def _token(choice: int) -> str:
    return f"c{choice + 1}"


def _written_ranking(ranking: Ranking, _choices: tuple[int, ...]) -> str:
    ranks = ("=".join(_token(choice) for choice in members(rank)) for rank in ranking)
    return ">".join(rank for rank in ranks if rank)


def _written_scores(scores: Scores, choices: tuple[int, ...]) -> str:
    given = zip(choices, scores, strict=True)
    return ",".join(f"{_token(choice)}/{score}" for choice, score in given if score is not None)
