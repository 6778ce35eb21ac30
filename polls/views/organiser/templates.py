"""The address that asks a question again: that of the form, filled in with what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.forms import prefilled
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from aiohttp import web
    from yarl import URL

    from polls.domain.questions.questions import Question

LONGEST = 6_000
"""Characters of an address: servers and proxies take a line of 8 KiB, of which it is a part."""


def template(request: web.Request, question: Question) -> URL | None:
    """Return the address; None if there is none, it is too long, or nobody may ask here."""
    if request.app[SETTINGS].create == "nobody":
        return None
    fields = prefilled.fields(question, datetime.now(UTC))
    if fields is None:
        return None
    address = request.app.router["new"].url_for().with_query(fields)
    return address if len(str(address)) <= LONGEST else None
