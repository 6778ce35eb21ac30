from __future__ import annotations

from typing import Any

import pytest

from polls.domain.counting.profiles import Profile, grouped
from polls.domain.questions.questions import Choice
from polls.domain.questions.rules import Rules
from polls.domain.results import contrasts, counts
from polls.domain.results.contrasts import Contrast, Contrasts
from polls.domain.results.explanations import Explanation, Ground
from polls.presentation.results.contrasts import ContrastLine, lines, why
from tests import asking, elections

NAMES = {1: "Alice", 2: "Bob", 3: "Charlie"}
SEED = b"5" * 32


def told(
    profile: Profile[Any],
    names: dict[int, str],
    method: str,
    **rules: Any,
) -> dict[str, str]:
    """Count ballots by a method, and return what is told of each other one."""
    question = asking.question(
        choices=tuple(Choice(id_, name, 0) for id_, name in names.items()),
        method=method,
        max_choices=None,
        lot_seed=SEED,
        **rules,
    )
    official = counts.count(question, profile, is_closed=True)
    made = [
        contrasts.contrast(way, official, way.count(question, profile))
        for way in contrasts.ways(question.rules)
    ]
    assert all(each.is_same == (set(each.winners) == set(official.winners)) for each in made)
    return {each.title: why(each, names, question.rules) for each in made}


def ballots(*groups: tuple[Any, int]) -> Profile[Any]:
    return grouped(NAMES, groups)


def election(name: str) -> tuple[Profile[Any], dict[int, str]]:
    paths = [path for path in elections.cases() if path.stem == name]
    if not paths:
        pytest.skip(elections.MISSING)
    case = elections.case(paths[0])
    profile = case.profile()
    return profile, {number: case.names[number] for number in profile.choices}


def test_burlington_2009_has_three_winners() -> None:
    profile, names = election("irv-burlington-2009-3cand")

    said = told(profile, names, "instant_runoff")

    assert said["Plurality of first choices"].startswith("Wright has ")
    assert said["Schulze"].startswith("Montroll beats Kiss by 4,")
    assert said["Schulze"].endswith("and every other choice too.")
    assert said["Single transferable vote (Meek)"] == "The same result."


def test_burlington_2009_by_another_official_method() -> None:
    profile, names = election("irv-burlington-2009-3cand")

    said = told(profile, names, "schulze")

    assert said["Instant-runoff"].startswith(
        "Montroll had the fewest votes in round 1 and was eliminated."
    )
    assert said["Ranked pairs"] == said["Minimax"] == said["Copeland"] == "The same result."


def test_tennessee_chooses_by_distance() -> None:
    profile, names = election("ranked-pairs-tennessee")

    said = told(profile, names, "ranked_pairs")

    assert said["Plurality of first choices"] == ("Memphis has 42 % (42) of the first choices.")
    assert said["Instant-runoff"] == (
        "Nashville had the fewest votes in round 2 and was eliminated."
    )
    assert said["Borda"] == "The same result."


def test_debian_2006_is_told() -> None:
    profile, names = election("schulze-debian-2006-explicit")

    said = told(profile, names, "schulze")

    assert len(said) == len(contrasts.ways(Rules(method="schulze")))
    assert all(sentence.endswith(".") for sentence in said.values())


def test_circle_is_told_by_what_each_method_looks_at() -> None:
    profile, names = election("minimax-rbvote")
    other, letters = election("ranked-pairs-fr")

    said = told(profile, names, "schulze")

    assert said["Minimax"] == "The worst defeat of Cora (461) is smaller than that of Abby (463)."
    assert said["Ranked pairs"] == "Brad beats Abby by 463 to 458."
    assert told(other, letters, "schulze")["Ranked pairs"] == (
        "E beats A by 23 to 22, but that would close a cycle."
    )


def test_runoff_and_points_give_their_numbers() -> None:
    circle = [((1, 2, 3), 40), ((2, 3, 1), 33), ((3, 1, 2), 27), ((2, 1, 3), 3)]

    by_borda = told(ballots(*circle), NAMES, "borda")

    assert by_borda["Instant-runoff"] == "In round 2, Alice has 67 votes, and Bob 36."
    assert by_borda["Single transferable vote (Meek)"] == by_borda["Instant-runoff"]
    assert by_borda["Copeland"] == "Lots were drawn between Alice, Bob and Charlie."
    assert told(ballots(*circle), NAMES, "schulze")["Borda"] == (
        "Bob has 112 points, and Alice 110."
    )


