from __future__ import annotations

import io
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import zxingcpp
from PIL import Image

from polls.domain.electorate.holdings import AT_ONCE
from polls.domain.questions.rules import Voters
from polls.services.questions import questions
from polls.web import qr_codes
from tests import asking

if TYPE_CHECKING:
    from polls.services.questions.questions import Asked
    from tests.views.site import Site

NOTHING = "This browser has no questions yet"
TAKE = re.compile(r"/mine/take/[0-9A-Za-z_.~-]+")


async def organise(site: Site, text: str = "Tea or coffee?", **values: Any) -> Asked:
    asked = await asking.asked(site.database, text, **{"is_listed": False} | values)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    return asked


async def vote(site: Site, text: str = "Tea or coffee?", **values: Any) -> str:
    """Ask a question and vote on it with this browser, which was on its page before."""
    key = await asking.ask(site.database, text, **{"is_listed": False} | values)
    await site.get(f"/poll/{key}")
    question = await questions.get(site.database, key)
    answer = await site.vote(question.choices[0].id, key=key)
    assert answer.status == HTTPStatus.SEE_OTHER
    return key


async def take_link(site: Site) -> str:
    """Return the address that takes all of this browser's links along."""
    found = TAKE.search((await site.get("/mine/links.html")).text)
    assert found
    return found[0]


async def listed(site: Site) -> dict[str, str]:
    page = (await site.get("/mine")).page
    return {text: link for text, link in page.links.items() if link.startswith("/poll/")}


async def test_my_questions_are_those_of_this_browser_alone(site: Site) -> None:
    organised = await organise(site, "Where to?")
    voted = await vote(site, "Tea or coffee?")
    await asking.ask(site.database, "Somebody else's?")

    page = await site.get("/mine")

    assert await listed(site) == {
        "Where to?": f"/poll/{organised.key}/manage",
        "Tea or coffee?": f"/poll/{voted}",
    }
    assert "You organise it" in page.page.words
    assert "You are a voter" in page.page.words
    assert page.headers["Cache-Control"] == "no-store"
    site.forget()
    assert NOTHING in (await site.get("/mine")).page.headings


async def test_marks_are_sent_to_no_other_page(site: Site) -> None:
    await organise(site)
    await vote(site)

    cookies = site.client.session.cookie_jar.filter_cookies(site.client.make_url("/poll/1/vote"))
    mine = site.client.session.cookie_jar.filter_cookies(site.client.make_url("/mine"))

    assert not [name for name in cookies if re.match("[ov][.]", name)]
    assert len([name for name in mine if re.match("[ov][.]", name)]) == 2


async def test_forged_marks_show_nothing(site: Site) -> None:
    draft = await asking.asked(site.database, "Hidden draft?", is_draft=True)
    hidden = await asking.asked(site.database, "Hidden, too?", is_listed=False)
    forged = (f"v.{draft.key}=1", f"o.{draft.key}={'A' * 22}", f"o.{hidden.key}={'A' * 22}")

    refused = await site.get("/mine", Cookie="; ".join((*forged, "v.99=1", "o.é=1")))
    shown = await site.get("/mine", Cookie=f"o.{draft.key}={draft.secret}")

    assert NOTHING in refused.page.headings
    assert "Hidden" not in refused.text
    assert "Hidden draft?" in shown.text


async def test_ballots_are_called_what_the_pages_of_their_question_call_them(site: Site) -> None:
    await vote(site, "One mark?")
    await vote(site, "Many marks?", max_choices=None)

    page = await site.get("/mine")

    assert "You are a voter 1 vote" in page.page.words
    assert "You are a voter 1 ballot" in page.page.words


async def test_as_many_marks_as_a_browser_keeps_are_read(site: Site) -> None:
    asked = await asking.asked(site.database, "The last one?")
    others = [f"__Secure-o.{number:012}={'A' * 22}" for number in range(179)]

    page = await site.get("/mine", Cookie="; ".join((*others, f"o.{asked.key}={asked.secret}")))

    assert page.status == 200
    assert "The last one?" in page.page.links


