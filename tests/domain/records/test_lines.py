from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from polls.domain.ballots.selections import encode
from polls.domain.records import lines

CHARACTERS = st.characters(exclude_categories=["Cs"])


@given(
    st.one_of(st.tuples(st.just(1), st.tuples(st.just(2), st.just(3))), st.tuples(st.just(4))),
    st.binary(min_size=16, max_size=16),
    st.none() | st.integers(1, 999),
    st.none() | st.text(CHARACTERS),
)
def test_ballot_is_the_line_of_its_members(
    selection: tuple[object, ...],
    nonce: bytes,
    weight: int | None,
    name: str | None,
) -> None:
    leaf = lines.ballot(encode(selection), nonce, weight, name)

    members = {"selection": selection, "nonce": lines.base64(nonce), "weight": weight, "name": name}
    assert leaf == lines.line({each: value for each, value in members.items() if value is not None})
    assert b"\n" not in leaf
    assert json.loads(leaf)["nonce"] == lines.base64(nonce)
