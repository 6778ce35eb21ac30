from __future__ import annotations

import asyncio
import json
from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError, create_model
from sqlalchemy import Connection, delete, insert, select, update

from polls.db.schema import ballot, choice, deleted_question, metadata, question
from polls.domain.ballots.selections import Style
from polls.domain.errors import ArchiveError, PollsError, QuestionNotFoundError
from polls.domain.methods import METHODS
from polls.domain.questions.fitting import settled
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.rules import Rules, Visibility, Voters
from polls.domain.questions.visibility import Role
from polls.domain.text.texts import line_problems
from polls.domain.text.times import LAST_YEAR
from polls.live import Tallies
from polls.services.archives.shape import SHAPES, Header, later
from polls.services.questions import deletion
from polls.services.records import making
from polls.services.results import recounts, results
from polls.services.running import databases
from tests import archives, asking, ledgers
from tests.refusals import refuses
from tests.services.records import kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from polls.db.engines.database import Database
    from polls.domain.methods import Method
    from polls.settings import Settings

NETWORK = {"network": {"tag": urlsafe_b64encode(b"n" * 32).decode(), "voters": 2}}
OPEN_NETWORK: dict[str, Any] = {
    "voters": "network",
    "per_network": 5,
    "network_key": urlsafe_b64encode(bytes(32)).decode(),
}
CLOSED = "2026-06-06T12:00:00+00:00"
INVITATION = {
    "invitation": {
        "code_hash": urlsafe_b64encode(b"c" * 32).decode(),
        "label": "Bob",
        "weight": 3,
        "has_voted": True,
        "is_revoked": False,
    },
}
SEED = urlsafe_b64encode(b"0123456789abcdef" * 2).decode()
LOG = {
    "log": {
        "at": "2026-06-05T12:00:00+00:00",
        "actor": "organiser",
        "act": "edited",
        "detail": '{"changes": [{"what": "seats", "from": 1, "to": 2}]}',
    },
}


@pytest.fixture
async def sqlite_database(sqlite_settings: Settings) -> AsyncIterator[Database]:
    async with databases.opened(sqlite_settings) as opened:
        yield opened


@pytest.mark.parametrize("has_new_key", [False, True])
async def test_ended_question_gets_a_record_of_the_site_that_imports_it(
    sqlite_database: Database, sqlite_settings: Settings, has_new_key: bool
) -> None:
    key = await asking.ask(sqlite_database)
    await ledgers.append(sqlite_database, key, (1,), (2,))
    await asking.close(sqlite_database, key)
    await making.make(sqlite_database, sqlite_settings, key)
    (first,) = await kept.records(sqlite_database, key)
    archive = await archives.written(sqlite_database, key)
    await deletion.delete(sqlite_database, key, OPERATOR, key)
    await deletion.finish(sqlite_database)
    await sqlite_database.write(Connection.execute, delete(deleted_question))

    new = await archives.read(sqlite_database, archive, has_new_key=has_new_key)

    settings = sqlite_settings.model_copy(update={"base_url": "https://other.example.org"})
    assert await making.make(sqlite_database, settings, new.key)
    (record,) = await kept.records(sqlite_database, new.key)
    # A second record of one number would be evidence against a site that is still the same.
    assert (first.row.number, record.row.number) == (1, 2)
    assert record.row.checkpoint.startswith(f"other.example.org/poll/{new.key}/record/2\n")
    assert record.hashes[1:-1] == first.hashes[1:-1]


async def test_question_whose_ballots_were_never_published_gets_no_record_by_an_import(
    sqlite_database: Database, sqlite_settings: Settings
) -> None:
    old = archives.archive(archives.ballot(1, 0), closed_at=CLOSED)

    new = await archives.read(sqlite_database, old, has_new_key=True)

    assert not await making.make(sqlite_database, sqlite_settings, new.key)


