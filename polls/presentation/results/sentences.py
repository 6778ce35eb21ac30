"""A result in sentences, as the terminal shows it: who won, each step, and how ties were broken."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, assert_never

from polls.domain.counting.outcomes import (
    CountResult,
    Duels,
    Gauge,
    Pair,
    Paths,
    Round,
    Runoff,
)
from polls.domain.counting.reasons import Stake, TieBreak
from polls.domain.results import together
from polls.presentation.language import gettext, ngettext
from polls.presentation.steps import comparisons, gradings, round_sentences
from polls.presentation.wording import listed, some

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polls.domain.counting.outcomes import Step, Tie
    from polls.domain.questions.questions import Question
    from polls.domain.questions.rules import Rules
    from polls.domain.text.words import Names


MOST_TIES = 20
"""Told on a page; a count of 500 choices can have hundreds."""


class _Prize(Enum):
    """What a choice wins that is tied for a seat."""

    FIRST_PLACE = auto()
    SEAT = auto()
    PLACE = auto()  # of several dates, which sit nowhere


class TiesTold(NamedTuple):
    """The ties of a count."""

    sentences: tuple[str, ...]
    """Of the first `MOST_TIES`."""
    left_out: int
    """How many more there are."""


def outcome(result: CountResult, names: Sequence[str]) -> str:
    """Say who won, and whether by drawing lots."""
    if not result.winners:
        return gettext("Nobody wins: no ballot could be counted.")
    winners = listed(names[choice] for choice in result.winners)
    tied = listed(names[choice] for choice in result.tied)
    if tied and len(result.winners) == 1:
        return gettext(
            "%(tied)s tied; %(winner)s wins by drawing lots.",
            tied=tied,
            winner=winners,
        )
    win = ngettext(
        "%(winners)s wins.",
        "%(winners)s win.",
        len(result.winners),
        winners=winners,
    )
    if tied:
        return gettext("%(tied)s tied, and lots were drawn. %(win)s", tied=tied, win=win)
    if result.is_decided_by_lot:
        return gettext("%(win)s A tie along the way was broken by drawing lots.", win=win)
    return win


def steps(result: CountResult, names: Sequence[str]) -> list[str]:
    """Tell the steps that can be told in a sentence or two; the others are tables."""
    return [*_rounds(result, names), *_others(result, names)]


def ties(result: CountResult, names: Sequence[str]) -> list[str]:
    """Tell each tie that had to be broken."""
    prize = _Prize.FIRST_PLACE if len(result.winners) == 1 else _Prize.SEAT
    return [_tie(tie, names, prize) for tie in result.ties]


def first_ties(result: CountResult, names: Names, question: Question) -> TiesTold:
    """Tell the ties that had to be broken and could matter, as many as a page should have."""
    harmless = together.harmless(question, result)
    ties = [tie for tie in result.ties if tie not in harmless]
    told = [_tie(tie, names, _prize(question.rules)) for tie in ties]
    return TiesTold(tuple(told[:MOST_TIES]), max(len(told) - MOST_TIES, 0))


def _prize(rules: Rules) -> _Prize:
    if rules.seats == 1:
        return _Prize.FIRST_PLACE
    return _Prize.PLACE if rules.has_dates else _Prize.SEAT


def _rounds(result: CountResult, names: Sequence[str]) -> Iterator[str]:
    steps = result.all(Round)
    told = round_sentences.sentences(steps, result.ties, names)
    for step, sentence in zip(steps, told, strict=True):
        if step.part > 1:
            yield gettext(
                "Seat %(seat)s, round %(round)s: %(sentence)s",
                seat=step.part,
                round=step.number,
                sentence=sentence,
            )
        else:
            yield gettext("Round %(round)s: %(sentence)s", round=step.number, sentence=sentence)


def _others(result: CountResult, names: Sequence[str]) -> Iterator[str]:
    for step in result.steps:
        yield from _told(step, result, names)


def _told(step: Step, result: CountResult, names: Sequence[str]) -> Iterator[str]:
    match step:
        case Pair():
            yield comparisons.pair(step, names)
        case Runoff():
            yield gradings.runoff(step, names)
        case Duels():
            yield comparisons.condorcet(step, result.winners, names)
        case Gauge():
            yield f"{names[step.choice]}: {gradings.gauge(step, str)}"
        case Paths() if said := comparisons.dropped(step, names):
            yield said
        case _:
            pass


def _tie(tie: Tie, names: Names, prize: _Prize) -> str:  # noqa: PLR0911 - one a rule
    told = {"tie": _between(tie, names, prize), "chosen": some(tie.chosen, names)}
    match tie.by:
        case TieBreak.LOT if not tie.chosen:
            return gettext("%(tie)s, broken by drawing lots.", tie=told["tie"])
        case TieBreak.LOT:
            return gettext("%(tie)s, broken by drawing lots: %(chosen)s.", **told)
        case TieBreak.EARLIER_ROUND:
            return ngettext(
                "%(tie)s, broken by the votes of the previous round: %(chosen)s.",
                "%(tie)s, broken by the votes %(num)s rounds earlier: %(chosen)s.",
                tie.rounds_ago,
                **told,
            )
        case TieBreak.HIGHER_SUM:
            return gettext("%(tie)s, broken by the higher total score: %(chosen)s.", **told)
        case TieBreak.HIGHEST_SCORES:
            return gettext("%(tie)s, broken by the number of highest scores: %(chosen)s.", **told)
        case TieBreak.YES_OR_IF_NEED_BE:
            return gettext(
                "%(tie)s, broken by “yes” and “if need be” together: %(chosen)s.", **told
            )
        case TieBreak.HEAD_TO_HEAD:
            return gettext("%(tie)s, broken head-to-head: %(chosen)s.", **told)
        case TieBreak.HEAD_TO_HEAD_THEN_HIGHEST_SCORES:
            return gettext(
                "%(tie)s, broken head-to-head, then by highest scores: %(chosen)s.", **told
            )
        case _:
            assert_never(tie.by)


def _between(tie: Tie, names: Names, prize: _Prize) -> str:  # noqa: PLR0911 - one a stake
    among = some(tie.among, names)
    match tie.about:
        case Stake.SEAT if prize is _Prize.FIRST_PLACE:
            return gettext("Tie for first place between %(among)s", among=among)
        case Stake.SEAT if prize is _Prize.PLACE:
            return gettext("Tie for a place among the winners between %(among)s", among=among)
        case Stake.SEAT:
            return gettext("Tie for a seat between %(among)s", among=among)
        case Stake.ELIMINATION:
            return gettext("Tie for elimination between %(among)s", among=among)
        case Stake.SURPLUS:
            return gettext("Tie for the first surplus transfer between %(among)s", among=among)
        case Stake.RUNOFF:
            return gettext("Tie in the runoff between %(among)s", among=among)
        case Stake.FINALIST:
            return gettext("Tie for a place in the runoff between %(among)s", among=among)
        case Stake.ORDER:
            return gettext("Tie in the order of equal majorities between %(among)s", among=among)
        case _:
            assert_never(tie.about)
