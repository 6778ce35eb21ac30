"""Results by other methods in sentences: who would win, and why instead of the official winner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from polls.domain.results.explanations import Ground
from polls.domain.text.directions import isolated
from polls.domain.text.words import number, percent
from polls.presentation.language import gettext, ngettext, translated
from polls.presentation.results import score_labels
from polls.presentation.steps.tie_breaks import had_more
from polls.presentation.wording import listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polls.domain.counting.profiles import Count
    from polls.domain.questions.rules import Rules
    from polls.domain.results.contrasts import Contrast, Contrasts
    from polls.domain.results.explanations import Explanation
    from polls.domain.text.words import Names


class ContrastLine(NamedTuple):
    """What some methods make of the ballots: a row of their table."""

    methods: str
    winners: str
    why: str
    """A sentence, or more than one; nothing where no number tells."""


def lines(contrasts: Contrasts, names: Names, rules: Rules) -> list[ContrastLine]:
    """Return a line for each method with another winner, and one for all that have the same."""
    others = [each for each in contrasts.counted if not each.is_same]
    same = [each for each in contrasts.counted if each.is_same]
    told = [(each, translated(each.title)) for each in others]
    if same:
        told.append((same[0], _titles(each.title for each in same)))
    said = [
        ContrastLine(titles, _winners(each, names), why(each, names, rules))
        for each, titles in told
    ]
    if contrasts.left_out:
        because = gettext("Counting would take too long.")
        said.append(ContrastLine(_titles(contrasts.left_out), gettext("not counted"), because))
    return said


def why(contrast: Contrast, names: Names, rules: Rules) -> str:
    """Say why others win by another method, or that the same do.

    Args:
        contrast: what it makes of the ballots.
        names: of the choices, by their ids.
        rules: of the question; they know what scores are called.
    """
    if not contrast.winners:
        return gettext("No choice wins.")
    if contrast.is_same:
        return gettext("The same result.")
    if contrast.tied:
        return gettext(
            "Lots were drawn between %(tied)s.",
            tied=listed(names[choice] for choice in contrast.tied),
        )
    if contrast.explanation is None:
        return ""
    return _explained(contrast.explanation, names, rules)


def _winners(contrast: Contrast, names: Names) -> str:
    return listed(names[choice] for choice in contrast.winners) or gettext("nobody")


def _explained(  # noqa: C901, PLR0911, PLR0912 - one a ground
    why: Explanation,
    names: Names,
    rules: Rules,
) -> str:
    """Say why the newcomer wins and the former winner does not."""
    fields = {
        "come": names[why.come],
        "gone": names[why.gone],
        "mine": number(why.mine),
        "theirs": number(why.theirs),
        "at": why.at,
    }
    match why.ground:
        case Ground.TIE_BREAK if why.tie:
            return gettext(
                "%(come)s and %(gone)s were tied, but %(come)s had %(more)s.",
                more=had_more(why.tie),
                **fields,
            )
        case Ground.TIE_BREAK:
            return gettext("%(come)s and %(gone)s were tied.", **fields)
        case Ground.RUNOFF:
            return ngettext(
                "In the runoff, %(mine)s ballot scores %(come)s higher than %(gone)s, and "
                "%(theirs)s lower.",
                "In the runoff, %(mine)s ballots score %(come)s higher than %(gone)s, and "
                "%(theirs)s lower.",
                plural(why.mine),
                **fields,
            )
        case Ground.NO_RUNOFF:
            return gettext(
                "%(gone)s does not reach the runoff, which %(come)s wins.",
                **fields,
            )
        case Ground.GRADE:
            return gettext(
                "%(come)s has the median grade “%(grade)s”, and %(gone)s “%(other)s”.",
                grade=_grade(why.mine, rules),
                other=_grade(why.theirs, rules),
                **fields,
            )
        case Ground.MORE_ABOVE:
            return gettext(
                "%(come)s has the same median grade as %(gone)s, “%(grade)s”, and more grades "
                "above it (%(mine)s to %(theirs)s).",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.FEWER_BELOW:
            return gettext(
                "%(come)s has the same median grade as %(gone)s, “%(grade)s”, and fewer grades "
                "below it (%(mine)s to %(theirs)s).",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.SAME_GRADE:
            return gettext(
                "%(come)s has the same median grade as %(gone)s, “%(grade)s”, and better grades "
                "around it.",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.FEWEST_VOTES:
            return gettext(
                "%(gone)s had the fewest votes in round %(at)s and was eliminated.",
                **fields,
            )
        case Ground.ELIMINATED:
            return gettext("%(gone)s was eliminated in round %(at)s.", **fields)
        case Ground.ROUND:
            return ngettext(
                "In round %(at)s, %(come)s has %(mine)s vote, and %(gone)s %(theirs)s.",
                "In round %(at)s, %(come)s has %(mine)s votes, and %(gone)s %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case Ground.FIRST_CHOICES:
            return gettext(
                "%(come)s has %(percent)s %% (%(mine)s) of the first choices.",
                percent=percent(why.mine, why.theirs),
                **fields,
            )
        case Ground.PREFERRED:
            return gettext("%(come)s beats %(gone)s by %(mine)s to %(theirs)s.", **fields)
        case Ground.PREFERRED_TO_ALL:
            return gettext(
                "%(come)s beats %(gone)s by %(mine)s to %(theirs)s, and every other choice too.",
                **fields,
            )
        case Ground.PATH:
            return gettext(
                "The strongest path from %(come)s to %(gone)s (%(mine)s) is stronger than the path "
                "back (%(theirs)s).",
                **fields,
            )
        case Ground.CIRCLE:
            return gettext(
                "%(gone)s beats %(come)s by %(theirs)s to %(mine)s, but that would close a cycle.",
                **fields,
            )
        case Ground.WORST_DEFEAT:
            return gettext(
                "The worst defeat of %(come)s (%(mine)s) is smaller than that of %(gone)s "
                "(%(theirs)s).",
                **fields,
            )
        case Ground.VICTORIES:
            return gettext("%(come)s has more head-to-head wins than %(gone)s.", **fields)
        case Ground.GAIN:
            return gettext(
                "For seat %(at)s, %(come)s adds %(mine)s and %(gone)s %(theirs)s, because ballots "
                "that already have a winner count for less.",
                **fields,
            )
        case Ground.VOTES:
            return ngettext(
                "%(come)s has %(mine)s ballot, and %(gone)s %(theirs)s.",
                "%(come)s has %(mine)s ballots, and %(gone)s %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case Ground.POINTS:
            return ngettext(
                "%(come)s has %(mine)s point, and %(gone)s %(theirs)s.",
                "%(come)s has %(mine)s points, and %(gone)s %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case _:
            assert_never(why.ground)


def _titles(methods: Iterable[str]) -> str:
    return gettext(", ").join(map(translated, methods))


def _grade(score: Count, rules: Rules) -> str:
    return isolated(score_labels.label(rules, int(score)))