def test_every_column_is_in_an_archive_or_known_to_be_counted_anew() -> None:
    counted = {
        "question": {"id", "ballot_count", "vote_count", "stamp", "is_unrecorded"},
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
        archives.ballot(2, 0, 1, weight=3),
        archives.ballot(1, 2),
        choices=[
            archives.choice("Tea", description="With milk\nor without", original_text="Te"),
            archives.choice("Coffee", link="https://example.org/coffee"),
            archives.choice("Blank vote", kind="blank"),
        ],
        others=[LOG, INVITATION, _used(1, 1), NETWORK],
        zone="Europe/Paris",
        method="approval",
        max_choices=None,
        voters="invited",
        close_date="2026-06-06T12:00:00.000001+00:00",
        released_count=3,
        version=7,
    )

    restored = await archives.read(database, given)

    assert restored == ("abcdefghijkl", 3, None)
    assert await archives.written(database, "abcdefghijkl") == given
    recount = await recounts.of(database, "abcdefghijkl")
    assert recount.differences == ()
    assert [each.votes for each in recount.question.choices] == [1, 1, 1]
    assert (recount.question.ballot_count, recount.question.vote_count) == (3, 2)


texts = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
    .map("x{}".format)
    .filter(lambda text: not line_problems(text))
)
NOW = datetime.now(UTC).isoformat()
latest = datetime(LAST_YEAR, 12, 31)  # noqa: DTZ001 - the zone is drawn with it
instants = st.datetimes(max_value=latest, timezones=st.just(UTC)).map(datetime.isoformat)
maybe = st.none() | instants


def drawn_selections(method: Method, number: int) -> st.SearchStrategy[list[Any]]:
    """Return any selections that an archive can have."""
    chosen = st.lists(st.integers(0, number - 1), min_size=1, unique=True)
    match method.ballot:
        case Style.MARKS if method.has_one_mark:
            return chosen.map(lambda places: places[:1])
        case Style.MARKS:
            return chosen.map(sorted)
        case Style.RANKING if method.has_equal_ranks:
            return chosen.map(_shared)
        case Style.RANKING:
            return chosen
        case Style.SCORES:
            return chosen.map(lambda places: [[place, place % 3] for place in sorted(places)])


def _shared(ranks: list[int]) -> list[Any]:
    """Return a ranking with all but the first on the same rank, where those are several."""
    return [ranks[0], sorted(ranks[1:])] if len(ranks) > 2 else ranks


def drawn_choices(method: Method, number: int) -> list[dict[str, Any]]:
    if method.has_dates:
        return [archives.choice(f"2026-06-{day:02}") for day in range(1, number + 1)]
    return [archives.choice(f"Choice {place}") for place in range(number)]


def usual_rules(method: Method) -> dict[str, Any]:
    """Return the columns of a question that is counted by this method."""
    rules = settled(Rules(method=method.name, max_choices=1 if method.has_one_mark else None))
    return {
        "method": rules.method,
        "max_choices": rules.max_choices,
        "highest": rules.highest,
        "labels": json.dumps(rules.labels) if rules.labels else None,
    }


@st.composite
def drawn(draw: Any) -> bytes:
    """Return any archive that could have been written."""
    number = draw(st.integers(1, 6))
    cast_by = draw(st.lists(st.integers(0, 8), max_size=20))
    method = METHODS[draw(st.sampled_from(sorted(METHODS)))]
    voters = draw(st.sampled_from(Voters))
    is_invited, is_named = voters is Voters.INVITED, voters is Voters.NAMED
    weights = {
        voter: draw(st.integers(1, 5)) if is_invited else 1 for voter in sorted(set(cast_by))
    }
    may_change = len(weights) < len(cast_by) or draw(st.booleans())
    selections = drawn_selections(method, number)
    ballots = []
    for position, voter in enumerate(cast_by):
        later = [place for place in range(position + 1, len(cast_by)) if cast_by[place] == voter]
        ballots.append(
            archives.ballot(
                voter,
                *draw(selections),
                replaced_by=later[0] if later else None,
                weight=weights[voter],
                name=draw(texts) if is_named else None,
            ),
        )
    pub_date, close_date = sorted([draw(instants), draw(instants)])
    if close_date == pub_date or draw(st.booleans()):
        close_date = None
    closed_at, is_draft = draw(maybe), draw(st.booleans())
    # The end of voting forgets the networks. One that waits for that will have a record here, too.
    is_over = not is_draft and bool(closed_at or (close_date and close_date <= NOW))
    invited = [_used(*each) for each in weights.items()]
    seats = [_seats(len(weights))] if voters is Voters.NETWORK and not is_over else []
    return archives.archive(
        *ballots,
        choices=drawn_choices(method, number),
        others=[LOG] * draw(st.integers(0, 2)) + invited + seats,
        question_text=draw(texts),
        description=draw(st.none() | texts),
        pub_date=pub_date,
        close_date=close_date,
        closed_at=closed_at,
        is_draft=is_draft,
        may_change=may_change,
        lot_seed=draw(st.none() | st.just(SEED)),
        voters=voters.value,
        per_network=100_000,
        network_key=None if is_over else OPEN_NETWORK["network_key"],
        visibility=draw(st.sampled_from(Visibility)).value,
        released_count=draw(st.integers(0, len(ballots))),
        version=draw(st.integers(0, 1_000_000_000)),
        **usual_rules(method),
    )


