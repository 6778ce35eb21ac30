from __future__ import annotations

import csv
import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.domain.electorate.invitees import HEAVIEST, MOST_AT_ONCE, Invitee, read
from polls.domain.electorate.list_problems import InvalidListError
from polls.domain.text.likeness import folded
from polls.domain.text.texts import TEXT_LENGTH, line_problems
from polls.presentation.refusals import sentence


def problems(text: str) -> list[str]:
    with pytest.raises(InvalidListError) as caught:
        read(text)
    return sentence(caught.value).splitlines()


def pairs(text: str) -> list[tuple[str, int]]:
    return [(each.label, each.weight) for each in read(text)]


@pytest.mark.parametrize(
    ("line", "label", "weight"),
    [
        ("Anna Berg", "Anna Berg", 1),
        ("Anna Berg;3", "Anna Berg", 3),
        ("Anna Berg\t3", "Anna Berg", 3),
        ("Anna Berg,3", "Anna Berg", 3),
        (" Anna Berg ; 3 ", "Anna Berg", 3),
        ("Anna Berg;", "Anna Berg", 1),
        ("Anna Berg;;", "Anna Berg", 1),
        ("Anna Berg,", "Anna Berg", 1),
        ("Berg, Anna", "Berg, Anna", 1),
        ("Berg, Anna;3", "Berg, Anna", 3),
        ("Berg, Anna,3", "Berg, Anna", 3),
        ('"Berg; Anna";3', "Berg; Anna", 3),
        ('"Main Street, 12"', "Main Street, 12", 1),
        ('"Main Street, 12",2', "Main Street, 12", 2),
        ('"Anna ""Annie"" Berg",2', 'Anna "Annie" Berg', 2),
        ('"Annie" Berg', '"Annie" Berg', 1),
        ('"Anna', '"Anna', 1),
        ("anna@example.org\t10", "anna@example.org", 10),
        ("Anna;007", "Anna", 7),
        (f"Anna;{HEAVIEST}", "Anna", HEAVIEST),
        ("安娜;2", "安娜", 2),
        ("安娜;\uff12", "安娜", 2),
        ("Berg, Anna,\u0662", "Berg, Anna", 2),
        ("'=Bob,2", "=Bob", 2),
        ("'t Hart", "'t Hart", 1),
    ],
)
def test_line_is_a_name_with_its_weight(line: str, label: str, weight: int) -> None:
    assert read(line) == [Invitee(label, weight, 1)]


def test_list_is_read_whatever_ends_its_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert pairs(f"\ufeffAnna;2{end}{end} {end};;{end}Bob{end}") == [("Anna", 2), ("Bob", 1)]


def test_heading_is_left_out_at_the_beginning_only() -> None:
    for heading in ("name,weight", "Name;Weight", '"NAME"\t"WEIGHT"'):
        assert pairs(f"{heading}\nAnna;2") == [("Anna", 2)]

    assert pairs("Anna;2\nname weight") == [("Anna", 2), ("name weight", 1)]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Email",
            "E-Mail",
            "e-mail address",
            "Name",
            "NAMES",
            "Full name",
            "Member",
            "name weight",
        ),
        *("Name;E-mail", "Last name, First name, Email", "First name\tLast name", ";Name;"),
        *(
            '"Name","Votes"',
            "\ufeffE\u2011Mail",
            "Vorname;Nachname",
            "Prénom;Nom",
            "Name*;Weight (%)",
        ),
        *("sep=;", '"sep=,"', "SEP=\t", "sep=;\nName;Weight", "\n\nName\n"),
    ],
)
def test_what_a_spreadsheet_puts_above_the_names_is_nobody(heading: str) -> None:
    assert pairs(f"{heading}\nAnna;2\nName\nsep=;") == [("Anna", 2), ("Name", 1), ("sep=", 1)]


def test_word_of_headings_with_a_weight_is_somebody() -> None:
    assert pairs("Vote;3\nAnna;2") == [("Vote", 3), ("Anna", 2)]


@pytest.mark.parametrize(
    "name", ["Anna", "Mail, Anna", "Anna Name", "email@example.org", "sep", "A"]
)
def test_first_name_is_no_heading(name: str) -> None:
    assert pairs(f"{name}\nBob") == [(name, 1), ("Bob", 1)]


def test_list_is_split_by_what_excel_is_told() -> None:
    assert pairs('sep=|\nname|weight\nBerg, Anna|2\n"Bob|by"|3') == [
        ("Berg, Anna", 2),
        ("Bob|by", 3),
    ]


def test_problems_are_told_all_at_once_by_line() -> None:
    found = problems(
        "Anna;0\n\n;3\nBob;x\nBob;1;2\nCharlie\n" + "x" * 201 + "\nDa\u2028na\ncharlie"
    )

    assert [line.partition(":")[0] for line in found] == [
        "Line 1",
        "Line 3",
        "Line 4",
        "Line 5",
        "Line 7",
        "Line 8",
        "Line 9",
    ]
    assert found[0] == "Line 1: “0” is not a valid weight (a whole number from 1 to 1,000,000)."
    assert found[1] == "Line 3: The name is empty."
    assert "columns" in found[3]
    assert found[-1].startswith("Line 9: “charlie” is already on line 6.")


