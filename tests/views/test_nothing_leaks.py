"""What is sent to a person who may not see a result is the same, whatever the votes say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import aiohttp_jinja2
import jinja2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from polls.domain.ballots.selections import Selection, Style
from polls.domain.methods import METHODS, Method
from polls.domain.questions.questions import Question
from polls.domain.questions.rules import Visibility, Voters
from polls.main import init_app
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.conftest import ClientFor

TOKEN = "B" * 22
VALUES = {"secret": "A" * 22, "code": "0" * 16, "position": "0"}
"""For the parts of addresses that the person does not know."""
ACCEPTS = ("text/html", "application/json")
SHOWN_ELSEWHERE = {"embed_origins": ("*",)}

DATES = ("2026-12-24", "2026-12-24 18:00", "2026-12-25")

Ballots: TypeAlias = "Sequence[tuple[Selection, str]]"
"""The selection of each, and the name that is given with it."""


class Case(NamedTuple):
    """A question whose result is not seen yet by a person who has voted or not, and two votes."""

    method: Method
    visibility: Visibility
    voters: Voters
    has_voted: bool
    is_closed: bool
    one: Ballots
    other: Ballots


class Sent(NamedTuple):
    """A response, all of it but its date."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def selections(method: Method) -> st.SearchStrategy[Selection]:
    """Return what a ballot of three choices may say."""
    most = 1 if method.has_one_mark else 3
    chosen = st.lists(st.integers(1, 3), min_size=1, max_size=most, unique=True)
    match method.ballot:
        case Style.MARKS:
            return chosen.map(sorted).map(tuple)
        case Style.RANKING:
            return chosen.map(tuple)
        case Style.SCORES:
            score = st.integers(0, 2)
            return st.dictionaries(st.integers(1, 3), score, min_size=1).map(_scores)


def _scores(given: dict[int, int]) -> Selection:
    return tuple(sorted(given.items()))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    visibility = draw(st.sampled_from([Visibility.VOTED, Visibility.CLOSED, Visibility.ORGANISER]))
    number = draw(st.integers(1, 12))
    method = METHODS[draw(st.sampled_from(sorted(METHODS)))]
    ballot = st.tuples(selections(method), st.sampled_from(["Alice", "Bob", "Charlie"]))
    ballots = st.lists(ballot, min_size=number, max_size=number)
    return Case(
        method,
        visibility,
        draw(st.sampled_from(Voters)),
        visibility is not Visibility.VOTED and draw(st.booleans()),
        visibility is Visibility.ORGANISER and draw(st.booleans()),
        draw(ballots),
        draw(ballots),
    )


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings.model_copy(update=SHOWN_ELSEWHERE)))


usually = hypothesis_settings(
    max_examples=15,  # each asks for every page twice
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@usually
@given(case=cases())
async def test_all_that_is_sent_is_the_same_whatever_the_votes_say(site: Site, case: Case) -> None:
    await everything_is_the_same(site, case)


async def test_a_single_number_that_leaks_is_noticed(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = init_app(sqlite_settings.model_copy(update=SHOWN_ELSEWHERE))
    loader = aiohttp_jinja2.get_env(app).loader
    assert loader is not None
    leak = {"results/_tally.html": "{{ question.choices[0].votes }}"}
    aiohttp_jinja2.get_env(app).loader = jinja2.ChoiceLoader([jinja2.DictLoader(leak), loader])
    monkeypatch.setattr(Question, "without_counts", lambda question: question)
    site = Site(await aiohttp_client(app))
    one: Ballots = [((1,), "Bob"), ((2,), "Bob")]
    other: Ballots = [((2,), "Bob"), ((2,), "Bob")]
    case = Case(METHODS["plurality"], Visibility.CLOSED, Voters.BROWSER, False, False, one, other)

    with pytest.raises(AssertionError):
        await everything_is_the_same(site, case)


async def everything_is_the_same(site: Site, case: Case) -> None:
    key = await asking.ask(
        site.database,
        choices=DATES if case.method.has_dates else ["Tea", "Coffee", "Juice"],
        method=case.method.name,
        visibility=case.visibility,
        voters=case.voters,
        per_network=5 if case.voters is Voters.NETWORK else None,
        max_choices=1 if case.method.has_one_mark else None,
    )
    if case.is_closed:
        await asking.close(site.database, key)
    sent = []
    for ballots in (case.one, case.other):
        await ledgers.clear(site.database, key)
        if case.has_voted:
            dana = Voter(f"browser:{TOKEN}", "Dana", nonce=bytes(16))  # her words are her own
            hers: Selection = ((1, 2),) if case.method.ballot is Style.SCORES else (1,)
            await ledgers.append(site.database, key, hers, by=dana)
        for selection, name in ballots:
            voter = Voter(name=name if case.voters is Voters.NAMED else None)
            await ledgers.append(site.database, key, selection, by=voter)
        await ledgers.change(site.database, key, released_count=len(ballots))
        await site.hear(key)
        sent.append(await _everything(site, key))

    one, other = sent
    assert one.keys() == other.keys()
    for path in one:
        assert one[path] == other[path], path


async def _everything(site: Site, key: str) -> dict[tuple[str, str], Sent]:
    return {
        (path, accept): await _sent(site, path, accept)
        for path in _paths(site, key)
        for accept in ACCEPTS
    }


def _paths(site: Site, key: str) -> list[str]:
    """Return every address that can be asked for and says something about the question."""
    patterns = {
        route.resource.canonical
        for route in site.client.app.router.routes()
        if route.method == "GET" and route.resource
    }
    paths = [
        pattern.format(question_id=key, **VALUES)
        for pattern in sorted(patterns)
        if "{question_id}" in pattern
    ]
    address = site.client.make_url(f"/poll/{key}")
    return [
        "/",
        *paths,
        f"/poll/{key}/screen?numbers=1",
        f"/poll/{key}/events?screen=1",
        f"/poll/{key}/events?embed=1",
        f"/oembed?url={address}",
    ]


async def _sent(site: Site, path: str, accept: str) -> Sent:
    headers = {"Accept": accept, "Cookie": f"voter={TOKEN}; ballot={TOKEN}"}
    async with site.client.get(path, headers=headers, allow_redirects=False) as response:
        if response.content_type == "text/event-stream":
            await response.content.readuntil(b"\n\n")  # by chance: when to come back
            body = await response.content.readuntil(b"\n\n")
        else:
            body = await response.read()
        kept = [(name, value) for name, value in response.headers.items() if name != "Date"]
        return Sent(response.status, sorted(kept), body)
