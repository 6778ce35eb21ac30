"""The form of a ballot."""

from __future__ import annotations

from polls.domain.questions.questions import Choice, Kind
from polls.presentation.ballot_papers import paper
from tests import asking

TEA, COFFEE = Choice(1, "Tea", 0), Choice(2, "Coffee", 0)
NONE, BLANK = Choice(3, "None of these", 0, Kind.NONE), Choice(4, "Blank vote", 0, Kind.BLANK)


def test_paper_keeps_apart_what_is_marked_alone() -> None:
    ranked = asking.question(method="schulze", max_choices=None, choices=(TEA, COFFEE, BLANK))

    drawn = paper(ranked, (BLANK, COFFEE, TEA))

    assert drawn.choices == (BLANK, COFFEE, TEA)
    assert drawn.others == (COFFEE, TEA)
    assert drawn.alone == (BLANK,)
    assert drawn.alone_ids == {4}


def test_ranks_are_selected_where_there_are_few() -> None:
    few = tuple(Choice(number, f"Tea {number}", 0) for number in range(1, 21))
    many = (*few, TEA)

    drawn = paper(asking.question(method="schulze", max_choices=None), few)
    typed = paper(asking.question(method="schulze", max_choices=None), many)
    limited = paper(asking.question(method="schulze", max_choices=3), many)

    assert (drawn.ranks, drawn.has_selects) == (20, True)
    assert (typed.ranks, typed.has_selects) == (21, False)
    assert (limited.ranks, limited.has_selects) == (3, True)


def test_scores_with_labels_stand_best_first() -> None:
    numbers = asking.question(method="score", max_choices=None, highest=2)
    words = asking.question(method="score", max_choices=None, highest=2, labels=("a", "b", "c"))

    assert list(paper(numbers, (TEA,)).points) == [0, 1, 2]
    assert list(paper(words, (TEA,)).points) == [2, 1, 0]
