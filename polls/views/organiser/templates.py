"""The address that asks a question again: that of the form, filled in with what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from polls.forms import prefilled
from polls.typedefs import SETTINGS
from polls.web import clients
from polls.web.long_pages import MANY

if TYPE_CHECKING:
    from aiohttp import web
    from yarl import URL

    from polls.domain.questions.questions import Question

LONGEST = 6_000
"""Characters of an address: servers and proxies take a line of 8 KiB, of which it is a part."""


async def template(request: web.Request, question: Question) -> URL | None:
    """Return the address; None if there is none, it is too long, or nobody may ask here.

    Raises:
        BusyError: the question has many choices, and too much else has to be done.
        TooMuchAtOnceError: the same, and too much has to be done for the same network.
    """
    if request.app[SETTINGS].create == "nobody":
        return None
    now = datetime.now(UTC)
    if len(question.choices) > MANY:  # 500 dates take 30 ms, for which votes would wait
        fields = await clients.in_thread(request)(prefilled.fields, question, now)
    else:
        fields = prefilled.fields(question, now)
    if fields is None:
        return None
    address = request.app.router["new"].url_for().with_query(fields)
    return address if len(str(address)) <= LONGEST else None
