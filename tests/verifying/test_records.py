from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polls.domain.records import lines, notes, trees
from polls.formats import record_files
from polls.verifying.faults import NotARecordError, WrongError
from tests.records import altered, samples, verdicts
from tests.verifying.forging import check, edited, files, signed, with_leaves, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.records.samples import Sample

NAMES = st.sampled_from(sorted(samples.MAKERS))
FEW = settings(max_examples=40)


@pytest.mark.parametrize("name", samples.MAKERS)
def test_record_that_nobody_changed_is_right(name: str) -> None:
    sample = samples.sample(name)

    record = check(sample.zip)

    assert record.checkpoint.size == len(sample.leaves)
    assert record.recount.told == json.loads(sample.leaves[-1])["result"]
    assert list(record.signers) == [each.key for each in sample.signers]


@pytest.mark.parametrize("name", samples.MAKERS)
def test_record_that_its_site_makes_again_is_right(name: str) -> None:
    sample = samples.sample(name)  # so what forging makes is wrong for no other reason

    assert check(signed(sample, sample.leaves)).checkpoint == check(sample.zip).checkpoint


# what somebody changes who does not hold the key


@FEW
@given(NAMES, st.data())
def test_changed_byte_of_a_leaf_is_found(name: str, data: st.DataObject) -> None:
    sample = samples.sample(name)
    place = data.draw(st.integers(0, len(sample.leaves) - 1))
    at = data.draw(st.integers(0, len(sample.leaves[place]) - 1))
    leaf = bytearray(sample.leaves[place])
    leaf[at] ^= data.draw(st.integers(1, 255))
    leaves = list(sample.leaves)
    leaves[place] = bytes(leaf)

    with pytest.raises((WrongError, NotARecordError)):
        check(with_leaves(sample, leaves))


@FEW
@given(NAMES, st.data())
def test_changed_order_of_leaves_is_found(name: str, data: st.DataObject) -> None:
    sample = samples.sample(name)
    order = data.draw(st.permutations(sample.leaves))

    if tuple(order) != sample.leaves:
        with pytest.raises(WrongError):
            check(with_leaves(sample, order))


@FEW
@given(NAMES, st.data())
def test_leaf_that_is_dropped_or_doubled_is_found(name: str, data: st.DataObject) -> None:
    sample = samples.sample(name)
    place = data.draw(st.integers(0, len(sample.leaves) - 1))
    times = data.draw(st.sampled_from([0, 2]))
    leaves = [*sample.leaves[:place], *[sample.leaves[place]] * times, *sample.leaves[place + 1 :]]

    with pytest.raises(WrongError):
        check(with_leaves(sample, leaves))


@FEW
@given(
    NAMES,
    st.sampled_from(sorted({*files(samples.sample("one"))} - {record_files.README})),
    st.data(),
)
def test_changed_byte_of_a_file_is_found(name: str, file: str, data: st.DataObject) -> None:
    given_ = files(samples.sample(name))
    content = bytearray(given_[file])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises((WrongError, NotARecordError)):
        check(zipped(given_ | {file: bytes(content)}), brought=[samples.Signer().key])


def test_other_key_is_found() -> None:
    sample, stranger = samples.sample("marks"), samples.Signer(b"\x07" * 32)
    note = notes.read(sample.checkpoint.encode())
    forged = zipped(
        files(sample)
        | {
            record_files.CHECKPOINT: stranger.note(note.text).encode(),
            record_files.KEY: f"{stranger.key.text}\n".encode(),
        }
    )

    assert check(forged).signers == [stranger.key]  # it fits together, so keys must be compared
    with pytest.raises(WrongError, match="not signed by the key that you gave"):
        check(forged, brought=[sample.signers[0].key])


def test_site_that_signs_for_another_one_is_found() -> None:
    stranger = samples.Signer(b"\x07" * 32, "polls.example.net")
    sample = samples.sample("marks")
    note = notes.read(sample.checkpoint.encode())
    forged = files(sample) | {
        record_files.CHECKPOINT: stranger.note(note.text).encode(),
        record_files.KEY: f"{stranger.key.text}\n".encode(),
    }

    with pytest.raises(WrongError, match="which has not signed it"):
        check(zipped(forged))


def test_change_that_only_the_tree_shows_is_found() -> None:
    sample = samples.sample("marks")
    manifest = edited(sample.leaves[0], question="Coffee or tea?")
    close = edited(sample.leaves[-1], ended="2026-06-06T18:30:01Z")
    other = {record_files.MANIFEST: manifest + b"\n"}

    for leaves, more in (
        ([manifest, *sample.leaves[1:]], other),
        ([*sample.leaves[:-1], close], {}),
    ):
        text = b"".join(leaf + b"\n" for leaf in leaves)
        with pytest.raises(WrongError, match="The leaves are not what the site signed"):
            check(zipped(files(sample) | {record_files.LEAVES: text} | more))


