"""The kinds of forms for a new question, and the defaults that each begins with."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from polls.domain.ballots.selections import Style
from polls.domain.methods import METHODS
from polls.domain.questions.rules import Visibility, Voters
from polls.forms.advice import Says
from polls.presentation.language import Texts, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping


class FormKind(StrEnum):
    """What somebody wants to do."""

    QUESTION = "question"
    DATES = "dates"
    ELECTION = "election"


class KindLabels(NamedTuple):
    """What a kind is called, and what it is for."""

    title: str
    hint: str
    voting: str
    """How people vote, unless it is changed."""
    settings: str
    """What holds beside it, unless it is changed."""


LABELS = Texts(
    {
        FormKind.QUESTION: KindLabels(
            gettext_noop("Ask a question"),
            gettext_noop("People mark what they want."),
            gettext_noop(
                "Unless you change it: one choice each, and the choice with the most marks wins."
            ),
            gettext_noop(
                "Unless you change them: one vote per browser, voting opens at once, results "
                "appear once people have voted."
            ),
        ),
        FormKind.DATES: KindLabels(
            gettext_noop("Find a date"),
            gettext_noop("People say when they can come."),
            gettext_noop(
                "Everyone answers each date with “yes”, “if need be” or “no”; the date with the "
                "most “yes” answers wins."
            ),
            gettext_noop(
                "Unless you change them: everyone gives a name, voting opens at once, people who "
                "have voted see the answers."
            ),
        ),
        FormKind.ELECTION: KindLabels(
            gettext_noop("Rank or elect"),
            gettext_noop("People rank the choices."),
            gettext_noop(
                "Unless you change it: everyone ranks the choices, and one wins by a runoff."
            ),
            gettext_noop(
                "Unless you change them: one vote per browser, voting opens at once, results "
                "appear once voting has ended."
            ),
        ),
    }
)
"""In the order in which they are offered."""

DEFAULTS: Mapping[FormKind, Mapping[str, str]] = {
    FormKind.QUESTION: {},
    FormKind.DATES: {"method": "availability", "voters": Voters.NAMED, "says": Says.DATES},
    FormKind.ELECTION: {
        "method": "instant_runoff",
        "visibility": Visibility.CLOSED,
        "says": Says.ORDER,
    },
}
"""Fields that begin with something else than what fits most questions."""


def said(word: str) -> FormKind:
    """Return the kind of this name; one that there is not is taken for the usual one."""
    return FormKind(word) if word in set(FormKind) else FormKind.QUESTION


def fitting(kind: FormKind, method: str) -> FormKind:
    """Return the kind whose form has a method: only that for dates has them, and nothing else."""
    has_dates = method in METHODS and METHODS[method].has_dates
    if has_dates:
        return FormKind.DATES
    return FormKind.QUESTION if kind is FormKind.DATES else kind


def of(method: str) -> FormKind:
    """Return the kind that suits a method best."""
    is_ranking = METHODS[method].ballot is Style.RANKING
    return fitting(FormKind.ELECTION if is_ranking else FormKind.QUESTION, method)
