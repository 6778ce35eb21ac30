from __future__ import annotations

import json
import os
from random import Random
from threading import Timer
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from polls.cli.app import app
from polls.domain.methods import METHODS
from polls.formats import blt
from polls.formats.elections import RANKING, Election
from tests.cli.conftest import Said
from tests.domain.methods import odd

if TYPE_CHECKING:
    from pathlib import Path

DRINKS = """3 1
5 1 2 3 0
4 2 3 1 0
2 3 2 1 0
1 0
0
"Tea"
"Coffee"
"Water"
"Drinks"
"""


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    path = tmp_path / "drinks.blt"
    path.write_text(DRINKS, encoding="utf-8")
    return path


def count(*arguments: str) -> Said:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(app, ["count", *arguments])
    return Said(result.exit_code, result.stdout, result.stderr)


def test_count_tells_who_won_and_each_round(ballots: Path) -> None:
    said = count(str(ballots))

    assert said.status == 0
    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[0] == "Coffee wins."
    assert lines[1] == "Instant-runoff: 12 ballots, 1 blank"
    assert lines[-2:] == [
        (
            "Round 1: Water had the fewest first choices, 2, and was eliminated. "
            "All of its ballots went to Coffee."
        ),
        "Round 2: Coffee had a majority, 6 of 11 ballots, and was elected.",
    ]
    assert "│ Coffee * │ 4 │ 6 │" in lines


def test_count_for_programs_has_the_whole_result(ballots: Path) -> None:
    said = count(str(ballots), "--method", "schulze", "--json")

    result = json.loads(said.out)
    assert (said.status, result["winners"], result["choices"]) == (
        0,
        [1],
        ["Tea", "Coffee", "Water"],
    )
    assert result["steps"][0]["kind"] == "Duels"
    assert result["steps"][0]["wins"]["1:0"] == 6


def test_count_takes_seats_options_and_a_seed(ballots: Path) -> None:
    said = count(
        str(ballots),
        *("--method", "stv", "--seats", "2", "--option", "quota=hare", "--option", "decimals=none"),
        *("--seed", "4711", "--json"),
    )

    result = json.loads(said.out)
    assert result["winners"] == [0, 1]
    assert result["steps"][0]["quota"] == 5


def test_count_orders_lots_by_the_seed(tmp_path: Path) -> None:
    path = tmp_path / "tie.blt"
    path.write_text('2 1\n1 1 0\n1 2 0\n0\n"Tea"\n"Coffee"\n', encoding="utf-8")

    said = {count(str(path), "-m", "plurality", "--seed", str(seed)).out for seed in range(9)}

    firsts = {out.splitlines()[0] for out in said}
    assert firsts == {
        "Coffee and Tea tied; Coffee wins by drawing lots.",
        "Tea and Coffee tied; Tea wins by drawing lots.",
    }


@pytest.mark.parametrize("method", ["instant_runoff", "stv", "meek_stv"])
@pytest.mark.parametrize(("order", "winner"), [("1 2 3", "A"), ("1 3 2", "B"), ("3 2 1", "B")])
def test_order_of_ties_in_a_file_chooses_the_first_for_elimination(
    tmp_path: Path,
    method: str,
    order: str,
    winner: str,
) -> None:
    path = tmp_path / "tie.blt"
    path.write_text(
        f'3 1\n[tie {order}]\n4 1 0\n3 2 1 0\n3 3 2 0\n0\n"A"\n"B"\n"C"\n',
        encoding="utf-8",
    )

    said = count(str(path), "-m", method)

    assert said.out.splitlines()[0].startswith(f"{winner} wins.")


@pytest.mark.parametrize("method", ["instant_runoff", "stv", "meek_stv", "schulze"])
def test_order_of_ties_in_a_file_is_the_same_rule_as_the_order_of_lots(
    tmp_path: Path,
    method: str,
) -> None:
    path = tmp_path / "drawn.blt"
    chosen = METHODS[method]
    for seed in range(8):
        drawn = odd.election(Random(seed), chosen)
        file = Election(drawn.names, RANKING, drawn.profile, seats=1, tie_order=drawn.lots)
        path.write_text(blt.write(file), encoding="utf-8")

        said = count(str(path), "-m", method, "--json")

        result = chosen.count(drawn.profile, chosen.options(), 1, drawn.lots)
        assert json.loads(said.out)["winners"] == list(result.winners)
        assert json.loads(said.out)["tied"] == list(result.tied)


