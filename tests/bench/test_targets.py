from __future__ import annotations

from bench.figures import FIGURES, Measurements
from bench.programs import BARE, POSTGRES, SQLITE
from bench.targets import TARGETS, Target, judge


def measured(**values: dict[str, list[float]]) -> Measurements:
    found = Measurements()
    for figure, programs in values.items():
        for program, each in programs.items():
            for value in each:
                found.add(figure, program, value)
    return found


def test_ratio_to_a_peer_is_judged_by_the_bound_of_each_database() -> None:
    found = measured(votes={BARE: [90, 100, 999], SQLITE: [55], POSTGRES: [55]})

    verdicts = {each.program: each for each in judge(found) if each.target.against == BARE}

    assert {program: each.value for program, each in verdicts.items()} == {
        SQLITE: 0.55,
        POSTGRES: 0.55,
    }
    assert verdicts[SQLITE].is_passed
    assert not verdicts[POSTGRES].is_passed


def test_ratio_to_another_figure_is_that_of_the_same_program() -> None:
    found = measured(votes={SQLITE: [100]}, loaded_votes={SQLITE: [89], POSTGRES: [100]})

    (verdict,) = [each for each in judge(found) if each.target.over == "votes"]

    assert (verdict.program, verdict.value, verdict.is_passed) == (SQLITE, 0.89, False)


def test_ceiling_is_kept_from_below() -> None:
    target = Target("memory", (90,), is_ceiling=True)

    assert target.is_met_by(SQLITE, 90)
    assert not target.is_met_by(SQLITE, 90.1)


def test_figure_without_a_bound_is_only_reported() -> None:
    assert Target("votes", (), against=BARE).is_met_by(SQLITE, 0)


def test_every_target_is_about_figures_that_are_in_the_table() -> None:
    keys = {figure.key for figure in FIGURES}

    assert {each.figure for each in TARGETS} <= keys
    assert {each.over for each in TARGETS if each.over} <= keys
