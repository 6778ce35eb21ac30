from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from polls.assets import assets
from polls.domain.questions.rules import Voters
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

    SiteWith = Callable[..., Awaitable[Site]]

SECURITY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Server": "Polls",
    "X-Content-Type-Options": "nosniff",
}
POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
}
FOR_GOOD = "public, max-age=31536000, immutable"
EACH_TIME = "private, no-cache"
STYLE = "/static/css/base.css"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def everything(site: Site) -> dict[str, Answer]:
    """Return one answer of every kind."""
    files = (await site.get("/")).page.files
    style = next(each for each in files if "/voter.css?v=" in each)
    return {
        "page": await site.get("/poll/1"),
        "redirect": await site.vote(1),
        "form again": await site.vote(),
        "not found": await site.get("/nowhere"),
        "no method": await site.request("DELETE", "/"),
        "other site": await site.vote(1, Sec_Fetch_Site="cross-site"),
        "wrong host": await site.get("/", Host="evil.example"),
        "problem": await site.get("/nowhere", Accept="application/json"),
        "style": await site.get(style),
        "no style": await site.get("/static/none.css"),
        "head": await site.request("HEAD", "/"),
    }


async def test_security_headers_are_on_all_that_shows_something(site: Site) -> None:
    answers = await everything(site)

    statuses = {kind: answer.status for kind, answer in answers.items()}
    assert statuses == {
        "page": 200,
        "redirect": 303,
        "form again": 422,
        "not found": 404,
        "no method": 405,
        "other site": 403,
        "wrong host": 400,
        "problem": 404,
        "style": 200,
        "no style": 404,
        "head": 200,
    }
    redirect = answers.pop("redirect")
    assert "Content-Security-Policy" not in redirect.headers, "it shows nothing to guard"
    for kind, answer in answers.items():
        found = {name: answer.headers.getall(name, []) for name in SECURITY}
        assert found == {name: [value] for name, value in SECURITY.items()}, kind
        (policy,) = answer.headers.getall("Content-Security-Policy")
        assert dict(part.split(" ", 1) for part in policy.split("; ")) == POLICY, kind


async def test_hsts_is_sent_on_https_only(
    settings: Settings,
    client_for: ClientFor,
) -> None:
    sent = {}
    for base_url in (None, "http://localhost", "https://localhost"):
        client = await client_for(settings.model_copy(update={"base_url": base_url}))
        answers = [await Site(client).get(path) for path in ("/", "/nowhere", STYLE)]
        sent[base_url] = {answer.headers.get("Strict-Transport-Security") for answer in answers}
        await client.close()

    assert sent == {
        None: {None},
        "http://localhost": {None},
        "https://localhost": {"max-age=63072000"},
    }


async def test_pages_are_asked_for_each_time(site: Site) -> None:
    answers = await everything(site)

    kept = {kind: answer.headers["Cache-Control"] for kind, answer in answers.items()}
    assert kept == dict.fromkeys(answers, EACH_TIME) | {"style": FOR_GOOD}


async def test_pages_have_nothing_that_the_policy_forbids(site: Site) -> None:
    await site.vote(1)
    paths = ("/", "/poll/1", "/poll/1/results", "/poll/1/screen", "/nowhere")
    pages = [await site.get(path) for path in paths]

    for answer in pages:
        text = answer.text.lower()
        for forbidden in ("<style", " style=", "<script>", "javascript:", " onclick", "http-equiv"):
            assert forbidden not in text
        assert all(address.startswith("/static/") for address in answer.page.files)


async def test_static_files_are_kept_for_good_under_their_hash_only(
    site_with: SiteWith,
) -> None:
    site = await site_with()
    hashed = f"{STYLE}?v={assets()['css/base.css'].tag}"
    lifetimes = {
        path: (answer.status, answer.headers["Cache-Control"])
        for path in (
            hashed,
            STYLE,
            f"{STYLE}?v=forged",
            f"{hashed}x",
            f"{hashed}&x=1",
            f"{hashed.replace('base.css', 'page.css')}",
        )
        for answer in [await site.get(path)]
    }

    assert lifetimes.pop(hashed) == (200, FOR_GOOD)
    assert set(lifetimes.values()) == {(200, EACH_TIME)}


