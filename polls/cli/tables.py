"""A result as tables for the terminal: totals, rounds, comparisons of pairs, grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from polls.domain.counting.outcomes import Duels, Grades, Paths, Round, Totals
from polls.domain.text.words import number
from polls.presentation.steps import additions
from polls.presentation.steps.round_sentences import exhaustion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from polls.domain.counting.outcomes import CountResult
    from polls.domain.counting.profiles import Count

    Column = tuple[str, Mapping[int, Count]]

MAX_COLUMNS = 24
"""A table of pairs with more choices than this cannot be read on any screen."""


def of(result: CountResult, names: Sequence[str]) -> Iterator[Table]:
    """Yield what can be shown as a table, the choices in their ranking, winners with a star."""
    order = [choice for group in result.ranking for choice in group]
    shown = {c: f"{name} *" if c in result.winners else name for c, name in enumerate(names)}
    totals = [(additions.heading(step), step.values) for step in result.all(Totals)]
    if totals:
        yield _table(totals, _ordered(order, totals), shown)
    rounds = result.all(Round)
    for part in sorted({round_.part for round_ in rounds}):
        yield _rounds([round_ for round_ in rounds if round_.part == part], order, shown)
    for step in result.steps:
        if isinstance(step, Grades):
            yield _grades(step, order, shown)
        elif isinstance(step, Duels) and len(order) <= MAX_COLUMNS:
            yield _pairs("Preferred to", step.wins, order, shown)
        elif isinstance(step, Paths) and len(order) <= MAX_COLUMNS:
            yield _pairs("Path to", step.strengths, order, shown)


def _ordered(order: Sequence[int], columns: Sequence[Column]) -> list[int]:
    """Return the choices by the ranking, or by the first column where there is none."""
    choices = list(order) or list(columns[0][1])
    return [choice for choice in choices if any(choice in values for _name, values in columns)]


def _table(columns: Sequence[Column], order: Iterable[int], shown: Mapping[int, str]) -> Table:
    table = Table("Choice")
    for heading, _values in columns:
        table.add_column(heading, justify="right")
    for choice in order:
        table.add_row(shown[choice], *(_cell(values.get(choice)) for _name, values in columns))
    return table


def _rounds(rounds: Sequence[Round], order: Sequence[int], shown: Mapping[int, str]) -> Table:
    """Return a column a round; below the choices the ballots that count for nobody any more."""
    columns = [(str(round_.number), round_.votes) for round_ in rounds]
    table = _table(columns, _ordered(order, columns), shown)
    reasons = dict.fromkeys(reason for round_ in rounds for reason in round_.exhausted)
    for reason in reasons:
        table.add_row(f"({exhaustion(reason)})", *(_cell(r.exhausted.get(reason)) for r in rounds))
    if any(round_.lost for round_ in rounds):
        table.add_row("(lost in rounding)", *(_cell(round_.lost) for round_ in rounds))
    if any(round_.quota for round_ in rounds):
        table.add_section()
        table.add_row("Needed", *(_cell(round_.quota) for round_ in rounds))
    return table


def _grades(step: Grades, order: Iterable[int], shown: Mapping[int, str]) -> Table:
    grades = sorted({grade for given in step.given.values() for grade in given}, reverse=True)
    columns = [(str(g), {c: given.get(g, 0) for c, given in step.given.items()}) for g in grades]
    return _table(columns, order, shown)


def _pairs(
    title: str,
    values: Mapping[tuple[int, int], Count],
    order: Sequence[int],
    shown: Mapping[int, str],
) -> Table:
    table = Table(title)
    for other in order:
        table.add_column(shown[other], justify="right")
    for one in order:
        table.add_row(shown[one], *(_cell(values.get((one, other))) for other in order))
    return table


def _cell(value: Count | None) -> str:
    return "" if value is None else number(value)
