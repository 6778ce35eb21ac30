"""Whatever file is imported: it is refused, or all pages of its question can be read."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from polls.domain.electorate.invitees import Invitee
from polls.domain.errors import ArchiveError
from polls.domain.questions.asking import extras
from polls.domain.questions.editing import Edit
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import NewChoice
from polls.domain.questions.rules import Visibility, Voters
from polls.formats.files import WRITERS
from polls.services.questions import editing, lifecycle, listing
from polls.services.results import recounts
from polls.services.voters import invitations
from tests import archives, asking, ledgers, mutations
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

MUTATIONS = 40
"""A few seconds; many thousands were tried while the checks were written."""

SECONDS_A_PAGE = 10

PAGES = (
    "",
    "/results",
    "/screen",
    "/embed",
    "/mine",
    "/code",
    "/preview.png",
    "/share",
    "/share/qr.svg",
    "/results.csv",
    "/results.json",
    "/ballots.csv",
    "/ballots.json",
    *(f"/ballots.{ending}" for ending in WRITERS),
    "/manage",
    "/manage/edit",
    "/manage/log",
    "/manage/renew",
    "/manage/delete",
    "/manage/invitations",
    "/manage/invitations/not-voted.csv",
)

CHOICES = (NewChoice(text="Tea", link="https://example.org/tea"), "Coffee", "Juice")
DATES = ("2026-12-24", "2026-12-24 18:00", "2026-12-25 18:00")


class Exported(NamedTuple):
    """A question that was exported."""

    lines: list[dict[str, Any]]
    """Without the last one."""
    secret: str
    """The organiser's."""


@pytest.fixture
async def site(sqlite_settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(sqlite_settings))


async def lines_of(site: Site, key: str) -> list[dict[str, Any]]:
    written = await archives.written(site.database, key)
    return [json.loads(line) for line in written.splitlines()[:-1]]


async def exported(site: Site) -> list[Exported]:
    """Return real archives of questions of all kinds."""
    marks = [(1,), (2,), (1, 2), (4,)]
    ranks = [(1, 2, 3), (2, 1), (3,), (4, 1)]
    scores = [((1, 5), (2, 0)), ((3, 2),), ((1, 1), (2, 1), (3, 1))]
    answers = [((1, 2), (2, 1), (3, 0)), ((1, 2),)]
    labels = ("none", "some", "a", "good", "very good", "best")
    return [
        await _asked(site, [(1,), (2,), (1,), (5,)], method="plurality", quorum=2),
        await _asked(site, marks, method="approval", seats=2, visibility=Visibility.CLOSED),
        await _asked(site, ranks, method="stv", seats=2, options=(("quota", "hare"),)),
        await _asked(site, [*ranks, ((1, 2), 3)], method="schulze"),
        await _asked(site, ranks, method="instant_runoff", closes=True),
        await _asked(site, scores, method="score", labels=labels, closes=True),
        await _asked(site, scores, method="majority_judgment"),
        await _asked(site, scores, method="star", is_listed=True),
        await _asked(site, answers, DATES, method="availability", zone="Pacific/Apia"),
        await _asked(site, [], method="borda", is_draft=True),
        await _asked(site, marks, method="approval", voters=Voters.NAMED, closes=True),
        await _asked(site, marks, method="approval", voters=Voters.NETWORK, per_network=9),
        await _invited(site),
    ]


async def _asked(
    site: Site,
    selections: list[tuple[Any, ...]],
    choices: tuple[str | NewChoice, ...] = CHOICES,
    *,
    closes: bool = False,
    **values: Any,
) -> Exported:
    has_dates = values["method"] == "availability"
    below = extras(none=not has_dates, blank=True)
    values = {"is_listed": False, "max_choices": 1 if values["method"] == "plurality" else None} | (
        values
    )
    asked = await asking.asked(site.database, choices=[*choices, *below], **values)
    names = ["Ann", "Bob", "Cleo", "Dan"] if values.get("voters") is Voters.NAMED else [None] * 9
    for number, (selection, name) in enumerate(zip(selections, names, strict=False)):
        voter = ledgers.Voter(str(number), name)
        await ledgers.append(site.database, asked.key, selection, by=voter)
    await _live(site, asked.key, closes=closes)
    lines = await lines_of(site, asked.key)
    if selections:
        last, (first, *_) = lines[-1]["ballot"], (each for each in lines if "ballot" in each)
        lines.append({"ballot": first["ballot"] | {"nonce": last["nonce"]}})
        first["ballot"]["replaced_by"] = len(selections)
    return Exported(lines, asked.secret)


