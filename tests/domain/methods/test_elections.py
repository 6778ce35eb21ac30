"""Elections that others counted: the same winners, and round by round where rounds are known."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.counting import pairwise, readings
from polls.domain.counting.outcomes import Paths, Result, Round, Totals
from polls.domain.counting.profiles import first_places
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
}
"""Methods that are called otherwise here, or are an option of another."""
KEMENY = "kemeny"
OVERVOTES = {
    "exhaust": "exhaust_immediately",
    "skip": "always_skip_to_next_rank",
    "exhaust_if_multiple_continuing": "exhaust_if_multiple_continuing",
}
REASONS = {
    "exhaustedChoices": readings.NO_MORE,
    "overvotes": readings.OVERVOTE,
    "repeatedRankings": readings.REPEATED,
    "skippedRankings": readings.SKIPPED,
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

    duels = pairwise.compare(
        election.profile(),
        pairwise.PairwiseOptions(unranked=unranked),
    ).duels()

    found = duels.smith_set if election.told["method"] == "smith_set" else ()
    if duels.condorcet_winner is not None:
        found = (duels.condorcet_winner,)
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


def counted(election: Case) -> Result:
    told = election.told["method"]
    method = METHODS[NAMES.get(told, told)]
    profile = election.profile()
    if told == "plurality":
        profile = first_places(profile)
    options = method.options(**options_of(election, method.name))
    lots = tuple(range(len(election.names)))  # RCTab's "candidate order", and stv-rs's
    return method.count(profile, options, election.told["seats"], lots)


def options_of(election: Case, name: str) -> dict[str, Any]:
    given, options = election.given, dict[str, Any]()
    has = METHODS[name].options.__dataclass_fields__
    if election.told["method"] in {"pav", "seqpav"}:
        options["rule"] = "proportional"
    if name != "borda" and "unranked" in given:
        options["unranked"] = {"last": "last", "ignored": "not_compared"}[given["unranked"]]
    if "strength" in has and "strength" in given:
        options["strength"] = given["strength"]
    if "five_star_tiebreak" in given:
        options["five_star_tiebreak"] = given["five_star_tiebreak"]
    if "default_option" in given:
        options["default_choice"] = election.numbers([given["default_option"]])
    if name == "meek_stv":
        options["stop_at_defeated"] = True
    if name == "stv":
        options |= stv_options(given)
    if "overvote" in given:
        options |= reading_options(election)
    if name == "instant_runoff" and "overvote" in given:
        options["continue_until_two_candidates_remain"] = given["continue_until_two"]
        options["batch_elimination"] = given["batch_elimination"]
        options["first_round_determines_threshold"] = given["first_round_threshold"]
    return options


def stv_options(given: dict[str, Any]) -> dict[str, Any]:
    if given["rule"] == "bottoms-up":
        return {"quota": "none"}
    if given["rule"] == "gregory":
        return {"quota": given["quota"], "decimals": None}
    return {
        "quota": given["quota"],
        "decimals": given["decimals"],
        "surplus": "all_at_once",
    }


def reading_options(election: Case) -> dict[str, Any]:
    given = election.given
    most = given["max_rankings"]
    return {
        "overvote_rule": OVERVOTES[given["overvote"]],
        "max_skipped_ranks_allowed": given["max_skipped_ranks"],
        "exhaust_on_duplicate_candidate": given["duplicate"] != "skip",
        "max_rankings_allowed": None if most == "max" else int(most),
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


def rounds(result: Result) -> list[Round]:
    return [step for step in result.steps if isinstance(step, Round)]


def totals(result: Result) -> Any:
    return next(step.values for step in result.steps if isinstance(step, Totals))


def named(election: Case, values: Any) -> dict[str, Any]:
    return {election.names[choice]: value for choice, value in values.items()}
