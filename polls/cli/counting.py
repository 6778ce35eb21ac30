"""How the votes on a question are counted, as `polls ask` takes it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from polls.cli.numbers import whole
from polls.domain.counting import options
from polls.domain.methods import METHODS
from polls.domain.questions import fitting, quorums
from polls.domain.questions.quorums import QuorumError
from polls.domain.questions.rules import Rules, Threshold
from polls.presentation.refusals import fields, sentence
from polls.presentation.rule_labels import THRESHOLDS
from polls.presentation.rule_labels import options as listed

MethodName = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="NAME",
        help=f"How the votes are counted: {', '.join(METHODS)}.",
    ),
]
Seats = Annotated[
    int,
    typer.Option(
        "--seats",
        parser=whole(1),
        metavar="N",
        help="How many choices win; fewer than there are, unless there is a quorum.",
    ),
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help="An option of the method; may be given several times.",
    ),
]
Highest = Annotated[
    int | None,
    typer.Option(
        "--highest",
        parser=whole(1),
        metavar="N",
        help="The highest score, for methods with scores; "
        f"by default {Rules().highest}, or as many as the labels allow.",
    ),
]
Labels = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="TEXT",
        help="The label of a score, starting with score 0; give one for each score.",
    ),
]
Least = Annotated[
    int,
    typer.Option(
        "--min",
        parser=whole(1),
        metavar="N",
        help="The minimum number of choices on a ballot.",
    ),
]
Most = Annotated[
    int | None,
    typer.Option(
        "--max",
        parser=whole(1),
        metavar="N",
        help="The maximum number of choices on a ballot; by default 1 for plurality, "
        "otherwise all.",
    ),
]
Quorum = Annotated[
    str,
    typer.Option(
        metavar="N",
        help="How many votes a result needs: a number, or, with --voters invited, a share such "
        "as 25%.",
    ),
]
Needs = Annotated[
    Threshold,
    typer.Option(
        metavar="SHARE",
        help="What the winner needs: "
        f"{listed({each: THRESHOLDS[each].lower() for each in Threshold})}.",
    ),
]


def chosen(  # noqa: PLR0913 - one parameter an option
    method: str,
    *,
    seats: int,
    option: list[str] | None,
    highest: int | None,
    label: list[str] | None,
    least: int,
    most: int | None,
    quorum: str,
    threshold: Threshold,
) -> dict[str, Any]:
    """Return the rules that these options ask for, by their names."""
    known = METHODS.get(method)  # a method that there is not is refused with all other problems
    labels = tuple(label or ())
    try:
        ballots, percent = quorums.read(quorum)
    except QuorumError as error:
        raise typer.BadParameter(fields.sentence(error.problem), param_hint="--quorum") from None
    try:
        given = options.pairs(option or ())
    except options.OptionError as error:
        raise typer.BadParameter(sentence(error), param_hint="--option") from None
    if known is not None and not fitting.has_scale(known):
        _refuse_scale({"--highest": highest is not None, "--label": bool(labels)})
    if known is not None and known.has_dates:
        _refuse_numbers({"--min": least != 1, "--max": most is not None}, known.name)
    if highest is None:
        highest = fitting.highest_named(labels)
    if most is None and known is not None and known.has_one_mark:
        most = 1
    return {
        "method": method,
        "seats": seats,
        "options": tuple(given.items()),
        "highest": highest,
        "labels": labels,
        "min_choices": least,
        "max_choices": most,
        "quorum": ballots,
        "quorum_percent": percent,
        "threshold": threshold,
    }


def _refuse_scale(given: dict[str, bool]) -> None:
    able = ", ".join(name for name, method in METHODS.items() if fitting.has_scale(method))
    for option in (name for name, is_given in given.items() if is_given):
        raise typer.BadParameter(f"it works only with --method {able}", param_hint=option)


def _refuse_numbers(given: dict[str, bool], method: str) -> None:
    for option in (name for name, is_given in given.items() if is_given):
        raise typer.BadParameter(
            f"with --method {method}, voters answer as many dates as they like: leave it out",
            param_hint=option,
        )