async def _live(site: Site, key: str, *, closes: bool) -> None:
    """Fill the log."""
    question = (await recounts.of(site.database, key)).question
    edit = Edit(
        text=f"{question.text} Again?",
        description="Which do you like?",
        zone=question.zone,
        rules=replace(question.rules, release_step=7),
        texts={question.choices[0].id: question.choices[0].text},
    )
    await editing.edit(site.database, key, OPERATOR, edit)
    later = datetime.now(UTC) + timedelta(days=1)
    await lifecycle.end_at(site.database, key, OPERATOR, later)
    if not question.is_draft:
        await lifecycle.close(site.database, key, OPERATOR)
        await lifecycle.reopen(site.database, key, OPERATOR, later)
    if closes:
        await lifecycle.close(site.database, key, OPERATOR)
    if question.is_listed:
        await listing.withdraw(site.database, key, OPERATOR)


async def _invited(site: Site) -> Exported:
    asked = await asking.asked(
        site.database,
        choices=CHOICES,
        is_listed=False,
        voters=Voters.INVITED,
        quorum_percent=50,
    )
    invitees = [Invitee("Ann", 3, 1), Invitee("Bob", 1, 2), Invitee("Cleo", 2, 3)]
    made = await invitations.invite(site.database, asked.key, invitees, OPERATOR)
    marks = [choice.id for choice in (await site.question(asked.key)).choices]
    for each in made[:2]:
        site.forget()
        await site.post(f"/poll/{asked.key}/code", f"code={each.code}")
        assert (await site.vote(marks[0], key=asked.key)).status == 303
    site.forget()
    return Exported(await lines_of(site, asked.key), asked.secret)


async def key_of(site: Site, file: bytes) -> str | None:
    """Import a file and return the key of its question, None if it is refused."""
    try:
        return (await archives.read(site.database, file)).key
    except ArchiveError:
        return None


async def read_all(site: Site, key: str, secret: str) -> list[str]:
    """Read all pages of a question, as a stranger and as its organiser; return what failed."""
    failed = []
    strangers = ("/", f"/poll/{key}", f"/poll/{key}/results", f"/poll/{key}/embed")
    for path in (*strangers, f"/poll/{key}/organise/{secret}", *(_paths(key))):
        try:
            status = await asyncio.wait_for(_status(site, path), SECONDS_A_PAGE)
        except TimeoutError:
            failed.append(f"{path} took longer than {SECONDS_A_PAGE} s")
        else:
            if status >= 500:
                failed.append(f"{path} answered {status}")
    site.forget()
    return failed


async def _status(site: Site, path: str) -> int:
    async with site.client.get(path, allow_redirects=False) as response:
        await response.read()
        return response.status


def _paths(key: str) -> list[str]:
    return [f"/poll/{key}{page}" for page in PAGES]


async def test_real_archives_are_read_and_written_again(site: Site) -> None:
    for number, (lines, _) in enumerate(await exported(site)):
        lines[1]["question"]["key"] = f"imported{number:04}"

        restored = await archives.read(site.database, archives.sealed(*lines))

        again = await lines_of(site, restored.key)
        # The record that each site is about to make of what has just ended counts as one before.
        waits = lines[1]["question"]["records_before"]
        assert again[1]["question"].pop("records_before") == 2 * waits
        assert lines[1]["question"].pop("records_before") <= 1
        assert again == lines


async def test_altered_archives_are_refused_or_can_be_read_on_every_page(site: Site) -> None:
    chance = Random(11)  # so that it is the same each time
    originals = await exported(site)
    refused = 0
    for number in range(MUTATIONS):
        lines, secret = chance.choice(originals)
        lines[1]["question"]["key"] = f"altered{number:05}"
        lines[1]["question"]["is_listed"] = True
        file = mutations.altered(lines, chance)

        key = await key_of(site, file)
        if key is None:
            refused += 1
        else:
            assert await read_all(site, key, secret) == [], file

    assert 0 < refused < MUTATIONS


@pytest.mark.parametrize("columns", [{"options": '{"quota": "hare"}'}, {"labels": "[null]"}])
async def test_rules_that_no_import_lets_in_would_be_noticed_on_the_pages(
    site: Site,
    columns: dict[str, str],
) -> None:
    is_scored = "labels" in columns
    rules: dict[str, Any] = {"method": "score", "max_choices": None} if is_scored else {}
    asked = await asking.asked(site.database, **rules)

    await ledgers.change(site.database, asked.key, **columns)

    assert await read_all(site, asked.key, asked.secret) != []
