"""“The export is broken”: PEERS row 16."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from polls.domain.text.formulas import original
from polls.services.questions import organisers
from tests import archives, asking, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor

CHOICES = ['=HYPERLINK("http://x")', 'Crème; brûlée, "hot"', "+49 30", "日本"]


@pytest.fixture
async def site(settings: Settings, client_for: ClientFor) -> Site:
    return Site(await client_for(settings))


async def test_my_export_does_not_open_in_the_spreadsheet(site: Site) -> None:
    asked = await asking.asked(site.database, "Dessert?", CHOICES, max_choices=None)
    await ledgers.append(site.database, asked.key, (1, 2), (3,), (2, 4))
    await asking.close(site.database, asked.key)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    table = await site.get(f"/poll/{asked.key}/ballots.csv")
    data = await site.get(f"/poll/{asked.key}/ballots.json")

    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"), newline="")))
    assert table.text.startswith("\ufeff")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert [original(cell) for cell in rows[0]] == CHOICES
    marked = sorted(
        [number for number, cell in enumerate(row, start=1) if cell == "1"] for row in rows[1:]
    )
    assert marked == sorted(each["choices"] for each in json.loads(data.text)["ballots"])
    assert marked == [[1, 2], [2, 4], [3]]


async def test_i_moved_to_another_server_and_everything_was_lost(
    sqlite_settings: Settings,
    postgres_settings: Settings,
    client_for: ClientFor,
) -> None:
    old = Site(await client_for(sqlite_settings))
    asked = await asking.asked(old.database, is_listed=False)
    marks = [choice.id for choice in (await old.question(asked.key)).choices]
    await old.vote(marks[0], key=asked.key)

    archive = await archives.written(old.database, asked.key)
    new = Site(await client_for(postgres_settings))
    await archives.read(new.database, archive)

    new.client.session.cookie_jar.update_cookies(
        {cookie.key: cookie for cookie in old.client.session.cookie_jar},
    )
    moved = [choice.id for choice in (await new.question(asked.key)).choices]
    changed = await new.vote(moved[1], key=asked.key)
    assert changed.status == 303
    assert await new.votes(asked.key) == [0, 1]
    assert (await new.get(f"/poll/{asked.key}/organise/{asked.secret}")).status == 303
    assert await organisers.is_organiser(new.database, asked.key, asked.secret)