async def test_question_that_was_deleted_leaves_the_list(site: Site) -> None:
    asked = await organise(site)
    await site.post(f"/poll/{asked.key}/manage/delete", "revision=0&typed=tea or coffee?")

    page = await site.get("/mine")

    assert NOTHING in page.page.headings


async def test_many_questions_are_searched(site: Site) -> None:
    for number in range(8):
        await organise(site, f"Question {number}?")
    await organise(site, "Où aller <b>?")

    found = await site.get("/mine")
    shown = await site.request("GET", "/mine", params={"q": "OÙ  aller"})

    assert "Search in my questions" in found.page.words
    assert "1 question found." in shown.page.words
    assert "Question 1?" not in shown.text


async def test_links_taken_along_make_another_browser_the_same(site: Site) -> None:
    organised = await organise(site, "Where to?")
    voted = await vote(site, "Tea or coffee?")
    anyone = await vote(site, "Again?", voters=Voters.ANYONE)
    link = await take_link(site)
    site.forget()

    offered = await site.get(link)
    before = await listed(site)
    taken = await site.post(link)

    assert "1 question that you organise" in offered.page.words
    assert "2 questions that you voted on" in offered.page.words
    assert organised.key not in offered.page.words
    assert before == {}
    assert (taken.status, taken.location) == (303, "/mine")
    assert set((await listed(site)).values()) == {
        f"/poll/{organised.key}/manage",
        f"/poll/{voted}",
        f"/poll/{anyone}",
    }
    assert (await site.get(f"/poll/{organised.key}/manage")).status == 200
    for key in (voted, anyone):
        assert (await site.get(f"/poll/{key}/mine")).status == 200


async def test_links_that_open_nothing_say_so(site: Site) -> None:
    key = await asking.ask(site.database, is_listed=False)
    secret = "A" * 22

    for bundle in (f"o.{key}.{secret}", f"v.{key}.{secret}", f"o.99.{secret}", "o", "~~~"):
        answer = await site.post(f"/mine/take/{bundle}")
        assert answer.status == 404, bundle
        assert "These links lead to nothing" in answer.page.headings
        assert "Set-Cookie" not in answer.headers
    assert (await site.get("/mine/take/o")).status == 404


async def test_code_of_twelve_links_is_read_by_a_camera(site: Site) -> None:
    for number in range(AT_ONCE + 1):
        await organise(site, f"Question {number}?")

    first = await site.get("/mine/links")
    second = await site.get("/mine/links?part=2")

    assert "QR code 1 of 2" in first.page.headings
    assert "QR code 2 of 2" in second.page.headings
    assert (await site.get("/mine/links?part=3")).status == 404
    link = await take_link(site)
    assert link.count("~") == AT_ONCE - 1
    address = str(site.client.make_url(link))
    assert str(qr_codes.of(address)) in first.text
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr_codes.png(address))))
    assert read.text == address
    taken = await site.post(link)
    heads = sum(len(value) for name, value in taken.headers.items() if name == "Set-Cookie")
    assert heads < 3_500, "proxies take 4 KB of headers"


async def test_file_and_code_say_what_is_secret(site: Site) -> None:
    empty = await site.get("/mine/links")
    await vote(site)
    voter = await site.get("/mine/links")
    await organise(site)
    organiser = await site.get("/mine/links")
    file = await site.get("/mine/links.html")

    assert "nothing to take along" in empty.page.words
    assert "Whoever has them can see and change your votes." in voter.page.words
    assert "Whoever has them can change, close and delete the questions" in organiser.page.words
    assert "Keep this file to yourself" in file.page.words
    for answer in (voter, organiser, file):
        assert answer.headers["Cache-Control"] == "no-store"
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-polls.html"'
