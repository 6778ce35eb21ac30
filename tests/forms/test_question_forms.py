from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.methods import METHODS
from polls.domain.questions import content
from polls.domain.questions.problems.fields import InvalidQuestionError
from polls.domain.questions.questions import Kind, NewChoice, NewQuestion
from polls.domain.questions.rules import Rules, Threshold, Visibility, Voters
from polls.forms.form_kinds import FormKind
from polls.forms.question_forms import (
    FIELDS,
    PARAGRAPHS,
    Listing,
    QuestionForm,
    advise,
    filled_in,
    gathered,
    is_of_ballot,
    is_setting,
    question,
    switched,
)
from polls.presentation.refusals import FieldMessage, messages

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
SKIPPED = "02:30 does not exist on that day. Write 03:30, or another time."
TEA = {"text": "Tea or coffee?", "choices": "Tea\nCoffee"}


def read(listing: Listing = Listing.APPROVAL, /, **sent: str) -> NewQuestion:
    return question(filled_in(TEA | sent, "Europe/Paris"), listing, NOON)


def problems(**sent: str) -> list[FieldMessage]:
    with pytest.raises(InvalidQuestionError) as refusal:
        read(**sent)
    return messages(refusal.value.problems)


def test_form_asks_for_every_longer_text_of_a_question() -> None:
    assert set(PARAGRAPHS) == set(content.PARAGRAPHS)


def test_question_and_choices_are_enough() -> None:
    assert read() == NewQuestion(
        text="Tea or coffee?",
        choices=(NewChoice(text="Tea"), NewChoice(text="Coffee")),
        zone="Europe/Paris",
        is_listed=False,
        rules=Rules(visibility=Visibility.VOTED),
    )


def test_empty_form_says_what_is_missing() -> None:
    assert problems(text="", choices=" \n\n") == [
        ("text", "The question is empty."),
        ("choices", "A question needs 2 to 500 choices; this one has 0."),
    ]


def test_choices_that_stand_there_twice_are_named() -> None:
    assert problems(choices="Tea\nCoffee\n- Tea\n\n") == [
        ("choices", "“Tea” is listed twice."),
    ]


def test_choices_may_have_descriptions_and_links() -> None:
    new = read(choices="Tea | black or green\nCoffee | https://example.org/coffee")

    assert new.choices == (
        NewChoice(text="Tea", description="black or green"),
        NewChoice(text="Coffee", link="https://example.org/coffee"),
    )


def test_too_many_choices_are_one_problem() -> None:
    assert problems(choices="Tea\nTea\n" * 1_000) == [
        ("choices", "A question needs 2 to 500 choices; this one has 2000."),
    ]


def test_blank_and_none_stand_last_on_the_ballot() -> None:
    new = read(offer_none="1", offer_blank="1")

    assert [(choice.text, choice.kind) for choice in new.choices] == [
        ("Tea", Kind.CHOICE),
        ("Coffee", Kind.CHOICE),
        ("None of these", Kind.NONE),
        ("Blank vote", Kind.BLANK),
    ]


def test_lines_with_nothing_to_see_are_no_choices() -> None:
    unseen = "\n\u200b" * 600

    assert problems(text="", choices=f"Tea{unseen}\nCoffee") == [
        ("text", "The question is empty."),
    ]
    assert problems(choices=f"Tea{unseen}") == [
        ("choices", "A question needs 2 to 500 choices; this one has 1."),
    ]


def test_blank_and_none_are_no_choices_to_choose_between() -> None:
    assert problems(choices="Tea", offer_none="1", offer_blank="1") == [
        ("choices", "A question needs 2 to 500 choices; this one has 1."),
    ]
    assert problems(method="approval", max_choices="3", offer_none="1") == [
        ("max_choices", "The maximum is 3, but there are only 2 choices."),
    ]


@pytest.mark.parametrize(
    ("sent", "least", "most"),
    [
        ({"method": "plurality", "min_choices": "2", "max_choices": "x"}, 1, 1),
        ({"method": "approval"}, 1, None),
        ({"method": "approval", "min_choices": "", "max_choices": " 2 "}, 1, 2),
        ({"method": "approval", "min_choices": "2", "max_choices": "2"}, 2, 2),
    ],
)
def test_marks_have_a_least_and_a_most_where_there_may_be_several(
    sent: dict[str, str],
    least: int,
    most: int | None,
) -> None:
    rules = read(**sent).rules

    assert (rules.min_choices, rules.max_choices) == (least, most)


