from __future__ import annotations

import time

import pytest

from polls.web import media_types

HTML, JSON = "text/html", "application/json"
LONGEST = 8_190
"""Characters of a header: aiohttp takes no longer one."""


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", ""),
        ("text/html", "text/html"),
        ("Text/HTML ; charset=utf-8", "text/html"),
        (";charset=utf-8", ""),
        ("text/html;;;", "text/html"),
    ],
)
def test_essence_is_the_type_without_its_parameters(header: str, expected: str) -> None:
    assert media_types.essence(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("multipart/form-data", None),
        ("multipart/form-data; charset=utf-8", None),
        ("multipart/form-data; boundary=abc", "abc"),
        ('multipart/form-data; charset=utf-8; BOUNDARY = "a b"', "a b"),
        ("multipart/form-data; boundary=a; boundary=b", "a"),
        ("multipart/form-data; boundary=", ""),
        ("multipart/form-data; boundary=a=b", "a=b"),
    ],
)
def test_parameter_is_the_first_of_its_name(header: str, expected: str | None) -> None:
    assert media_types.parameter(header, "boundary") == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", HTML),
        ("*", HTML),
        (JSON, JSON),
        ("application/*", JSON),
        ("text/html, application/json", HTML),
        ("text/html;q=0.5, application/json;q=0.6", JSON),
        ("application/json, text/plain, */*", JSON),
        ("text/html;q=0, */*;q=0.1", JSON),
        ("*/*, text/*;q=0.1", JSON),
        ("text/plain", None),
        ("text/html;q=2", None),
        ("text/html;q=nan", None),
        ("", None),
    ],
)
def test_best_type_is_the_one_of_the_highest_weight(accept: str, expected: str | None) -> None:
    assert media_types.best(accept, [JSON, HTML]) == expected


@pytest.mark.parametrize("unit", [";", '"', ";=", '"a",', ";a*0=b", "a/b;q=1,", " ", ",", "\\"])
def test_longest_header_is_read_in_a_moment(unit: str) -> None:
    header = f"text/html;{unit * LONGEST}"[:LONGEST]

    began = time.thread_time()
    for _ in range(5):
        media_types.essence(header)
        media_types.parameter(header, "boundary")
        media_types.best(header, [JSON, HTML])
    seconds = (time.thread_time() - began) / 5

    assert seconds < 0.05
