"""Whatever the ballots and the options, every method counts them, and the count can be told."""

from __future__ import annotations

from io import StringIO
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from rich.console import Console

from polls.cli import tables
from polls.domain.ballots.selections import Style
from polls.domain.counting import records
from polls.domain.methods import METHODS, Method
from polls.domain.questions import fitting
from polls.domain.questions.questions import Choice, Kind
from polls.domain.questions.rules import Threshold
from polls.domain.questions.visibility import Sight
from polls.domain.results import contrasts, results
from polls.domain.results.contrasts import Contrasts
from polls.domain.results.results import Lead
from polls.domain.results.tallies import Count, Group, folded
from polls.presentation.results import sentences
from polls.rendering import render_for, setup_rendering
from polls.routes import setup_routes
from polls.settings import Settings
from polls.typedefs import SETTINGS
from tests import asking
from tests.domain.methods import odd

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question

every_method = pytest.mark.parametrize("method", [*METHODS.values()], ids=[*METHODS])

COUNTS = 40
"""Of each method, in each test: few seconds for all of them."""


@pytest.fixture(scope="module")
def app() -> web.Application:
    app = web.Application()
    app[SETTINGS] = Settings()
    setup_routes(app)
    setup_rendering(app)
    return app


@every_method
def test_count_of_any_file_is_told(method: Method) -> None:
    for seed in range(COUNTS):
        drawn = odd.election(Random(seed), method)

        result = method.count(drawn.profile, drawn.options, drawn.seats, drawn.lots)

        assert len(result.winners) <= drawn.seats
        told = StringIO()
        console = Console(file=told, width=200)
        console.print(sentences.outcome(result, drawn.names))
        for table in tables.of(result, drawn.names):
            console.print(table)
        said = [*sentences.steps(result, drawn.names), *sentences.ties(result, drawn.names)]
        assert all(said)
        assert records.record(result, int)["winners"] == list(result.winners)


@every_method
def test_result_of_any_question_is_shown(method: Method, app: web.Application) -> None:
    shown = 0
    for seed in count():
        random = Random(seed)
        question = drawn_question(random, method)
        if question is None:
            continue
        tally = folded(question, drawn_ballots(random, question))
        is_closed = random.random() < 2 / 3
        read = results.read(question, tally, is_closed=is_closed)

        result = results.judged(read, question.rules, Count(9, 9), is_closed=is_closed)
        page = render_for(
            app,
            "results/_tally.html",
            {
                "question": question,
                "is_closed": is_closed,
                "is_ending": False,
                "sight": Sight.WHOLE,
                "result": result,
                "is_as_asked": False,
                "lines": result.ranked,
                "own": {},
                "own_ballot": None,
                "rows": None,
                "named": (),
                "draw": None,
                "quorum": result.quorum,
                "contrasts": made_of(question, tally, result),
                "removed": 0,
            },
        )

        assert '<p class="answer' in page
        assert len(result.counted.winners) <= question.rules.seats
        shown += 1
        if shown == COUNTS:
            break


def drawn_question(random: Random, method: Method) -> Question | None:
    """Draw a question that the form would take; None if it would not."""
    size = random.choice((0, 1, 2, 2, 3, 4))
    texts = [f"2026-12-{day + 1:02}" if method.has_dates else "ABCD"[day] for day in range(size)]
    choices = [Choice(number, text, 0) for number, text in enumerate(texts, 1)]
    if random.random() < 1 / 2 and not method.has_dates:
        choices.append(Choice(len(choices) + 1, "None of these", 0, Kind.NONE))
    if random.random() < 1 / 3:
        choices.append(Choice(len(choices) + 1, "Blank vote", 0, Kind.BLANK))
    offered = {each.name: each for each in fitting.offered(method)}
    given = odd.options(random, method, 1)
    usual = method.options()
    changed = {n: getattr(given, n) for n in offered if getattr(given, n) != getattr(usual, n)}
    question = asking.question(
        choices=tuple(choices),
        lot_seed=random.choice((None, b"seed")),
        method=method.name,
        seats=random.choice((1, 1, 2, 3)) if method.has_seats else 1,
        options=tuple(sorted((name, written(value)) for name, value in changed.items())),
        max_choices=1 if method.has_one_mark else None,
        quorum=random.choice((None, None, 3)),
        threshold=random.choice([*Threshold]),
    )
    question = asking.question(
        choices=question.choices,
        lot_seed=question.lot_seed,
        **{name: getattr(fitting.settled(question.rules), name) for name in asking.RULES},
    )
    if size and [*fitting.problems(question.rules, size)]:
        return None
    return question


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def drawn_ballots(random: Random, question: Question) -> list[Group]:
    """Draw ballots as a ballot box takes them."""
    ids = [each.id for each in question.choices if each.kind is not Kind.BLANK]
    alone = {each.id for each in question.choices if each.kind is Kind.BLANK}
    is_scored = question.rules.style is Style.SCORES
    groups = []
    for _ in range(random.choice((0, 1, 2, 4, 8))):
        weight = random.choice((1, 1, 1, 3, 1_000_000))
        chosen = random.sample(ids, random.randint(0, len(ids)))
        if question.rules.is_single:
            chosen = chosen[:1]
        selection: Any = tuple(chosen)
        if alone and random.random() < 1 / 4:
            selection = tuple((each, None) for each in alone) if is_scored else tuple(alone)
        elif is_scored:
            highest = question.rules.highest
            selection = tuple((each, random.randint(0, highest)) for each in sorted(chosen))
        elif METHODS[question.rules.method].has_equal_ranks and len(chosen) > 2:
            selection = (tuple(sorted(chosen[:2])), *chosen[2:])
        groups.append(Group(selection, weight, random.randint(1, 3)))
    return [each for each in groups if each.selection]


def made_of(question: Question, tally: Any, result: results.Result) -> Contrasts:
    """Count the ballots by all other methods, as the page of a closed question does."""
    if result.lead is not Lead.WON:
        return Contrasts()
    ways = contrasts.ways(question.rules)
    others = [(way, way.count(question, tally.profile)) for way in ways]
    return Contrasts(tuple(contrasts.contrast(way, result.counted, other) for way, other in others))