def test_place_of_a_changed_ballot_is_said() -> None:
    sample = samples.sample("runoff")
    leaves = list(sample.leaves)
    leaves[17] = lines.ballot("[1]", bytes(16))

    with pytest.raises(WrongError, match=r"Ballots (16 and 17|17 and 18) are not in the order"):
        check(with_leaves(sample, leaves))


# what the site itself makes wrong, and signs


def _result(sample: Sample, **members: Any) -> bytes:
    close = json.loads(sample.leaves[-1])
    return edited(sample.leaves[-1], result=close["result"] | members)


WRONG_RESULTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "ballots": ("marks", {"ballots": 8}, "“ballots” is 8 in the result; the ballots give 9"),
    "weight": ("stv", {"weight": 8}, "“weight” is 8 in the result; the ballots give 7"),
    "blank": ("marks", {"blank": {"ballots": 0, "weight": 0}}, "“blank” is"),
    "marks": (
        "marks",
        {"sums": {"marks": [6, 3, 1]}},
        "The marks of “Tea” are 6 in the result; the ballots give 5.",
    ),
    "no sums": ("marks", {"sums": {}}, "“marks” is missing from the sums in the result"),
    "winners": (
        "marks",
        {"winners": [2]},
        r"“winners” is \[2\] in the result; counted by Plurality, the ballots give \[1\].",
    ),
    "lead": ("one", {"lead": "won"}, "“lead” is"),
    "ranking": ("schulze", {"ranking": []}, "“ranking” is"),
    "tied": ("marks", {"tied": [1, 2]}, "“tied” is"),
}


@pytest.mark.parametrize("what", WRONG_RESULTS)
def test_wrong_result_is_found(what: str) -> None:
    name, members, sentence = WRONG_RESULTS[what]
    sample = samples.sample(name)

    with pytest.raises(WrongError, match=sentence):
        check(signed(sample, [*sample.leaves[:-1], _result(sample, **members)]))


@FEW
@given(NAMES, st.data())
def test_any_number_of_a_result_that_is_changed_is_found(name: str, data: st.DataObject) -> None:
    sample = samples.sample(name)
    close = json.loads(sample.leaves[-1])
    places = list(_numbers(close["result"]))
    *way, last = data.draw(st.sampled_from(places))
    holder = close["result"]
    for step in way:
        holder = holder[step]
    holder[last] += data.draw(st.sampled_from([-1, 1, 1000]))

    with pytest.raises(WrongError):
        check(signed(sample, [*sample.leaves[:-1], lines.line(close)]))


def _numbers(value: Any) -> Any:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        if isinstance(member, dict | list):
            yield from ((name, *way) for way in _numbers(member))
        elif isinstance(member, int):
            yield (name,)


CLOSES: dict[str, tuple[dict[str, Any], str]] = {
    "ballots": ({"ballots": 10}, "The close says that there are 10 ballots; there are 9"),
    "record": ({"record": 2}, "The close is of another record"),
    "seed": ({"lot_seed": "0" * 32}, "not the one that was sealed"),
    "no seed": ({"lot_seed": None}, "a seal of the lots without their seed"),
    "replaced": ({"replaced": ["AA=="]}, "“replaced” in the close is not a list of hashes"),
    "a number": ({"ended": 7}, "The value of “ended” in the close is of the wrong kind"),
    "other leaf": ({"polls": "manifest"}, "The last leaf is not a close"),
}


@pytest.mark.parametrize("what", CLOSES)
def test_wrong_close_is_found(what: str) -> None:
    members, sentence = CLOSES[what]
    sample = samples.sample("marks")

    with pytest.raises(WrongError, match=sentence):
        check(signed(sample, [*sample.leaves[:-1], edited(sample.leaves[-1], **members)]))


def test_ballot_that_is_there_and_gone_is_found() -> None:
    sample = samples.sample("marks")
    there = lines.base64(trees.leaf_hash(sample.leaves[3]))
    gone = lines.base64(sha256(b"gone").digest())

    with pytest.raises(WrongError, match="is removed, and yet in the record"):
        check(signed(sample, [*sample.leaves[:-1], edited(sample.leaves[-1], removed=[there])]))
    close = edited(sample.leaves[-1], removed=[gone], replaced=[gone])
    with pytest.raises(WrongError, match="both replaced and removed"):
        check(signed(sample, [*sample.leaves[:-1], close]))