def _used(voter: int, weight: int) -> dict[str, Any]:
    code_hash = urlsafe_b64encode(voter.to_bytes(32)).decode()
    return {"invitation": INVITATION["invitation"] | {"code_hash": code_hash, "weight": weight}}


def _seats(voters: int) -> dict[str, Any]:
    return {"network": NETWORK["network"] | {"voters": voters}}


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


@pytest.mark.parametrize(
    "forgotten",
    [{"reopened_at": CLOSED}, {"is_draft": True}, {"closed_at": CLOSED, "network_key": None}],
)
async def test_networks_that_the_end_of_voting_has_forgotten_are_not_missed(
    sqlite_database: Database, forgotten: dict[str, Any]
) -> None:
    archive = archives.archive(archives.ballot(1, 0), **OPEN_NETWORK | forgotten)

    restored = await archives.read(sqlite_database, archive)

    assert restored.ballots == 1


# keys


async def test_key_that_is_taken_is_told_and_another_is_given_if_wished(
    database: Database,
) -> None:
    await asking.ask(database)
    archive = archives.archive(archives.ballot(1, 0), key="1", is_listed=True, voters="anyone")

    with refuses(ArchiveError, match="Question 1 already exists here"):
        await archives.read(database, archive)
    restored = await archives.read(database, archive, has_new_key=True)

    assert restored == ("2", 1, None)
    assert (await recounts.of(database, "2")).differences == ()


async def test_key_of_a_deleted_question_is_told(database: Database) -> None:
    row = {"key": "abcdefghijkl", "deleted_at": datetime.now(UTC)}
    await database.write(Connection.execute, insert(deleted_question).values(**row))

    with refuses(ArchiveError, match="was deleted here"):
        await archives.read(database, archives.archive())


@pytest.mark.parametrize("has_new_key", [False, True])
@pytest.mark.parametrize("end", ["closed_at", "close_date"])
async def test_question_that_would_be_deleted_at_once_is_refused(
    sqlite_database: Database, end: str, *, has_new_key: bool
) -> None:
    ended = datetime.now(UTC) - timedelta(days=8)
    asked = (ended - timedelta(days=1)).isoformat()
    times: dict[str, Any] = {"pub_date": asked, end: ended.isoformat()}
    archive = archives.archive(**times)

    with refuses(ArchiveError, match=r"deleted here at once \(retention_days: 7\)"):
        await archives.read(sqlite_database, archive, has_new_key=has_new_key, retention_days=7)

    await archives.read(sqlite_database, archive, retention_days=9)
    assert await deletion.overdue(sqlite_database, 9) == []


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

    with refuses(ArchiveError, match="could vote again"):
        await archives.read(database, voted, has_new_key=True)
    restored = await archives.read(database, closed, has_new_key=True)

    assert len(restored.key) == 12
    assert [each.key for each in await asking.every(database)] == [restored.key]


# what is refused

CHANGE = {"what": "text", "from": "x", "to": "y"}
SCORE: dict[str, Any] = {"method": "score", "max_choices": None, "highest": 5}
ANSWERS = '["no", "if need be", "yes"]'