def test_more_marks_than_choices_are_a_problem() -> None:
    assert problems(method="approval", min_choices="3") == [
        ("min_choices", "The minimum is 3, but there are only 2 choices."),
    ]


@pytest.mark.parametrize("two", ["2", "\u0662", "\uff12", "\u0968"])
def test_numbers_are_read_in_the_digits_of_every_script(two: str) -> None:
    stv = {"choices": "A\nB\nC", "method": "stv", "seats": two, "option-stv-decimals": two}
    score = {"method": "score", "highest": two, "voters": "network", "per_network": two}
    invited = {"voters": "invited", "release_step": two, "quorum": f"{two}\u066a"}
    approval = {"method": "approval", "min_choices": two, "max_choices": two, "quorum": two}

    rules = read(**stv).rules
    scored, guarded, marked = read(**score).rules, read(**invited).rules, read(**approval).rules

    assert (rules.seats, rules.options) == (2, (("decimals", "2"),))
    assert (scored.highest, scored.per_network) == (2, 2)
    assert (guarded.release_step, guarded.quorum_percent) == (2, 2)
    assert (marked.min_choices, marked.max_choices, marked.quorum) == (2, 2, 2)


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "²", "½", "①", "0x1"])
def test_number_that_is_none_is_a_problem_of_its_field(text: str) -> None:
    assert problems(method="approval", max_choices=text) == [
        ("max_choices", "Write a whole number, in digits."),
    ]


@pytest.mark.parametrize("text", ["1" * 10, "\u0661" * 10, "1" * 5_000])
def test_number_that_is_too_large_is_told_so(text: str) -> None:
    told = "Write a smaller number: it may have 9 digits at the most."

    assert problems(method="approval", max_choices=text) == [("max_choices", told)]
    assert problems(quorum=text) == [("quorum", told)]


def test_zone_is_read_without_the_spaces_around_it() -> None:
    assert read(zone=" Europe/Berlin\n").zone == "Europe/Berlin"


def test_network_has_a_limit_only_where_it_is_the_policy() -> None:
    assert read(voters="network").rules.per_network == 5
    assert read(voters="network", per_network="2").rules.per_network == 2
    assert read(voters="browser", per_network="nonsense").rules.per_network is None
    assert problems(voters="network", per_network="") == [
        ("per_network", "Enter how many votes are accepted from one network: 1 to 100,000."),
    ]


@pytest.mark.parametrize("voters", Voters)
def test_every_policy_can_be_chosen(voters: Voters) -> None:
    assert read(voters=voters.value).rules.voters is voters


@pytest.mark.parametrize("visibility", Visibility)
def test_every_visibility_can_be_chosen(visibility: Visibility) -> None:
    assert read(visibility=visibility.value).rules.visibility is visibility


def test_times_are_those_of_the_zone() -> None:
    new = read(opens="at", pub_date="2026-07-01T09:00", closes="at", close_date="2026-07-05T18:00")

    assert new.pub_date == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert new.close_date == datetime(2026, 7, 5, 16, tzinfo=UTC)


def test_times_that_are_not_asked_for_are_not_read() -> None:
    new = read(opens="now", pub_date="nonsense", closes="never", close_date="nonsense")

    assert (new.pub_date, new.close_date, new.is_draft) == (None, None, False)


def test_draft_is_what_opens_later() -> None:
    assert read(opens="later").is_draft


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"closes": "at"}, ("close_date", "Choose a date and a time.")),
        (
            {"closes": "at", "close_date": "tomorrow"},
            ("close_date", "Write the date and time as in 2026-06-05 18:00."),
        ),
        (
            {"closes": "at", "close_date": "2026-06-05T13:00"},
            ("close_date", "That time is in the past."),
        ),
        (
            {"closes": "at", "close_date": "2027-03-28T02:30"},
            (
                "close_date",
                f"The clocks in Europe/Paris go forward then, so {SKIPPED}",
            ),
        ),
        (
            {
                "opens": "at",
                "pub_date": "2026-07-05T18:00",
                "closes": "at",
                "close_date": "2026-07-01T18:00",
            },
            ("close_date", "Voting would end before it begins."),
        ),
        (
            {"closes": "at", "close_date": "2026-07-05T18:00", "zone": "Mars"},
            (
                "zone",
                ("There is no time zone called “Mars”. Write a name such as Europe/Paris, or UTC."),
            ),
        ),
        (
            {"voters": "everybody"},
            ("voters", "“everybody” is not offered here. Choose one of these."),
        ),
        ({"method": ""}, ("method", "Choose one of these.")),
    ],
)
def test_settings_have_their_problems_at_their_fields(
    sent: dict[str, str],
    expected: tuple[str, str],
) -> None:
    assert problems(**sent) == [expected]


