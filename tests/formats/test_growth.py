"""Readers take a time in proportion to the size of a file, whatever is in it."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from polls.formats.errors import FormatError
from polls.formats.files import READERS
from polls.presentation.refusals import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 40_000
SECONDS = 60
"""Of the processor's time, for all of the files together. They took 3 s when this was written on
a slow machine; a reader that tries each place from each other place took from 38 s to minutes for
one of them."""

NASTY: dict[str, tuple[str, Callable[[int], str]]] = {
    "spaces before a sign": ("abif", lambda n: f"2:A{' ' * n}!>B\n"),
    "spaces in a declaration": ("abif", lambda n: f"=A:{' ' * n}[x\n"),
    "brackets of names": ("abif", lambda n: f"2:{'[' * n}\n"),
    "quotes of names": ("abif", lambda n: "2:" + '"' * (n + 1) + "#\n"),
    "words of a key": ("abif", lambda n: f"{{a{' a' * n}\n"),
    "pairs of metadata": ("abif", lambda n: f"{{a: b{',a b' * n}}}\n"),
    "braces of metadata": ("abif", lambda n: '{"a":' * n),
    "unclosed options": ("blt", lambda n: f"2 1\n{'[' * n}"),
    "unclosed options with words": ("blt", lambda n: f"2 1\n{'[tie 1 ' * n}"),
    "unclosed ids": ("blt", lambda n: f"2 1\n1 1 0\n{'(x 1 ' * n}"),
    "ids on one line": ("blt", lambda n: f"2 1\n{'(x) 1 1 0 ' * n}"),
    "unclosed comments": ("blt", lambda n: f"2 1\n{'/* ' * n}"),
    "stars of a comment": ("blt", lambda n: f"2 1\n/{'*' * n}"),
    "quotes with strokes": ("blt", lambda n: '2 1\n1 1 0\n0 # \n"' + '\\"' * n),
    "texts on one line": ("blt", lambda n: '2 1\n1 1 0\n0\n"' + 'a" "' * n),
    "spaces between names": ("blt", lambda n: f'2 1\n1 1 0\n0\n"A"{" " * n}"B"{" " * n}x'),
    "a ballot": ("blt", lambda n: f"2 1\n1{' 1' * n}"),
    "ballots on one line": ("blt", lambda n: f'2 1{" 1 1 0" * n} 0 "A" "B"'),
    "long names": ("cvotes", lambda n: ";".join(["#/Candidates:", *("x" * 999,) * (n // 9)])),
    "long names of strangers": (
        "cvotes",
        lambda n: "#/Candidates: A\n" + f"{'ß' * (n // 9)}>A\n" * 99,
    ),
    "ranks": ("cvotes", lambda n: f"A{' >' * n}\n"),
    "one stranger often": ("cvotes", lambda n: f"#/Candidates: A\n{'B=' * n}A\n"),
    "spaces in a rank": ("toi", lambda n: f"# NUMBER ALTERNATIVES: 2\n1: 1{' ' * n}x\n"),
    "empty ranks": ("toi", lambda n: f"# NUMBER ALTERNATIVES: 2\n1: {'{},' * n}\n"),
    "spaces in a heading": ("toi", lambda n: f"#{' ' * n}x\n# ALTERNATIVE NAME 1{' ' * n}x\n"),
    "quotes of cells": ("csv", lambda n: '"' * (n + 1)),
    "cells": ("csv", lambda n: "," * n),
    "rows": ("csv", lambda n: "A,B;C\n" + "1,2\n" * n),
    "empty lines": ("csv", lambda n: "\n" * n),
}


def read_all() -> None:
    for format_, written in NASTY.values():
        with contextlib.suppress(FormatError):
            READERS[format_](written(SIZE))


def test_nasty_files_are_read_or_refused_in_a_time_that_grows_with_them() -> None:
    limit = (SECONDS, SECONDS)

    done = subprocess.run(
        [sys.executable, "-c", "from tests.formats import test_growth as t; t.read_all()"],
        check=False,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit),
    )

    assert (done.returncode, done.stderr.decode()) == (0, "")


@pytest.mark.parametrize("name", NASTY)
def test_message_about_a_nasty_file_is_short(name: str) -> None:
    format_, written = NASTY[name]

    with contextlib.suppress(FormatError):
        READERS[format_](written(500))
        return
    with pytest.raises(FormatError) as refused:
        READERS[format_](written(500))
    assert len(sentence(refused.value)) < 400
