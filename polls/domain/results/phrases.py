"""What a ballot says, in a few words for each of its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.ballots.selections import Style, named, places
from polls.domain.counting.profiles import members
from polls.domain.questions import asking
from polls.domain.questions.questions import Kind
from polls.domain.text.words import score_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Choice, Question
    from polls.domain.questions.rules import Rules


def phrases(selection: Selection, question: Question) -> tuple[str, ...]:
    """Return what a ballot says: marked choices in the order of the ballot, ranked ones by rank.

    Scored ones stand in the order of the ballot, each with its score; what got none is left out.
    """
    return tuple(_phrases(selection, question))


def ranked(selection: Selection, question: Question) -> list[list[str]]:
    """Return what a ranking says: the texts of the choices on each rank, from the first on."""
    texts = {choice.id: choice.text for choice in question.choices}
    return [[texts[id_] for id_ in members(rank)] for rank in selection]


def as_listed(question: Question) -> tuple[Choice, ...]:
    """Return the choices as the ballot lists them: dates in their order, whenever added."""
    if question.rules.has_dates:
        return asking.in_order(question.choices, question.zone)
    return question.choices


def _phrases(selection: Selection, question: Question) -> Iterator[str]:
    texts = {choice.id: choice.text for choice in as_listed(question)}
    style = question.rules.style
    if style is Style.MARKS:
        yield from (text for id_, text in texts.items() if id_ in selection)
    elif style is Style.SCORES:
        scores = dict(selection)
        for id_, text in texts.items():
            if id_ in scores:
                yield _scored(question.rules, text, scores[id_])
    elif _is_blank(selection, question):
        yield texts[selection[0]]
    else:
        ranks = places(selection, Style.RANKING)
        yield from (f"{rank}. {texts[id_]}" for id_, rank in ranks.items())


def _is_blank(selection: Selection, question: Question) -> bool:
    """Tell whether a ballot votes for nothing, in so many words."""
    blank = {choice.id for choice in question.choices if choice.kind is Kind.BLANK}
    return not blank.isdisjoint(named(selection, question.rules.style))


def _scored(rules: Rules, text: str, score: int | None) -> str:
    return text if score is None else f"{text}: {score_name(score, rules.labels)}"
