from __future__ import annotations

import asyncio
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from polls.db.schema import ballot, choice, deleted_question, metadata, question
from polls.domain.errors import ArchiveError, PollsError, QuestionNotFoundError
from polls.domain.rules import Visibility, Voters
from polls.domain.texts import is_hidden_control
from polls.domain.times import LAST_YEAR
from polls.services import databases, questions, recounts
from polls.services.archives.shape import SHAPES
from tests import archives, asking

if TYPE_CHECKING:
    from polls.db.database import Database
    from polls.settings import Settings

NETWORK = {"network": {"tag": urlsafe_b64encode(b"n" * 32).decode(), "voters": 2}}
INVITATION = {
    "invitation": {
        "code_hash": urlsafe_b64encode(b"c" * 32).decode(),
        "label": "Bob",
        "weight": 3,
        "has_voted": True,
        "is_revoked": False,
    },
}
LOG = {
    "log": {
        "at": "2026-06-05T12:00:00+00:00",
        "actor": "organiser",
        "act": "edit",
        "detail": "{}",
    },
}


def test_every_column_is_in_an_archive_or_known_to_be_counted_anew() -> None:
    counted = {
        "question": {"id", "ballot_count", "vote_count"},
        "choice": {"id", "question_id", "ordinal", "votes"},
        "log": {"question_id", "number"},
        "invitation": {"id", "question_id"},
        "network": {"question_id"},
        "ballot": {"question_id", "position"},
    }
    for kind, others in counted.items():
        table = metadata.tables["log_entry" if kind == "log" else kind]

        assert set(SHAPES[kind].model_fields) == {each.name for each in table.c} - others


async def test_question_comes_back_byte_for_byte_and_counts_the_same(database: Database) -> None:
    given = archives.archive(
        archives.ballot(1, 0, replaced_by=2),
        archives.ballot(2, 1, 2, weight=3, name="Bob"),
        archives.ballot(1, 1),
        choices=[
            archives.choice("Tea", description="With milk\nor without", original_text="Te"),
            archives.choice("Coffee", link="https://example.org/coffee"),
            archives.choice("Blank vote", kind="blank"),
        ],
        others=[LOG, INVITATION, NETWORK],
        zone="Europe/Paris",
        max_choices=None,
        close_date="2026-06-06T12:00:00.000001+00:00",
        released_count=3,
        version=7,
    )

    restored = await archives.read(database, given)

    assert restored == ("abcdefghijkl", 3)
    assert await archives.written(database, "abcdefghijkl") == given
    recount = await recounts.of(database, "abcdefghijkl")
    assert recount.differences == ()
    assert [each.votes for each in recount.question.choices] == [0, 2, 1]
    assert (recount.question.ballot_count, recount.question.vote_count) == (3, 2)


texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
    .map("x{}".format)
    .filter(lambda text: not any(is_hidden_control(character) for character in text))
)
latest = datetime(LAST_YEAR, 12, 31)  # noqa: DTZ001 - the zone is drawn with it
instants = st.datetimes(max_value=latest, timezones=st.just(UTC)).map(datetime.isoformat)
maybe = st.none() | instants


@st.composite
def drawn(draw: Any) -> bytes:
    """Return any archive that could have been written."""
    number = draw(st.integers(1, 6))
    voters = draw(st.lists(st.integers(0, 8), max_size=20))
    weights = {voter: draw(st.integers(1, 5)) for voter in sorted(set(voters))}
    selections = st.sets(st.integers(0, number - 1), min_size=1).map(sorted)
    ballots = []
    for position, voter in enumerate(voters):
        later = [place for place in range(position + 1, len(voters)) if voters[place] == voter]
        ballots.append(
            archives.ballot(
                voter,
                *draw(selections),
                replaced_by=later[0] if later else None,
                weight=weights[voter],
                name=draw(st.none() | texts),
            ),
        )
    return archives.archive(
        *ballots,
        choices=[archives.choice(f"Choice {place}") for place in range(number)],
        others=[LOG] * draw(st.integers(0, 2)) + [_used(*each) for each in weights.items()],
        question_text=draw(texts),
        description=draw(st.none() | texts),
        pub_date=draw(instants),
        close_date=draw(maybe),
        closed_at=draw(maybe),
        is_draft=draw(st.booleans()),
        may_change=draw(st.booleans()),
        voters=draw(st.sampled_from(Voters)).value,
        visibility=draw(st.sampled_from(Visibility)).value,
        released_count=draw(st.integers(0, len(ballots))),
        version=draw(st.integers(0, 2**31 - 1)),
    )


def _used(voter: int, weight: int) -> dict[str, Any]:
    code_hash = urlsafe_b64encode(voter.to_bytes(32)).decode()
    return {"invitation": INVITATION["invitation"] | {"code_hash": code_hash, "weight": weight}}


