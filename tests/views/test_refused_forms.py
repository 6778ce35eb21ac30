"""Forms that are refused come back with a summary that has the focus and leads to the fields."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from polls.domain.questions.rules import Voters
from tests import asking
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

    Sending = Callable[[Site], Awaitable[Answer]]

DATES = ("2126-06-05", "2126-06-06", "2126-06-07")
GRADES = {"highest": 2, "labels": ("No", "Perhaps", "Yes")}


@pytest.fixture
async def site(client_for: ClientFor, sqlite_settings: Settings) -> Site:
    """A site where only who knows a code may ask."""
    rules = {"create": "link", "create_code": SecretStr("let me in")}
    return Site(await client_for(sqlite_settings.model_copy(update=rules)))


def ballot(body: str, *choices: str, **values: Any) -> Sending:
    async def send(site: Site) -> Answer:
        key = await site.ask("Which?", choices or ("Tea", "Coffee"), **values)
        return await site.post(f"/poll/{key}/vote", body)

    return send


async def _code(site: Site) -> Answer:
    key = await site.ask("Which?", ["Tea", "Coffee"], voters=Voters.INVITED)
    return await site.post(f"/poll/{key}/code", "code=1234")


async def _creation_code(site: Site) -> Answer:
    return await site.get("/new?code=no")


async def _question(site: Site) -> Answer:
    return await site.post("/new", urlencode({"code": "let me in", "choices": "Tea\nTea"}))


def organiser(path: str, body: dict[str, str], **values: Any) -> Sending:
    async def send(site: Site) -> Answer:
        asked = await asking.asked(site.database, "Which?", **values)
        await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
        return await site.post(f"/poll/{asked.key}/manage/{path}", urlencode(body))

    return send


async def _list(site: Site) -> Answer:
    asked = await asking.asked(site.database, "Which?", voters=Voters.INVITED)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    body = (
        '--x\r\nContent-Disposition: form-data; name="revision"\r\n\r\n0\r\n'
        '--x\r\nContent-Disposition: form-data; name="names"\r\n\r\n;1\n;2\r\n--x--\r\n'
    )
    return await site.request(
        "POST",
        f"/poll/{asked.key}/manage/invitations/list",
        data=body.encode(),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )


LATER = datetime.now(UTC) + timedelta(days=1)
REFUSED: dict[str, tuple[Sending, set[str]]] = {
    "mark": (ballot(""), {"choice"}),
    "marks": (ballot("", max_choices=2), {"choice"}),
    "ranking": (ballot("", method="schulze", max_choices=None), {"choice"}),
    "scores": (ballot("", method="score", max_choices=None), {"choice"}),
    "grades": (ballot("", method="majority_judgment", max_choices=None, **GRADES), {"choice"}),
    "dates": (ballot("", *DATES, method="availability", max_choices=None), {"choice"}),
    "name": (ballot("choice=1&name=", voters=Voters.NAMED), {"name"}),
    "missing code": (ballot("choice=1", voters=Voters.INVITED), {"code"}),
    "wrong code": (ballot("choice=1&code=1234", voters=Voters.INVITED), {"code"}),
    "code of a link": (_code, {"code"}),
    "creation code": (_creation_code, {"code"}),
    "question": (_question, {"text", "choices"}),
    "edited": (
        organiser("edit", {"revision": "0", "text": "", "added": "b\nb"}),
        {"text", "added"},
    ),
    "edited choices": (organiser("edit", {"revision": "0", "remove-1": "1"}), {"choices"}),
    "edited too late": (organiser("edit", {"revision": "9"}), set()),
    "end": (organiser("end", {"revision": "0", "closes": "soon"}), {"closes"}),
    "opening": (
        organiser("open", {"revision": "0", "opens": "soon"}, pub_date=LATER),
        {"opens"},
    ),
    "too late": (organiser("end", {"revision": "9"}), set()),
    "does not fit": (organiser("reopen", {"revision": "0"}), set()),
    "deletion": (organiser("delete", {"revision": "0", "typed": "x"}), {"typed"}),
    "deletion too late": (organiser("delete", {"revision": "9", "typed": "Which?"}), set()),
    "renewal": (organiser("renew", {"revision": "0", "secret": "x"}), set()),
    "renewal too late": (organiser("renew", {"revision": "9", "secret": "A" * 22}), set()),
    "list of people": (_list, {"names"}),
    "number of codes": (
        organiser("invitations/make", {"revision": "0", "number": "x"}, voters=Voters.INVITED),
        {"number"},
    ),
    "codes too late": (
        organiser("invitations/make", {"revision": "9", "number": "1"}, voters=Voters.INVITED),
        set(),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_refused_form_begins_with_a_summary_that_has_the_focus(site: Site, name: str) -> None:
    send, fields = REFUSED[name]

    answer = await send(site)

    assert answer.status in {403, 409, 422}
    assert answer.page.title.startswith("Error: ")
    tags = re.findall(r"<[a-z][^>]*>", answer.text)
    (summary,) = [tag for tag in tags if re.search(r"\sautofocus\b", tag)]
    for attribute in ('role="alert"', 'tabindex="-1"', 'aria-labelledby="problem-heading"'):
        assert attribute in summary
    told = answer.text[answer.text.index(summary) :]
    led_to = re.findall(r'<a href="#field-([^"]+)">([^<]+)</a>', told)
    assert {field for field, _ in led_to} == fields
    for field, text in led_to:
        assert len(re.findall(rf'\sid="field-{field}"', answer.text)) == 1
        assert re.search(rf'class="field-problem"\s+id="problem-{field}\d*">{text}<', told)
        described = [tag for tag in tags if re.search(rf'describedby="[^"]*problem-{field}\b', tag)]
        assert described, "who listens to the field hears what is wrong with it"


async def test_form_that_is_not_refused_has_no_summary(site: Site) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"], voters=Voters.NAMED)

    answer = await site.get(f"/poll/{key}")

    assert answer.page.title == "Which? · Polls"
    assert "autofocus" not in answer.text
    assert 'role="alert"' not in answer.text


async def test_refused_change_says_that_the_vote_before_it_counts(site: Site) -> None:
    key = await site.ask("Which?", ["Tea", "Coffee"])
    await site.vote(1, key=key)

    answer = await site.vote(key=key)

    assert answer.status == 422
    assert answer.page.headings[0] == "Your change is not recorded yet"
    assert "Your earlier vote still counts." in answer.page.words
