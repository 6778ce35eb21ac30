"""Taking a vote."""

from __future__ import annotations

from functools import lru_cache

from aiohttp import hdrs, web

from polls.domain.ballots import parse_marks
from polls.domain.errors import InvalidSelectionError
from polls.rendering import prefers_json
from polls.services import ballots
from polls.typedefs import BALLOT_BOX
from polls.views import voters
from polls.views.forms import read_form
from polls.views.questions import ballot_form
from polls.views.responses import page_response


async def vote(request: web.Request) -> web.Response:
    """Hand in the ballot and lead to the results; show the form again if it is not filled in."""
    key = request.match_info["question_id"]
    marks = (await read_form(request)).getall("choice", [])
    location = _results_address(request.app.router["results"], key)
    response = web.Response(status=303, headers={hdrs.LOCATION: location})
    credential = voters.credential(request) or voters.introduce(request)
    try:
        await ballots.cast(request.app[BALLOT_BOX], key, marks, credential)
    except InvalidSelectionError as error:
        if prefers_json(request):
            raise
        marked = parse_marks(marks)
        standing = await voters.standing(request, key)
        page = await ballot_form(request, key, standing, problem=str(error), marked=marked)
        return page_response(page, status=422)
    return response


@lru_cache(maxsize=1_000)
def _results_address(route: web.AbstractResource, key: str) -> str:
    # To the confirmation on that page, so that it has the focus and is read aloud.
    return str(route.url_for(question_id=key).with_fragment("recorded"))
