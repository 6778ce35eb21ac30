"""What a method of counting declares of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from polls.domain.counting.lots import Lots
from polls.domain.counting.outcomes import CountResult
from polls.domain.counting.profiles import Profile

if TYPE_CHECKING:
    from polls.domain.ballots.selections import Style

CountFunction: TypeAlias = Callable[[Profile[Any], Any, int, Lots], CountResult]
Variants: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Method:
    """One method, and what forms, commands and documents need to offer it."""

    name: str
    title: str
    ballot: Style
    """What a ballot of it has."""
    sentence: str
    options: type[Any]
    count: CountFunction
    has_seats: bool = True
    """Whether it can fill more than one seat."""
    has_equal_ranks: bool = False
    """Whether a ballot may give several choices the same rank."""
    has_one_mark: bool = False
    """Whether a ballot marks one choice, no more and no less."""
    title_of_first_choices: str = ""
    """With one mark: its title where rankings are counted by it, each as its first choice."""
    has_support: bool = False
    """Whether its winner has a share of the ballots, so that one can ask how large it must be."""
    sentences: tuple[tuple[tuple[str, str], str], ...] = ()
    """Options, by name and value, that make another sentence true, and that sentence."""
    variants: Variants = ()
    """With several seats: options that make another method of it, each with its title."""
    has_dates: bool = False
    """Whether its choices are dates, and its scores just those of `labels`."""
    labels: tuple[str, ...] = ()
    """What scores are called, from 0 on, where the question does not say; empty: by numbers."""

    def sentence_with(self, options: Iterable[tuple[str, str]]) -> str:
        """Return what it does with these options."""
        given = set(options)
        return next((said for option, said in self.sentences if option in given), self.sentence)