NONCE = '"nonce":"AAAAAAAAAAAAAAAAAAAAAA=="'
BALLOTS: dict[str, tuple[str, str, str]] = {
    "unknown choice": ("marks", f'{{"selection":[9],{NONCE}}}', "it names a choice that there"),
    "too many": ("marks", f'{{"selection":[1,2],{NONCE}}}', "it names 2 choices"),
    "too few": ("marks", f'{{"selection":[],{NONCE}}}', "it names 0 choices"),
    "beside blank": ("marks", f'{{"selection":[1,3],{NONCE}}}', "beside one that stands alone"),
    "order": ("approval", f'{{"selection":[2,1],{NONCE}}}', "not in ascending order"),
    "shape": ("marks", f'{{"selection":[[1,2]],{NONCE}}}', "not what ballots of this question"),
    "weight": ("marks", f'{{"selection":[1],{NONCE},"weight":2}}', "it has a weight"),
    "no weight": ("stv", f'{{"selection":[1],{NONCE}}}', "it has no weight"),
    "weight of 0": ("stv", f'{{"selection":[1],{NONCE},"weight":0}}', "of the wrong kind"),
    "name": ("marks", f'{{"selection":[1],{NONCE},"name":"Eve"}}', "it has a name"),
    "no name": ("dates", f'{{"selection":[[1,2]],{NONCE}}}', "it has no name"),
    "score": ("score", f'{{"selection":[[1,6]],{NONCE}}}', "a score that there is not"),
    "no score": ("score", f'{{"selection":[1],{NONCE}}}', "its selection has no scores"),
    "twice": ("runoff", f'{{"selection":[1,1],{NONCE}}}', "it ranks a choice twice"),
    "shared": ("schulze", f'{{"selection":[[2,1]],{NONCE}}}', "not in ascending order"),
    "spaces": ("marks", f'{{"selection": [1],{NONCE}}}', "not a JSON object as records have"),
    "repeated": ("marks", f'{{"selection":[1],"selection":[2],{NONCE}}}', "not a JSON object"),
    "fraction": ("marks", f'{{"selection":[1.0],{NONCE}}}', "not a JSON object"),
    "nonce": ("marks", '{"selection":[1],"nonce":"AAAA"}', "its nonce is not 16 bytes"),
    "close": ("marks", f'{{"polls":"close","selection":[1],{NONCE}}}', "it is not a ballot"),
    "nested": ("marks", f'{{"selection":{"[" * 9000}{"]" * 9000},{NONCE}}}', "not what ballots"),
    "nested elsewhere": ("marks", f'{{"x":{"[" * 9}1{"]" * 9},{NONCE}}}', "not a JSON object"),
    "no JSON": ("marks", "Tea", "not a JSON object"),
}


@pytest.mark.parametrize("what", BALLOTS)
def test_ballot_that_cannot_be_is_found(what: str) -> None:
    name, ballot, sentence = BALLOTS[what]
    sample = samples.sample(name)

    with pytest.raises(WrongError, match=f"Ballot [0-9]+ is wrong: .*{sentence}"):
        check(signed(sample, _with(sample, ballot)))


def _with(sample: Sample, ballot: str) -> list[bytes]:
    """Return the leaves with one ballot more, of which the close knows."""
    first, *ballots, last = sample.leaves
    number = json.loads(last)["ballots"] + 1
    return [first, *ballots, ballot.encode(), edited(last, ballots=number)]


def test_ballot_with_what_later_versions_may_add_counts() -> None:
    sample = samples.sample("marks")
    ballot = f'{{"selection":[1],{NONCE},"later":{{"é":[1]}}}}'

    with pytest.raises(WrongError, match="the ballots give 10"):
        check(signed(sample, _with(sample, ballot)))


MANIFESTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "origin": (lambda m: m.update(origin="elsewhere"), "The manifest is of elsewhere"),
    "record": (lambda m: m.update(record=2), "The manifest is of record 2, not of 1"),
    "choices": (lambda m: m.update(choices=[]), "The manifest has no choices"),
    "number": (lambda m: m["choices"][0].update(number=2), "Choice 1 .* has another number: 2"),
    "kind": (lambda m: m["choices"][0].update(kind="x"), "Choice 1 .* is of an unknown kind: “x”"),
    "ballot": (lambda m: m["rules"].update(ballot="scores"), "other ballots than its method"),
    "seats": (lambda m: m["rules"].update(seats=True), "“seats” in the rules .* wrong kind"),
    "too many seats": (lambda m: m["rules"].update(seats=9), "do not go together: “seats”"),
    "voters": (lambda m: m["rules"].update(voters="x"), "have an unknown “voters”: “x”"),
    "options": (lambda m: m["rules"].update(options={"x": "y"}), "options in the manifest are"),
    "a text": (lambda m: m["rules"].update(labels=[1]), "labels of the scores .* are not texts"),
    "missing": (
        lambda m: m["rules"].pop("quorum"),
        "“quorum” is missing from the rules in the manifest",
    ),
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_wrong_manifest_is_found(what: str) -> None:
    change, sentence = MANIFESTS[what]
    sample = samples.sample("marks")
    manifest = json.loads(sample.leaves[0])
    change(manifest)

    with pytest.raises(WrongError, match=sentence):
        check(signed(sample, [lines.line(manifest), *sample.leaves[1:]]))


