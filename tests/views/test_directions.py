"""Texts in Hebrew and Arabic stand in elements of their own direction, wherever pages show them."""

# ruff: noqa: RUF001 - Hebrew letters are not other ones by mistake

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from aiohttp import DummyCookieJar

from polls.domain.methods import METHODS
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility, Voters
from polls.main import init_app
from tests import asking, ledgers
from tests.ledgers import Voter
from tests.views.site import Site

if TYPE_CHECKING:
    from pytest_aiohttp import AiohttpClient

    from polls.settings import Settings
    from tests.conftest import ClientFor

HEBREW = re.compile("[\u05d0-\u05ea]")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "wbr"})
UNSEEN = frozenset({"head", "option"})

QUESTION = "לאן נוסעים בשבת?"
CHOICES: list[str | NewChoice] = [
    NewChoice(text="הים (בתל אביב).", description="רכבת, שעתיים.", link="https://sea.example/"),
    "המכרה הישן!",
    "הגן הבוטני",
    NewChoice(text="אף אחד מאלה", kind=Kind.NONE),
]
NAMES = ("אנה ברג", "בוב (הבן)", "כרמל")
LABELS = ("לא", "אולי", "כן")


class Directions(HTMLParser):
    """Collects what is written in Hebrew, but in no element that has its own direction."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, bool]] = []
        self.astray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        is_own = tag == "bdi" or attributes.get("dir") == "auto"
        is_text = tag == "textarea" or attributes.get("type") in {"text", "search"}
        if is_text and HEBREW.search(attributes.get("value", "")) and not is_own:
            self.astray.append(f"{tag} {attributes.get('name')}")
        if tag not in VOID:
            self.stack.append((tag, is_own))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not HEBREW.search(data) or any(tag in UNSEEN for tag, _ in self.stack):
            return
        left = re.sub("\u2068[^\u2068\u2069]*\u2069", "", data)
        if HEBREW.search(left) and not any(is_own for _, is_own in self.stack):
            self.astray.append(f"{[tag for tag, _ in self.stack[-3:]]} {data.strip()}")


def astray(html: str) -> list[str]:
    parser = Directions()
    parser.feed(html)
    parser.close()
    return parser.astray


@pytest.fixture
async def site(client_for: ClientFor, sqlite_settings: Settings) -> Site:
    return Site(await client_for(sqlite_settings))


async def asked(site: Site, **values: Any) -> str:
    """Ask the question, and become its organiser."""
    made = await asking.asked(site.database, QUESTION, **{"choices": CHOICES} | values)
    await site.get(f"/poll/{made.key}/organise/{made.secret}")
    return made.key


BALLOTS: dict[str, list[Any]] = {
    "marks": [(1, 2), (2,), (1,), (3,), (4,)],
    "ranking": [(1, 2, 3), (2, 3, 1), (3, 1, 2), (1, 3), (4,), (2, 1)],
    "scores": [((1, 2), (2, 0)), ((2, 2), (3, 1)), ((1, 1), (3, 2))],
}


@pytest.mark.parametrize("method", [each for each in METHODS if each != "availability"])
async def test_ballot_and_result_keep_the_direction_of_texts(site: Site, method: str) -> None:
    style = METHODS[method].ballot.value
    rules: dict[str, Any] = {"method": method, "max_choices": None, "description": QUESTION}
    if method == "plurality":
        rules["max_choices"] = 1
    if style == "scores":
        rules |= {"highest": 2, "labels": LABELS}
    key = await asked(site, **rules)
    ballots = BALLOTS[style] if method != "plurality" else [(1,), (2,), (1,)]
    await ledgers.append(site.database, key, *ballots)
    paths = ["", "/results", "/screen?numbers=1", "/embed", "/manage", "/manage/edit"]
    pages = [await site.get(f"/poll/{key}{path}") for path in paths]
    pages.append(await site.post(f"/poll/{key}/vote", "rank-1=1&rank-2=1&score-1=2&choice=1"))
    pages += [await site.get(f"/poll/{key}{path}") for path in ("", "/results", "/mine")]
    await asking.close(site.database, key)
    await site.hear(key)
    pages += [await site.get(f"/poll/{key}{path}") for path in ("", "/results")]

    assert sum(QUESTION in each.text for each in pages) >= 10
    assert [astray(each.text) for each in pages] == [[]] * len(pages)


async def test_names_keep_their_direction(site: Site) -> None:
    key = await asked(site, voters=Voters.NAMED, choices=["כן", "לא"])
    for name in NAMES:
        await ledgers.append(site.database, key, (1,), by=Voter(name=name))
    voted = await site.post(f"/poll/{key}/vote", urlencode({"choice": 1, "name": NAMES[0]}))
    again = await site.post(f"/poll/{key}/vote", urlencode({"name": NAMES[0]}))
    paths = ("results", "mine", "", "manage", f"manage/votes?search={NAMES[0]}", "manage/votes/0")
    answers = [await site.get(f"/poll/{key}/{path}".rstrip("/")) for path in paths]
    revision = (await site.question(key)).revision
    removed = await site.post(f"/poll/{key}/manage/votes/0", f"revision={revision}")
    answers.append(await site.get(f"/poll/{key}/manage/log"))

    assert (voted.status, again.status, removed.status) == (303, 422, 303)
    assert [NAMES[0] in each.text for each in answers] == [True] * 7
    assert [astray(each.text) for each in (again, *answers)] == [[]] * 8


async def test_vote_without_cookies_is_confirmed_in_the_direction_of_its_texts(
    sqlite_settings: Settings,
    aiohttp_client: AiohttpClient,
) -> None:
    site = Site(await aiohttp_client(init_app(sqlite_settings), cookie_jar=DummyCookieJar()))
    key = await asking.ask(site.database, QUESTION, CHOICES, voters=Voters.NAMED)
    await ledgers.append(site.database, key, (1,), by=Voter(name=NAMES[0]))
    voted = await site.post(f"/poll/{key}/vote", urlencode({"choice": 1, "name": NAMES[0]}))

    answer = await site.get(voted.location)

    assert "Your browser did not send a cookie" in answer.text
    assert "Someone else has voted" in answer.text
    assert astray(answer.text) == []


async def test_caution_keeps_the_direction_of_texts(site: Site) -> None:
    alike = "חוף A\nחוף a"
    key = await asked(site, is_draft=True)
    fields = {"revision": 0, "text": QUESTION, "added": alike}
    asked_about = [
        await site.post("/new", urlencode({"text": QUESTION, "choices": alike})),
        await site.post(f"/poll/{key}/manage/edit", urlencode(fields)),
    ]

    assert ["differ only in capitals" in each.text for each in asked_about] == [True, True]
    assert [astray(each.text) for each in asked_about] == [[], []]


async def test_dates_are_told_with_names_in_their_direction(site: Site) -> None:
    days = ["2126-06-05", "2126-06-06 18:00"]
    key = await asked(site, voters=Voters.NAMED, choices=days, method="availability")
    for name in NAMES:
        await ledgers.append(site.database, key, ((1, 2), (2, 1)), by=Voter(name=name))

    answer = await site.get(f"/poll/{key}/results")

    assert NAMES[0] in answer.text
    assert astray(answer.text) == []


async def test_organisers_pages_keep_the_direction_of_texts(site: Site) -> None:
    key = await asked(site, voters=Voters.INVITED, visibility=Visibility.ORGANISER)
    fields = {"revision": "0", "text": QUESTION, "added": "גן", "choice-1": "חוף?"}
    edited = await site.post(f"/poll/{key}/manage/edit", urlencode(fields))
    stale = await site.post(
        f"/poll/{key}/manage/edit", urlencode(fields | {"text": "מה?", "added": ""})
    )
    repeated = await site.post(
        f"/poll/{key}/manage/edit",
        urlencode(fields | {"revision": "1", "added": "גן\nגן"}),
    )
    listed = {}
    for body in ("\n".join(NAMES), NAMES[0], f"{NAMES[1]};0"):
        revision = (await site.question(key)).revision
        form = f'--x\r\nContent-Disposition: form-data; name="revision"\r\n\r\n{revision}\r\n'
        form += f'--x\r\nContent-Disposition: form-data; name="names"\r\n\r\n{body}\r\n--x--\r\n'
        listed[body] = await site.request(
            "POST",
            f"/poll/{key}/manage/invitations/list",
            data=form.encode(),
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
    paths = ("manage", "manage/log", "manage/invitations", "manage/delete", "share", "manage/renew")
    shown = [await site.get(f"/poll/{key}/{path}") for path in paths]
    shown.append(await site.get(f"/poll/{key}/manage/invitations?search={NAMES[0]}"))
    gone = await site.post(
        f"/poll/{key}/manage/delete",
        urlencode({"revision": (await site.question(key)).revision, "typed": key}),
    )

    assert (edited.status, stale.status, repeated.status) == (303, 409, 422)
    assert [each.status for each in listed.values()] == [200, 422, 422]
    pages = [stale, repeated, *listed.values(), *shown, gone]
    assert [astray(each.text) for each in pages] == [[]] * len(pages)


async def test_other_pages_keep_the_direction_of_texts(site: Site) -> None:
    sent = {"text": QUESTION, "choices": "חוף | רכבת\nחוף", "description": QUESTION}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    later = await asked(site, pub_date=tomorrow)
    open_ = await asked(site)
    final = await asked(site, may_change=False, is_listed=True)
    await site.vote((await site.question(final)).choices[0].id, key=final)
    invited = await asked(site, voters=Voters.INVITED)
    pages = [
        await site.get("/"),
        await site.post("/new", urlencode(sent)),
        await site.post("/new", urlencode(sent | {"do": "preview"})),
        await site.post("/new", urlencode(sent | {"zone": "ירושלים", "seats": "שניים"})),
        await site.get(f"/poll/{later}"),
        await site.get(f"/poll/{open_}/mine"),
        await site.get(f"/poll/{final}"),
        await site.get(f"/poll/{invited}/code"),
    ]

    assert [astray(each.text) for each in pages] == [[]] * len(pages)


def test_check_finds_what_goes_astray() -> None:
    html = f'<p>{QUESTION} <bdi>{QUESTION}</bdi></p><input type="text" name="a" value="{QUESTION}">'

    assert astray(html) == [f"['p'] {QUESTION}", "input a"]
