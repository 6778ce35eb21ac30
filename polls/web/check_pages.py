"""The page in one file that checks a record without a network."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from polls.domain.records.word_list import WORDS
from polls.rendering import render_for

if TYPE_CHECKING:
    from aiohttp import web

MOST_BALLOTS = 100_000
"""Of a record that is put into its page; a larger one is chosen there, beside it."""


def check_page(app: web.Application, record: bytes | None) -> bytes:
    """Return the page, in the reader's language.

    Args:
        app: whose templates are used.
        record: the bytes of record.zip, which the page checks as soon as it is opened. Without it,
            the page asks for one.
    """
    written = b64encode(record).decode() if record is not None else None
    return render_for(app, "records/check.html", {"record": written, "words": WORDS}).encode()