def log(**values: Any) -> dict[str, Any]:
    return {"log": LOG["log"] | values}


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not written by “polls export”"),
    "another file": (b"\x7fELF\x00\xff\n", "not written by “polls export”"),
    "another kind": (archives.sealed({"header": {"polls": "site", "format": 1}}), "not written by"),
    "a later format": (archives.sealed({"header": {"polls": "question", "format": 4}}), "format 4"),
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
    "deep JSON": (b'{"header":' + b"[" * 90_000 + b"}\n", "cannot be read"),
    "a line without end": (b'{"header":' + b" " * 20_000_000, "not written by"),
    "an unknown actor": (
        archives.archive(others=[log(actor="nobody")]),
        "actor",
    ),
    "a detail that is no JSON": (
        archives.archive(others=[log(detail="{")]),
        "detail",
    ),
    "a detail that is no object": (
        archives.archive(others=[log(detail="[]")]),
        "detail",
    ),
    "an unknown act": (archives.archive(others=[log(act="voted")]), "Line 5 .*act"),
    "a detail that is no text": (archives.archive(others=[log(detail='{"changes": 5}')]), "Line 5"),
    "a detail of another act": (
        archives.archive(others=[log(act="invited", detail='{"opens": 1}')]),
        "The detail is not what the act needs",
    ),
    "a detail that is deep": (
        archives.archive(others=[log(detail='{"changes":' + "[" * 100_000)]),
        "nested too deeply",
    ),
    "an unknown method": (archives.archive(method="dice"), "Line 2 .*no such method"),
    "a method without seats": (
        archives.archive(method="schulze", max_choices=None, seats=2),
        "Line 2 .*elects one winner",
    ),
    "no seat": (archives.archive(method="stv", max_choices=None, seats=0), "At least 1 choice"),
    "more seats than choices": (
        archives.archive(method="stv", max_choices=None, seats=2**31 - 1),
        "2 choices",
    ),
    "several marks by plurality": (archives.archive(max_choices=None), "a ballot marks one"),
    "fewer marks than one": (archives.archive(min_choices=0), "The minimum must be at least 1"),
    "more marks than choices": (archives.archive(method="approval", max_choices=3), "2 choices"),
    "options of another method": (
        archives.archive(options='{"quota": "hare"}'),
        "has no option “quota”",
    ),
    "an option without a name": (archives.archive(options='{"": ""}'), "has no option “”"),
    "options that are no texts": (archives.archive(options='{"decimals": 5}'), "of texts"),
    "options that are a list": (archives.archive(options='["a"]'), "not a JSON object"),
    "options that are deep": (archives.archive(options="[" * 90_000), "nested too deeply"),
    "options that are NaN": (archives.archive(options="NaN"), "not a JSON object"),
    "options with half a character": (
        archives.archive(options='{"\\ud800": "x"}'),
        "has no option",
    ),
    "a score too high": (archives.archive(**SCORE | {"highest": 2**31 - 1}), "from 1 to 10"),
    "a score of nothing": (archives.archive(**SCORE | {"highest": 0}), "from 1 to 10"),
    "a highest score where there is none": (archives.archive(highest=9), "do not go together"),
    "labels where there is no score": (archives.archive(labels='["a"]'), "do not go together"),
    "too few labels": (archives.archive(**SCORE, labels='["a"]'), "need 6 labels"),
    "a label that is no text": (archives.archive(**SCORE, labels="[null]"), "list of texts"),
    "labels that are numbers": (archives.archive(**SCORE, labels="[1,2]"), "list of texts"),
    "half a character for a label": (
        archives.archive(**SCORE | {"highest": 1}, labels='["No", "Y\\ud800"]'),
        "control characters",
    ),
    "dates that are none": (
        archives.archive(method="availability", max_choices=None, highest=2, labels=ANSWERS),
        "Write a day as in",
    ),
    "dates with other answers": (
        archives.archive(
            choices=[archives.choice("2026-06-05"), archives.choice("2026-06-06")],
            method="availability",
            max_choices=None,
        ),
        "do not go together",
    ),
    "a decision for a blank vote": (
        archives.archive(
            choices=[
                archives.choice("Tea"),
                archives.choice("Blank vote", kind="blank", is_decided=True),
            ],
            closed_at=CLOSED,
        ),
        "decided that cannot be",
    ),
    "decisions for more than there are seats": (
        archives.archive(
            choices=[archives.choice(each, is_decided=True) for each in "ab"], closed_at=CLOSED
        ),
        "decided that cannot be",
    ),
    "a decision about a draft": (
        archives.archive(choices=[archives.choice("Tea", is_decided=True)], is_draft=True),
        "decided that cannot be",
    ),
    "a decision while voting goes on": (
        archives.archive(choices=[archives.choice(each, is_decided=each == "a") for each in "ab"]),
        "decided that cannot be",
    ),
    "an open limit for networks without their key": (
        archives.archive(voters="network", per_network=2),
        "Line 2 .*lacks the key that tells networks apart",
    ),
    "votes from networks that are missing": (
        archives.archive(
            *(archives.ballot(number, 0) for number in range(3)),
            others=[NETWORK],
            **OPEN_NETWORK,
        ),
        "lacks networks that votes came from",
    ),
    "a quorum of nobody": (archives.archive(quorum=0), "A quorum is 1 to"),
    "a share without invitations": (
        archives.archive(quorum_percent=50),
        "only if voters are invited",
    ),
    "a majority that nobody has": (
        archives.archive(method="borda", max_choices=None, threshold="absolute"),
        "does not tell how many ballots support",
    ),
    "steps of nothing": (archives.archive(release_step=0), "steps of at least 2"),
    "a network of nobody": (archives.archive(voters="network"), "accepted from one network"),
    "an end before the beginning": (
        archives.archive(close_date="2026-06-05T11:59:59Z"),
        "end before it begins",
    ),
    "a seed that is none": (archives.archive(lot_seed="AAAA"), "not a seed for lots"),
    "a choice listed twice": (
        archives.archive(choices=[archives.choice("Tea"), archives.choice("Tea")]),
        "Line 2 .*“Tea”",
    ),
    "two blank votes": (
        archives.archive(
            choices=[
                *map(archives.choice, ("Tea", "Coffee")),
                archives.choice("Blank vote", kind="blank"),
                archives.choice("Empty vote", kind="blank"),
            ],
        ),
        "offered only once",
    ),
    "format 2 without a method": (
        archives.format_1(without=archives.OF_METHODS).replace(b'"format":1', b'"format":2'),
        "Line 2 .*method",
    ),
    "an unknown rule": (archives.archive(voters="everybody"), "voters"),
    "an unknown zone": (archives.archive(zone="Mars/Olympus"), "no such time zone"),
    "a zone of a path": (archives.archive(zone="../../etc/passwd"), "no such time zone"),
    "a time without zone": (archives.archive(pub_date="2026-06-05T12:00:00"), "pub_date"),
    "the first moment": (archives.archive(pub_date="0001-01-01T00:00:00+14:00"), "UTC"),
    "the last moment": (
        archives.archive(close_date="9999-12-31T23:59:00Z"),
        "too far in the future",
    ),
    "an empty text": (archives.archive(question_text=""), "is empty"),
    "a control character": (archives.archive(question_text="a\0b"), "control characters"),
    "a script for a link": (
        archives.archive(choices=[archives.choice("Tea", link="javascript:alert(1)")]),
        "not a valid web address",
    ),
    "a broken link": (
        archives.archive(choices=[archives.choice("Tea", link="https://[")]),
        "choice|link|Invalid",
    ),
    "a key that is a path": (archives.archive(key="../x"), "key"),
    "a number with a zero before it": (archives.archive(key="07"), "not a question's key"),
    "the last number": (archives.archive(key="2147483647"), "not a question's key"),
    "a number as in Arabic": (archives.archive(key="٣"), "key"),
    "too large a number": (archives.archive(version=2**31), "version"),
    "a number that leaves none": (archives.archive(revision=2**31 - 1), "revision"),
    "a seed that cannot be typed": (
        archives.archive(lot_seed=b64encode(b"\xff" * 32).decode()),
        "not a seed for lots",
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
        "Lines 5 to 6 .* by a voter who has another one",
    ),
    "a ballot that replaces itself": (
        archives.archive(archives.ballot(1, 0, replaced_by=0)),
        "Line 5 .*cannot have replaced it",
    ),
    "a ballot replaced by none": (
        archives.archive(archives.ballot(1, 0, replaced_by=1)),
        "Line 5 .*which is not in the file",
    ),
    "a ballot replaced by an earlier one": (
        archives.archive(archives.ballot(1, 0), archives.ballot(2, 0, replaced_by=0)),
        "Line 6 .*cannot have replaced it",
    ),
    "a ballot that replaces two": (
        archives.archive(
            archives.ballot(1, 0, replaced_by=2),
            archives.ballot(1, 0, replaced_by=2),
            archives.ballot(1, 1),
        ),
        "Line 6 .*cannot have replaced it",
    ),
    "a ballot that replaces a stranger's": (
        archives.archive(archives.ballot(1, 0, replaced_by=1), archives.ballot(2, 1)),
        "Line 6 .*another voter",
    ),
    "a changed ballot where votes are final": (
        archives.archive(
            archives.ballot(1, 0, replaced_by=1),
            archives.ballot(1, 1),
            may_change=False,
        ),
        "Line 5 .*does not allow",
    ),
    "a weight without an invitation": (
        archives.archive(archives.ballot(1, 0, weight=2)),
        "Line 5 .*with a weight",
    ),
    "a weight of nothing": (archives.archive(archives.ballot(1, 0, weight=0)), "Line 5 .*weight"),
    "a vote without an invitation": (
        archives.archive(archives.ballot(1, 0), voters="invited"),
        "Used invitations: 0, of weight 0. Ballots that count: 1",
    ),
    "an invitation without a vote": (
        archives.archive(others=[INVITATION], voters="invited"),
        "Used invitations: 1, of weight 3. Ballots that count: 0",
    ),
    "a name where none is asked": (
        archives.archive(archives.ballot(1, 0, name="Bob")),
        "Line 5 .*a name",
    ),
    "no name where one is asked": (
        archives.archive(archives.ballot(1, 0), voters="named"),
        "Line 5 .*a name",
    ),
    "a name too long to be given": (
        archives.archive(archives.ballot(1, 0, name="x" * 101), voters="named"),
        "Line 5 .*cannot be shown",
    ),
    "an invitation for a control character": (
        archives.archive(others=[{"invitation": INVITATION["invitation"] | {"label": "\u0007"}}]),
        "Line 5 .*label",
    ),
    "a ballot of many bytes": (
        archives.archive(archives.ballot(1, 0)).replace(b"[0]", b"[0" + b" " * 100_000 + b"]"),
        "Line 5 of the file has more than 100,000 bytes",
    ),
    "a log of many entries": (archives.archive(others=[LOG] * 10_001), "“log” may come 10,000"),
    "a log of many bytes": (
        archives.archive(
            others=[log(detail=json.dumps({"changes": [CHANGE | {"to": "x" * 3_999_000}]}))] * 5,
        ),
        "the log may have",
    ),
    "more released than there are": (archives.archive(released_count=1), "lacks ballots"),
    "too large a score twice": (
        archives.archive(archives.ballot(1, [0, 2**31]), **SCORE),
        "Line 5 .*selection",
    ),
    "one code twice": (archives.archive(others=[INVITATION, INVITATION]), "Line 6 .*the same code"),
    "a code revoked after its vote": (
        archives.archive(others=[{"invitation": INVITATION["invitation"] | {"is_revoked": True}}]),
        "Line 5 .*was revoked although",
    ),
    "one network twice": (
        archives.archive(others=[NETWORK, NETWORK]),
        "Line 6 .*names a network twice",
    ),
    "too many choices": (
        archives.archive(choices=[archives.choice(f"Choice {n}") for n in range(501)]),
        "needs 2 to 500 choices; this one has 501",
    ),
    "far too many choices": (
        archives.archive(choices=[archives.choice(f"Choice {n}") for n in range(503)]),
        "Line 505 .*“choice” may come 502 times",
    ),
}