def test_tab_in_a_question_is_a_space() -> None:
    assert read(text="Tea\tor coffee?\t").text == "Tea or coffee?"


def test_problems_come_in_the_order_of_the_fields() -> None:
    found = problems(text="", choices="", method="x", voters="x", visibility="x", zone="x")

    fields = [field for field, _ in found]
    assert fields == ["text", "choices", "method", "voters", "zone", "visibility"]


@pytest.mark.parametrize(
    ("listing", "is_listed", "wants_listing"),
    [
        (Listing.ANYONE, True, False),
        (Listing.APPROVAL, False, True),
        (Listing.NOBODY, False, False),
    ],
)
def test_listing_is_as_the_operator_has_it(
    listing: Listing,
    is_listed: bool,
    wants_listing: bool,
) -> None:
    new = read(listing, wants_listing="1")

    assert (new.is_listed, new.wants_listing) == (is_listed, wants_listing)
    assert (read(listing).is_listed, read(listing).wants_listing) == (False, False)


def test_every_field_but_question_and_choices_is_folded_up_once() -> None:
    assert [field for field in FIELDS if not is_setting(field) ^ is_of_ballot(field)] == [
        "kind",
        "text",
        "choices",
    ]


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("question", Rules(visibility=Visibility.VOTED)),
        (
            "dates",
            Rules(
                method="availability",
                max_choices=None,
                highest=2,
                labels=METHODS["availability"].labels,
                voters=Voters.NAMED,
                visibility=Visibility.VOTED,
            ),
        ),
        (
            "election",
            Rules(method="instant_runoff", max_choices=None, visibility=Visibility.CLOSED),
        ),
        ("x", Rules(visibility=Visibility.VOTED)),
    ],
)
def test_each_kind_has_its_defaults(kind: str, rules: Rules) -> None:
    assert read(kind=kind, choices="2126-12-24\n2126-12-25").rules == rules


def test_what_was_sent_comes_before_the_defaults_of_a_kind() -> None:
    assert read(kind="election", method="stv", visibility="always").rules == Rules(
        method="stv", max_choices=None, visibility=Visibility.ALWAYS
    )


@pytest.mark.parametrize(
    ("kind", "method", "shown"),
    [
        ("", "availability", FormKind.DATES),
        ("election", "availability", FormKind.DATES),
        ("dates", "stv", FormKind.QUESTION),
        ("election", "approval", FormKind.ELECTION),
        ("dates", "x", FormKind.QUESTION),
    ],
)
def test_kind_is_one_whose_form_has_the_method(kind: str, method: str, shown: FormKind) -> None:
    form = filled_in({"kind": kind, "method": method}, "UTC")

    assert (form.kind, form.voters == Voters.NAMED) == (shown, kind == "dates")


def test_choices_may_be_sent_one_by_one() -> None:
    sent = [("text", "Tea?"), ("choices", "Tea"), ("text", "x"), ("choices", "Coffee\nMilk")]

    assert gathered(sent) == {"text": "Tea?", "choices": "Tea\nCoffee\nMilk"}


def test_other_kind_of_form_keeps_all_but_defaults_that_nobody_changed() -> None:
    form = filled_in(TEA | {"method": "score", "quorum": "9", "highest": "7"}, "UTC")
    public = replace(form, visibility=Visibility.ALWAYS)

    as_dates = switched(form, FormKind.DATES)
    assert as_dates == replace(
        form, kind="dates", method="availability", voters=Voters.NAMED, says="dates"
    )
    assert switched(as_dates, FormKind.QUESTION) == replace(
        form, kind="question", method="plurality"
    )
    assert switched(as_dates, FormKind.ELECTION).voters == Voters.BROWSER
    assert switched(form, FormKind.ELECTION).visibility == Visibility.CLOSED
    assert switched(public, FormKind.ELECTION).visibility == Visibility.ALWAYS


def test_method_has_its_seats_options_and_scores() -> None:
    ranked = {"option-stv-quota": "hare", "option-stv-decimals": " ", "option-borda-unranked": "x"}
    stv = read(choices="A\nB\nC", method="stv", seats="2", highest="x", labels="x", **ranked).rules
    graded = read(method="majority_judgment", labels="Bad\nFair\nGood", max_choices="").rules
    scored = read(method="score", highest="10", threshold="simple").rules

    assert (stv.method, stv.seats, stv.options) == ("stv", 2, (("quota", "hare"),))
    assert (stv.max_choices, stv.highest, stv.labels) == (None, 5, ())
    assert (graded.highest, graded.labels) == (2, ("Bad", "Fair", "Good"))
    assert (scored.highest, scored.labels, scored.options) == (10, (), ())


