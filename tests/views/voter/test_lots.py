from __future__ import annotations

import base64
import json
import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Visibility, Voters
from polls.services.questions import lifecycle
from tests import asking, ledgers
from tests.tools import find

if TYPE_CHECKING:
    import pytest
    from aiohttp import ClientResponse

    from polls.domain.questions.questions import Question
    from tests.views.site import Site

RESULTS = "/poll/1/results"


async def tied(site: Site, **rules: object) -> Question:
    """Ask which drink it should be; two of three get a vote each."""
    key = await site.ask("Which?", ["Tea", "Coffee", "Juice"], **rules)
    await ledgers.append(site.database, key, (1,), (2,))
    return await site.question(key)


def seed_of(question: Question) -> str:
    assert question.lot_seed is not None
    return question.lot_seed.decode()


def run(command: str) -> list[list[str]]:
    """Run a command line as the page shows it, and return the words of each line."""
    find("sha256sum", "coreutils")
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        check=True,
        capture_output=True,
        text=True,
        timeout=10,
    )
    return [line.split() for line in done.stdout.splitlines()]


async def test_result_shows_the_seal_before_the_end(empty_site: Site) -> None:
    question = await tied(empty_site)

    words = (await empty_site.get(RESULTS)).page.words

    assert f"anyone can check that it was not changed. {question.lot_seal}" in words
    assert seed_of(question) not in words


async def test_result_tells_the_tie_the_seed_and_the_lots(empty_site: Site) -> None:
    question = await tied(empty_site)
    await asking.close(empty_site.database, "1")

    page = (await empty_site.get(RESULTS)).page

    both, _, winner = page.answer.removesuffix(" won by drawing lots.").partition("; ")
    assert both == "Tea and Coffee tied with 1 of 2 votes each"
    assert winner in {"Tea", "Coffee"}
    assert "Tie for first place between " in page.words
    assert f", broken by drawing lots: {winner}." in page.words
    assert f"Seed {seed_of(question)} Seal (SHA-256 of the seed) {question.lot_seal}" in page.words


async def test_commands_on_the_page_check_seal_and_lots(empty_site: Site) -> None:
    question = await tied(empty_site)
    await asking.close(empty_site.database, "1")

    text = (await empty_site.get(RESULTS)).text
    shown = re.findall(r"<li>\s*<bdi>(\w+)</bdi> \(number (\d) on the ballot\): <code>(\w+)…", text)
    (block,) = re.findall(r"<pre[^>]*><code>(.*?)</code>", text, re.DOTALL)
    seal, order = unescape(block).splitlines()

    assert run(seal) == [[question.lot_seal, "-"]]
    checked = run(order)
    assert [(number, digest[:8]) for digest, _dash, number in checked] == [
        (number, digest) for _, number, digest in shown
    ]
    texts = {str(number): each.text for number, each in enumerate(question.choices, 1)}
    assert [texts[number] for *_, number in checked] == [text for text, _, _ in shown]


async def test_names_of_choices_are_no_markup_in_a_tie(empty_site: Site) -> None:
    await empty_site.ask("Which?", ["<b>Tea</b>", "Coffee & cake"])
    await ledgers.append(empty_site.database, "1", (1,), (2,))
    await asking.close(empty_site.database, "1")

    answer = await empty_site.get(RESULTS)

    assert "<em>&lt;b&gt;Tea&lt;/b&gt;</em>" in answer.text
    assert "<em>Coffee &amp; cake</em>" in answer.text
    assert "<b>Tea" not in answer.text


async def test_reopening_draws_new_lots_and_says_so(empty_site: Site) -> None:
    asked = await asking.asked(empty_site.database, "Which?", ["Tea", "Coffee"])
    await empty_site.vote(1)
    await asking.close(empty_site.database, "1")
    before = await empty_site.question()

    await lifecycle.reopen(empty_site.database, "1", OPERATOR)

    after = await empty_site.question()
    assert seed_of(after) != seed_of(before)
    words = (await empty_site.get(RESULTS)).page.words
    assert "When voting was reopened, new lots were drawn" in words
    assert f"published. {after.lot_seal}" in words
    await empty_site.get(f"/poll/1/organise/{asked.secret}")
    log = (await empty_site.get("/poll/1/manage/log")).page.words
    assert f"new ones were drawn; their seal is {after.lot_seal}" in log


async def test_seed_is_nowhere_before_the_end(
    empty_site: Site,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = await asking.asked(
        empty_site.database,
        "Which?",
        ["Tea", "Coffee"],
        voters=Voters.NAMED,
        visibility=Visibility.ALWAYS,
    )
    await ledgers.append(empty_site.database, "1", (1,), by=ledgers.Voter(name="Bob"))
    question = await empty_site.question()
    await empty_site.get(f"/poll/1/organise/{asked.secret}")

    open_ = await everything(empty_site)
    await asking.close(empty_site.database, "1")
    closed = await everything(empty_site)

    assert not [path for path, text in open_.items() if leaks(question, text)]
    assert not leaks(question, caplog.text)
    assert leaks(question, closed[RESULTS])
    assert leaks(question, closed["/poll/1/events"])
    assert question.lot_seal
    assert question.lot_seal in open_["/poll/1/events"]
    assert all("Bob" in open_[f"/poll/1/{file}"] for file in ("ballots.json", "ballots.csv"))


def leaks(question: Question, text: str) -> bool:
    """Tell whether the seed is in a text, as it is or as programs write bytes."""
    seed = question.lot_seed or b""
    ways = (seed.decode(), seed.hex(), base64.b64encode(seed).decode()[:-2], json.dumps(repr(seed)))
    return any(way in text for way in ways)


async def everything(site: Site) -> dict[str, str]:
    """Return what each address of the question sends to its organiser."""
    patterns = {
        route.resource.canonical
        for route in site.client.app.router.routes()
        if route.method == "GET" and route.resource and "{question_id}" in route.resource.canonical
    }
    values = {"question_id": "1", "secret": "A" * 22, "code": "0" * 16, "position": "0"}
    found = {}
    for path in sorted(pattern.format(**values) for pattern in patterns):
        async with site.client.get(path, allow_redirects=False) as response:
            found[path] = (await sent(response)).decode("utf-8", "replace")
    return found


async def sent(response: ClientResponse) -> bytes:
    """Return all of a response; of a stream of events the first tally."""
    if response.content_type != "text/event-stream":
        return await response.read()
    await response.content.readuntil(b"\n\n")  # when to come back
    return await response.content.readuntil(b"\n\n")


async def test_no_choice_can_be_removed_when_its_lot_is_known(empty_site: Site) -> None:
    asked = await asking.asked(empty_site.database, "Which?", ["Tea", "Coffee", "Juice"])
    await ledgers.append(empty_site.database, "1", (2,), (3,))
    await empty_site.get(f"/poll/1/organise/{asked.secret}")
    before = (await empty_site.get("/poll/1/manage/edit")).text
    await asking.close(empty_site.database, "1")
    question = await empty_site.question()

    after = (await empty_site.get("/poll/1/manage/edit")).text
    tea = question.choices[0].id
    form = f"revision={question.revision}&text=Which?&remove-{tea}=1"
    refused = await empty_site.post("/poll/1/manage/edit", form)

    assert f"remove-{tea}" in before
    assert f"remove-{tea}" not in after
    assert refused.status == 422
    assert (await empty_site.question()).choices == question.choices