@pytest.mark.parametrize(
    "line",
    [
        "anna@example.org, ben@example.org, chris@example.org",
        "anna@example.org; ben@example.org; chris@example.org",
        "anna@example.org\tben@example.org chris@example.org",
        "Anna <anna@example.org>, Berg, Ben <ben@example.org>, <chris@example.org>,",
        '"Berg, Anna" <anna@example.org>; "Ben" <ben@example.org>; chris@example.org;2',
    ],
)
def test_addresses_on_one_line_are_not_one_person(line: str) -> None:
    assert problems(f"Dora\n{line}") == [
        "Line 2: It has 3 addresses. Write each on a line of its own.",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Anna <anna@example.org>",
        "anna@example.org <ANNA@example.org>",
        "Anna, @anna@social.example",
        "Anna @ work, Ben @ home",
    ],
)
def test_name_with_one_address_is_one_person(name: str) -> None:
    assert pairs(f"{name};2") == [(name, 2)]


@pytest.mark.parametrize("weight", ["0", "-1", "1.5", "1000001", "9" * 500, "three", "²"])
def test_weight_that_is_none_is_told(weight: str) -> None:
    (problem,) = problems(f"Anna;{weight}")

    assert "is not a valid weight" in problem
    assert len(problem) < 200


@pytest.mark.parametrize(
    "written",
    ['Anna;1\n"Ben\nBerg";3', 'Anna\n"Ben\n\nBerg"', 'Anna,1\r\n3,"Ben\r\nBerg"', 'Anna\n "Ben\n"'],
)
def test_name_of_several_lines_is_not_several_people(written: str) -> None:
    assert problems(written)[0] == (
        "Line 2: A quotation mark is opened here and closed on another line. "
        "Write each name on one line."
    )


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ('"Ben\nAnna', ['"Ben', "Anna"]),  # with no second it is a part of the name
        ('12" disc\n7" disc', ['12" disc', '7" disc']),
        ('"Ben ""B"" Berg"\n"Anna"', ['Ben "B" Berg', "Anna"]),
    ],
)
def test_quotation_marks_that_open_no_cell_are_read(written: str, names: list[str]) -> None:
    assert [name for name, _ in pairs(written)] == names


def test_twenty_problems_are_told_and_the_rest_counted() -> None:
    found = problems("\n".join(f"Person {number};0" for number in range(32)))

    assert len(found) == 21
    assert found[-1] == "And 12 more."


def test_list_with_nobody_is_told() -> None:
    for nothing in (
        "",
        "\n\n",
        ";;\n \n",
        "\u200b\n\u3164;\u2060",
        "name;weight\n",
        "sep=;\nE-mail",
    ):
        assert problems(nothing) == ["There are no names in the list. Write one on each line."]


def test_as_many_as_may_be_invited_at_once_are_read() -> None:
    lines = [f"Person {number}" for number in range(MOST_AT_ONCE + 1)]

    assert len(read("\n\n".join(lines[:-1]))) == MOST_AT_ONCE
    assert problems("\n".join(lines)) == [
        (
            "The list has 10,001 names; at most 10,000 can be invited at once. "
            "Split it into several lists."
        ),
    ]
    assert problems("\n" * 1_000_000) == [
        (
            "The list has 1,000,001 lines; at most 10,000 can be invited at once. Split it into "
            "several lists."
        ),
    ]


def test_people_of_the_same_name_are_to_be_told_apart() -> None:
    assert len(problems("Jörg\nJo\u0308rg\nJÖRG")) == 2
    assert problems("Anna Berg\nAnna  Berg\nAnna\u200b Berg\n\uff21nna\u3000\uff22erg") == [
        f"Line {line}: “{label}” is already on line 1. If two people have the same name, add "
        "something to tell them apart."
        for line, label in [
            (2, "Anna  Berg"),
            (3, "Anna\u200b Berg"),
            (4, "\uff21nna\u3000\uff22erg"),
        ]
    ]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except InvalidListError:
        return
    assert found
    assert all(not line_problems(each.label) for each in found)
    assert all(1 <= each.weight <= HEAVIEST for each in found)


@given(
    st.dictionaries(
        st.text(
            string.ascii_letters + string.digits + " ;,\"'äß安",
            min_size=1,
            max_size=TEXT_LENGTH,
        )
        .map(str.strip)
        .filter(lambda text: not line_problems(text)),
        st.integers(1, HEAVIEST),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(",;\t"),
)
def test_list_that_a_spreadsheet_wrote_is_read_as_it_was_meant(
    people: dict[str, int],
    separator: str,
) -> None:
    by_likeness = {folded(label): (label, n) for label, n in people.items()}
    written = io.StringIO()
    # all text is quoted: else a spreadsheet that writes commas leaves “a;b” without quotation
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC).writerows(
        by_likeness.values(),
    )

    assert pairs(written.getvalue()) == list(by_likeness.values())
