"""Ballots with rankings and with scores: the form, what it keeps, and what is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Voters
from tests import asking

if TYPE_CHECKING:
    from tests.views.site import Answer, Site

BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
NONE = NewChoice(text="None of these", kind=Kind.NONE)
DRINKS: tuple[str | NewChoice, ...] = ("Tea", "Coffee", "Water", NONE, BLANK)
GRADES = {"highest": 2, "labels": ("Poor", "Good", "Excellent")}


async def ask(site: Site, method: str, **values: Any) -> str:
    return await asking.ask(
        site.database,
        **{"choices": DRINKS, "method": method, "max_choices": None} | values,
    )


async def send(site: Site, key: str, body: str, **headers: str) -> Answer:
    await site.get(f"/poll/{key}")  # which gives the browser its cookie
    return await site.post(f"/poll/{key}/vote", body, **headers)


async def test_ranking_begins_without_ranks(empty_site: Site) -> None:
    key = await ask(empty_site, "instant_runoff")

    page = (await empty_site.get(f"/poll/{key}")).page

    assert page.filled == {"rank-1": "", "rank-2": "", "rank-3": "", "rank-4": ""}
    assert page.fields == ["Tea", "Coffee", "Water", "None of these"]
    assert page.choices == {"Blank vote": "5"}
    assert (
        "Rank as many as you like, favourite first. Instant-runoff: The choice in last place"
    ) in page.words


async def test_ranking_is_recorded_and_comes_back(empty_site: Site) -> None:
    key = await ask(empty_site, "instant_runoff")

    answer = await send(empty_site, key, "rank-1=2&rank-2=&rank-3=1&rank-4=")

    notice = (await empty_site.get(answer.location)).page.notice
    ballot = (await empty_site.get(f"/poll/{key}")).page
    assert notice == "Your vote is recorded: Water Tea"
    assert ballot.filled == {"rank-1": "2", "rank-2": "", "rank-3": "1", "rank-4": ""}
    assert await empty_site.votes(key) == [1, 0, 1, 0, 0]


async def test_ranking_by_a_program_is_the_order_of_its_choices(empty_site: Site) -> None:
    key = await ask(empty_site, "stv")

    await empty_site.vote(3, 1, 2, key=key)

    notice = (await empty_site.get(f"/poll/{key}/results")).page.notice
    assert notice == "Your vote is recorded: Water Tea Coffee"


async def test_ranking_shares_ranks_where_the_method_allows_it(empty_site: Site) -> None:
    shared, not_shared = await ask(empty_site, "schulze"), await ask(empty_site, "stv")

    taken = await send(empty_site, shared, "rank-1=1&rank-2=1&rank-3=2")
    refused = await send(empty_site, not_shared, "rank-6=1&rank-7=1&rank-8=2")

    notice = (await empty_site.get(taken.location)).page.notice
    assert notice == "Your vote is recorded: Tea = Coffee Water"
    assert refused.status == 422
    assert refused.page.problem == (
        "You gave rank 1 to 2 choices. Give each rank to one choice only, then vote."
    )
    assert refused.page.filled == {"rank-6": "1", "rank-7": "1", "rank-8": "2", "rank-9": ""}


async def test_ranking_with_a_gap_is_kept_as_it_was_filled_in(empty_site: Site) -> None:
    key = await ask(empty_site, "borda")

    answer = await send(empty_site, key, "rank-1=1&rank-2=4")

    assert answer.status == 422
    assert answer.page.problem.startswith("No choice has rank 2, but one has a later rank.")
    assert answer.page.filled == {"rank-1": "1", "rank-2": "4", "rank-3": "", "rank-4": ""}


@pytest.mark.parametrize(
    ("number", "most", "is_typed"),
    [(20, None, False), (21, None, True), (100, 4, False), (101, 4, True)],
)
async def test_ranking_of_many_choices_is_typed(
    empty_site: Site,
    number: int,
    most: int | None,
    is_typed: bool,
) -> None:
    choices = [f"Number {each}" for each in range(number)]
    key = await ask(empty_site, "borda", choices=choices, max_choices=most)

    html = (await empty_site.get(f"/poll/{key}")).text

    assert html.count('<input type="number"') == (number if is_typed else 0)
    assert html.count("<option") == (0 if is_typed else number * (1 + (most or number)))


async def test_ranking_of_five_hundred_choices_works(empty_site: Site) -> None:
    choices = [f"Number {each}" for each in range(500)]
    key = await ask(empty_site, "instant_runoff", choices=choices)
    body = "&".join(f"rank-{each}={each}" for each in range(1, 501))

    answer = await send(empty_site, key, body)

    ballot = (await empty_site.get(f"/poll/{key}")).page
    assert answer.status == 303
    assert ballot.filled == {f"rank-{each}": f"{each}" for each in range(1, 501)}


async def test_scores_begin_with_none(empty_site: Site) -> None:
    key = await ask(empty_site, "score")

    page = (await empty_site.get(f"/poll/{key}")).page

    assert page.filled == dict.fromkeys(("score-1", "score-2", "score-3", "score-4"), "")
    assert set(page.marked) == {"No score"}
    assert "Tea No score 0 worst 1 2 3 4 5 best Coffee" in page.words


async def test_scores_are_recorded_and_come_back(empty_site: Site) -> None:
    key = await ask(empty_site, "score")

    answer = await send(empty_site, key, "score-1=0&score-2=&score-3=5&score-4=")

    notice = (await empty_site.get(answer.location)).page.notice
    ballot = (await empty_site.get(f"/poll/{key}")).page
    assert notice == "Your vote is recorded: Tea: 0 Water: 5"
    assert ballot.filled == {"score-1": "0", "score-2": "", "score-3": "5", "score-4": ""}
    assert await empty_site.votes(key) == [1, 0, 1, 0, 0]


async def test_scores_with_names_stand_best_first(empty_site: Site) -> None:
    key = await ask(empty_site, "majority_judgment", **GRADES)

    page = (await empty_site.get(f"/poll/{key}")).page
    answer = await send(empty_site, key, "score-1=2&score-2=0")

    notice = (await empty_site.get(answer.location)).page.notice
    assert "Tea No answer Excellent Good Poor Coffee" in page.words
    assert notice == "Your vote is recorded: Tea: Excellent Coffee: Poor"


async def test_dates_stand_by_month_as_people_read_them(empty_site: Site) -> None:
    texts = ("2027-01-03", "2026-12-24 18:00\N{EN DASH}20:00")
    key = await ask(empty_site, "availability", choices=texts, zone="Europe/Berlin")

    answer = await empty_site.get(f"/poll/{key}")

    hours = "18:00\N{EN DASH}\N{WORD JOINER}20:00"  # which no line parts
    assert answer.page.headings[1:] == ["December 2026", "January 2027"]
    assert "All times are in the Europe/Berlin time zone." in answer.page.words
    assert (
        f"Thursday 24 December 2026, {hours} Thu 24 {hours} "
        "Yes If need be No No answer "
        "January 2027 Sunday 3 January 2027 Sun 3 Yes If need be No No answer"
    ) in answer.page.words
    assert 'datetime="2026-12-24T18:00:00+01:00"' in answer.text


async def test_days_need_no_clocks(empty_site: Site) -> None:
    texts = ("2027-01-03", "2026-12-24")
    key = await ask(empty_site, "availability", choices=texts, zone="Europe/Berlin")

    page = (await empty_site.get(f"/poll/{key}")).page

    assert "by the clocks" not in page.words


@pytest.mark.parametrize(
    ("method", "values", "problem"),
    [
        (
            "availability",
            {"choices": ("2027-01-03", "2027-01-04")},
            "You answered no date; answer 1 or more, then vote.",
        ),
        ("majority_judgment", GRADES, "You answered no choice; answer 1 or more, then vote."),
        ("score", GRADES, "You answered no choice; answer 1 or more, then vote."),
        ("score", {}, "You scored no choice; score 1 or more, then vote."),
    ],
)
async def test_empty_ballot_is_refused_in_its_own_words(
    empty_site: Site,
    method: str,
    values: dict[str, Any],
    problem: str,
) -> None:
    key = await ask(empty_site, method, **values)

    answer = await send(empty_site, key, "")

    assert answer.status == 422
    assert answer.page.problem == problem


@pytest.mark.parametrize("method", ["approval", "schulze", "score"])
async def test_blank_vote_stands_alone_on_every_ballot(empty_site: Site, method: str) -> None:
    key = await ask(empty_site, method)

    answer = await send(empty_site, key, "choice=5")

    page = (await empty_site.get(f"/poll/{key}")).page
    notice = (await empty_site.get(answer.location)).page.notice
    assert notice == "Your vote is recorded: Blank vote"
    assert "Blank vote" in page.marked
    assert await empty_site.votes(key) == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("method", "body"),
    [("schulze", "rank-1=1&choice=5"), ("score", "score-1=3&choice=5")],
)
async def test_blank_vote_beside_others_is_kept_as_it_was_filled_in(
    empty_site: Site,
    method: str,
    body: str,
) -> None:
    key = await ask(empty_site, method)

    answer = await send(empty_site, key, body)

    assert answer.status == 422
    assert answer.page.problem.startswith("“Blank vote” cannot be combined with other choices.")
    assert "Blank vote" in answer.page.marked
    assert next(iter(answer.page.filled.values())) in {"1", "3"}


@pytest.mark.parametrize(
    ("method", "body", "words"),
    [
        ("stv", "rank-1=2&rank-3=1", "Tea (you ranked it 2nd) Coffee Water (you ranked it 1st)"),
        ("stv", "choice=5", "None of these Blank vote (your vote)"),
        ("score", "score-1=0", "Tea (your score: 0) Coffee"),
        ("majority_judgment", "score-2=2", "Tea Coffee (your answer: Excellent) Water"),
    ],
)
async def test_ballot_that_stands_says_what_is_recorded(
    empty_site: Site,
    method: str,
    body: str,
    words: str,
) -> None:
    grades = GRADES if method == "majority_judgment" else {}
    key = await ask(empty_site, method, may_change=False, **grades)
    await send(empty_site, key, body)

    page = (await empty_site.get(f"/poll/{key}")).page

    assert words in page.words


async def test_named_ranking_says_whose_it_is(empty_site: Site) -> None:
    key = await ask(empty_site, "stv", voters=Voters.NAMED)

    await send(empty_site, key, "rank-1=2&rank-3=1&name=Bob")

    notice = (await empty_site.get(f"/poll/{key}/mine")).page.notice
    assert notice == "Your vote is recorded (as Bob): Water Tea"


async def test_every_ballot_has_the_seal_of_its_lot(empty_site: Site) -> None:
    for method in ("approval", "schulze", "score"):
        key = await ask(empty_site, method)
        question = await empty_site.question(key)

        answer = await empty_site.get(f"/poll/{key}")

        assert question.lot_seal is not None
        assert question.lot_seal in answer.page.words
        assert question.lot_seed is not None
        assert question.lot_seed.hex() not in answer.text


BODIES = (
    "",
    "choice=one&rank-1=first&score-1=none",
    "choice=1&choice=1",
    "rank-1=1&score-1=1",
    "choice=1&choice=2&choice=3&choice=4&choice=5",
    "rank-1=1&rank-1=2",
    "rank-1=1&score-1=1&choice=1",
    "rank-1=999&score-1=999",
    "rank-1=1000",
    "score-1=1000",
    "rank-1=0",
    "score-1=-1",
    "rank-1=1.5&score-1=1.5",
    "rank-1=%D9%A1&score-1=%D9%A1",
    f"rank-1={'9' * 5_000}&score-1={'9' * 5_000}",
    f"rank-{'9' * 19}=1&score-{'9' * 19}=1",
    f"rank-{'9' * 5_000}=1&score-{'9' * 5_000}=1",
    "rank-=1&score-=1",
    "rank-0=1&score-0=1",
    "rank--1=1&score--1=1",
    "rank-1%00=1&score-1%00=1",
    "rank-%D9%A1=1&score-%D9%A1=1",
    "rank-1[]=1&score-1[]=1&RANK-1=1",
    "name=rank-1&name=1",
    "&".join(f"rank-{each}=1&score-{each}=1" for each in range(499)),
    "&".join(f"rank-{each}={each}" for each in range(1, 999)),
)


@pytest.mark.parametrize("method", ["approval", "schulze", "stv", "score"])
async def test_ballots_of_no_form_get_an_answer(empty_site: Site, method: str) -> None:
    key = await ask(empty_site, method)

    statuses = set()
    for body in BODIES:
        empty_site.forget()
        before = await empty_site.votes(key)
        answer = await send(empty_site, key, body)
        is_counted = await empty_site.votes(key) != before
        assert is_counted is (answer.status == 303), body[:99]
        statuses.add(answer.status)

    assert statuses == {303, 400, 422}
    assert (await empty_site.get(f"/poll/{key}/results")).status == 200
