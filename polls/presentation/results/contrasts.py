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
    """What some methods make of the ballots."""

    methods: str
    sentence: str


def lines(contrasts: Contrasts, names: Names, rules: Rules) -> list[ContrastLine]:
    """Return a line for each method with another winner, and one for all that have the same."""
    others = [each for each in contrasts.counted if not each.is_same]
    same = [each for each in contrasts.counted if each.is_same]
    said = [ContrastLine(translated(each.title), sentence(each, names, rules)) for each in others]
    if same:
        titles = _titles(each.title for each in same)
        said.append(ContrastLine(titles, sentence(same[0], names, rules)))
    if contrasts.left_out:
        because = gettext("not counted, because it would take too long.")
        said.append(ContrastLine(_titles(contrasts.left_out), because))
    return said


def sentence(contrast: Contrast, names: Names, rules: Rules) -> str:
    """Say who wins by another method, and why.

    Args:
        contrast: what it makes of the ballots.
        names: of the choices, by their ids.
        rules: of the question; they know what scores are called.
    """
    if not contrast.winners:
        return gettext("No choice wins.")
    winners = listed(names[choice] for choice in contrast.winners)
    if not contrast.newcomers:
        return gettext("%(winners)s too.", winners=winners)
    if contrast.tied:
        return gettext(
            "%(winners)s, after lots were drawn between %(tied)s.",
            winners=winners,
            tied=listed(names[choice] for choice in contrast.tied),
        )
    if contrast.explanation is None:
        return gettext("%(winners)s.", winners=winners)
    return _explained(contrast, contrast.explanation, names, rules)


def _explained(  # noqa: C901, PLR0911, PLR0912 - one a ground
    contrast: Contrast,
    why: Explanation,
    names: Names,
    rules: Rules,
) -> str:
    """Say who wins, and why the newcomer does and the former winner does not."""
    fields = {
        "winners": listed(names[choice] for choice in contrast.winners),
        "come": names[why.come],
        "gone": names[why.gone],
        "mine": number(why.mine),
        "theirs": number(why.theirs),
        "at": why.at,
    }
    match why.ground:
        case Ground.TIE_BREAK if why.tie:
            return gettext(
                "%(winners)s, tied with %(gone)s, but with %(more)s.",
                more=had_more(why.tie),
                **fields,
            )
        case Ground.TIE_BREAK:
            return gettext("%(winners)s, tied with %(gone)s.", **fields)
        case Ground.RUNOFF:
            return ngettext(
                "%(winners)s, which %(mine)s ballot scores higher than %(gone)s, and %(theirs)s "
                "lower.",
                "%(winners)s, which %(mine)s ballots score higher than %(gone)s, and %(theirs)s "
                "lower.",
                plural(why.mine),
                **fields,
            )
        case Ground.NO_RUNOFF:
            return gettext(
                "%(winners)s; %(gone)s does not reach the runoff, which %(come)s wins.",
                **fields,
            )
        case Ground.GRADE:
            return gettext(
                "%(winners)s, with the median grade “%(grade)s”; %(gone)s has “%(other)s”.",
                grade=_grade(why.mine, rules),
                other=_grade(why.theirs, rules),
                **fields,
            )
        case Ground.MORE_ABOVE:
            return gettext(
                "%(winners)s, with the same median grade as %(gone)s, “%(grade)s”, and more "
                "grades above it (%(mine)s to %(theirs)s).",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.FEWER_BELOW:
            return gettext(
                "%(winners)s, with the same median grade as %(gone)s, “%(grade)s”, and fewer "
                "grades below it (%(mine)s to %(theirs)s).",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.SAME_GRADE:
            return gettext(
                "%(winners)s, with the same median grade as %(gone)s, “%(grade)s”, and better "
                "grades around it.",
                grade=_grade(why.at, rules),
                **fields,
            )
        case Ground.FEWEST_VOTES:
            return gettext(
                "%(winners)s; %(gone)s had the fewest votes in round %(at)s and was eliminated.",
                **fields,
            )
        case Ground.ELIMINATED:
            return gettext("%(winners)s; %(gone)s was eliminated in round %(at)s.", **fields)
        case Ground.ROUND:
            return ngettext(
                "%(winners)s, with %(mine)s vote in round %(at)s; %(gone)s has %(theirs)s.",
                "%(winners)s, with %(mine)s votes in round %(at)s; %(gone)s has %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case Ground.FIRST_CHOICES if len(contrast.winners) > 1:  # of whom one alone has the most
            return gettext(
                "%(winners)s; %(come)s has %(percent)s %% (%(mine)s) of the first choices.",
                percent=percent(why.mine, why.theirs),
                **fields,
            )
        case Ground.FIRST_CHOICES:
            return gettext(
                "%(winners)s, which has the most first choices, %(percent)s %% (%(mine)s).",
                percent=percent(why.mine, why.theirs),
                **fields,
            )
        case Ground.PREFERRED:
            return gettext("%(winners)s, which beats %(gone)s by %(mine)s to %(theirs)s.", **fields)
        case Ground.PREFERRED_TO_ALL:
            return gettext(
                "%(winners)s, which beats %(gone)s by %(mine)s to %(theirs)s, and every other "
                "choice too.",
                **fields,
            )
        case Ground.PATH:
            return gettext(
                "%(winners)s: its strongest path to %(gone)s (%(mine)s) is stronger than "
                "%(gone)s's path back (%(theirs)s).",
                **fields,
            )
        case Ground.CIRCLE:
            return gettext(
                "%(winners)s; %(gone)s beats it by %(theirs)s to %(mine)s, but that would close a "
                "cycle.",
                **fields,
            )
        case Ground.WORST_DEFEAT:
            return gettext(
                "%(winners)s, whose worst defeat (%(mine)s) is smaller than that of %(gone)s "
                "(%(theirs)s).",
                **fields,
            )
        case Ground.VICTORIES:
            return gettext("%(winners)s, with more head-to-head wins than %(gone)s.", **fields)
        case Ground.GAIN:
            return gettext(
                "%(winners)s; for seat %(at)s it adds %(mine)s and %(gone)s %(theirs)s, because "
                "ballots that already have a winner count for less.",
                **fields,
            )
        case Ground.VOTES:
            return ngettext(
                "%(winners)s, with %(mine)s ballot; %(gone)s has %(theirs)s.",
                "%(winners)s, with %(mine)s ballots; %(gone)s has %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case Ground.POINTS:
            return ngettext(
                "%(winners)s, with %(mine)s point; %(gone)s has %(theirs)s.",
                "%(winners)s, with %(mine)s points; %(gone)s has %(theirs)s.",
                plural(why.mine),
                **fields,
            )
        case _:
            assert_never(why.ground)


def _titles(methods: Iterable[str]) -> str:
    return gettext(", ").join(map(translated, methods))


def _grade(score: Count, rules: Rules) -> str:
    return isolated(score_labels.label(rules, int(score)))
