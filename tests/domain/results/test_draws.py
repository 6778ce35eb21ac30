from __future__ import annotations

from hashlib import sha256

import pytest

from polls.domain.questions.questions import Choice, Kind
from polls.domain.results import counts, draws
from tests import asking

SEED = draws.seed(bytes(range(draws.SEED_BYTES)))
QUESTION = asking.question(
    lot_seed=SEED,
    choices=(
        Choice(7, "Tea", 0),
        Choice(8, "Coffee", 0),
        Choice(9, "None of these", 0, Kind.NONE),
        Choice(10, "Blank vote", 0, Kind.BLANK),
    ),
)


def test_draw_is_a_seal_as_long_as_somebody_can_vote() -> None:
    draw = draws.of(QUESTION, is_closed=False)

    assert draw == draws.Draw(sha256(SEED).hexdigest())


def test_draw_is_a_seed_and_the_order_of_its_lots_in_the_end() -> None:
    draw = draws.of(QUESTION, is_closed=True)

    assert draw is not None
    assert draw.seed == "000102030405060708090a0b0c0d0e0f"
    assert draw.seal == sha256(draw.seed.encode()).hexdigest()
    assert {(lot.choice.text, lot.number) for lot in draw.lots} == {
        ("Tea", 1),
        ("Coffee", 2),
        ("None of these", 3),
    }
    assert [lot.digest for lot in draw.lots] == sorted(
        sha256(f"{draw.seed}{number}".encode()).hexdigest() for number in (1, 2, 3)
    )
    order = counts.lot_order(QUESTION, is_closed=True)
    assert [lot.choice.id for lot in draw.lots] == [id_ for id_ in order if id_ != 10]
    assert draw.numbers == [1, 2, 3]


def test_question_from_before_there_were_seeds_has_no_draw() -> None:
    assert draws.of(asking.question(), is_closed=True) is None


def test_question_does_not_say_its_seed() -> None:
    assert SEED.decode() not in repr(QUESTION)


@pytest.mark.parametrize("given", [b"", SEED[:-1], SEED.upper(), b"\xff" * 32, b"$(reboot)" * 4])
def test_what_chance_does_not_make_is_no_seed(given: bytes) -> None:
    assert draws.is_seed(SEED)
    assert not draws.is_seed(given)