def test_scores_are_compared_by_sums_runoff_and_grades() -> None:
    given = [((5, 0, 0), 3), ((3, 4, 0), 2), ((0, 4, 5), 2)]

    by_score = told(ballots(*given), NAMES, "score")
    by_star = told(ballots(*given), NAMES, "star")

    assert by_score["STAR"].startswith(
        "In the runoff, 4 ballots score Bob higher than Alice, and 3 lower"
    )
    assert by_star["Score"] == "Alice has 21 points, and Bob 16."
    assert by_star["Majority judgment"] == "The same result."
    assert "Availability" not in by_score


def test_first_choices_for_several_seats_say_what_the_newcomer_has() -> None:
    said = told(ballots(((1, 2), 6), ((2,), 1), ((3,), 3)), NAMES, "instant_runoff", seats=2)

    assert said["Plurality of first choices"] == ("Charlie has 30 % (3) of the first choices.")


def test_several_seats_by_most_marks_or_shared_out() -> None:
    marked = [((1, 2), 5), ((1,), 1), ((3,), 4)]

    said = told(ballots(*marked), NAMES, "approval", seats=2)
    other = told(ballots(*marked), NAMES, "approval", seats=2, options=(("rule", "proportional"),))

    assert said == {
        "Approval, proportional": (
            "For seat 2, Charlie adds 4 and Bob 2.5, "
            "because ballots that already have a winner count for less."
        ),
    }
    assert other == {"Approval, most marks": "Bob has 5 ballots, and Charlie 4."}


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        (Ground.RUNOFF, "In the runoff, 1 ballot scores Alice higher than Bob, and 0 lower."),
        (Ground.ROUND, "In round 2, Alice has 1 vote, and Bob 0."),
        (Ground.VOTES, "Alice has 1 ballot, and Bob 0."),
        (Ground.POINTS, "Alice has 1 point, and Bob 0."),
    ],
)
def test_one_of_a_kind_is_told_in_the_singular(ground: Ground, said: str) -> None:
    because = Explanation(ground, come=1, gone=2, mine=1, theirs=0, at=2)
    contrast = Contrast("STAR", (1,), is_same=False, newcomers=(1,), tied=(), explanation=because)

    assert why(contrast, NAMES, Rules()) == said


def test_nobody_wins_under_any_method_without_ballots() -> None:
    said = told(ballots(), NAMES, "schulze")

    assert set(said.values()) == {"No choice wins."}


@pytest.mark.parametrize(
    ("method", "given", "sentence"),
    [
        (
            "score",
            [((2, 3, 2), 3), ((2, 2, 0), 2), ((2, 0, 3), 3)],
            "Charlie has the same median grade as Alice, “2”, and more grades above it (3 to 0).",
        ),
        (
            "score",
            [((1, 1, 0), 3), ((0, 1, 1), 2), ((1, 0, 3), 3)],
            (
                "Alice has the same median grade as Charlie, “1”, "
                "and fewer grades below it (2 to 3)."
            ),
        ),
        (
            "star",
            [((2, 0, 3), 1), ((1, 0, 2), 2), ((2, 0, 0), 2)],
            "Alice has the same median grade as Charlie, “2”, and better grades around it.",
        ),
    ],
)
def test_equal_medians_say_which_grades_decide(
    method: str,
    given: list[tuple[Any, int]],
    sentence: str,
) -> None:
    assert told(ballots(*given), NAMES, method)["Majority judgment"] == sentence


def test_strongest_paths_are_compared_both_ways() -> None:
    circle = [((1, 3, 2), 5), ((3, 2, 1), 6), ((2, 1, 3), 5)]

    assert told(ballots(*circle), NAMES, "copeland")["Schulze"] == (
        "The strongest path from Charlie to Alice (11) is stronger than the path back (10)."
    )


def test_choice_that_does_not_reach_the_runoff_is_named() -> None:
    given = [((2, 2, 0), 3), ((2, 3, 3), 3), ((3, 0, 3), 1)]

    assert told(ballots(*given), NAMES, "majority_judgment")["STAR"] == (
        "Charlie does not reach the runoff, which Bob wins."
    )


def test_methods_with_the_same_winner_share_a_line_after_the_others() -> None:
    same = [Contrast(title, (1,), True, (), (), None) for title in ("Schulze", "Copeland")]
    other = Contrast("Plurality", (2,), False, (2,), (), None)

    assert lines(Contrasts((same[0], other, same[1]), ("Minimax",)), NAMES, Rules()) == [
        ContrastLine("Plurality", "Bob", ""),
        ContrastLine("Schulze, Copeland", "Alice", "The same result."),
        ContrastLine("Minimax", "not counted", "Counting would take too long."),
    ]
    assert lines(Contrasts(), NAMES, Rules()) == []
