"""Elections that others counted: the same winners, and round by round where rounds are known."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.counting import pairwise
from polls.domain.counting.options import declared
from polls.domain.counting.outcomes import CountResult, Paths, Round, Totals
from polls.domain.counting.profiles import first_places
from polls.domain.counting.reasons import Exhaustion
from polls.domain.methods import METHODS
from tests.elections import MISSING, Case, case, cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = {
    "irv": "instant_runoff",
    "sequential_irv": "instant_runoff",
    "stv_meek": "meek_stv",
    "pav": "approval",
    "seqpav": "approval",
    "block_approval": "approval",
    "bloc_star": "star",
    "sntv": "plurality",
    "block_vote": "plurality",
    "scottish_stv": "stv",
    "meek": "meek_stv",
}
"""Methods that are called otherwise here, or are an option of another."""
KEMENY = "kemeny"
OVERVOTES = {
    "exhaust": "exhaust_immediately",
    "skip": "always_skip_to_next_rank",
    "exhaust_if_multiple_continuing": "exhaust_if_multiple_continuing",
}
TIEBREAKS = {"previousRoundCountsThenRandom": "previous_round_counts_then_lot"}
"""The others are orders of lots from the beginning."""
REASONS = {
    "exhaustedChoices": Exhaustion.NO_FURTHER_CHOICE,
    "overvotes": Exhaustion.OVERVOTE,
    "repeatedRankings": Exhaustion.REPEATED_CHOICE,
    "skippedRankings": Exhaustion.SKIPPED_RANKS,
}
TEXTBOOK_DECIMALS = Fraction(1, 10**9)
"""Textbooks publish rounded votes."""


def of_method(*methods: str) -> list[Any]:
    return _here([path for path in cases() if case(path).told["method"] in methods])


def of_name(name: str) -> list[Any]:
    return _here([path for path in cases() if path.stem == name])


def _here(paths: list[Path]) -> list[Any]:
    found = [pytest.param(path, id=path.stem) for path in paths]
    return found or [pytest.param(None, marks=pytest.mark.skip(reason=MISSING))]


@pytest.mark.parametrize("path", of_method(*METHODS, *NAMES))
def test_election_has_the_winners_that_others_found(path: Path) -> None:
    election = case(path)

    result = counted(election)

    winners = {election.names[choice] for choice in result.winners}
    tied = {election.names[choice] for choice in result.tied}
    expected = set(election.expected["winners"])
    assert winners == expected or (election.expected.get("tied") and expected <= tied | winners)


@pytest.mark.parametrize("path", of_method("condorcet_winner", "smith_set", KEMENY))
def test_comparison_finds_the_condorcet_winner_and_the_smith_set(path: Path) -> None:
    election = case(path)
    unranked = "not_compared" if election.told["method"] == KEMENY else "last"

    matrix = pairwise.compare(election.profile(), pairwise.PairwiseOptions(unranked=unranked))

    duels = matrix.duels()
    found = duels.smith_set if election.told["method"] == "smith_set" else ()
    if duels.condorcet_winner is not None:
        found = (duels.condorcet_winner,)
    if election.told["method"] == KEMENY:  # no method here, but what it needs
        found = kemeny(matrix)[:1]
    assert [election.names[choice] for choice in found] == election.expected["winners"]


@pytest.mark.parametrize("path", of_method(*METHODS, *NAMES))
def test_election_agrees_in_all_that_was_published(path: Path) -> None:
    election = case(path)

    result = counted(election)

    published = election.expected
    if "totals" in published:
        assert named(election, totals(result)) == published["totals"]
    if "ranking" in published and not election.given.get("default_option"):
        ranking = [{election.names[choice] for choice in group} for group in result.ranking]
        assert ranking == [set(group) for group in published["ranking"]]
    if "elected_order" in published:
        order = iter(published["elected_order"])  # in one round, stv-rs has that of the file
        for step in rounds(result):
            now = {election.names[choice] for choice in step.elected}
            assert now == set(islice(order, len(now)))
    if "committees" in published:
        committee = {election.names[choice] for choice in result.winners}
        assert committee in [set(each) for each in published["committees"]]
    if "quota" in published:
        assert abs(rounds(result)[0].quota - Fraction(published["quota"])) < TEXTBOOK_DECIMALS
    if "strongest_paths" in published:
        (paths,) = (step for step in result.steps if isinstance(step, Paths))
        for one, others in published["strongest_paths"].items():
            assert others == {
                other: paths.strengths[election.numbers([one, other])]  # type: ignore[index]
                for other in others
            }
    if "final_tally" in published:
        last = rounds(result)[-1]
        tally = {name: f"{votes:.9f}" for name, votes in published["final_tally"].items()}
        assert {n: f"{float(v):.9f}" for n, v in named(election, last.votes).items()} == tally
        assert f"{float(last.quota):.9f}" == f"{published['final_quota']:.9f}"


@pytest.mark.parametrize("path", of_method("irv", "sequential_irv", "stv"))
def test_rounds_are_those_that_others_published(path: Path) -> None:
    election = case(path)
    published = list(published_rounds(election))

    made = rounds(counted(election))

    assert len(made) == len(published) or not published
    for ours, theirs in zip(made, published, strict=False):
        votes = named(election, ours.votes)
        for name, number in theirs["tally"].items():
            off = abs(votes[name] - Fraction(str(number)))
            assert off == 0 or (election.given.get("rule") == "gregory" and off < TEXTBOOK_DECIMALS)
        if "threshold" in theirs and ours.quota:
            assert ours.quota == theirs["threshold"]
        if "inactive" in theirs:
            assert theirs["inactive"] == {
                name: pytest.approx(float(ours.exhausted.get(reason, 0)))
                for name, reason in REASONS.items()
            }
        if "eliminated" in theirs:
            assert {election.names[c] for c in ours.eliminated} == set(theirs["eliminated"])


@pytest.mark.parametrize(
    ("strength", "winner"),
    [("margins", "A"), ("ratio", "B"), ("winning_votes", "D"), ("losing_votes", "C")],
)
@pytest.mark.parametrize("path", of_name("schulze-example-10-wv"))
def test_strength_alone_changes_the_winner_of_schulzes_example_10(
    path: Path,
    strength: str,
    winner: str,
) -> None:
    election = case(path)
    schulze = METHODS["schulze"]

    result = schulze.count(
        election.profile(),
        schulze.options(strength=strength),
        1,
        tuple(range(len(election.names))),
    )

    assert [election.names[choice] for choice in result.winners] == [winner]


def counted(election: Case) -> CountResult:
    told = election.told["method"]
    method = METHODS[NAMES.get(told, told)]
    profile = election.profile()
    if told == "plurality":
        profile = first_places(profile)
    options = method.options(**options_of(election, method.name))
    order = election.numbers(election.given.get("tie_order", []))
    others = (c for c in range(len(election.names)) if c not in order)  # as in stv-rs
    return method.count(profile, options, election.told["seats"], (*order, *others))


def options_of(election: Case, name: str) -> dict[str, Any]:
    """Return the options that a case tells in words of its own."""
    given, options = election.given, dict[str, Any]()
    if election.told["method"] in {"pav", "seqpav"}:
        options["rule"] = "proportional"
    if name == "meek_stv":
        options |= {"stop_at_defeated": True, "rounding": "down"}  # as stv-rs
    if name == "stv":
        options |= stv_options(given)
    if name == "borda":
        options["last_place"] = int(given["points"].rpartition("..")[2])
        options["unranked"] = "zero" if given["unranked"] == "zero" else "average"
    elif "unranked" in given:
        options["unranked"] = {"last": "last", "ignored": "not_compared"}[given["unranked"]]
    if "overvote" in given:
        options |= reading_options(election)
    if name == "instant_runoff" and "overvote" in given:
        options["continue_until_two_candidates_remain"] = given["continue_until_two"]
        options["batch_elimination"] = given["batch_elimination"]
        options["first_round_determines_threshold"] = given["first_round_threshold"]
    return options | plain_options(election, name)


def plain_options(election: Case, name: str) -> dict[str, Any]:
    """Return the options that a case calls nearly as we do, where the method has them."""
    given = election.given
    found = {
        "max_marks": None,  # nobody published what was invalid
        "highest": given.get("max", 5),
        "five_star_tiebreak": given.get("five_star_tiebreak", True),
        "strength": given.get("strength", "winning_votes").removeprefix("pairwise_"),
        "default_choice": election.numbers([*filter(None, [given.get("default_option")])]),
    }
    has = {each.name for each in declared(METHODS[name].options)}
    return {option: value for option, value in found.items() if option in has}


def stv_options(given: dict[str, Any]) -> dict[str, Any]:
    if given["rule"] == "bottoms-up":
        return {"quota": "none"}
    if given["rule"] == "gregory":
        return {"quota": given["quota"], "decimals": None}
    if "scottish" in given["rule"].lower():
        return {}
    return {
        "quota": given["quota"],
        "decimals": given["decimals"],
        "surplus": "all_at_once",
        "one_winner_per_round": given.get("winner_mode", "").endswith("OnlyOneWinnerPerRound"),
    }


def reading_options(election: Case) -> dict[str, Any]:
    given = election.given
    most = given["max_rankings"]
    return {
        "overvote_rule": OVERVOTES[given["overvote"]],
        "max_skipped_ranks_allowed": given["max_skipped_ranks"],
        "exhaust_on_duplicate_candidate": given["duplicate"] != "skip",
        "tiebreak_mode": TIEBREAKS.get(given["tiebreak"], "lot"),
        "max_rankings_allowed": None if most == "max" else int(most),
        "use_candidate_order": given["tiebreak"] == "useCandidateOrder",
        "eliminate_first": election.numbers(given.get("eliminate_first", [])),
    }


def published_rounds(election: Case) -> Iterator[dict[str, Any]]:
    """Yield the rounds as we cut them.

    RCTab has a round of its own for each election, with the votes of the next one, and ends with
    one in which the last surplus is gone.
    """
    expected = election.expected
    parts = expected.get("passes") or [expected]
    for part in parts:
        before: dict[str, Any] = {}
        for told in part.get("rounds", []):
            if before and told["tally"] != before["tally"]:
                yield before
                before = {}
            if "finalRoundSurplus" not in told.get("inactive", {}):
                before = {**before, **told}
        if before:
            yield before


def kemeny(matrix: pairwise.Matrix) -> tuple[int, ...]:
    """Return the order of all choices with which the most ballots' preferences agree."""

    def agreeing(order: tuple[int, ...]) -> Any:
        return sum(matrix.wins[pair] for pair in combinations(order, 2))

    return max(permutations(matrix.choices), key=agreeing)


def rounds(result: CountResult) -> list[Round]:
    return [step for step in result.steps if isinstance(step, Round)]


def totals(result: CountResult) -> Any:
    return next(step.values for step in result.steps if isinstance(step, Totals))


def named(election: Case, values: Any) -> dict[str, Any]:
    return {election.names[choice]: value for choice, value in values.items()}
