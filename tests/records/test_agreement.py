"""The two programs that check records, both written from the document, on the same records."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING, Any

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions import dates
from polls.domain.questions.questions import Kind
from polls.domain.records import lines, trees, words
from polls.verifying import receipts, records
from tests.records import altered, samples
from tests.records.test_checker import checked

if TYPE_CHECKING:
    from pathlib import Path

    from polls.domain.methods import Method
    from polls.domain.questions.questions import Question
    from tests.records.samples import Sample

NAMESAKES = (761_252, 2_463_078)
"""Nonces of two ballots with the same words, found by trying millions."""


def record(method: Method, extras: tuple[Kind, ...], ballots: int) -> Sample:
    values: dict[str, Any] = {"max_choices": 1 if method.has_one_mark else None}
    texts = dates.EXAMPLES if method.has_dates else ("A", "B", "C", "D")
    if method.has_dates:
        values |= {"highest": len(method.labels) - 1, "labels": method.labels}
    if method.has_seats:
        values["seats"] = 2
    asked = samples.question(*texts, extras=extras, method=method.name, **values)
    chance = random.Random(method.name)
    return samples.made(asked, [samples.Cast(drawn(asked, chance)) for _ in range(ballots)])


def drawn(question: Question, chance: random.Random) -> tuple[Any, ...]:
    rules = question.rules
    named = [each.id for each in question.choices if each.kind is Kind.CHOICE]
    some = chance.sample(named, rules.max_choices or chance.randint(1, len(named)))
    if rules.style is Style.RANKING:
        return tuple(some)
    if rules.style is Style.MARKS:
        return tuple(sorted(some))
    return tuple((each, chance.randint(0, rules.highest)) for each in sorted(some))


def test_programs_agree_on_every_method(tmp_path: Path) -> None:
    made = [
        record(method, extras, ballots)
        for method in METHODS.values()
        for extras, ballots in (((), 0), ((), 1), ((Kind.NONE, Kind.BLANK), 4))
        if not (extras and method.has_dates)
    ]

    found = checked(tmp_path, ([each.zip] for each in made))

    assert len(made) > len(METHODS) * 2
    assert found == [["fits"]] * len(made)
    for sample in made:
        assert records.check(BytesIO(sample.zip)).checkpoint.size == len(sample.leaves)


def test_ballots_with_the_same_words_are_told_apart(tmp_path: Path) -> None:
    sample = samples.made(samples.question("Yes", "No"), [samples.Cast((11,))] * 2)
    one, other = (lines.ballot("[1]", nonce.to_bytes(16, "big")) for nonce in NAMESAKES)
    files = altered.signed(sample, ballots=[one, other])
    promises = [sample.promise(one), sample.promise(other)]
    third = lines.ballot("[1]", bytes(16))
    less = altered.packed(altered.signed(sample, ballots=[one, third]))
    found = checked(tmp_path, [[altered.packed(files), *promises], [less, *promises]])

    assert words.of(trees.leaf_hash(one), 4) == words.of(trees.leaf_hash(other), 4)
    assert found == [["fits", "kept", "kept"], ["fits", "kept", "broken"]]
    whole = records.check(BytesIO(altered.packed(files)))
    for promise in promises:
        assert "as was promised" in receipts.check(promise.encode(), whole)
