from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from polls.domain import errors
from polls.domain.ballots.refusals import InvalidSelectionError, SelectionFault
from polls.domain.questions.problems.choices import BadText, TextOfQuestion
from polls.domain.questions.problems.fields import InvalidQuestionError, Problem
from polls.domain.text.problems import TextFault
from polls.main import init_app
from polls.presentation.refusals.advice import ADVICE
from tests.views.site import Site

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.views.site import Answer

SECRET = "the inside of the program"
EXCEPTIONS: dict[str, Exception] = {
    "400": web.HTTPBadRequest(),
    "403": web.HTTPForbidden(),
    "404": web.HTTPNotFound(),
    "405": web.HTTPMethodNotAllowed("GET", ["POST"]),
    "409": web.HTTPConflict(),
    "410": web.HTTPGone(),
    "413": web.HTTPRequestEntityTooLarge(10, 20),
    "415": web.HTTPUnsupportedMediaType(),
    "416": web.HTTPRequestRangeNotSatisfiable(),
    "422": web.HTTPUnprocessableEntity(),
    "429": web.HTTPTooManyRequests(headers={"Retry-After": "60"}),
    "500": ZeroDivisionError(SECRET),
    "501": web.HTTPNotImplemented(),
    "503": web.HTTPServiceUnavailable(headers={"Retry-After": "5"}),
    "408": web.HTTPRequestTimeout(),
    "418": web.HTTPClientError(),
    "502": web.HTTPBadGateway(),
    "not found": errors.QuestionNotFoundError(),
    "closed": errors.QuestionClosedError(),
    "voted": errors.AlreadyVotedError(),
    "malformed": errors.MalformedBallotError(),
    "invalid": InvalidSelectionError(SelectionFault.RANKED_TWICE),
    "away": errors.UnavailableError(errors.Absence.DATABASE_AWAY),
    "question": InvalidQuestionError(
        [Problem("text", BadText(TextOfQuestion("text"), TextFault.EMPTY))]
    ),
    "key": KeyError(SECRET),
    "timeout": TimeoutError(SECRET),
    "surrogate": ValueError("\ud800"),
}


async def fail(request: web.Request) -> web.Response:
    raise EXCEPTIONS[request.match_info["name"]]


@pytest.fixture
async def failing(sqlite_settings: Settings, aiohttp_client: AiohttpClient) -> Site:
    """A site on which `/fail/NAME` raises, before the database is asked."""
    app = init_app(sqlite_settings)
    app.router.add_get("/fail/{name}", fail)
    app.router.add_get("/fail/mine/{name}", fail)
    return Site(await aiohttp_client(app))


@pytest.mark.parametrize("status", sorted(ADVICE))
async def test_error_has_a_page_with_a_next_step(failing: Site, status: int) -> None:
    answer = await failing.get(f"/fail/{status}")

    page = answer.page
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headings == [ADVICE[status].title]
    assert ADVICE[status].detail in page.words or status == 413
    assert ADVICE[status].next_step in page.words
    assert page.links["All questions"] == "/"


async def test_refused_form_leads_back_to_its_question(failing: Site) -> None:
    answers = {
        405: await failing.get("/poll/a2K9/vote"),
        400: await failing.post("/poll/a2K9/vote", b"choice=%ff"),
        415: await failing.post("/poll/a2K9/vote", b"{}", **{"Content-Type": "application/json"}),
    }

    assert {answer.status for answer in answers.values()} == set(answers)
    for answer in answers.values():
        assert answer.page.links["Go to the question"] == "/poll/a2K9"
        assert answer.page.links["All questions"] == "/"


@pytest.mark.parametrize("status", sorted(ADVICE))
async def test_error_is_a_problem_document_for_programs(failing: Site, status: int) -> None:
    answer = await failing.get(f"/fail/{status}", Accept="application/json")

    problem = json.loads(answer.text)
    request_id = problem.pop("request_id", None)
    detail = problem.pop("detail")
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem == {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    assert detail.endswith(ADVICE[status].next_step)
    assert bool(request_id) is (status == 500)


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("not found", 404, "There is no such question."),
        ("closed", 409, "Voting on this question has ended, so this vote was not counted."),
        ("voted", 409, "Your first vote still counts."),
        ("malformed", 400, "Give each choice by its number"),
        ("invalid", 422, "Give each choice one rank, then vote."),
        ("away", 503, "The database did not answer."),
        ("question", 422, "The question is empty."),
    ],
)
async def test_refusal_has_its_status_and_its_words(
    failing: Site,
    name: str,
    status: int,
    words: str,
) -> None:
    answer = await failing.get(f"/fail/{name}")

    assert answer.status == status
    assert words in answer.page.words


@pytest.mark.parametrize(("name", "status"), [("408", 408), ("502", 502)])
async def test_other_errors_have_a_page_too(failing: Site, name: str, status: int) -> None:
    answer = await failing.get(f"/fail/{name}")

    assert answer.status == status
    assert answer.page.links["All questions"] == "/"


async def test_unexpected_error_is_logged_once_with_the_number_on_the_page(failing: Site) -> None:
    with capture_logs() as logs:
        answer = await failing.get("/fail/500?choice=1")

    (event,) = logs
    number = event["request_id"]
    assert len(number) == 12
    assert f"Number of this error: {number}" in answer.page.words
    assert {name: event[name] for name in ("event", "log_level", "method", "path")} == {
        "event": "request_failed",
        "log_level": "error",
        "method": "GET",
        "path": "/fail/500",
    }
    assert event["exc_info"]


