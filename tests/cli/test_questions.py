"""`polls ask`, `polls close`, `polls list`, `polls sample`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from polls.services import questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from polls.domain.questions import Question
    from tests.cli.conftest import Terminal

    Inside = Callable[..., Any]

TEA = ("Tea or coffee?", "Tea", "Coffee")


def only(inside: Inside) -> Question:
    (question,) = inside(questions.every)
    assert question.__class__.__name__ == "Question"
    found: Question = question
    return found


def rows(out: str) -> list[list[str]]:
    """Return the cells of a printed table, without its heading."""
    return [
        [cell.strip() for cell in line.strip("│").split("│")]
        for line in out.splitlines()
        if line.startswith("│")
    ]


def test_ask_prints_key_and_address(terminal: Terminal) -> None:
    said = terminal.polls("ask", *TEA)

    assert (said.status, said.out, said.err) == (0, "Asked as 1: /poll/1\n", "")


def test_ask_prints_the_whole_address_where_it_is_known(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLLS_BASE_URL", "https://polls.test")

    said = terminal.polls("ask", *TEA)

    assert said.out == "Asked as 1: https://polls.test/poll/1\n"


def test_ask_keeps_what_was_said(terminal: Terminal, inside: Inside) -> None:
    before = datetime.now(UTC)

    terminal.polls("ask", *TEA)

    question = only(inside)
    assert question.text == "Tea or coffee?"
    assert [choice.text for choice in question.choices] == ["Tea", "Coffee"]
    assert (question.rules.may_change, question.is_listed) == (True, True)
    assert question.close_date is None
    assert before - timedelta(seconds=1) <= question.pub_date <= datetime.now(UTC)


def test_ask_takes_every_option(terminal: Terminal, inside: Inside) -> None:
    said = terminal.polls(
        "ask",
        "--closes",
        "2126-06-05T18:00+02:00",
        "--publish",
        "2126-06-01",
        "--final",
        "--unlisted",
        *TEA,
    )

    question = only(inside)
    assert said.status == 0
    assert re.fullmatch(r"Asked as (\w{12}): /poll/\1\n", said.out)
    assert question.close_date == datetime(2126, 6, 5, 16, tzinfo=UTC)
    assert question.pub_date == datetime(2126, 6, 1, tzinfo=UTC)
    assert (question.rules.may_change, question.is_listed) == (False, False)


def test_ask_takes_options_after_the_words(terminal: Terminal, inside: Inside) -> None:
    said = terminal.polls("ask", *TEA, "--final")

    assert said.status == 0
    assert only(inside).rules.may_change is False


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2126-06-05", datetime(2126, 6, 5, tzinfo=UTC)),
        ("2126-06-05T18:00", datetime(2126, 6, 5, 18, tzinfo=UTC)),
        ("2126-06-05 18:00:30", datetime(2126, 6, 5, 18, 0, 30, tzinfo=UTC)),
        ("2126-06-05T18:00Z", datetime(2126, 6, 5, 18, tzinfo=UTC)),
        ("2126-06-05T18:00-05:30", datetime(2126, 6, 5, 23, 30, tzinfo=UTC)),
    ],
)
def test_ask_takes_an_instant_in_utc_or_with_its_zone(
    terminal: Terminal,
    inside: Inside,
    text: str,
    instant: datetime,
) -> None:
    terminal.polls("ask", "--closes", text, *TEA)

    assert only(inside).close_date == instant


@pytest.mark.parametrize("option", ["--closes", "--publish"])
def test_ask_refuses_what_is_no_instant(terminal: Terminal, inside: Inside, option: str) -> None:
    for text in ("tomorrow", "2026-13-01", "2026-06-05T25:00", "", "0001-01-01T00:00+10:00"):
        said = terminal.polls("ask", option, text, *TEA)

        assert (said.status, said.out) == (2, "")
        assert option in said.err
        assert "2026-06-05T18:00" in said.err
    assert inside(questions.every) == []


def test_ask_lists_all_problems_of_a_question(terminal: Terminal, inside: Inside) -> None:
    said = terminal.polls("ask", "", "Tea", "Tea", "a\nb")

    assert said.status == 2
    assert said.err.splitlines() == [
        "The question is empty.",
        "Choice 3 contains control characters, such as a line break.",
        "The choice “Tea” stands there more than once.",
    ]
    assert inside(questions.every) == []


@pytest.mark.parametrize("words", [(), ("Tea or coffee?",)])
def test_ask_without_choices_is_called_wrongly(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.polls("ask", *words)

    assert said.status == 2
    assert "Usage" in said.err


def test_close_ends_voting_once(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)

    first, second = terminal.polls("close", "1"), terminal.polls("close", "1")

    assert (first.status, first.out) == (0, "Voting has ended.\n")
    assert (second.status, second.out) == (0, "Voting had ended already.\n")
    assert only(inside).closed_at is not None


def test_close_says_when_there_is_no_such_question(terminal: Terminal) -> None:
    said = terminal.polls("close", "99")

    assert (said.status, said.out, said.err) == (2, "", "There is no such question.\n")


def test_list_shows_all_questions_newest_first(terminal: Terminal) -> None:
    terminal.polls("ask", "--publish", "2020-01-01", *TEA)
    terminal.polls("ask", "--publish", "2020-01-02", "--closes", "2020-01-03", "Over?", "Yes", "No")
    terminal.polls("ask", "--publish", "2126-01-01", "Later?", "Yes", "No")
    key = terminal.polls("ask", "--unlisted", "Secret?", "Yes", "No").out.split()[2].rstrip(":")

    said = terminal.polls("list")

    assert said.status == 0
    assert rows(said.out) == [
        ["3", "Later?", "not yet published", "0", "0"],
        [key, "Secret?", "open, unlisted", "0", "0"],
        ["2", "Over?", "closed", "0", "0"],
        ["1", "Tea or coffee?", "open", "0", "0"],
    ]


def test_list_prints_texts_as_they_stand(terminal: Terminal) -> None:
    text = "[bold]Tea[/bold] or [link=x]coffee[/]? :smile:"
    terminal.polls("ask", text, "Tea", "Coffee")

    said = terminal.polls("list")

    assert rows(said.out)[0][1] == text


def test_list_of_no_questions_is_no_mistake(terminal: Terminal) -> None:
    said = terminal.polls("list")

    assert said.status == 0
    assert rows(said.out) == []


def test_sample_inserts_once(terminal: Terminal) -> None:
    first, second = terminal.polls("sample"), terminal.polls("sample")

    assert (first.status, first.out) == (0, "Inserted 5 sample questions.\n")
    assert (second.status, second.out) == (
        0,
        "There are questions already; nothing was inserted.\n",
    )
    assert rows(terminal.polls("list").out)[0][1] == "What's new?"
