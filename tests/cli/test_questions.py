"""`polls ask`, `list`, `sample`, and what moves a question on: `close`, `delete` and others."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from polls.domain.questions.log import Act, Actor
from polls.domain.questions.questions import Kind
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.forms import question_forms
from polls.services.questions import changes, organisers
from tests import asking
from tests.cli.conftest import NO_QUESTION, Terminal, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polls.domain.questions.questions import Question
    from polls.settings import Settings

    Inside = Callable[..., Any]

TEA = ("--listed", "Tea or coffee?", "Tea", "Coffee")


def only(inside: Inside) -> Question:
    (question,) = inside(asking.every)
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

    first, second = said.out.splitlines()
    assert (said.status, first, said.err) == (0, "Asked as 1: /poll/1", "")
    assert second.startswith("Organiser's link (keep it secret): /poll/1/organise/")


def test_ask_prints_the_whole_address_where_it_is_known(
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLLS_BASE_URL", "https://polls.test")

    said = terminal.polls("ask", *TEA)

    first, second = said.out.splitlines()
    assert first == "Asked as 1: https://polls.test/poll/1"
    assert " https://polls.test/poll/1/organise/" in second


def test_ask_prints_the_organisers_link(terminal: Terminal, inside: Inside) -> None:
    said = terminal.polls("ask", *TEA)

    secret = said.out.rsplit("/", 1)[1].strip()
    assert inside(lambda database: organisers.is_organiser(database, "1", secret))


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
        "--results",
        "organiser",
        *TEA[1:],
    )

    question = only(inside)
    assert said.status == 0
    assert re.match(r"Asked as (\w{12}): /poll/\1\n", said.out)
    assert question.close_date == datetime(2126, 6, 5, 16, tzinfo=UTC)
    assert question.pub_date == datetime(2126, 6, 1, tzinfo=UTC)
    assert (question.rules.may_change, question.is_listed) == (False, False)
    assert question.rules.visibility is Visibility.ORGANISER


def test_ask_has_the_defaults_of_the_page(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA[1:])
    terminal.polls("ask", "--voters", "network", *TEA[1:])

    by_network, plain = inside(asking.every)
    sent = {"text": "Tea or coffee?", "choices": "Tea\nCoffee"}
    form = question_forms.filled_in(sent, "UTC")
    by_page = question_forms.question(form, question_forms.Listing.ANYONE, datetime.now(UTC))
    assert plain.rules == by_page.rules
    assert (plain.is_listed, plain.zone) == (by_page.is_listed, by_page.zone)
    assert str(by_network.rules.per_network) == form.per_network


def test_ask_takes_the_rules(terminal: Terminal, inside: Inside) -> None:
    terminal.polls(
        "ask",
        *(
            "--method",
            "approval",
            "--min",
            "2",
            "--max",
            "3",
            "--none",
            "--blank",
            "--shuffle",
            "--draft",
            "--final",
        ),
        *("--voters", "network", "--per-network", "4", "--results", "closed"),
        *("--zone", "Europe/Paris", "--description", "For Friday."),
        *("What do you drink?", "Tea | black | https://example.org/tea", "Coffee", "Milk"),
    )

    question = only(inside)
    assert question.rules == Rules(
        method="approval",
        min_choices=2,
        max_choices=3,
        voters=Voters.NETWORK,
        per_network=4,
        may_change=False,
        visibility=Visibility.CLOSED,
        is_shuffled=True,
    )
    assert (question.is_draft, question.zone) == (True, "Europe/Paris")
    assert question.description == "For Friday."
    kinds = [choice.kind for choice in question.choices]
    assert kinds == [Kind.CHOICE, Kind.CHOICE, Kind.CHOICE, Kind.NONE, Kind.BLANK]
    tea = question.choices[0]
    assert (tea.text, tea.description, tea.link) == ("Tea", "black", "https://example.org/tea")


def test_ask_takes_a_method_with_all_that_belongs_to_it(terminal: Terminal, inside: Inside) -> None:
    terminal.polls(
        "ask",
        *("--method", "score", "--seats", "2", "--option", "blanks=ignored"),
        *("--label", "Bad", "--label", "Fair", "--label", "Good"),
        *("--quorum", "25%", "--voters", "invited"),
        *TEA,
    )

    rules = only(inside).rules
    assert (rules.method, rules.seats) == ("score", 2)
    assert rules.options == (("blanks", "ignored"),)
    assert (rules.highest, rules.labels) == (2, ("Bad", "Fair", "Good"))
    assert (rules.quorum, rules.quorum_percent) == (None, 25)


def test_ask_takes_a_majority(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", "--threshold", "two_thirds", "--quorum", "20", *TEA)

    rules = only(inside).rules
    assert (rules.threshold, rules.quorum) == (Threshold.TWO_THIRDS, 20)


@pytest.mark.parametrize(
    ("options", "least", "most"),
    [
        ((), 1, 1),
        (("--method", "approval"), 1, None),
        (("--method", "approval", "--max", "2"), 1, 2),
        (("--method", "schulze", "--max", "2", "--min", "2"), 2, 2),
    ],
)
def test_ask_takes_the_number_of_marks(
    terminal: Terminal,
    inside: Inside,
    options: tuple[str, ...],
    least: int,
    most: int | None,
) -> None:
    terminal.polls("ask", *options, *TEA)

    rules = only(inside).rules
    assert (rules.min_choices, rules.max_choices) == (least, most)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--max", "0"), "'--max': Write a whole number, at least 1, in digits."),
        (("--seats", "-1"), "'--seats': Write a whole number, at least 1, in digits."),
        (("--min", "2"), "The minimum (2) is higher than the maximum (1)."),
        (
            ("--voters", "network", "--per-network", "0"),
            "'--per-network': Write a whole number, at least 1, in digits.",
        ),
        (
            ("--voters", "network", "--per-network", "9" * 12),
            "how many votes are accepted from one network",
        ),
        (("--per-network", "9" * 12), "it works only with --voters network"),
        (("--min", "9" * 12), "is higher than the maximum (1)."),
        (("--max", "9" * 12), "but there are only 2 choices."),
        (
            ("--max", "2"),
            "With plurality, a ballot marks one choice. For several marks, choose approval.",
        ),
        (("--method", "stv", "--seats", "2"), "so every choice would win. Ask for fewer winners"),
        (
            ("--method", "roulette"),
            "There is no method “roulette”. Choose one of these: plurality, approval",
        ),
        (("--method", "schulze", "--option", "nonsense"), "has no option “nonsense”"),
        (
            ("--method", "stv", "--option", "quota=hare", "--option", "quota=droop"),
            "The option 'quota' is given twice.",
        ),
        (("--method", "schulze", "--seats", "2"), "Schulze elects one winner."),
        (
            ("--method", "score", "--label", "Bad"),
            "Scores from 0 to 1 need 2 labels, but you wrote 1.",
        ),
        (
            ("--label", "Bad"),
            "--label: it works only with --method score, star, majority_judgment",
        ),
        (
            ("--method", "stv", "--highest", "3"),
            "--highest: it works only with --method score, star",
        ),
        (("--seats", "a few"), "'--seats': Write a whole number, at least 1, in digits."),
        (
            ("--quorum", "half"),
            "Write a number of ballots, such as 20, or a share of the people invited",
        ),
        (("--quorum", "25%"), "only if voters are invited"),
        (
            ("--threshold", "huge"),
            "'--threshold': 'huge' is not one of 'simple', 'absolute', 'two_thirds'.",
        ),
        (("--method", "availability", "--min", "2"), "--min: with --method availability"),
        (("--method", "availability", "--max", "1"), "--max: with --method availability"),
        (("--method", "availability"), "Date 1, “Tea”: Write a day as in 2026-12-24"),
        (
            ("--voters", "everybody"),
            "'--voters': 'everybody' is not one of 'anyone', 'browser', 'network', 'invited'",
        ),
        (("--results", "never"), "'--results': 'never' is not one of 'always'"),
        (
            ("--zone", "Mars"),
            ("There is no time zone called “Mars”. Write a name such as Europe/Paris, or UTC."),
        ),
    ],
)
def test_ask_refuses_rules_that_cannot_be(
    terminal: Terminal,
    inside: Inside,
    options: tuple[str, ...],
    problem: str,
) -> None:
    said = terminal.polls("ask", *options, *TEA)

    assert said.status == 2
    assert problem in said.err
    assert inside(asking.every) == []


def test_ask_takes_the_zone_of_the_site(
    terminal: Terminal,
    inside: Inside,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLLS_TIME_ZONE", "Europe/Paris")

    terminal.polls("ask", *TEA)

    assert only(inside).zone == "Europe/Paris"


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
    assert inside(asking.every) == []


def test_ask_refuses_a_draft_that_is_to_appear_by_itself(
    terminal: Terminal, inside: Inside
) -> None:
    said = terminal.polls("ask", "--draft", "--publish", "2126-06-05T18:00", *TEA)

    assert (said.status, said.out) == (2, "")
    assert "--publish: a draft waits for “polls open”." in said.err
    assert "polls open --at" in said.err
    assert inside(asking.every) == []


def test_ask_lists_all_problems_of_a_question(terminal: Terminal, inside: Inside) -> None:
    said = terminal.polls("ask", "", "Tea", "Tea", "a\nb")

    assert said.status == 2
    assert said.err.splitlines() == [
        "The question is empty.",
        "Choice 3 contains control characters, such as a line break.",
        "“Tea” is listed twice.",
    ]
    assert inside(asking.every) == []


@pytest.mark.parametrize(
    ("arguments", "warning"),
    [
        (("Tea?", "Tea", "tea"), "“Tea” and “tea” differ only in capitals."),
        (
            ("--method", "availability", "When?", "2026-01-01", "2999-01-01"),
            "2026-01-01 is in the past.",
        ),
    ],
)
def test_ask_tells_of_a_slip_and_asks_all_the_same(
    terminal: Terminal,
    inside: Inside,
    arguments: tuple[str, ...],
    warning: str,
) -> None:
    said = terminal.polls("ask", *arguments)

    assert said.status == 0
    assert said.err == f"Is this what you mean? {warning}\n"
    assert only(inside).text.endswith("?")


@pytest.mark.parametrize("words", [(), ("Tea or coffee?",)])
def test_ask_without_choices_is_called_wrongly(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal.polls("ask", *words)

    assert said.status == 2
    assert "Usage" in said.err


def test_close_ends_voting_once(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)

    first, second = terminal.polls("close", "1"), terminal.polls("close", "1")

    assert (first.status, first.out) == (0, "Voting has ended.\n")
    assert (second.status, second.out) == (0, "Voting had already ended.\n")
    assert only(inside).closed_at is not None


def test_list_shows_all_questions_newest_first(terminal: Terminal) -> None:
    terminal.polls("ask", "--publish", "2020-01-01", *TEA)
    terminal.polls(
        "ask", "--publish", "2020-01-02", "--closes", "2020-01-03", "--listed", "Over?", "Yes", "No"
    )
    terminal.polls("ask", "--publish", "2126-01-01", "--listed", "Later?", "Yes", "No")
    key = terminal.polls("ask", "Secret?", "Yes", "No").out.split()[2].rstrip(":")

    said = terminal.polls("list")

    assert said.status == 0
    assert rows(said.out) == [
        ["3", "Later?", "not yet published", "0", "0"],
        [key, "Secret?", "open, unlisted", "0", "0"],
        ["2", "Over?", "closed", "0", "0"],
        ["1", "Tea or coffee?", "open", "0", "0"],
    ]


def test_list_shows_only_what_is_sought(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", "--publish", "2020-01-01", *TEA)
    terminal.polls("ask", "--publish", "2126-01-01", "--listed", "TEA later?", "Yes", "No")
    key = waiting(inside)

    found = [
        [row[0] for row in rows(terminal.polls("list", *options).out)]
        for options in (
            ("--search", "tea "),
            ("--search", "TEA", "--state", "scheduled"),
            ("--state", "closed"),
            ("--waiting",),
            ("--search", key[2:-1]),
        )
    ]

    assert found == [["2", key, "1"], ["2"], [], [key], [key]]


def test_list_refuses_a_state_that_there_is_not(terminal: Terminal) -> None:
    said = terminal.polls("list", "--state", "over")

    assert said.status == 2
    assert "'over' is not one of 'draft', 'scheduled', 'open', 'ending', 'closed'" in said.err


def test_list_is_there_for_programs(terminal: Terminal) -> None:
    terminal.polls(
        "ask", "--publish", "2020-01-02", "--closes", "2020-01-03", "Grün “x”?", "a", "b"
    )

    said = terminal.polls("list", "--json")

    [question] = json.loads(said.out)
    key = question.pop("key")
    assert len(key) > 8
    assert question == {
        "text": "Grün “x”?",
        "state": "closed",
        "is_listed": False,
        "wants_listing": False,
        "opens": "2020-01-02T00:00:00+00:00",
        "closes": "2020-01-03T00:00:00+00:00",
        "closed": None,
        "votes": 0,
        "ballots": 0,
    }


def test_list_of_nothing_is_json_as_well(terminal: Terminal) -> None:
    assert terminal.polls("list", "--json").out == "[]\n"


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
        "There already are questions, so nothing was inserted.\n",
    )
    assert rows(terminal.polls("list").out)[0][1] == "What's new?"


# moved on by the operator


def test_close_at_a_moment_lets_voting_end_by_itself(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)

    said = terminal.polls("close", "1", "--at", "2126-06-05T18:00+02:00")

    assert (said.status, said.out) == (0, "Voting ends 2126-06-05 16:00 UTC.\n")
    question = only(inside)
    assert question.close_date == datetime(2126, 6, 5, 16, tzinfo=UTC)
    assert question.closed_at is None


def test_reopen_lets_voting_go_on(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)
    terminal.polls("close", "1")

    said = terminal.polls("reopen", "1", "--closes", "2126-06-05")

    assert (said.status, said.out) == (0, "The question is open again.\n")
    question = only(inside)
    assert (question.closed_at, question.reopened_at is None) == (None, False)
    assert question.close_date == datetime(2126, 6, 5, tzinfo=UTC)


def test_open_leaves_a_question_alone_that_is_open_or_was(terminal: Terminal) -> None:
    terminal.polls("ask", *TEA)

    is_open = terminal.polls("open", "1")
    terminal.polls("close", "1")
    was_open = terminal.polls("open", "1")

    assert (is_open.status, is_open.out) == (0, "The question was already open.\n")
    assert (was_open.status, was_open.err) == (2, "Voting on this question has ended.\n")


def test_open_opens_a_draft(terminal: Terminal, inside: Inside) -> None:
    inside(lambda database: asking.ask(database, is_draft=True))

    later, now = terminal.polls("open", "1", "--at", "2126-06-05"), terminal.polls("open", "1")

    assert (later.status, later.out) == (0, "It opens 2126-06-05 00:00 UTC.\n")
    assert (now.status, now.out) == (0, "The question is open.\n")
    assert only(inside).is_published(datetime.now(UTC))


def test_publish_shows_a_result_that_was_kept_back(terminal: Terminal, inside: Inside) -> None:
    inside(lambda database: asking.ask(database, visibility=Visibility.ORGANISER))
    terminal.polls("close", "1")

    first, second = terminal.polls("publish", "1"), terminal.polls("publish", "1")

    assert (first.status, first.out) == (0, "Everyone can see the result now.\n")
    assert (second.status, second.err) == (2, "Everyone can already see the result.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("ask", *TEA, "--closes", "9001-01-01"),
        ("ask", *TEA, "--publish", "9001-01-01"),
        ("close", "1", "--at", "9999-12-31"),
        ("open", "1", "--at", "9999-12-31"),
        ("reopen", "1", "--closes", "9999-12-31T23:59"),
    ],
)
def test_moment_that_no_archive_and_no_form_takes_is_refused(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    answer = terminal.polls(*words)

    assert answer.status == 2
    assert "too far in the future; the last year is 9000" in " ".join(answer.err.split())


def test_decide_and_undecide_say_what_became_of_it(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)
    terminal.polls("close", "1")

    said = [terminal.polls("decide", "1", number).out for number in ("2", "٢")]
    decided = [choice.text for choice in only(inside).decided]
    said += [terminal.polls("undecide", "1").out for _ in range(2)]

    assert decided == ["Coffee"]
    assert only(inside).decided == ()
    assert said == [
        "Decided.\n",
        "That was the decision already.\n",
        "The decision was taken back.\n",
        "Nothing had been decided.\n",
    ]


def test_decide_refuses_a_number_that_no_choice_has(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)
    early = terminal.polls("decide", "1", "1")
    terminal.polls("close", "1")

    unknown = [terminal.polls("decide", "1", number) for number in ("3", "٤")]

    assert (early.status, early.err) == (
        2,
        "Nothing can be decided while voting is open. End voting first.\n",
    )
    for each in unknown:
        assert each.status == 2
        assert "these can be decided for: 1 2" in each.err
    assert only(inside).decided == ()


@pytest.mark.parametrize("base_url", ["", "https://polls.test"])
def test_organiser_prints_a_link_that_opens_the_question(
    terminal: Terminal,
    inside: Inside,
    monkeypatch: pytest.MonkeyPatch,
    base_url: str,
) -> None:
    if base_url:
        monkeypatch.setenv("POLLS_BASE_URL", base_url)
    asked = inside(asking.asked)

    said = terminal.polls("organiser", asked.key)

    found = re.fullmatch(rf"{base_url}/poll/1/organise/([\w-]{{22}})\n", said.out)
    assert found
    assert inside(lambda database: organisers.is_organiser(database, "1", found[1]))
    assert not inside(lambda database: organisers.is_organiser(database, "1", asked.secret))


def test_delete_wants_the_key_typed_again(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)

    wrong = terminal.polls("delete", "1", typed="2\n")
    right = terminal.polls("delete", "1", typed="1\n")

    assert (wrong.status, wrong.err) == (
        2,
        "That is neither the question nor its key. Type one of the two exactly.\n",
    )
    assert (right.status, right.err) == (0, "")
    assert right.out.endswith("The question and all its votes are deleted.\n")
    assert inside(asking.every) == []


def test_delete_says_first_that_there_is_no_such_question(terminal: Terminal) -> None:
    said = terminal.polls("delete", "1", typed="1\n")

    assert (said.status, said.out) == (2, "")
    assert said.err == terminal.polls("close", "1").err


def test_delete_shows_what_it_deletes(terminal: Terminal) -> None:
    terminal.polls("ask", *TEA)

    said = terminal.polls("delete", "1", typed="no\n")

    assert said.status == 2
    assert said.out.startswith("“Tea or coffee?”, with 0 ballots.\n")


def test_delete_can_be_told_not_to_ask(terminal: Terminal) -> None:
    terminal.polls("ask", *TEA)

    first, second = terminal.polls("delete", "1", "--yes"), terminal.polls("delete", "1", "--yes")

    assert first.status == 0
    assert (second.status, second.err) == (2, "This question and all its votes were deleted.\n")


def test_delete_that_cannot_ask_says_how_it_need_not(terminal: Terminal, inside: Inside) -> None:
    terminal.polls("ask", *TEA)

    said = terminal.polls("delete", "1", typed="")

    assert said.status == 2
    assert said.err == (
        "\nThe question was not deleted, because nothing was typed. Where there is no terminal, "
        "add --yes to delete it without being asked.\n"
    )
    assert len(inside(asking.every)) == 1


def test_delete_that_is_interrupted_has_the_status_of_that(
    sqlite_settings: Settings, tmp_path: Path
) -> None:
    config = written(sqlite_settings, tmp_path / "polls.yaml")
    Terminal(config).polls("ask", *TEA)

    asking = subprocess.Popen(
        [sys.executable, "-m", "polls", "--config", str(config), "delete", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with asking:
        assert asking.stdout
        asking.stdout.readline()  # whose prompt follows
        asking.stdout.read(len("To delete"))
        asking.send_signal(signal.SIGINT)
        status = asking.wait(timeout=20)

    assert status == 130


def test_purge_does_what_is_due(
    terminal: Terminal,
    inside: Inside,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal.polls("ask", "--publish", "2020-01-01", "--closes", "2020-01-02", *TEA)
    terminal.polls("ask", *TEA)

    kept = terminal.polls("purge")
    monkeypatch.setenv("POLLS_RETENTION_DAYS", "30")
    purged = terminal.polls("purge")

    assert kept.out == "Deleted 0 questions; closed 1 question for good; made 1 record.\n"
    assert purged.out == "Deleted 1 question; closed 0 questions for good; made 0 records.\n"
    assert (kept.status, purged.status) == (0, 0)
    assert only(inside).key == "2"


@pytest.mark.parametrize("command", ["open", "close", "reopen", "publish", "undecide", "organiser"])
def test_command_says_when_there_is_no_such_question(terminal: Terminal, command: str) -> None:
    said = terminal.polls(command, "99")

    assert (said.status, said.out, said.err) == (2, "", NO_QUESTION)


def waiting(inside: Inside) -> str:
    """Ask a question whose organiser wants it to be listed, and return its key."""
    key = inside(lambda database: asking.ask(database, is_listed=False, wants_listing=True))
    assert isinstance(key, str)
    return key


def test_list_shows_what_asks_to_be_listed(terminal: Terminal, inside: Inside) -> None:
    key = waiting(inside)

    assert rows(terminal.polls("list").out) == [
        [key, "Tea or coffee?", "open, asks to be listed", "0", "0"],
    ]


def test_list_shows_drafts(terminal: Terminal) -> None:
    terminal.polls("ask", "--draft", *TEA)

    assert rows(terminal.polls("list").out)[0][2] == "draft"


def test_approve_puts_a_question_on_the_front_page_once(
    terminal: Terminal,
    inside: Inside,
) -> None:
    key = waiting(inside)

    first, second = terminal.polls("approve", key), terminal.polls("approve", key)

    question = only(inside)
    assert (first.status, first.out) == (0, "It is on the front page.\n")
    assert (second.status, second.out) == (0, "It was already on the front page.\n")
    assert (question.is_listed, question.wants_listing, question.revision) == (True, False, 1)
    (entry,) = inside(lambda database: changes.history(database, question))
    assert (entry.actor, entry.act) == (Actor.OPERATOR, Act.LISTED)


def test_approve_is_only_for_who_asked(terminal: Terminal, inside: Inside) -> None:
    key = inside(lambda database: asking.ask(database, is_listed=False))

    said = terminal.polls("approve", key)

    assert said.status == 2
    assert "Its organiser has not asked" in said.err
    assert not only(inside).is_listed


def test_approve_can_be_taken_back(terminal: Terminal, inside: Inside) -> None:
    key = waiting(inside)
    terminal.polls("approve", key)

    first = terminal.polls("approve", "--withdraw", key)
    second = terminal.polls("approve", "--withdraw", key)

    assert (first.status, first.out) == (0, "It is off the front page.\n")
    assert (second.status, second.out) == (0, "It was not on the front page.\n")
    assert not only(inside).is_listed


def test_approve_of_no_question_is_a_mistake(terminal: Terminal) -> None:
    for option in ((), ("--withdraw",)):
        said = terminal.polls("approve", *option, "99")

        assert (said.status, said.err) == (2, NO_QUESTION)