MISFITS: dict[str, tuple[str, list[Any]]] = {
    "several marks by plurality": ("plurality", [0, 1]),
    "marks out of order": ("approval", [1, 0]),
    "a mark that is a rank": ("approval", [[0, 1]]),
    "nothing for a mark": ("approval", [None]),
    "a blank vote beside others": ("approval", [0, 2]),
    "a rank twice": ("schulze", [0, 0]),
    "a choice on two ranks": ("schulze", [0, [0, 1]]),
    "a shared rank of one": ("schulze", [[0]]),
    "a shared rank of none": ("schulze", [[]]),
    "a shared rank out of order": ("schulze", [[1, 0]]),
    "a shared rank of what there is not": ("schulze", [[0, 9]]),
    "nothing on a shared rank": ("schulze", [[0, None]]),
    "a shared rank where each has its own": ("instant_runoff", [[0, 1]]),
    "a rank left out": ("instant_runoff", [None, 0]),
    "a blank vote with a rank": ("instant_runoff", [0, 2]),
    "scores out of order": ("score", [[1, 5], [0, 5]]),
    "a score too high": ("score", [[0, 6]]),
    "a score too huge": ("score", [[0, 2**31 - 1]]),
    "a score without a choice": ("score", [[0]]),
    "three numbers for a score": ("score", [[0, 1, 2]]),
    "a mark for a score": ("score", [0]),
    "no score": ("score", [[0, None]]),
    "a choice scored twice": ("score", [[0, 1], [0, 2]]),
    "a blank vote with a score": ("score", [[2, 5]]),
}


