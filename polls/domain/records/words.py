"""Hashes in words, to be compared by people.

The list is alphabetical, so words are in the order of the hashes that they tell.
"""

from __future__ import annotations

from typing import NamedTuple

from polls.domain.records.problems import MalformedError, RecordPart
from polls.domain.records.word_list import WORDS

OF_BALLOT = 4
"""Words of a ballot: among a million, two with the same words are found once in six records."""

OF_CHECKPOINT = 6
"""Words of a checkpoint, 62 bits."""

_BITS = 256
_BETWEEN = str.maketrans(dict.fromkeys(',.;“”"', " "))
"""What may stand around words beside spaces, on a note or in a mail; the page that checks a record
takes the same away. Not the hyphen, which a word has."""
_PLACES = {word: place for place, word in enumerate(WORDS)}


class Range(NamedTuple):
    """All hashes that have some first words, both ends included."""

    first: bytes
    last: bytes


def of(digest: bytes, number: int) -> tuple[str, ...]:
    """Return the first words of a SHA-256: its digits in base 1,296, as a fraction of 2 to the 256.

    Fewer words are the first ones of more.
    """
    rest = int.from_bytes(digest, "big")
    words = []
    for _ in range(number):
        place, rest = divmod(rest * len(WORDS), 1 << _BITS)
        words.append(WORDS[place])
    return tuple(words)


def hashes(text: str) -> Range:
    """Return which hashes have these first words, in any case, with spaces or commas between.

    Raises:
        MalformedError: a word is not on the list, or there are too many or none.
    """
    words = text.lower().translate(_BETWEEN).split()
    if not 0 < len(words) <= OF_CHECKPOINT or not _PLACES.keys() >= set(words):
        raise MalformedError(RecordPart.WORDS)
    place = 0
    for word in words:
        place = place * len(WORDS) + _PLACES[word]
    parts = len(WORDS) ** len(words)
    first = _up(place << _BITS, parts)
    last = _up((place + 1) << _BITS, parts) - 1
    return Range(*(end.to_bytes(_BITS // 8, "big") for end in (first, last)))


def _up(number: int, parts: int) -> int:
    return -(-number // parts)