def test_dates_are_asked_by_the_clocks_of_the_form() -> None:
    new = read(method="availability", choices="2026-12-25\n2026-12-24 18:00", min_choices="x")

    assert [choice.text for choice in new.choices] == ["2026-12-24 18:00", "2026-12-25"]
    assert new.rules.labels == ("No", "If need be", "Yes")


@pytest.mark.parametrize(
    ("sent", "quorum", "percent"),
    [
        ({"quorum": ""}, None, None),
        ({"quorum": " 20 "}, 20, None),
        ({"quorum": "25 %", "voters": "invited"}, None, 25),
        ({"quorum": "25%", "voters": "invited"}, None, 25),
    ],
)
def test_quorum_is_a_number_or_a_share(
    sent: dict[str, str],
    quorum: int | None,
    percent: int | None,
) -> None:
    rules = read(**sent).rules

    assert (rules.quorum, rules.quorum_percent) == (quorum, percent)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"method": "schulze", "seats": "2"}, "seats"),
        ({"method": "schulze", "option-schulze-strength": "x"}, "option-schulze-strength"),
        ({"method": "score", "highest": "11"}, "highest"),
        ({"method": "score", "highest": "3", "labels": "Bad\nGood"}, "labels"),
        ({"method": "score", "labels": "Alone"}, "labels"),
        ({"method": "score", "labels": "Good\n" * 12}, "labels"),
        ({"method": "score", "threshold": "absolute"}, "threshold"),
        ({"method": "availability"}, "choices"),
        ({"quorum": "half"}, "quorum"),
        ({"quorum": "25 %"}, "quorum"),
        ({"quorum": "9" * 20 + "%", "voters": "invited"}, "quorum"),
        ({"quorum": "0"}, "quorum"),
    ],
)
def test_what_does_not_go_with_the_method_is_told_beside_its_field(
    sent: dict[str, str],
    field: str,
) -> None:
    assert {problem.field for problem in problems(**sent)} == {field}


def test_advice_sets_the_method_up_and_keeps_the_rest() -> None:
    sent = {"winners": "several", "says": "all", "matters": "share", "seats": "3"}

    form, advised = advise(filled_in(TEA | sent, "UTC"))

    assert advised.method == "approval"
    assert (form.text, form.method, form.seats) == ("Tea or coffee?", "approval", "3")
    assert form.options == {"approval-rule": "proportional"}


def test_advice_takes_answers_that_there_are_not_for_the_usual_ones() -> None:
    form, advised = advise(filled_in({"winners": "x", "says": "", "matters": "\0"}, "UTC"))

    assert (advised.method, form.seats) == ("plurality", "1")


USUAL: dict[str, Any] = {
    "method": st.sampled_from([*METHODS, ""]),
    "option-schulze-strength": st.sampled_from(["margins", "", "x"]),
    "option-stv-decimals": st.integers().map(str) | st.text(),
    "labels": st.sampled_from(["Bad\nGood", ""]) | st.text(),
    "threshold": st.sampled_from([*Threshold, ""]),
    "voters": st.sampled_from([*Voters, ""]),
    "opens": st.sampled_from(["now", "at", "later"]),
    "closes": st.sampled_from(["never", "at"]),
    "pub_date": st.datetimes().map(datetime.isoformat) | st.text(),
    "close_date": st.datetimes().map(datetime.isoformat) | st.text(),
    "zone": st.sampled_from(["UTC", "Asia/Tokyo", "/etc", "", "\0"]) | st.text(),
    "min_choices": st.integers().map(str) | st.text(),
    "max_choices": st.integers().map(str) | st.text(),
}


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(FIELDS, st.text()) | USUAL | {"other": st.text()},
    ),
    st.sampled_from(Listing),
)
def test_form_makes_a_question_or_says_why_not(sent: dict[str, str], listing: Listing) -> None:
    form = filled_in(sent, "UTC")

    try:
        new = question(form, listing, NOON)
    except InvalidQuestionError as error:
        fields = {problem.field for problem in error.problems}
        assert fields, "refused without a reason"
        assert fields <= {*FIELDS, "option-schulze-strength", "option-stv-decimals"}
    else:
        assert len(new.choices) >= 2
        assert new.text == form.text.strip()


def test_fresh_form_is_what_the_defaults_ask() -> None:
    assert filled_in({}, "UTC") == QuestionForm()