@pytest.mark.parametrize("name", MISFITS)
async def test_ballot_that_nobody_could_have_cast_is_refused(
    sqlite_database: Database,
    name: str,
) -> None:
    method, selection = MISFITS[name]
    blank = archives.choice("Blank vote", kind="blank")
    given = archives.archive(
        archives.ballot(1, *selection),
        choices=[archives.choice("Tea"), archives.choice("Coffee"), blank],
        method=method,
        max_choices=1 if method == "plurality" else None,
    )

    with refuses(ArchiveError, match=r"Line 6 .* does not fit the choices and rules"):
        await archives.read(sqlite_database, given)


@pytest.mark.parametrize(("fewest", "most"), [(2, None), (1, 2)])
async def test_ballot_with_too_few_or_too_many_marks_is_refused(
    sqlite_database: Database,
    fewest: int,
    most: int | None,
) -> None:
    marks = [0] if most is None else [0, 1, 2]
    given = archives.archive(
        archives.ballot(1, *marks),
        choices=map(archives.choice, ("Tea", "Coffee", "Juice")),
        method="approval",
        min_choices=fewest,
        max_choices=most,
    )

    with refuses(ArchiveError, match="does not fit the choices and rules"):
        await archives.read(sqlite_database, given)


async def test_selection_deeper_than_any_ballot_is_refused(sqlite_database: Database) -> None:
    given = archives.archive(archives.ballot(1, [[0]]), method="schulze", max_choices=None)

    with refuses(ArchiveError, match=r"Line 5 .*selection"):
        await archives.read(sqlite_database, given)


