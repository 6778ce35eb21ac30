from __future__ import annotations

import pytest

from polls.domain.electorate.holdings import AT_ONCE, Holder, Holding, read, written

SECRET, CODE = "A-_z" * 5 + "00", "0123456789ABCDEF"
ALICE = Holding(Holder.ORGANISER, "abcdefghijkl", SECRET)
BOB = Holding(Holder.VOTER, "7", CODE)


def test_read_returns_what_was_written() -> None:
    assert read(written([ALICE, BOB])) == [ALICE, BOB]
    assert written([ALICE, BOB]) == f"o.abcdefghijkl.{SECRET}~v.7.{CODE}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o.7",
        "o.7.",
        f"x.7.{SECRET}",
        f"o..{SECRET}",
        f"o.7.{SECRET}0",
        f"o.7.{SECRET}.1",
        f"o.7.{SECRET[:-3]}",
        f"v.7.{CODE[:-1]}",
    ],
)
def test_read_returns_nothing_of_what_is_not_whole(text: str) -> None:
    assert read(f"{text}~{written([BOB])}") == []
    assert read(f"{written([BOB])}~{text}!x") == []


@pytest.mark.parametrize("tail", [".", "~", ").", "\u200b"])
def test_read_leaves_out_what_was_copied_along(tail: str) -> None:
    assert read(written([ALICE, BOB]) + tail) == [ALICE, BOB]


def test_read_returns_at_most_what_one_link_takes() -> None:
    assert read(written([ALICE] * 50)) == [ALICE] * AT_ONCE
