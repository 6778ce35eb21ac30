from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest
from aiohttp.compression_utils import ZSTDDecompressor

from polls.codings import Coding, packed, packed_for_good, tag

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = b"Tea or coffee? " * 200
UNPACKING = {
    Coding.ZSTD: lambda body: ZSTDDecompressor().decompress_sync(body),
    Coding.BROTLI: brotli.decompress,
    Coding.GZIP: gzip.decompress,
}


@pytest.mark.parametrize("coding", Coding)
@pytest.mark.parametrize("pack", [packed, packed_for_good])
def test_packed_body_is_small_whole_and_the_same_each_time(
    pack: Callable[[bytes, Coding], bytes],
    coding: Coding,
) -> None:
    body = pack(TEXT, coding)

    assert len(body) < len(TEXT) / 10
    assert UNPACKING[coding](body) == TEXT
    assert pack(TEXT, coding) == body


def test_each_coding_has_a_tag_of_its_own() -> None:
    assert {tag("x", None), *(tag("x", coding) for coding in Coding)} == {
        "x",
        "x-zstd",
        "x-br",
        "x-gzip",
    }