def test_order_of_ties_in_a_file_chooses_whose_surplus_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "surplus.blt"
    ballots = "5 1 3 0\n5 2 4 0\n1 3 0\n1 4 0"
    names = '"A"\n"B"\n"C"\n"D"\n'
    first = {}
    for order in ("1 2 3 4", "2 1 3 4"):
        path.write_text(f"4 3\n[tie {order}]\n{ballots}\n0\n{names}", encoding="utf-8")

        result = json.loads(count(str(path), "-m", "stv", "--json").out)

        first[order] = result["steps"][0]["transfers"][0]["source"]
    assert first == {"1 2 3 4": 0, "2 1 3 4": 1}


@pytest.mark.parametrize("method", ["instant_runoff", "stv"])
def test_withdrawn_choice_leaves_a_shared_rank_before_the_ballot_is_read(
    tmp_path: Path,
    method: str,
) -> None:
    path = tmp_path / "withdrawn.blt"
    path.write_text('3 1\n-2\n1 1=2 3 0\n0\n"A"\n"B"\n"C"\n', encoding="utf-8")

    said = count(str(path), "-m", method)

    assert said.out.splitlines()[0] == "A wins."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--method", "dice"], "There is no method 'dice'. Choose one of these: plurality, "),
        (["--option", "quota=hare"], "There is no option 'quota' here. There are: overvote_rule, "),
        (["-m", "stv", "--option", "quota=big"], "quota is one of droop, "),
        (["-m", "stv", "--option", "decimals=-1"], "decimals is a whole number from 0 to 1,000"),
        (
            ["--option", "batch_elimination=perhaps"],
            "batch_elimination is yes or no, not 'perhaps'.",
        ),
        (["--option", "eliminate_first=Tea"], "eliminate_first is a whole number from 1 to"),
        (
            ["-m", "schulze", "--option", "default_choice=9"],
            "default_choice must name choices by numbers",
        ),
        (
            ["--option", "eliminate_first=4"],
            "eliminate_first must name choices by numbers from 1 to 3.",
        ),
        (
            ["-m", "stv", "--option", "quota=hare", "--option", "quota=droop"],
            "The option 'quota' is given twice.",
        ),
        (["-m", "schulze", "--seats", "2"], "Schulze elects one winner."),
        (["-m", "star"], "STAR counts scores; the file has rankings."),
        (["--format", "pdf"], "There is no format 'pdf'. Choose one of these: blt, "),
    ],
)
def test_count_refuses_what_it_cannot_do(
    ballots: Path,
    arguments: list[str],
    message: str,
) -> None:
    said = count(str(ballots), *arguments)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.abif", "{seats: 2}\n5:A>B>C\n"),
        ("a.blt", '3 2\n5 1 2 3 0\n0\n"A"\n"B"\n"C"\n'),
        ("a.cvotes", "#/Number of Seats: 2\nA > B > C * 5\n"),
    ],
)
def test_count_gives_the_seats_of_the_file(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    several, one, chosen = (
        count(str(path), "-m", *options, "--json")
        for options in (["stv"], ["schulze"], ["schulze", "--seats", "1"])
    )

    assert json.loads(several.out)["winners"] == [0, 1]
    assert (json.loads(one.out)["winners"], one.status) == ([0], 0)
    assert one.err == f"{path} has 2 seats. Schulze elects one winner.\n"
    assert several.err == chosen.err == ""


def test_count_of_an_uncontested_election_elects_everybody(tmp_path: Path) -> None:
    path = tmp_path / "uncontested.blt"
    path.write_text('2 2\n5 1 2 0\n0\n"A"\n"B"\n', encoding="utf-8")

    said = count(str(path), "-m", "stv", "--json")

    assert (said.status, sorted(json.loads(said.out)["winners"])) == (0, [0, 1])


@pytest.mark.parametrize("method", ["score", "star", "majority_judgment"])
def test_count_takes_ranks_with_scores_by_their_scores(tmp_path: Path, method: str) -> None:
    path = tmp_path / "scored.abif"
    path.write_text("{max_rating: 9}\n3:A/9>B/8\n2:B/9>A/0\n", encoding="utf-8")

    said = json.loads(count(str(path), "-m", method, "--json").out)

    assert (said["choices"], said["ballots"], said["invalid"]) == (["A", "B"], 5, 0)
    assert said["winners"] == ([1] if method == "score" else [0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("miles.abif", "42:A/400>B/200\n26:B/5>A/2\n"),
        ("miles.scores.csv", "scores,A,B\n42,400,200\n26,2,5\n"),
    ],
)
@pytest.mark.parametrize(
    ("method", "message"),
    [
        (
            "score",
            (
                "Score counts scores from 0 to 5; the file has 400. "
                "Count it with “--option highest=400”.\n"
            ),
        ),
        ("star", "STAR counts scores from 0 to 5; the file has 400. "),
        ("majority_judgment", "Majority judgment counts scores from 0 to 5; the file has 400. "),
        (
            "availability",
            (
                "Availability counts scores from 0 to 2; the file has 400. "
                "Count it by a method with scores, such as score.\n"
            ),
        ),
    ],
)
def test_count_leaves_out_no_ballot_with_a_higher_score(
    tmp_path: Path, name: str, content: str, method: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    said = count(str(path), "-m", method)

    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(message)


def test_count_counts_higher_scores_as_its_refusal_advises(tmp_path: Path) -> None:
    path = tmp_path / "miles.abif"
    path.write_text("42:A/400>B/200\n26:B/5>A/2\n", encoding="utf-8")

    said = json.loads(count(str(path), "-m", "score", "--option", "highest=400", "--json").out)

    assert (said["winners"], said["invalid"]) == ([0], 0)


def test_count_takes_no_score_of_zero_for_approval(tmp_path: Path) -> None:
    path = tmp_path / "scored.abif"
    path.write_text('{title: "T"}\n3:"Ann Lee"/5>Bob/0\n', encoding="utf-8")

    said = json.loads(count(str(path), "-m", "approval", "--json").out)

    assert said["title"] == "T"
    assert said["steps"][0]["values"] == {"0": 3, "1": 0}


def test_count_says_that_letters_are_guessed(tmp_path: Path) -> None:
    path = tmp_path / "old.blt"
    path.write_bytes(DRINKS.replace("Coffee", "Žižek").encode("cp1252"))

    said = count(str(path))

    assert said.out.startswith("Žižek wins.")
    assert said.err == f"{path} is not in UTF-8: it was read as Windows-1252.\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.blt", b"", "{path} is empty."),
        ("blank.cvotes", b"\xef\xbb\xbf \r\n", "{path} is empty."),
        ("picture.blt", b"\x89PNG\r\n\x1a\n\0\0", "This file cannot be read as text."),
        ("sheet.csv", b"PK\x03\x04\x14\x00", "This is a spreadsheet's own kind of file."),
        ("votes.doc", b"3 1\n", "{path} does not have the ending of a known format"),
        ("votes", b"3 1\n", "{path} does not have the ending of a known format. Name the format"),
        ("a/missing.blt", None, "{path} cannot be read: No such file or directory."),
        ("long.blt", b"2 1\n" + b"x" * 9_999, "line 2, column 1: the number of ballots should be"),
    ],
)
def test_count_refuses_what_is_no_file_of_ballots_in_one_line(
    tmp_path: Path,
    name: str,
    content: bytes | None,
    message: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    said = count(str(path))

    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(message.format(path=path))


def test_count_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.blt")

    said = {
        path: count(path, "--format", "blt")
        for path in (str(tmp_path), "/dev/zero", str(tmp_path / "pipe.blt"), "x" * 300)
    } | {path: count(path) for path in (".", "/")}

    assert {each.status for each in said.values()} == {2}
    assert [each.err.removeprefix(path) for path, each in said.items()] == [
        " is a folder: give one of the files in it.\n",
        " is a device: give a file.\n",
        " is empty.\n",
        " cannot be read: File name too long.\n",
        " is a folder: give one of the files in it.\n",
        " is a folder: give one of the files in it.\n",
    ]


def test_count_reads_a_pipe_that_somebody_writes_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.blt"
    os.mkfifo(pipe)
    # Opened for both, a pipe has a writer before its reader comes.
    writer = os.open(pipe, os.O_RDWR)
    os.write(writer, DRINKS.encode())
    Timer(0.3, os.close, [writer]).start()

    assert count(str(pipe)).out.startswith("Coffee wins.")


@pytest.mark.parametrize("method", [m.name for m in METHODS.values() if m.ballot != "scores"])
@pytest.mark.parametrize(
    "content",
    [
        '3 1\n1 0\n2 0\n0\n"Tea"\n"Coffee"\n"Water"\n',  # all blank
        '3 1\n0\n"Tea"\n"Coffee"\n"Water"\n',  # nobody voted
        '1 1\n4 1 0\n0\n"Tea"\n',
        '2 1\n-1 -2\n4 1 0\n0\n"Tea"\n"Coffee"\n',  # all have withdrawn
        '2 1\n3/7 1 2 0\n1.5 2 0\n0\n"Tea"\n"Coffee"\n',  # parts of ballots
        '2 1\n2 1=2 0\n1 - 1 - 1 2 0\n0\n"Tea"\n"Tea"\n',
    ],
)
def test_count_tells_every_method_of_odd_ballots(
    tmp_path: Path,
    method: str,
    content: str,
) -> None:
    path = tmp_path / "odd.blt"
    path.write_text(content, encoding="utf-8")

    said = count(str(path), "-m", method)
    for_programs = count(str(path), "-m", method, "--json")

    assert (said.status, for_programs.status) == (0, 0)
    assert said.out.splitlines()[0].rstrip() == json.loads(for_programs.out)["sentence"]


@pytest.mark.parametrize("method", ["instant_runoff", "stv"])
def test_count_without_anybody_who_can_win_has_no_winner(ballots: Path, method: str) -> None:
    said = count(str(ballots), "-m", method, "--option", "eliminate_first=1,2,3")

    assert (said.status, said.out.splitlines()[0]) == (
        0,
        "Nobody wins: no ballot could be counted.",
    )


def test_count_says_which_line_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "broken.blt"
    path.write_text("2 1\n1 3 0\n", encoding="utf-8")

    said = count(str(path))

    assert (said.status, said.err) == (
        2,
        "line 2, column 3: '3' is not a candidate: the file has 2 candidates\n",
    )


def test_count_reads_old_files_that_are_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / "old.blt"
    path.write_bytes(DRINKS.replace("Coffee", "Café").encode("latin-1"))

    assert count(str(path)).out.startswith("Café wins.")


def test_count_names_who_does_not_beat_the_default_choice(ballots: Path) -> None:
    said = count(str(ballots), "-m", "schulze", "--option", "default_choice=2")

    assert said.status == 0
    assert "Tea and Water did not beat Coffee and cannot win." in said.out


def test_count_passes_over_a_default_choice_that_has_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "withdrawn.blt"
    path.write_text('3 1\n-3\n2 1 2 0\n1 3 2 0\n0\n"Tea"\n"Coffee"\n"None"\n', encoding="utf-8")

    said = count(str(path), "-m", "schulze", "--option", "default_choice=3")

    assert (said.status, said.out.splitlines()[0]) == (0, "Tea wins.")


def test_count_gives_seats_to_others_than_those_who_cannot_win(ballots: Path) -> None:
    said = count(
        str(ballots), "-m", "plurality", "--seats", "2", "--option", "cannot_win=1", "--json"
    )

    result = json.loads(said.out)
    assert result["winners"] == [1, 2]
    assert result["steps"][0]["values"]["0"] == 5