@given(archive=drawn())
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_archive_moves_between_databases_unchanged(
    sqlite_settings: Settings,
    postgres_settings: Settings,
    archive: bytes,
) -> None:
    async def moved(text: bytes, settings: Settings) -> bytes:
        async with databases.opened(settings) as database:
            key = (await archives.read(database, text)).key
            recount = await recounts.of(database, key)
            assert recount.differences == ()
            again = await archives.written(database, key)
            await database.write(_forget)
            return again

    there = asyncio.run(moved(archive, postgres_settings))
    back = asyncio.run(moved(there, sqlite_settings))

    assert there == archive
    assert back == archive


def _forget(connection: Connection) -> None:
    connection.execute(delete(question))
    connection.execute(delete(ballot))


async def test_choices_that_were_reordered_keep_their_ballots(database: Database) -> None:
    await asking.ask(database, choices=["Tea", "Coffee"])
    await archives.read(database, archives.archive(archives.ballot(1, 1), key="elsewhere"))
    await database.write(_turn_round)

    archive = await archives.written(database, "elsewhere")

    assert b'"ballot":{"selection":[0]' in archive


def _turn_round(connection: Connection) -> None:
    """Put the second choice of the unlisted question first."""
    ids = connection.execute(
        select(choice.c.id)
        .join(question)
        .where(question.c.key == "elsewhere")
        .order_by(choice.c.ordinal),
    ).scalars()
    for ordinal, choice_id in ((2, next(ids)), (0, next(ids))):
        connection.execute(update(choice).where(choice.c.id == choice_id).values(ordinal=ordinal))


# keys


async def test_key_that_is_taken_is_told_and_another_is_given_if_wished(
    database: Database,
) -> None:
    await asking.ask(database)
    archive = archives.archive(archives.ballot(1, 0), key="1", is_listed=True, voters="anyone")

    with pytest.raises(ArchiveError, match="There is a question 1 here already"):
        await archives.read(database, archive)
    restored = await archives.read(database, archive, has_new_key=True)

    assert restored == ("2", 1)
    assert (await recounts.of(database, "2")).differences == ()


async def test_key_of_a_deleted_question_is_told(database: Database) -> None:
    row = {"key": "abcdefghijkl", "deleted_at": datetime.now(UTC)}
    await database.write(Connection.execute, insert(deleted_question).values(**row))

    with pytest.raises(ArchiveError, match="was deleted here"):
        await archives.read(database, archives.archive())


async def test_key_that_is_a_number_is_given_to_no_question_after_it(database: Database) -> None:
    for key in ("3", "1"):
        await archives.read(database, archives.archive(key=key, is_listed=True))

    asked = [await asking.ask(database) for _ in range(3)]

    assert not {"1", "3"} & set(asked)
    assert len(set(asked)) == 3


async def test_another_key_is_not_given_while_voters_would_become_strangers(
    database: Database,
) -> None:
    voted = archives.archive(archives.ballot(1, 0))
    closed = archives.archive(archives.ballot(1, 0), closed_at="2026-06-06T12:00:00+00:00")

    with pytest.raises(ArchiveError, match="they could vote again"):
        await archives.read(database, voted, has_new_key=True)
    restored = await archives.read(database, closed, has_new_key=True)

    assert len(restored.key) == 12
    assert [each.key for each in await questions.every(database)] == [restored.key]


# what is refused

BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "none that “polls export” writes"),
    "another file": (b"\x7fELF\x00\xff\n", "none that “polls export” writes"),
    "another kind": (archives.sealed({"header": {"polls": "site", "format": 1}}), "none that"),
    "a later format": (archives.sealed({"header": {"polls": "question", "format": 2}}), "format 2"),
    "header only": (archives.sealed({"header": {"polls": "question", "format": 1}}), "Line 2"),
    "no end": (archives.archive().rpartition(b'{"end"')[0], "cut off"),
    "half a line": (archives.archive()[:-5], "cut off"),
    "another ballot": (
        archives.archive(archives.ballot(1, 0)).replace(b"[0]", b"[1]"),
        "changed or damaged",
    ),
    "more after the end": (archives.archive() + b"\n", "Something follows"),
    "a second question": (
        archives.archive(others=[{"question": archives.QUESTION}]),
        "does not belong there",
    ),
    "lines in another order": (
        archives.archive(choices=[], others=[LOG, {"choice": archives.choice("Tea")}]),
        "does not belong there",
    ),
    "no JSON": (archives.archive().replace(b'"voters":"browser"', b'"voters":'), "cannot be read"),
    "deep JSON": (b'{"header":' + b"[" * 100_000 + b"}\n", "cannot be read"),
    "a line without end": (b'{"header":' + b" " * 20_000_000, "is none that"),
    "an unknown actor": (
        archives.archive(others=[{"log": LOG["log"] | {"actor": "nobody"}}]),
        "actor",
    ),
    "a detail that is no JSON": (
        archives.archive(others=[{"log": LOG["log"] | {"detail": "{"}}]),
        "detail",
    ),
    "a detail that is no object": (
        archives.archive(others=[{"log": LOG["log"] | {"detail": "[]"}}]),
        "detail",
    ),
    "an unknown rule": (archives.archive(voters="everybody"), "voters"),
    "an unknown zone": (archives.archive(zone="Mars/Olympus"), "no such time zone"),
    "a zone of a path": (archives.archive(zone="../../etc/passwd"), "no such time zone"),
    "a time without zone": (archives.archive(pub_date="2026-06-05T12:00:00"), "pub_date"),
    "the first moment": (archives.archive(pub_date="0001-01-01T00:00:00+14:00"), "UTC"),
    "the last moment": (archives.archive(close_date="9999-12-31T23:59:00Z"), "too late"),
    "an empty text": (archives.archive(question_text=""), "is empty"),
    "a control character": (archives.archive(question_text="a\0b"), "control characters"),
    "a script for a link": (
        archives.archive(choices=[archives.choice("Tea", link="javascript:alert(1)")]),
        "no address",
    ),
    "a broken link": (
        archives.archive(choices=[archives.choice("Tea", link="https://[")]),
        "choice|link|Invalid",
    ),
    "a key that is a path": (archives.archive(key="../x"), "key"),
    "a number with a zero before it": (archives.archive(key="07"), "no key"),
    "the last number": (archives.archive(key="2147483647"), "no key"),
    "a number as in Arabic": (archives.archive(key="٣"), "key"),
    "too large a number": (archives.archive(version=2**31), "version"),
    "a seed that cannot be typed": (
        archives.archive(lot_seed=b64encode(b"\xff" * 32).decode()),
        "no seed for lots",
    ),
    "an unknown field": (archives.archive(votes=5), "votes"),
    "a short hash": (archives.archive(archives.ballot(1, 0, key_hash="AAAA")), "key_hash"),
    "a hash that is none": (archives.archive(archives.ballot(1, 0, key_hash="€")), "key_hash"),
    "a choice that is not there": (
        archives.archive(archives.ballot(1, 2)),
        "not fit the choices",
    ),
    "a choice twice": (archives.archive(archives.ballot(1, 1, 1)), "not fit the choices"),
    "no choice": (archives.archive(archives.ballot(1)), "selection"),
    "two votes of one voter": (
        archives.archive(archives.ballot(1, 0), archives.ballot(1, 1)),
        "by the same voter",
    ),
    "a ballot that replaces itself": (
        archives.archive(archives.ballot(1, 0, replaced_by=0)),
        "takes its own place",
    ),
    "a ballot replaced by none": (
        archives.archive(archives.ballot(1, 0, replaced_by=1)),
        "lacks ballots",
    ),
    "more released than there are": (archives.archive(released_count=1), "lacks ballots"),
    "one code twice": (archives.archive(others=[INVITATION, INVITATION]), "the same code"),
    "one network twice": (archives.archive(others=[NETWORK, NETWORK]), "names a network twice"),
    "too many choices": (
        archives.archive(choices=[archives.choice(f"Choice {n}") for n in range(501)]),
        "more than 500 choices",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_archive_is_refused_and_nothing_of_it_is_kept(
    database: Database,
    name: str,
) -> None:
    archive, reason = BROKEN[name]

    with pytest.raises(ArchiveError, match=reason):
        await archives.read(database, archive)

    assert await questions.every(database) == []
    assert await database.read(lambda connection: connection.execute(select(ballot)).all()) == []


@given(
    places=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), min_size=1, max_size=3),
)
@hypothesis_settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_altered_bytes_are_always_noticed(
    sqlite_settings: Settings,
    places: list[tuple[int, int]],
) -> None:
    whole = archives.archive(archives.ballot(1, 0), others=[LOG, INVITATION])
    altered = bytearray(whole)
    for place, value in places:
        altered[place % len(whole)] = value

    async with databases.opened(sqlite_settings) as database:
        if bytes(altered) != whole:
            with pytest.raises(PollsError):
                await archives.read(database, bytes(altered))

        assert await questions.every(database) == []


@pytest.mark.parametrize("length", range(0, 1_200, 97))
async def test_archive_that_was_cut_is_refused_wherever_it_was(
    database: Database,
    length: int,
) -> None:
    whole = archives.archive(archives.ballot(1, 0), archives.ballot(2, 1))
    assert len(whole) > 1_200

    with pytest.raises(ArchiveError):
        await archives.read(database, whole[:length])

    assert await questions.every(database) == []


# what cannot be written


async def test_question_that_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(QuestionNotFoundError):
        await archives.written(database, "1")


async def test_ledger_with_a_gap_is_not_written(database: Database) -> None:
    ballots = [archives.ballot(number, 0) for number in range(3)]
    await archives.read(database, archives.archive(*ballots))
    await database.write(Connection.execute, delete(ballot).where(ballot.c.position == 1))

    with pytest.raises(ArchiveError, match="ballot 1 is not there"):
        await archives.written(database, "abcdefghijkl")
