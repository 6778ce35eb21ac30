"""The keys with which the site signs records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polls.presentation.records.keys import key_words
from polls.rendering import render
from polls.services.records import keys
from polls.typedefs import DATABASE
from polls.web.responses import page_response

if TYPE_CHECKING:
    from aiohttp import web


async def record_key(request: web.Request) -> web.Response:
    """Show the keys that sign now, and those that did."""
    entries = [
        (entry, key_words(entry.verifier)) for entry in await keys.history(request.app[DATABASE])
    ]
    return page_response(render("records/key.html", request, {"entries": entries}))
