"""Files that something happened to: bytes lost, doubled, moved or put in, as a seed says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

SIGNS = tuple(
    sign.encode()
    for sign in (
        *("0", "1", "-", "-1", "2", "10", "1000", "999999999999999999999", "1/3", "1.5", "٣", "²"),
        *(
            " ",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\0",
            "\v",
            "\x1a",
            "\u2028",
            "\ufeff",
            "\ud7ff",
            "é",
            "🥚",
        ),
        *('"', '""', '\\"', "'", "\\", "#", "#/", "/*", "*/", "*", "^", ";", ",", ":", "|", "||"),
        *("=", ">", "/", "(", ")", "[", "]", "{", "}", "[nick", "[tie", "[withdrawn", "A", "x"),
        *("/EMPTY/", "#/Candidates: ", "#/Number of Seats: 3", "{max_rating: 1}", "=a:[A]", "sep="),
        *("# NUMBER ALTERNATIVES: ", "# ALTERNATIVE NAME 1: A", "ranks", "scores", "marks"),
    )
)
"""What means something in some format of ballots."""
_MANY = 3_000


def mutated(random: Random, content: bytes, signs: Sequence[bytes] = SIGNS) -> bytes:
    """Return a file after one to four accidents."""
    for _ in range(random.randint(1, 4)):
        content = random.choice(_ACCIDENTS)(random, content, signs)
    return content


def _lost(random: Random, content: bytes, _signs: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    return content[:start] + content[end:]


def _doubled(random: Random, content: bytes, _signs: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    return content[:end] + content[start:end] + content[end:]


def _moved(random: Random, content: bytes, _signs: Sequence[bytes]) -> bytes:
    start, end = _span(random, content)
    rest = content[:start] + content[end:]
    place = random.randint(0, len(rest))
    return rest[:place] + content[start:end] + rest[place:]


def _cut_off(random: Random, content: bytes, _signs: Sequence[bytes]) -> bytes:
    return content[: random.randint(0, len(content))]


def _put_in(random: Random, content: bytes, signs: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] + random.choice(signs) + content[place:]


def _put_in_often(random: Random, content: bytes, signs: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] + random.choice(signs) * random.randint(2, _MANY) + content[place:]


def _replaced(random: Random, content: bytes, signs: Sequence[bytes]) -> bytes:
    if not content:
        return content
    place = random.randrange(len(content))
    sign = random.choice([random.choice(signs), random.randbytes(1)])
    return content[:place] + sign + content[place + 1 :]


def _lines_swapped(random: Random, content: bytes, _signs: Sequence[bytes]) -> bytes:
    lines = content.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _span(random: Random, content: bytes) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + random.randint(1, 12))


_ACCIDENTS: Sequence[Callable[[Random, bytes, Sequence[bytes]], bytes]] = (
    _lost,
    _doubled,
    _moved,
    _cut_off,
    _put_in,
    _put_in,
    _put_in_often,
    _replaced,
    _replaced,
    _lines_swapped,
)