async def test_static_files_that_are_missing_are_not_kept(site_with: SiteWith) -> None:
    site = await site_with()
    paths = ("/static/none.css", "/static/none.css?v=forged", "/static/", "/static/css")

    answers = {path: await site.get(path) for path in paths}

    assert {path: answer.headers["Cache-Control"] for path, answer in answers.items()} == (
        dict.fromkeys(paths, EACH_TIME)
    )
    assert {answer.status for answer in answers.values()} == {404}


async def test_refusals_under_a_static_address_are_not_kept(site_with: SiteWith) -> None:
    site = await site_with()
    hashed = f"{STYLE}?v={assets()['css/base.css'].tag}"

    answer = await site.get(hashed, Host="evil.example")

    assert (answer.status, answer.headers["Cache-Control"]) == (400, EACH_TIME)


async def test_static_files_are_compared_instead_of_sent_again(site_with: SiteWith) -> None:
    site = await site_with()
    first = await site.get(STYLE)

    second = await site.get(STYLE, **{"If-None-Match": first.headers["ETag"]})

    assert second.status == 304
    assert second.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("css/base.css", "text/css"), ("img/polls.svg", "image/svg+xml")],
)
async def test_static_files_say_what_they_are(site_with: SiteWith, path: str, kind: str) -> None:
    site = await site_with()

    answer = await site.get(f"/static/{path}")

    assert answer.headers["Content-Type"].partition(";")[0] == kind


FOR_EVERYBODY = {"poll", "vote", "events", "embed", "preview", "event.ics", "cut_link"}
"""Pages of a question on which its organiser sees no more than others, and streams, which nothing
keeps."""


async def test_nothing_keeps_what_only_one_person_may_see(site_with: SiteWith) -> None:
    site = await site_with()
    secrets = {"secret": "A" * 22, "code": "0" * 16, "position": "0"}
    kept = {}

    for route in list(site.client.app.router.routes()):
        pattern = route.resource.canonical if route.resource else ""
        if "{question_id}" not in pattern or route.name in FOR_EVERYBODY:
            continue
        asked = await asking.asked(site.database, voters=Voters.INVITED)
        await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
        values = secrets | {"secret": asked.secret} if route.name == "organise" else secrets
        path = pattern.format(question_id=asked.key, **values)
        options: Any = {"data": b"revision=0", "headers": FORM, "allow_redirects": False}
        async with site.client.request(route.method, path, **options) as response:
            kept[route.method, pattern] = response.headers["Cache-Control"]

    assert len(kept) > 50
    assert {where: how for where, how in kept.items() if how != "no-store"} == {}


async def test_pages_for_everybody_may_be_kept(site_with: SiteWith) -> None:
    site = await site_with()

    for path in ("/poll/1", "/poll/1/results", "/poll/1/screen", "/"):
        assert (await site.get(path)).headers["Cache-Control"] == EACH_TIME


async def test_nothing_keeps_a_ballot_that_comes_back_with_a_code(site_with: SiteWith) -> None:
    site = await site_with()
    invited = await site.ask("Who?", ["Tea", "Coffee"], voters=Voters.INVITED)
    named = await site.ask("Who?", ["Tea", "Coffee"], voters=Voters.NAMED)

    with_code = await site.post(f"/poll/{invited}/vote", "choice=1&code=0000-0000-0000-0000")
    with_name = await site.post(f"/poll/{named}/vote", "name=Bob")

    assert with_code.headers["Cache-Control"] == "no-store"
    assert with_name.headers["Cache-Control"] == EACH_TIME  # or “back” would lose what was typed