@pytest.mark.parametrize(("member", "value"), [("format", 2), ("rules", {"method": "dice"})])
def test_record_that_a_later_program_made_is_not_judged(member: str, value: Any) -> None:
    sample = samples.sample("marks")
    manifest = json.loads(sample.leaves[0])
    manifest[member] = manifest[member] | value if isinstance(value, dict) else value

    with pytest.raises(NotARecordError, match="this program does not know"):
        check(signed(sample, [lines.line(manifest), *sample.leaves[1:]]))


def test_method_of_a_record_is_judged_when_it_is_known_to_be_signed() -> None:
    sample = samples.sample("marks")
    other = sample.leaves[0].replace(b"plurality", b"plurblity")

    with pytest.raises(WrongError, match="The first leaf, the manifest, is not"):
        check(with_leaves(sample, [other, *sample.leaves[1:]]))


@pytest.mark.parametrize("case", verdicts.cases(), ids=lambda case: case.what)
def test_verdict_is_that_of_the_vectors(case: verdicts.Case) -> None:
    try:
        check(zipped(dict(case.files)))
    except NotARecordError:
        verdict = verdicts.FORMAT
    except WrongError as error:
        verdict = str(error.kind)
    else:
        verdict = verdicts.RIGHT

    assert verdict == case.verdict


# what is no record


@FEW
@given(st.binary(max_size=200))
def test_any_bytes_are_no_record(data: bytes) -> None:
    with pytest.raises(NotARecordError, match="This is not a record"):
        check(data)


@FEW
@given(st.data())
def test_damaged_file_is_refused_or_right(data: st.DataObject) -> None:
    whole = bytearray(samples.sample("schulze").zip)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.sampled_from([len(whole), at]))

    with suppress(NotARecordError, WrongError):  # nothing else; a README is not checked at all
        check(bytes(whole[:end]))


def test_file_without_its_beginning_is_damaged() -> None:
    with pytest.raises(NotARecordError, match="Download it again"):
        check(samples.sample("schulze").zip[300:])


@pytest.mark.parametrize("file", [record_files.CHECKPOINT, record_files.LEAVES])
@pytest.mark.parametrize("by", [-1, 1, 5_000])
def test_file_of_another_size_than_it_says_is_damaged(file: str, by: int) -> None:
    with pytest.raises(NotARecordError, match="Download it again"):
        check(altered.resized(samples.sample("one").zip, file, by))


@pytest.mark.parametrize("name", sorted({*files(samples.sample("one"))}))
def test_missing_file_is_named(name: str) -> None:
    rest = {each: data for each, data in files(samples.sample("one")).items() if each != name}

    with pytest.raises(NotARecordError, match=f"it has no file {name}"):
        check(zipped(rest))


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        (record_files.CHECKPOINT, b"x" * 100_001, "checkpoint is too long"),
        (record_files.CHECKPOINT, b"hello\n", "checkpoint is not a signed one"),
        (record_files.KEY, b"hello", "key.txt does not have"),
        (record_files.KEY, b"\xff", "key.txt does not have"),
        (record_files.MANIFEST, b"\n" * 100_000_002, "manifest.json is too long"),
        (record_files.LEAVES, b"{}\n" + b"x" * 100_001 + b"\n{}\n", "a line of leaves.jsonl"),
    ],
)
def test_file_that_is_no_such_file_is_refused(file: str, content: bytes, sentence: str) -> None:
    with pytest.raises(NotARecordError, match=sentence):
        check(zipped(files(samples.sample("one")) | {file: content}))


@pytest.mark.parametrize(
    ("leaves", "sentence"),
    [
        (b"", "leaves.jsonl is empty"),
        (b"{}\n", "has only one line"),
        (b"{}\n{}\n{}", "the file was cut off"),
        (b"{}\n{}\n", "has 2 leaves, and its checkpoint is of 3"),
    ],
)
def test_leaves_that_are_cut_off_are_found(leaves: bytes, sentence: str) -> None:
    with pytest.raises(WrongError, match=sentence):
        check(zipped(files(samples.sample("one")) | {record_files.LEAVES: leaves}))
