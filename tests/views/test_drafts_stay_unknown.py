"""A question that nobody may know of answers a stranger as one that never was, on every address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Voters
from polls.services.questions import deletion
from tests.views.site import FORM, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polls.settings import Settings
    from tests.conftest import ClientFor

LATER = datetime(2126, 6, 5, tzinfo=UTC)
NOTHING = "9"
CUT_LINK = "/poll/{question_id}/organise"
"""What a link without its secret lacks is said whatever the question."""

SECRETS = {"secret": "A" * 22, "code": "0" * 16, "position": "0"}
ACCEPTS = ("text/html", "application/json")
FORMS = ("revision=0&typed=2&secret=" + "A" * 22,)
VOTES = (
    "",
    "choice=1",
    "choice=x",
    "rank-1=x&score-1=x",
    "rank-1=1&score-1=3",
    "name=Bob&code=wrong&choice=1",
    "code=0000-0000-0000-0000&choice=1",
)
UNKNOWN: dict[str, dict[str, Any]] = {
    "a draft": {"is_draft": True},
    "a shuffled ranking to come": {"pub_date": LATER, "method": "schulze", "is_shuffled": True},
    "an invitation": {"pub_date": LATER, "voters": Voters.INVITED},
    "scores under names": {"is_draft": True, "method": "score", "voters": Voters.NAMED},
}


class Asked(NamedTuple):
    """What is sent to an address."""

    method: str
    pattern: str
    accept: str
    body: str


@pytest.fixture
async def site(sqlite_settings: Settings, client_for: ClientFor) -> Site:
    settings = sqlite_settings.model_copy(update={"embed_origins": ("*",)})
    return Site(await client_for(settings))


async def test_no_address_tells_a_draft_from_nothing(site: Site) -> None:
    keys = {
        name: await site.ask("Tea or coffee?", ["Tea", "Coffee"], **values)
        for name, values in UNKNOWN.items()
    }
    assert NOTHING not in keys.values()

    requests = list(requested(site))
    nothing = [await told(site, each, NOTHING) for each in requests]

    assert len({each.pattern for each in requests}) > 40
    for name, key in keys.items():
        for each, expected in zip(requests, nothing, strict=True):
            assert await told(site, each, key) == expected, (name, each)


async def test_question_that_may_be_known_is_told_from_nothing(site: Site) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"])

    differing = {
        each.pattern
        for each in requested(site)
        if await told(site, each, key) != await told(site, each, NOTHING)
    }

    assert differing == {each.pattern for each in requested(site)} - {CUT_LINK}


async def test_draft_that_was_deleted_was_never_there(site: Site) -> None:
    key = await site.ask("Tea or coffee?", ["Tea", "Coffee"], is_draft=True)
    known = await site.ask("Tea or coffee?", ["Tea", "Coffee"])

    for each in (key, known):
        await deletion.delete(site.database, each, OPERATOR, each)

    answers = [(await site.get(f"/poll/{each}")).status for each in (key, NOTHING, known)]
    assert answers == [404, 404, 410]


def requested(site: Site) -> Iterator[Asked]:
    """Yield what a stranger may send about a question: every route, from a browser or a program."""
    for route in site.client.app.router.routes():
        pattern = route.resource.canonical if route.resource else ""
        if "{question_id}" not in pattern:
            continue
        bodies = VOTES if pattern.endswith(("/vote", "/code")) else FORMS
        for accept in ACCEPTS:
            for body in bodies if route.method == "POST" else ("",):
                yield Asked(route.method, pattern, accept, body)
    for accept in ACCEPTS:
        yield Asked("GET", "/oembed?url={origin}/poll/{question_id}", accept, "")


async def told(site: Site, asked: Asked, key: str) -> tuple[Any, ...]:
    """Return all of an answer to somebody with no cookies, but for the key and what is random."""
    origin = str(site.client.make_url("")).rstrip("/")
    path = asked.pattern.format(question_id=key, origin=origin, **SECRETS)
    headers = {"Accept": asked.accept, "Content-Type": FORM}
    site.forget()
    options: dict[str, Any] = {"data": asked.body, "headers": headers, "allow_redirects": False}
    async with site.client.request(asked.method, path, **options) as response:
        kept = [(name, value) for name, value in response.headers.items() if name != "Date"]
        if response.content_type == "text/event-stream":
            return response.status, sorted(kept)
        body = (await response.read()).replace(f"/poll/{key}".encode(), b"/poll/KEY")
        return response.status, sorted(kept), body
