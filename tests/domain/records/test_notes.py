from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.records import checkpoints, notes, promises, proofs
from polls.domain.records.checkpoints import Checkpoint
from polls.domain.records.problems import MalformedError
from polls.domain.records.promises import Promise
from polls.domain.records.proofs import Proof

# The example of c2sp.org/signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""  # noqa: E501
ORIGIN = "polls.example.org/poll/7/record/1"


def test_note_of_the_specification_is_read_as_it_was_written() -> None:
    note = notes.read(NOTE.encode())
    key = notes.read_key(KEY)

    assert note.text == "This is an example message.\n"
    assert note.whole == NOTE
    assert key.text == KEY
    assert [len(each) for each in note.signed_by(key)] == [64]


@given(st.text("a\n—\t", max_size=20), st.lists(st.binary(min_size=5, max_size=9), min_size=1))
def test_note_is_read_as_it_is_written_or_not_at_all(text: str, given_: list[bytes]) -> None:
    signatures = tuple(notes.Signature("a/b", each[:4], each[4:]) for each in given_)
    note = notes.Note(f"{text}\n", signatures)

    try:
        found = notes.read(note.whole.encode())
    except MalformedError:
        assert "\t" in text
    else:
        assert found == note


@pytest.mark.parametrize(
    "changed",
    [
        "",
        "\n",
        "text\n",
        "text\n\n",
        NOTE.removesuffix("\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("=\n", "\n"),
        NOTE.replace("foo Uw", "foo  Uw"),
        NOTE.replace("example.com/foo", "example+foo"),
        NOTE + "more\n",
        NOTE.replace("This", "\x00This"),
        "x" * notes.LONGEST + NOTE,
    ],
)
def test_note_that_is_none_is_refused(changed: str) -> None:
    with pytest.raises(MalformedError):
        notes.read(changed.encode())


@pytest.mark.parametrize(
    "changed",
    ["", "a+b", KEY.upper(), KEY.replace("foo", "fox"), KEY[:-1], KEY.replace("530d", "530e")],
)
def test_verifier_key_that_is_none_is_refused(changed: str) -> None:
    with pytest.raises(MalformedError):
        notes.read_key(changed)


@given(st.integers(0, 10**18), st.binary(min_size=32, max_size=32))
def test_checkpoint_is_read_as_it_is_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)

    assert checkpoints.read(checkpoint.text) == checkpoint
    with pytest.raises(MalformedError):
        promises.read(checkpoint.text)


@given(st.binary(min_size=32, max_size=32))
def test_promise_is_read_as_it_is_written_and_is_no_checkpoint(hash_: bytes) -> None:
    promise = Promise(promises.origin("polls.example.org", "7"), hash_)

    assert promises.read(promise.text) == promise
    with pytest.raises(MalformedError):
        checkpoints.read(promise.text)


@given(
    st.binary(max_size=40),
    st.integers(0, 10**18),
    st.lists(st.binary(min_size=32, max_size=32), max_size=proofs.LONGEST_PATH),
)
def test_proof_is_read_as_it_is_written(leaf: bytes, index: int, path: list[bytes]) -> None:
    proof = Proof(leaf, index, tuple(path), NOTE)

    assert proofs.read(proof.text.encode()) == proof


@pytest.mark.parametrize(
    ("part", "other"),
    [("@v1", "@v2"), ("extra ", "other "), ("index 1", "index 01"), ("\n\n", "\n"), ("AAA=", "A=")],
)
def test_proof_that_is_none_is_refused(part: str, other: str) -> None:
    text = Proof(b"leaf", 1, (bytes(32),), NOTE).text
    assert part in text

    with pytest.raises(MalformedError):
        proofs.read(text.replace(part, other).encode())
