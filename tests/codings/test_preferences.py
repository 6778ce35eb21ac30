from __future__ import annotations

import time

import pytest

from polls.codings import preferred


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("x-gzip", "gzip"),
        ("deflate", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0, *", "br"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *;q=0.1", "zstd"),
        ("br;q=0.001", "br"),
        ("identity;q=0", None),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0, *;q=0.5", "br"),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=x", None),
        ("gzip;q=2", None),
        ("gzip;q=nan", None),
        (" gzip ; Q=0.5 ,", "gzip"),
        ("gzip;x=0;q=0", None),
        ("gzip;" + "a" * 300, "gzip"),
    ],
)
def test_preferred_coding_is_the_one_that_weighs_most(
    accept: str | None,
    coding: str | None,
) -> None:
    assert preferred(accept) == coding


def test_preferred_coding_is_found_in_linear_time() -> None:
    began = time.thread_time()
    for accept in ("," * 8_000, ";" * 8_000, "gzip;q=0," * 900, "q=" * 4_000):
        preferred(accept)

    assert time.thread_time() - began < 0.1
