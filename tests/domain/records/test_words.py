from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.records import words
from polls.domain.records.problems import MalformedError
from polls.domain.records.word_list import WORDS

HASHES = st.binary(min_size=32, max_size=32)


def test_list_is_alphabetical_and_has_no_word_twice() -> None:
    assert len(WORDS) == 6**4
    assert sorted(set(WORDS)) == list(WORDS)


def test_words_begin_with_the_first_and_end_with_the_last() -> None:
    assert words.of(bytes(32), 4) == ("acid",) * 4
    assert words.of(b"\xff" * 32, 6) == ("zoom",) * 6


@given(HASHES, HASHES)
def test_words_sort_as_their_hashes(one: bytes, other: bytes) -> None:
    first, second = sorted([one, other])

    assert words.of(first, 6) <= words.of(second, 6)


@given(HASHES, st.integers(1, 6))
def test_hashes_of_words_are_all_that_are_told_so(hash_: bytes, number: int) -> None:
    told = words.of(hash_, number)

    found = words.hashes("  ".join(told).upper())

    assert found.first <= hash_ <= found.last
    assert words.of(found.first, number) == words.of(found.last, number) == told
    for end, step in ((found.first, -1), (found.last, 1)):
        beyond = int.from_bytes(end, "big") + step
        if 0 <= beyond < 1 << 256:
            assert words.of(beyond.to_bytes(32, "big"), number) != told


def test_words_may_be_quoted_with_commas_between() -> None:
    assert words.hashes("“Acid, yo-yo; acorn.”") == words.hashes("acid yo-yo acorn")


@pytest.mark.parametrize("text", ["", "  ", ",.", "acid rain", "acid " * 7, "ac"])
def test_hashes_of_what_is_on_no_list_are_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        words.hashes(text)