async def test_question_of_most_choices_and_what_stands_below_them_is_read(
    sqlite_database: Database,
) -> None:
    choices = [archives.choice(f"Choice {number}") for number in range(500)]
    below = [archives.choice("None", kind="none"), archives.choice("Blank", kind="blank")]
    given = archives.archive(archives.ballot(1, 501), choices=choices + below)

    restored = await archives.read(sqlite_database, given)

    assert await archives.written(sqlite_database, restored.key) == given


@pytest.mark.parametrize("texts", [(), ("Tea",)])
async def test_question_with_fewer_choices_than_a_form_takes_is_read(
    sqlite_database: Database,
    texts: tuple[str, ...],
) -> None:
    given = archives.archive(choices=map(archives.choice, texts))

    restored = await archives.read(sqlite_database, given)

    assert await archives.written(sqlite_database, restored.key) == given


# format 1


@pytest.mark.parametrize(("most", "method"), [(1, "plurality"), (None, "approval")])
async def test_archive_from_before_there_were_methods_is_read(
    sqlite_database: Database,
    most: int | None,
    method: str,
) -> None:
    given = archives.format_1(
        archives.ballot(1, 0),
        without=archives.OF_METHODS,
        max_choices=most,
    )

    restored = await archives.read(sqlite_database, given)

    (found,) = await asking.every(sqlite_database)
    assert (found.key, found.rules.method, found.lot_seed) == (restored.key, method, None)
    assert (await recounts.of(sqlite_database, restored.key)).differences == ()


async def test_archive_of_format_1_with_a_method_is_read(sqlite_database: Database) -> None:
    ballot = archives.ballot(1, 1, 0)
    rules: dict[str, Any] = {"method": "schulze", "max_choices": None}

    restored = await archives.read(sqlite_database, archives.format_1(ballot, **rules))

    again = await archives.written(sqlite_database, restored.key)
    assert again == archives.archive(ballot, **rules)


def test_fields_that_came_after_a_format_may_be_missing_and_are_checked_by_their_types() -> None:
    columns = later(
        {"venue": str | None, "rounds": int, "greeting": str | None},
        {"venue": None, "rounds": 1},
    )
    shape = create_model("Shape", __base__=Header, **columns)

    assert shape(polls="question", format=2).model_dump() == {
        "polls": "question",
        "format": 2,
        "venue": None,
        "rounds": 1,
    }
    for wrong in ({"venue": "a\0"}, {"rounds": -1}, {"rounds": 2**31}, {"greeting": "Hello"}):
        with pytest.raises(ValidationError):
            shape(polls="question", format=2, **wrong)


