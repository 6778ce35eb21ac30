"""Taking a vote."""

from __future__ import annotations

from aiohttp import web

from polls.domain.errors import InvalidSelectionError
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
    response = web.Response(status=303)
    response.headers["Location"] = str(request.app.router["results"].url_for(question_id=key))
    credential = voters.credential(request) or voters.introduce(request, response)
    try:
        await ballots.cast(request.app[BALLOT_BOX], key, marks, credential)
    except InvalidSelectionError as error:
        page = await ballot_form(request, key, credential, problem=str(error))
        return page_response(page, status=422)
    return response