async def test_unexpected_error_is_logged_without_what_opens_something(failing: Site) -> None:
    with capture_logs() as logs:
        await failing.get("/fail/mine/500")

    assert [event["path"] for event in logs] == ["/fail/mine/…"]


async def test_unexpected_error_has_a_number_of_its_own(failing: Site) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            await failing.get("/fail/500")

    assert len({event["request_id"] for event in logs}) == 3


@pytest.mark.parametrize("name", ["500", "key", "timeout", "surrogate"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_unexpected_error_shows_nothing_of_the_inside(
    failing: Site,
    name: str,
    accept: str,
) -> None:
    answer = await failing.get(f"/fail/{name}", Accept=accept)

    assert answer.status == 500
    for inside in (SECRET, "Error(", "Traceback", "polls/", ".py", "aiohttp"):
        assert inside not in answer.text


@pytest.mark.parametrize("name", ["404", "closed", "403", "away", "413"])
async def test_expected_errors_are_not_logged_as_failures(failing: Site, name: str) -> None:
    with capture_logs() as logs:
        await failing.get(f"/fail/{name}")

    assert [event for event in logs if event["event"] == "request_failed"] == []


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        (None, False),
        ("*/*", False),
        ("", False),
        ("text/html", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json", True),
        ("application/problem+json", True),
        ("application/*", True),
        ("application/json, text/plain, */*", True),
        ("application/json;q=0.5, text/html", False),
        ("text/html;q=0.5, application/json", True),
        ("text/plain", False),
        ("image/avif,image/webp", False),
        ("garbage", False),
        ("a/b/c", False),
        (";", False),
        (",,,", False),
        ("text/html;q=high", False),
        ("application/json;q=nan", None),
        ("/" * 2_000, False),
        ("\xff", False),
    ],
)
async def test_error_is_json_where_the_client_prefers_it(
    failing: Site,
    accept: str | None,
    *,
    is_json: bool | None,
) -> None:
    headers = {} if accept is None else {"Accept": accept}

    answer = await failing.request(
        "GET", "/fail/404", headers=headers, skip_auto_headers=["Accept"]
    )

    assert answer.status == 404
    if is_json is not None:
        assert answer.headers["Content-Type"].startswith("application/") is is_json


ACCEPTS = st.lists(
    st.sampled_from(
        ["text/html", "application/json", "*/*", "/", ";", ",", "q=", "1", "-", "=", " "]
    ),
    max_size=12,
).map("".join)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(accept=ACCEPTS)
async def test_error_is_answered_whatever_is_accepted(failing: Site, accept: str) -> None:
    answer = await failing.get("/fail/404", Accept=accept.strip())

    assert answer.status == 404


async def test_method_not_allowed_says_what_is(failing: Site) -> None:
    answers = {
        path: await failing.request("DELETE", path) for path in ("/", "/poll/1", "/poll/1/vote")
    }

    assert {path: allowed(answer) for path, answer in answers.items()} == {
        "/": {"GET", "HEAD"},
        "/poll/1": {"GET", "HEAD"},
        "/poll/1/vote": {"POST"},
    }


def allowed(answer: Answer) -> set[str]:
    assert answer.status == 405
    return set(answer.headers["Allow"].split(","))


@pytest.mark.parametrize("name", ["429", "503", "away"])
async def test_retry_after_says_when_to_come_again(failing: Site, name: str) -> None:
    expected = {"429": "60", "503": "5", "away": "2"}

    for accept in ("text/html", "application/json"):
        answer = await failing.get(f"/fail/{name}", Accept=accept)
        assert answer.headers["Retry-After"] == expected[name]


async def test_words_of_an_error_are_escaped(failing: Site) -> None:
    answer = await failing.get("/%3Cscript%3Ealert(1)%3C/script%3E?%3Cscript%3E")

    assert answer.status == 404
    assert "<script" not in answer.text


async def test_folder_of_static_files_is_not_said_to_come_from_another_site(
    failing: Site,
) -> None:
    for path in ("/static/", "/static/css", "/static/css/"):
        answer = await failing.get(path)

        assert answer.status == 404
        assert "another site" not in answer.page.words


@pytest.mark.parametrize(
    "path",
    [
        "/static/../main.py",
        "/static/%2e%2e/main.py",
        "/static/%2e%2e%2fmain.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/css/%ff.css",
        "/static/" + "a" * 300,
        "/%",
        "/%zz",
        "//",
        "//elsewhere.example/.",
        "/poll/1/x/",
        "/POLL/1",
        "/" + "a" * 7_000,
    ],
)
async def test_strange_paths_are_not_found(failing: Site, path: str) -> None:
    answer = await raw(failing, path)

    assert answer.startswith(("HTTP/1.1 404", "HTTP/1.1 403", "HTTP/1.1 400"))
    assert "init_app" not in answer


async def raw(site: Site, path: str, **headers: str) -> str:
    """Send a path as it stands, which a well-bred client would put right first."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    writer.write((head + "".join(lines) + "\r\n").encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return answer.decode()
