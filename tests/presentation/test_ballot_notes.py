from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from polls.domain.questions.rules import Rules, Visibility, Voters
from polls.presentation.ballot_notes import consequences, counting, instruction

SECRECY = {
    Voters.ANYONE: "Your vote is anonymous. ",
    Voters.BROWSER: "Your vote is anonymous. ",
    Voters.NETWORK: "Your vote is anonymous. At most 3 votes are accepted from one network. ",
    Voters.INVITED: (
        "Your vote is secret: the organiser can see that you have voted, but not how. "
    ),
}
SEEN_WITH_NAMES = {
    Visibility.ALWAYS: "Everyone sees your name with your vote.",
    Visibility.VOTED: (
        "People who have voted see your name with your vote, and everyone does once voting has "
        "ended."
    ),
    Visibility.CLOSED: (
        "The organiser sees your name with your vote, and everyone does once voting has ended."
    ),
    Visibility.ORGANISER: (
        "The organiser sees your name with your vote, and everyone does if the organiser "
        "publishes the results."
    ),
}
RESULTS = {
    Visibility.ALWAYS: "Everyone can see the results while voting is open.",
    Visibility.VOTED: "Results appear once you have voted.",
    Visibility.CLOSED: (
        "Results appear once voting has ended; until then only the organiser sees them."
    ),
    Visibility.ORGANISER: "Results appear when the organiser publishes them.",
}


def rules(**values: Any) -> Rules:
    return Rules(**{"per_network": 3} | values)


@pytest.mark.parametrize(
    ("voters", "visibility", "may_change"),
    list(product(Voters, Visibility, (True, False))),
)
def test_promise_says_who_sees_what_whether_it_may_change_and_when_results_appear(
    voters: Voters,
    visibility: Visibility,
    may_change: bool,
) -> None:
    said = consequences(rules(voters=voters, visibility=visibility, may_change=may_change))

    if voters is Voters.NAMED:
        expected = SEEN_WITH_NAMES[visibility]
        assert said.startswith(expected)
        assert "anonymous" not in said
        assert "secret" not in said
    else:
        expected = SECRECY[voters]
    assert expected in said
    assert ("voting again adds another one" in said) is (voters is Voters.ANYONE)
    may_revise = may_change and voters is not Voters.ANYONE
    assert ("change your vote as long as voting is open" in said) is may_revise
    assert ("You cannot change your vote" in said) is (voters is Voters.ANYONE or not may_change)
    assert RESULTS[visibility] in said
    assert said.endswith("recount them; a receipt lets you find yours.")
    assert "  " not in said


def test_promise_of_the_issue() -> None:
    said = consequences(Rules(visibility=Visibility.VOTED))

    assert said == (
        "Your vote is anonymous. You can change your vote as long as voting is open. "
        "Results appear once you have voted. Once the results are final, all ballots are published "
        "so that anyone can recount them; a receipt lets you find yours."
    )


def test_promise_without_receipts_says_so() -> None:
    said = consequences(Rules(has_receipts=False))

    assert said.endswith("recount them; there are no receipts.")


def test_promise_is_honest_about_weights() -> None:
    weighted = consequences(rules(voters=Voters.INVITED), is_weighted=True)
    others = consequences(rules(voters=Voters.INVITED))

    assert "people who know it can identify your vote in the results" in weighted
    assert "weight" not in others


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.NAMED])
def test_promise_of_a_published_result_says_that_everybody_sees_it(voters: Voters) -> None:
    kept = rules(voters=voters, visibility=Visibility.ORGANISER)

    said = consequences(kept, is_published=True)

    assert said == consequences(rules(voters=voters, visibility=Visibility.ALWAYS))
    assert said != consequences(kept)


def test_promise_of_what_never_waited_for_publishing_stays() -> None:
    closed = rules(visibility=Visibility.CLOSED)

    assert consequences(closed, is_published=True) == consequences(closed)


def test_promise_of_one_vote_a_network() -> None:
    said = consequences(Rules(voters=Voters.NETWORK, per_network=1))

    assert "Only one vote is accepted from each network." in said


@pytest.mark.parametrize(
    ("fewest", "most", "choices", "said"),
    [
        (1, 1, 4, ""),
        (1, None, 4, "Mark as many as you like."),
        (1, 4, 4, "Mark as many as you like."),
        (1, 3, 4, "Mark up to 3."),
        (2, 3, 4, "Mark 2 to 3."),
        (2, 2, 4, "Mark exactly 2."),
        (2, None, 4, "Mark at least 2."),
        (4, None, 4, "Mark exactly 4."),
        (1, 3, 2, "Mark as many as you like."),
    ],
)
def test_instruction_says_how_many_to_mark(
    fewest: int,
    most: int | None,
    choices: int,
    said: str,
) -> None:
    assert instruction(Rules(min_choices=fewest, max_choices=most), choices) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"method": "instant_runoff"}, "Rank as many as you like, favourite first."),
        ({"method": "stv", "max_choices": 2}, "Rank up to 2, favourite first."),
        (
            {"method": "schulze"},
            "Rank as many as you like, favourite first. Several choices may share a rank.",
        ),
        ({"method": "score"}, "Score as many as you like. A choice you leave open counts as 0."),
        (
            {"method": "score", "options": (("blanks", "ignored"),)},
            ("Score as many as you like. Choices you leave open count neither for nor against."),
        ),
        (
            {"method": "majority_judgment", "labels": ("Poor", "Good"), "highest": 1},
            "Answer as many as you like. A choice you leave open counts as “Poor”.",
        ),
        (
            {"method": "availability", "labels": ("No", "If need be", "Yes"), "highest": 2},
            "Answer as many as you like. Dates you leave unanswered are not counted as “no”.",
        ),
    ],
)
def test_instruction_says_how_to_fill_in_each_kind_of_ballot(
    values: dict[str, Any],
    said: str,
) -> None:
    assert instruction(Rules(**{"max_choices": None} | values), 4) == said


def test_counting_is_told_where_more_than_marks_decide() -> None:
    said = {
        name: counting(Rules(method=name, seats=seats))
        for name, seats in {"plurality": 1, "approval": 2, "star": 1}.items()
    }

    assert said == {
        "plurality": "",
        "approval": (
            "Approval: Mark every choice you would accept; the one with the most marks wins."
            " There are 2 winners."
        ),
        "star": (
            "STAR: Score each choice; the two with the most points go to a runoff: whichever more "
            "voters scored higher wins."
        ),
    }
