"""Before the end no channel has a leaf, its words or its nonce; afterwards the record has all."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zipfile import BadZipFile, ZipFile

import pytest

from polls.db.records import records as table
from polls.db.schema import signing_key
from polls.domain.questions.rules import Visibility, Voters
from polls.domain.records import lines, trees, words
from polls.services.records import making
from polls.services.records.leaves import leaf_maker
from tests import asking, ledgers, rows
from tests.ledgers import Voter

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.views.site import Site

SECRETS = {"secret": "A" * 22, "code": "0" * 16, "position": "0", "join_code": "123456"}


@dataclass(frozen=True)
class Traces:
    """What each ballot would be known by, however it is written."""

    each: tuple[tuple[bytes, ...], ...]

    def number_in(self, body: bytes) -> int:
        return sum(any(trace in body for trace in traces) for traces in self.each)


async def traces_of(site: Site, key: str) -> Traces:
    question = await site.question(key)
    leaf = leaf_maker(question.rules, question.numbers)
    ledger = await site.database.read(table.ledger, question.id, 0, 1000)
    return Traces(tuple(_traces(leaf(row), row.nonce) for row in ledger))


def _traces(leaf: bytes, nonce: bytes) -> tuple[bytes, ...]:
    hash_ = trees.leaf_hash(leaf)
    told = " ".join(words.of(hash_, words.OF_BALLOT))
    return (
        leaf,
        told.encode(),
        told.replace(" ", "+").encode(),
        *spellings(nonce),
        *spellings(hash_),
    )


def spellings(data: bytes) -> tuple[bytes, ...]:
    return (
        data,
        data.hex().encode(),
        base64.b64encode(data),
        base64.urlsafe_b64encode(data).rstrip(b"="),
        quote(lines.base64(data), safe="").encode(),
    )


async def bodies(site: Site, key: str) -> dict[str, bytes]:
    """Return what every address of a question says to this browser, unpacked."""
    found = {}
    for route in site.client.app.router.routes():
        if route.method != "GET" or route.resource is None:
            continue
        pattern = route.resource.canonical
        path = pattern.format(question_id=key, **SECRETS, filename="img/polls.svg")
        async with site.client.get(path) as response:
            if pattern.endswith("/events"):
                body = await response.content.readuntil(b"\n\n")
            else:
                body = await response.read()
            found[pattern] = unpacked(body) + json.dumps(dict(response.headers)).encode()
    return found


def unpacked(body: bytes) -> bytes:
    try:
        with ZipFile(BytesIO(body)) as archive:
            return b"".join(map(archive.read, archive.namelist()))
    except BadZipFile:
        return body


async def organised(site: Site, **values: Any) -> tuple[str, str]:
    asked = await asking.asked(site.database, is_listed=False, **values)
    for name in ("Bob", "Charlie", "Dana"):
        own = name if values.get("voters") is Voters.NAMED else None
        await ledgers.append(site.database, asked.key, (1,), by=Voter(name=own))
    return asked.key, asked.secret


@pytest.mark.parametrize("voters", [Voters.BROWSER, Voters.INVITED, Voters.NAMED])
async def test_nobody_sees_a_trace_of_anothers_ballot_before_the_end(
    site: Site, settings: Settings, voters: Voters, caplog: pytest.LogCaptureFixture
) -> None:
    key, secret = await organised(site, voters=voters, visibility=Visibility.ALWAYS)
    traces = await traces_of(site, key)

    as_stranger = await bodies(site, key)
    await site.post(f"/poll/{key}/organise/{secret}")
    await site.get(f"/poll/{key}/organise/{secret}")
    as_organiser = await bodies(site, key)

    for said in (as_stranger, as_organiser):
        assert len(said) > 50
        assert {where: n for where, body in said.items() if (n := traces.number_in(body))} == {}
    assert b"3 votes" in as_organiser["/poll/{question_id}/manage"]
    assert traces.number_in(caplog.text.encode()) == 0

    await asking.close(site.database, key)
    assert traces.number_in((await bodies(site, key))["/poll/{question_id}/record.zip"]) == 0
    assert await making.make(site.database, settings, key)
    after = await bodies(site, key)
    (private,) = await rows.column(site.database, signing_key.c.private_key)
    key_itself = Traces((spellings(private),))
    assert sum(map(key_itself.number_in, after.values())) == 0
    assert key_itself.number_in(caplog.text.encode()) == 0
    assert traces.number_in(after["/poll/{question_id}/record.zip"]) == 3  # so they are found
    assert traces.number_in(after["/poll/{question_id}/record"]) == 3


async def test_voter_sees_the_own_ballot_alone_before_the_end(site: Site) -> None:
    key, _ = await organised(site)
    question = await site.question(key)
    await site.vote(question.choices[0].id, key=key)
    traces = await traces_of(site, key)

    said = await bodies(site, key)

    own = {where for where, body in said.items() if traces.number_in(body)}
    assert {traces.number_in(said[where]) for where in own} == {1}
    assert own == {
        "/poll/{question_id}/mine",
        "/poll/{question_id}/receipt",
        "/poll/{question_id}/receipt/words",
        "/poll/{question_id}/receipt/evidence.zip",  # leads there, for nothing is missing
        "/poll/{question_id}/receipt/file",
        "/poll/{question_id}/withdrawn",  # leads to the first, for nothing was withdrawn
    }


async def test_order_of_a_record_tells_nothing_of_the_order_of_votes(
    site: Site, settings: Settings
) -> None:
    key = await asking.ask(site.database)
    await ledgers.append(site.database, key, *[(1,)] * 60)
    await asking.close(site.database, key)
    assert await making.make(site.database, settings, key)
    question_id = await rows.id_of(site.database, key)

    def places(connection: Any) -> list[int]:
        (record,) = table.of_question(connection, question_id)
        tile = table.tile(connection, record, 0)
        assert tile is not None
        entries = [tile.leaves[n : n + 36] for n in range(36, 36 * 61, 36)]
        return [int.from_bytes(each[32:], "big") for each in entries]

    found = await site.database.read(places)

    assert sorted(found) == list(range(60))
    rising = sum(one < other for one, other in itertools.pairwise(found))
    assert 15 < rising < 45
