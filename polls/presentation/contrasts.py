"""Results by other methods in sentences: who would win, and why instead of the official winner."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain.results.explanations import Ground
from polls.domain.text.directions import isolated
from polls.domain.text.words import listed, number, percent, score_name
from polls.presentation.steps.tie_breaks import had_more

if TYPE_CHECKING:
    from polls.domain.counting.profiles import Count
    from polls.domain.questions.rules import Rules
    from polls.domain.results.contrasts import Contrast
    from polls.domain.results.explanations import Explanation
    from polls.domain.text.words import Names


def sentence(contrast: Contrast, names: Names, rules: Rules) -> str:
    """Say who wins by another method, and why.

    Args:
        contrast: what it makes of the ballots.
        names: of the choices, by their ids.
        rules: of the question; they know what scores are called.
    """
    if not contrast.winners:
        return "No choice wins."
    winners = listed(names[choice] for choice in contrast.winners)
    if not contrast.newcomers:
        return f"{winners} too."
    if contrast.tied:
        return (
            f"{winners}, after lots were drawn between {listed(names[c] for c in contrast.tied)}."
        )
    if contrast.explanation is None:
        return f"{winners}."
    return f"{winners}{_because(contrast, contrast.explanation, names, rules)}."


def _because(  # noqa: C901, PLR0911, PLR0912 - one a ground
    contrast: Contrast,
    why: Explanation,
    names: Names,
    rules: Rules,
) -> str:
    """Return why the newcomer wins and the former winner does not: the end of a sentence."""
    come, gone = names[why.come], names[why.gone]
    mine, theirs = number(why.mine), number(why.theirs)
    match why.ground:
        case Ground.TIE_BREAK:
            more = f", but with {had_more(why.tie)}" if why.tie else ""
            return f", tied with {gone}{more}"
        case Ground.RUNOFF:
            return f", which {mine} ballots score higher than {gone}, and {theirs} lower"
        case Ground.NO_RUNOFF:
            return f"; {gone} does not reach the runoff, which {come} wins"
        case Ground.GRADE:
            has = f"with the median grade “{_grade(why.mine, rules)}”"
            return f", {has}; {gone} has “{_grade(why.theirs, rules)}”"
        case Ground.MORE_ABOVE:
            same = f"with the same median grade as {gone}, “{_grade(why.at, rules)}”"
            return f", {same}, and more grades above it ({mine} to {theirs})"
        case Ground.FEWER_BELOW:
            same = f"with the same median grade as {gone}, “{_grade(why.at, rules)}”"
            return f", {same}, and fewer grades below it ({mine} to {theirs})"
        case Ground.SAME_GRADE:
            same = f"with the same median grade as {gone}, “{_grade(why.at, rules)}”"
            return f", {same}, and better grades around it"
        case Ground.FEWEST_VOTES:
            return f"; {gone} had the fewest votes in round {why.at} and was eliminated"
        case Ground.ELIMINATED:
            return f"; {gone} was eliminated in round {why.at}"
        case Ground.ROUND:
            return f", with {mine} votes in round {why.at}; {gone} has {theirs}"
        case Ground.FIRST_CHOICES:
            has = f"{percent(why.mine, why.theirs)} % ({mine})"
            if len(contrast.winners) > 1:  # of whom one alone has the most
                return f"; {come} has {has} of the first choices"
            return f", which has the most first choices, {has}"
        case Ground.PREFERRED:
            return f", which beats {gone} by {mine} to {theirs}"
        case Ground.PREFERRED_TO_ALL:
            return f", which beats {gone} by {mine} to {theirs}, and every other choice too"
        case Ground.PATH:
            return (
                f": its strongest path to {gone} ({mine}) is stronger than {gone}'s path back "
                f"({theirs})"
            )
        case Ground.CIRCLE:
            return f"; {gone} beats it by {theirs} to {mine}, but that would close a cycle"
        case Ground.WORST_DEFEAT:
            return f", whose worst defeat ({mine}) is smaller than that of {gone} ({theirs})"
        case Ground.VICTORIES:
            return f", with more head-to-head wins than {gone}"
        case Ground.GAIN:
            adds = f"for seat {why.at} it adds {mine} and {gone} {theirs}"
            return f"; {adds}, because ballots that already have a winner count for less"
        case Ground.VOTES:
            return f", with {mine} ballots; {gone} has {theirs}"
        case Ground.POINTS:
            return f", with {mine} points; {gone} has {theirs}"
        case _:
            assert_never(why.ground)


def _grade(score: Count, rules: Rules) -> str:
    return isolated(score_name(int(score), rules.labels))
