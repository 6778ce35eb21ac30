"""Files as other programs write them: each variant says the same election."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.formats.files import READERS
from polls.formats.reading.encodings import decoded
from tests.fuzz import variants


@pytest.mark.parametrize("format_", variants.FORMATS)
@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 2**32))
def test_every_variant_of_a_format_says_the_same_election(format_: str, seed: int) -> None:
    random = Random(seed)
    election = variants.election(random, format_)
    content = variants.written(random, format_, election)

    again = READERS[format_](decoded(content).text)

    assert again.names == election.names
    assert (again.ballot, again.profile) == (election.ballot, election.profile)
    assert again.tie_order == election.tie_order


@pytest.mark.parametrize("format_", variants.FORMATS)
def test_variants_differ(format_: str) -> None:
    written = {
        variants.written(Random(seed), format_, variants.election(Random(1), format_))
        for seed in range(20)
    }

    assert len(written) > 15
