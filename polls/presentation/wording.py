"""Names and amounts as sentences have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.domain.text.words import number
from polls.presentation.language import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from polls.domain.ballots.selections import Marking
    from polls.domain.questions.questions import Outline
    from polls.domain.questions.rules import Rules
    from polls.domain.text.words import Amount, Names

MOST_NAMES = 8
"""Listed in one sentence."""


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: "a, b and c"; nothing of none."""
    *first, last = tuple(words) or ("",)
    if not first:
        return last
    return gettext("%(words)s and %(last)s", words=gettext(", ").join(first), last=last)


def some(choices: Sequence[int], names: Names) -> str:
    """Return choices as a sentence lists them; of very many, how many more there are."""
    return some_of([names[choice] for choice in choices])


def some_of(words: Sequence[str]) -> str:
    """Return words as a sentence lists them; of very many, how many more there are."""
    left = len(words) - MOST_NAMES
    if left <= 0:
        return listed(words)
    return listed((*words[:MOST_NAMES], ngettext("%(num)s more", "%(num)s more", left)))


def votes(count: Amount) -> str:
    """Return a number of votes, which need not be whole: “1 vote”, “0.5 votes”."""
    return ngettext("%(num)s vote", "%(num)s votes", plural(count), num=number(count))


def ballots(count: Amount) -> str:
    """Return a number of ballots."""
    return ngettext("%(num)s ballot", "%(num)s ballots", plural(count), num=number(count))


def votes_cast(count: Amount, by: Rules | Outline) -> str:
    """Return a number of votes or ballots, whichever they are called where there are such rules."""
    return votes(count) if by.is_single else ballots(count)


def points(count: Amount) -> str:
    """Return a number of points, which need not be whole."""
    return ngettext("%(num)s point", "%(num)s points", plural(count), num=number(count))


def choices(count: int, by: Rules | Marking) -> str:
    """Return a number of choices, or of dates, whichever they are by these rules."""
    if by.has_dates:
        return ngettext("%(num)s date", "%(num)s dates", count)
    return ngettext("%(num)s choice", "%(num)s choices", count)


def ordinal(number: int) -> str:
    """Return the place that a number is: “1st”, “2nd”, “11th”, “23rd”."""
    if number == 1:
        return gettext("1st")
    is_teen = 10 < number % 100 < 20  # noqa: PLR2004 - from 11 to 19 all are “th”
    match 0 if is_teen else number % 10:
        case 1:
            # Translators: 21st, 31st … The English endings need not differ in other languages.
            return gettext("%(number)sst", number=number)
        case 2:
            return gettext("%(number)snd", number=number)
        case 3:
            return gettext("%(number)srd", number=number)
        case _:
            return gettext("%(number)sth", number=number)


def plural(count: Amount) -> int:
    """Return the whole number whose grammatical number this amount has: 0.5 is said as 2 is."""
    return int(count) if count == int(count) else 2
