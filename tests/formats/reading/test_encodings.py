from __future__ import annotations

import codecs

import pytest

from polls.domain.electorate.list_problems import InvalidListError
from polls.formats.reading.encodings import Text, decoded
from tests.refusals import refuses

NAMES = "Jörg Äbäch;2\r\nZoë\r\n"


@pytest.mark.parametrize(
    "data",
    [
        NAMES.encode(),
        NAMES.encode("utf-8-sig"),
        NAMES.encode("utf-16"),
        codecs.BOM_UTF16_BE + NAMES.encode("utf-16-be"),
    ],
)
def test_marked_and_plain_unicode_is_read(data: bytes) -> None:
    assert decoded(data) == Text(NAMES)


def test_latin_1_is_read_as_a_guess() -> None:
    assert decoded(NAMES.encode("latin-1")) == Text(NAMES, is_guess=True)
    assert decoded("Łódź €".encode("cp1250")).is_guess


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "spreadsheet's own kind"),
        (NAMES.encode("utf-32"), "This file is in UTF-32, .* Save it as text in UTF-8"),
        (codecs.BOM_UTF32_LE + NAMES.encode("utf-32-le"), "in UTF-32"),
        (codecs.BOM_UTF32_BE + NAMES.encode("utf-32-be"), "in UTF-32"),
        (NAMES.encode("utf-16-le"), "cannot be read as text"),
        (codecs.BOM_UTF16_LE + b"a", "cannot be read as text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "cannot be read as text"),
        (b"\x81\x8d\xff", "cannot be read as text"),
    ],
)
def test_file_that_is_no_text_is_refused_with_advice(data: bytes, advice: str) -> None:
    with refuses(InvalidListError, match=advice):
        decoded(data)