async def test_archive_of_a_question_that_made_no_sense_is_read(sqlite_database: Database) -> None:
    texts = {"Tea": "choice", "blank vote": "choice", "Blank vote": "blank"}
    given = archives.archive(
        archives.ballot(1, 0, 1),
        choices=[archives.choice(text, kind=kind) for text, kind in texts.items()],
        method="stv",
        max_choices=None,
        seats=2,
    )

    restored = await archives.read(sqlite_database, given)

    assert (await recounts.of(sqlite_database, restored.key)).differences == ()


async def test_archive_of_a_voter_who_changed_within_a_batch_is_read(
    sqlite_database: Database,
) -> None:
    later = archives.ballot(1, 1)
    earlier = archives.ballot(1, 0, replaced_by=0)

    restored = await archives.read(sqlite_database, archives.archive(later, earlier))

    recount = await recounts.of(sqlite_database, restored.key)
    assert [choice.votes for choice in recount.question.choices] == [0, 1]
    assert recount.differences == ()


@pytest.mark.parametrize(
    ("voter", "rules"),
    [(2, {}), (1, {"may_change": False})],
    ids=["another voter", "final votes"],
)
async def test_ballot_behind_the_one_in_its_place_is_refused(
    sqlite_database: Database,
    voter: int,
    rules: dict[str, Any],
) -> None:
    late = archives.ballot(voter, 0, replaced_by=0)

    with refuses(ArchiveError, match="Line 6"):
        await archives.read(
            sqlite_database,
            archives.archive(archives.ballot(1, 1), late, **rules),
        )


async def test_lot_decides_for_the_same_choice_after_a_move(database: Database) -> None:
    key = await asking.ask(database, choices=["Tea", "Coffee", "Juice"], is_listed=False)
    await ledgers.append(database, key, (1,), (2,), (3,))
    await asking.close(database, key)
    there = await results.of(database, Tallies(), key, Role.SOMEBODY)
    file = await archives.written(database, key)
    await database.write(_forget)
    await asking.ask(database, choices=["Others", "take", "the ids"])

    restored = await archives.read(database, file)

    here = await results.of(database, Tallies(), restored.key, Role.SOMEBODY)
    assert (there.draw and there.draw.seed) == (here.draw and here.draw.seed)
    assert there.result is not None
    assert here.result is not None
    assert [line.choice.text for line in here.result.tied] == ["Tea", "Coffee", "Juice"]
    (winner,) = there.result.leaders
    assert [line.choice.text for line in here.result.leaders] == [winner.choice.text]
    assert [each.id for each in here.question.choices] != [
        each.id for each in there.question.choices
    ]


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_archive_is_refused_and_nothing_of_it_is_kept(
    sqlite_database: Database,
    name: str,
) -> None:
    archive, reason = BROKEN[name]

    with refuses(ArchiveError, match=reason):
        await archives.read(sqlite_database, archive)

    assert await asking.every(sqlite_database) == []
    assert await sqlite_database.read(_ballots) == []


async def test_nothing_of_an_archive_whose_last_ballot_is_refused_is_kept(
    database: Database,
) -> None:
    archive = archives.archive(archives.ballot(1, 0), archives.ballot(1, 1), others=[LOG])

    with refuses(ArchiveError, match=r"Lines 6 to 7 .* by a voter who has another one"):
        await archives.read(database, archive)

    assert await asking.every(database) == []
    assert await database.read(_ballots) == []


def _ballots(connection: Connection) -> list[Any]:
    return list(connection.execute(select(ballot)))


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

        assert await asking.every(database) == []


@pytest.mark.parametrize("length", range(0, 1_200, 97))
async def test_archive_that_was_cut_is_refused_wherever_it_was(
    database: Database,
    length: int,
) -> None:
    whole = archives.archive(archives.ballot(1, 0), archives.ballot(2, 1))
    assert len(whole) > 1_200

    with pytest.raises(ArchiveError):
        await archives.read(database, whole[:length])

    assert await asking.every(database) == []


# what cannot be written


async def test_question_that_is_not_there_is_told(database: Database) -> None:
    with pytest.raises(QuestionNotFoundError):
        await archives.written(database, "1")


async def test_ledger_with_a_gap_is_not_written(database: Database) -> None:
    ballots = [archives.ballot(number, 0) for number in range(3)]
    await archives.read(database, archives.archive(*ballots))
    await database.write(Connection.execute, delete(ballot).where(ballot.c.position == 1))

    with refuses(ArchiveError, match="ballot 1 is missing"):
        await archives.written(database, "abcdefghijkl")
